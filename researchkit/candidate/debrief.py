"""After the interview: what was asked and said, kept in notebooks/debriefs/NAME.toml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from researchkit.candidate.toml_form import Form, toml_text
from researchkit.errors import InputError
from researchkit.workspace import write_atomic

KEYS = ("interviewer", "audience", "day", "point", "asked", "concern", "answer", "promised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One conversation. `points` are what they said, in their words; `concerns` what seemed to worry them about you.

    `answers` are what you would say to the concern of the same place; `promised` what you said you would send.
    """

    interviewer: str
    audience: str = ""
    day: str = ""
    points: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    promised: str = ""


@dataclass(frozen=True, slots=True)
class Debrief:
    """All talks of one company's interviews."""

    talks: tuple[Talk, ...]


def debrief_path(notebooks: Path, slug: str) -> Path:
    """Return where a company's debrief lies; not beside the profiles, so that it is not taken for one."""
    return notebooks / "debriefs" / f"{slug}.toml"


def load_debrief(path: Path) -> Debrief:
    """Return a debrief. Raises InputError when there is none or nothing in it, ProfileError for a slip in its form."""
    if not path.exists():
        raise InputError(f"No debrief in {path.parent.name}/{path.name}", do="Write one with: researchkit debrief NAME")
    debrief = Debrief(read_talks(path))
    require_something(debrief, shown=f"{path.parent.name}/{path.name}")
    return debrief


def read_talks(path: Path) -> tuple[Talk, ...]:
    """Return the talks noted so far, none when there is no file. Raises ProfileError for a slip in its form."""
    if not path.exists():
        return ()
    form = Form(path)
    talks = []
    for number, row in enumerate(form.rows("talk", KEYS)):
        name = form.text_of(row, "interviewer", number)
        if not name:
            raise form.missing("interviewer", number, "talk")
        talks.append(
            Talk(
                interviewer=name, audience=form.text_of(row, "audience", number), day=str(row.get("day", "")),
                points=form.texts_of(row, "point", number), asked=form.texts_of(row, "asked", number),
                concerns=form.texts_of(row, "concern", number), answers=form.texts_of(row, "answer", number),
                promised=form.text_of(row, "promised", number),
            )
        )  # fmt: skip
    return tuple(talks)


def require_something(debrief: Debrief, *, shown: str = "the debrief") -> None:
    """Raise InputError when no talk holds a point, a question or a concern."""
    if not any(talk.points or talk.asked or talk.concerns for talk in debrief.talks):
        raise InputError(f"There is nothing in {shown} yet", do="Add one point of the talk: point = [“…”].")


def save_debrief(debrief: Debrief, path: Path) -> Path:
    """Write a debrief as TOML that a person can edit; the old file or the new one is there, never half of either."""
    lines = ["# What was asked and said. This file stays on this machine.", ""]
    for talk in debrief.talks:
        lines.append("[[talk]]")
        lines += [f"{key} = {toml_text(getattr(talk, key))}" for key in ("interviewer", "audience", "day", "promised")]
        for key, values in (
            ("point", talk.points), ("asked", talk.asked), ("concern", talk.concerns), ("answer", talk.answers),
        ):  # fmt: skip
            lines.append(f"{key} = [{', '.join(toml_text(value) for value in values)}]")
        lines.append("")
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_atomic(path, "\n".join(lines).encode())


def ask_debrief(interviewer: str, *, read: Callable[[str], str] = input) -> Talk:
    """Ask in the terminal what was said in one talk; empty lines end a list.

    Whoever stops half-way (Ctrl-D, Ctrl-C) keeps what was told: the rest is left open.
    """
    stopped = False

    def told(question: str) -> str:
        nonlocal stopped
        if stopped:
            return ""
        try:
            return read(question).strip()
        except (EOFError, KeyboardInterrupt):
            stopped = True
            print()
            return ""

    def several(question: str) -> tuple[str, ...]:
        found: list[str] = []
        while line := told(f"{question if not found else '  and'} (Enter goes on): "):
            found.append(line)
        return tuple(found)

    audience = told("Who is that to you (recruiter, hiring manager, peer, executive): ")
    points = several("One point they made, in their words")
    asked = several("What did they ask you")
    concerns = several("What seemed to worry them")
    answers = tuple(told(f"What would you say now to “{concern}”: ") for concern in concerns)
    promised = told("What did you promise to send (Enter for nothing): ")
    return Talk(
        interviewer=interviewer, audience=audience, points=points, asked=asked, concerns=concerns, answers=answers,
        promised=promised,
    )  # fmt: skip
