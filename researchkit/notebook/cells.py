"""The cells of a company's notebook: twelve, in order, without logic. Each has a slot by which a refresh knows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from researchkit.records import Company
from researchkit.workspace import clip

KEY = "researchkit"  # the metadata key that marks a cell as ours
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as we would write it today."""

    slot: str
    kind: Literal["code", "markdown"]
    source: str
    tags: tuple[str, ...] = ()


def cells(company: Company) -> tuple[Cell, ...]:
    """Return the cells for `company`. Its texts stand in them as literals only, never as code or markup."""
    return (
        _markdown("title", f"# {_plain(company.name)}\n\nRun all cells (⏵⏵). {_HOW}"),
        _code("parameters", _parameters(company), tags=("parameters",)),
        _code("research", "import researchkit as rk\n\n" + _RESEARCH),
        _code("new", "# What is new, moved or gone since the last time\nrk.view.changes(dossier)"),
        _code("timeline", "rk.view.timeline(dossier)"),
        _code("launches", "# Recent launches, the most telling first\nrk.view.launches(dossier)"),
        _code("challenges", "# Recent challenges, the most telling first\nrk.view.challenges(dossier)"),
        _code("stories", "# One line a happening, with the outlets that told it\nrk.view.stories(dossier)"),
        _code("hiring", "# Open posts by function\nrk.view.hiring(dossier)"),
        _code("questions", "# Questions worth asking, each with its evidence\nrk.view.questions(dossier)"),
        _markdown("notes", _NOTES),
        _code("page", _PAGE),
    )


_HOW = "Cells you change stay yours; `researchkit refresh` renews only those you left as they are."
_RESEARCH = "dossier = rk.research(company, since=since, offline=offline)\ndossier"
_PAGE = "page = rk.brief(dossier, role=role, interviewer=interviewer)\nrk.view.page(page)"
_NOTES = """## My notes

- What I want to find out:
- People I know there:
- My story for this post (keep your stories in `notebooks/me.toml`):

*(Write here. A refresh never touches what you wrote.)*"""


def _parameters(company: Company) -> str:
    interview = company.interview
    return "\n".join(
        (
            f"company = {_literal(company.slug)}",
            'since = "90d"       # how far back: "30d", "6 months", "2026-01-01"',
            "offline = False     # True: answer from cache/ alone",
            f"role = {_literal(interview.role)}",
            f"interviewer = {_literal(interview.interviewer or 'hiring manager')}"
            "  # recruiter, hiring manager, peer, executive, panel",
        )
    )


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """Return a name for a Markdown heading: on one line, with every mark of Markdown and HTML made harmless."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]()<>#+-!|~$&" else mark for mark in clip(text, 120))


def _code(slot: str, source: str, *, tags: tuple[str, ...] = ()) -> Cell:
    return Cell(slot=slot, kind="code", source=source, tags=tags)


def _markdown(slot: str, source: str) -> Cell:
    return Cell(slot=slot, kind="markdown", source=source)
