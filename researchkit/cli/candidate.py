"""The commands for the candidate's own side: check a question, practise, note what was said, draft the thanks."""

from __future__ import annotations

from typing import Annotated

import typer

from researchkit.cli.app import Name, app, last_dossier


@app.command(name="check-question", short_help="Hold your own question to the same rules.")
def check_question(name: Name, text: Annotated[str, typer.Argument(help="Your own question.")]) -> None:
    """Hold a question of your own to the same rules as ours, and say which it breaks."""
    from researchkit.candidate.verbs import check_question as judge

    verdict = judge(text, last_dossier(name))
    print(verdict)
    raise typer.Exit(0 if verdict.passed else 1)


@app.command(short_help="Answer likely questions aloud, with a timer.")
def practise(name: Name) -> None:
    """Answer likely questions aloud, with a timer and your stories beside them; progress is kept."""
    from researchkit.candidate.verbs import practise as go

    go(last_dossier(name))


@app.command(short_help="Note what was said; draft a note of thanks.")
def debrief(
    name: Name,
    interviewer: Annotated[str, typer.Option("--with", help="Whom you talked to.")] = "",
) -> None:
    """Note what was asked and said, and draft a note of thanks for each interviewer; nothing is sent."""
    from researchkit.candidate.verbs import debrief as note
    from researchkit.candidate.verbs import follow_up

    dossier = last_dossier(name)
    said = note(name, interviewer=interviewer or typer.prompt("Whom did you talk to").strip())
    for draft in follow_up(dossier, said):
        print(f"\n── to {draft.to}, {draft.words} words ──\n{draft}")
        for reason in draft.left_out:
            print(f"(left out: {reason})")
    print(f"\nKept in notebooks/debriefs/{dossier.company.slug}.toml; edit it and run this again. Nothing was sent.")
