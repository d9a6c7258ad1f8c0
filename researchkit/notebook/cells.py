"""The cells of a company's notebook, and of a comparison: at most twelve, in order, without logic.

Each has a slot by which a refresh knows it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
        _markdown("title", f"# {_plain(company.name)}\n\n{_RUN} {_HOW}"),
        _code("parameters", _parameters(company), tags=("parameters",)),
        _code("research", f"{_IMPORT}\n\n{_RESEARCH}"),
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


# In words: few fonts have the button's sign, and the others show two empty boxes.
_RUN = "Run all cells: menu *Run*, *Run All Cells*."
_HOW = "Cells you change stay yours; `researchkit refresh` renews only those you left as they are."
# Where the kernel has no researchkit, this line is what the error shows.
_IMPORT = "import researchkit as rk  # not found? Kernel, Change Kernel: take the one you installed it for"
_RESEARCH = """dossier = rk.research(company, since=since, offline=offline)
display(dossier, rk.view.coverage(dossier))"""
_PAGE = "page = rk.brief(dossier, role=role, interviewer=interviewer)\nrk.view.page(page)"
_NOTES = """## My notes

- What I want to find out:
- People I know there:
- My story for this post (keep your stories in `notebooks/me.toml`):

*(Write here. A refresh never touches what you wrote.)*"""


def comparison(companies: Sequence[Company]) -> tuple[Cell, ...]:
    """Return the cells of a notebook that puts `companies` side by side."""
    names = ", ".join(_plain(company.name) for company in companies)
    slugs = ", ".join(_literal(company.slug) for company in companies)
    parameters = f"companies = [{slugs}]\n{_window('90d')}"
    return (
        _markdown("title", f"# Side by side: {names}\n\n{_RUN} {_HOW}"),
        _code("parameters", parameters, tags=("parameters",)),
        _code("research", f"{_IMPORT}\n\n{_COMPARE}"),
        _code("coverage", "# Where was looked, and what can be done where a place failed\n" + _ALL_COVERAGE),
        _code("timelines", "# The same window for all\n" + _ALL_TIMELINES),
        _code("hiring", "# Open posts by function\n" + _ALL_HIRING),
        _markdown("notes", _COMPARE_NOTES),
    )


_COMPARE = """dossiers = [rk.research(company, since=since, offline=offline) for company in companies]
rk.view.compare(dossiers)"""
_ALL_COVERAGE = "display(*dossiers)"
_ALL_TIMELINES = "rk.view.each(dossiers, rk.view.timeline)"
_ALL_HIRING = "rk.view.each(dossiers, rk.view.hiring)"
_COMPARE_NOTES = """## My notes

- What matters to me, in order:
- What each offer gives me that the others do not:
- What I still have to ask, and whom:

*(Write here. A refresh never touches what you wrote.)*"""


def _parameters(company: Company) -> str:
    interview = company.interview
    return "\n".join(
        (
            f"company = {_literal(company.slug)}",
            _window("180d" if company.sample else "90d"),
            f"role = {_literal(interview.role)}",
            f"interviewer = {_literal(interview.interviewer or 'hiring manager')}"
            "  # recruiter, hiring manager, peer, executive, panel",
        )
    )


def _window(since: str) -> str:
    first = f"since = {_literal(since)}"
    return f'{first:20}# how far back: "30d", "6 months", "2026-01-01"\n{_OFFLINE}'


_OFFLINE = "offline = False     # True: answer from cache/ alone"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """Return a name for a Markdown heading: on one line, with every mark of Markdown and HTML made harmless."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]()<>#+-!|~$&" else mark for mark in clip(text, 120))


def _code(slot: str, source: str, *, tags: tuple[str, ...] = ()) -> Cell:
    return Cell(slot=slot, kind="code", source=source, tags=tags)


def _markdown(slot: str, source: str) -> Cell:
    return Cell(slot=slot, kind="markdown", source=source)
