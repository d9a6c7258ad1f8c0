"""The candidate's verbs, with the files they keep: notebooks/me.toml, notebooks/debriefs/, practice in cache/."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from researchkit.candidate.debrief import (
    Debrief,
    ask_debrief,
    debrief_path,
    load_debrief,
    read_talks,
    require_something,
    save_debrief,
)  # fmt: skip
from researchkit.candidate.notes import Note
from researchkit.candidate.notes import follow_up as draft_notes
from researchkit.candidate.practise import Card, practice_path
from researchkit.candidate.practise import practise as put_cards
from researchkit.candidate.stories import Story, load_stories
from researchkit.sample import STORIES
from researchkit.workspace import Workspace, default_workspace, slug_of

if TYPE_CHECKING:
    from researchkit.dossier import Dossier
    from researchkit.questions.own_question import QuestionCheck


def stories(*, workspace: Workspace | None = None) -> tuple[Story, ...]:
    """Return your stories in notebooks/me.toml; none when it is not there. Raises ProfileError for a slip in it."""
    return load_stories((workspace or default_workspace()).stories)


def check_question(text: str, dossier: Dossier) -> QuestionCheck:
    """Hold a question of your own to every rule ours pass; printing it names each rule and why it failed."""
    from researchkit.questions.own_question import check_question as judge

    return judge(text, dossier.events, dossier.documents, dossier.company, now=dossier.now)


def practise(
    dossier: Dossier,
    *,
    own: Sequence[Story] | None = None,
    workspace: Workspace | None = None,
    read: Callable[[str], str] = input,
) -> tuple[Card, ...]:
    """Put likely questions one by one, with a timer and your stories beside them; progress is kept."""
    home = workspace or default_workspace()
    kept = load_stories(STORIES) if dossier.company.sample else stories(workspace=home)
    mine = kept if own is None else own
    return put_cards(dossier, stories=mine, store=practice_path(home.notebooks, dossier.company.slug), read=read)


def debrief(
    name: str, *, interviewer: str, workspace: Workspace | None = None, read: Callable[[str], str] = input
) -> Debrief:
    """Ask what was said in one talk, add it to notebooks/debriefs/NAME.toml and return all talks.

    Raises InputError, and writes nothing, when nothing was told.
    """
    home = workspace or default_workspace()
    path = debrief_path(home.notebooks, slug_of(name))
    before = read_talks(path)
    talk = ask_debrief(interviewer, read=read)
    require_something(Debrief((talk,)), shown=f"the talk with {interviewer}")
    made = Debrief((*before, talk))
    save_debrief(made, path)
    return made


def follow_up(dossier: Dossier, said: Debrief | None = None, *, workspace: Workspace | None = None) -> tuple[Note, ...]:
    """Return a draft of thanks for each interviewer, from `said` or from notebooks/debriefs/; nothing is sent."""
    home = workspace or default_workspace()
    return draft_notes(dossier, said or load_debrief(debrief_path(home.notebooks, dossier.company.slug)))
