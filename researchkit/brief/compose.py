"""From a dossier to one page: ten sections, always there, within their word budgets, every claim with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from researchkit.brief import interview, sections
from researchkit.brief.absence import absence, is_job_board, looked
from researchkit.brief.budget import BUDGET, within
from researchkit.brief.interview import HOW_TO_ADD_STORIES, Proof
from researchkit.brief.lines import Draft, moves_newest_first, newest_first
from researchkit.brief.marks import marks_of
from researchkit.brief.material import Happening, Material, Paper, read
from researchkit.brief.page import Brief, Section, Source
from researchkit.brief.wording import clip, long_day, plural
from researchkit.markup import web_address
from researchkit.reading.text import clean_line

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

TITLES = {
    "header": "Header",
    "what": "What they do",
    "launches": "Recent launches",
    "challenges": "Challenges",
    "market": "Market",
    "people": "People and hiring",
    "match": "Your match",
    "questions": "Questions to ask",
    "why": "Why us",
    "unknown": "Unknown, unchecked, do not raise",
}


def brief(
    dossier: Dossier,
    *,
    role: str | None = None,
    interviewer: str | None = None,
    stories: Sequence[Proof] | None = None,
) -> Brief:
    """Return the page of a dossier: ten sections in order, at most 500 words, every source numbered.

    `role` and `interviewer` stand in for those of the profile; the questions are asked anew for them. `stories` are
    the user's own proofs. Pure: the same dossier gives the same page.
    """
    if role is not None or interviewer is not None:
        dossier = dossier.asked_for(role=role, interviewer=interviewer)
    asked_of = dossier.company.interview
    material = read(dossier, role=clean_line(asked_of.role), interviewer=clean_line(asked_of.interviewer))
    drafted = _drafted(material, stories or ())
    desk = _Numbers(material)
    numbered = tuple(_section(key, material, desk, *drafted[key]) for key in TITLES)
    name = clip(material.company.name, max_words=12, max_chars=70)
    return Brief(
        name=name,
        sections=numbered,
        sources=desk.sources(),
        looked=looked(material),
        marks=marks_of(material, desk.number),
        since=material.since,
        now=material.now,
        as_of=long_day(material.now, locale=material.locale),
        window=plural(material.window_days, "day"),
        locale=material.locale,
    )


def _drafted(material: Material, stories: Sequence[Proof]) -> dict[str, tuple[list[Draft], int]]:
    """The drafts of each section that fit its budget, and how many wait in the notebook."""
    launches, launches_left = within(sections.launches(material), key="launches", most=3)
    challenges, challenges_left = within(sections.challenges(material), key="challenges", most=3)
    told = frozenset(draft.topic for draft in (*launches, *challenges))
    market, market_left = within(sections.market(material, told), key="market", most=2)
    asked = interview.questions(material)
    chosen = interview.four(asked, budget=BUDGET["questions"])
    drafted = {
        "header": within(sections.header(material), key="header", most=6),
        "what": within(sections.what_they_do(material), key="what", most=3),
        "launches": (newest_first(launches), launches_left),
        "challenges": (newest_first(challenges), challenges_left),
        "market": (moves_newest_first(market), market_left),
        "people": within(sections.people(material), key="people", most=2),
        "match": within(interview.match(material, stories), key="match", most=3),
        "questions": (chosen, 0),
        "why": within(sections.why_us(material, launches), key="why", most=1),
    }
    known = {"market"} if material.company.competitors else set()
    nothing_on = [_NOTHING_ON[key] for key in _NOTHING_ON if not drafted[key][0] and key not in known]
    return {**drafted, "unknown": within(interview.unknown(material, nothing_on), key="unknown", most=3)}


_NOTHING_ON = {"what": "what they sell", "market": "competitors", "people": "leaders and open posts"}


def _section(key: str, material: Material, desk: _Numbers, drafts: list[Draft], left: int) -> Section:
    lines = tuple(replace(draft.line, citations=desk.cite(draft)) for draft in drafts)
    more = 0 if key == "header" else left
    return Section(key=key, title=TITLES[key], lines=lines, more=more, absence="" if lines else _absence(key, material))


def _absence(key: str, material: Material) -> str:
    if key == "header":
        return ""
    if key == "match":
        return HOW_TO_ADD_STORIES
    if key == "questions":
        return "none: no dated evidence to ask about" if not material.happenings else "none that passes every check"
    if key == "why":
        return "none: no launch with evidence to build it on"
    if key == "unknown":
        return "none: every source was read" if material.coverage else "everything: no source is set up"
    kept_back = sum(_BELONGS[key](one) for one in material.happenings) if key in _BELONGS else 0
    if kept_back:
        return f"{plural(kept_back, 'event')} found, none whose evidence carries a line; see the notebook"
    if key == "what":
        return f"{absence(material)}; a description in your profile would stand here"
    if key == "market" and not material.company.competitors:
        return f"{absence(material)}; no competitor is named in your profile"
    if key == "people" and any(is_job_board(row[1]) for row in material.coverage):
        return absence(material, of=is_job_board)
    return absence(material)


_BELONGS: dict[str, Callable[[Happening], bool]] = {
    "launches": sections.is_launch,
    "challenges": lambda one: one.polarity == "challenge",
}


class _Numbers:
    """Numbers sources in the order in which the page first cites them."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._cited: dict[str, tuple[Paper, datetime | None]] = {}

    def cite(self, draft: Draft) -> tuple[int, ...]:
        """Return the numbers of a draft's papers, in rising order."""
        for paper in draft.papers:
            happened = self._cited.get(paper.document_id, (paper, None))[1]
            told = draft.happened if paper.story_id == draft.papers[0].story_id else None  # another story, another day
            self._cited[paper.document_id] = (paper, happened or told)
        return tuple(sorted({self.number(paper.document_id) or 0 for paper in draft.papers}))

    def number(self, document_id: str) -> int | None:
        """Return the number of a cited document, or None."""
        return list(self._cited).index(document_id) + 1 if document_id in self._cited else None

    def sources(self) -> tuple[Source, ...]:
        """Return every cited source, numbered from 1."""
        day = self._material.day
        return tuple(
            Source(
                number=number,
                document_id=paper.document_id,
                publisher=clip(paper.publisher or "unknown publisher", max_words=8, max_chars=48),
                title=clip(paper.title or "untitled", max_words=24, max_chars=160),
                url=web_address(paper.url) or "",
                happened=day(happened),
                published=day(paper.published, precision=paper.precision),
                fetched=day(paper.fetched),
                first_party=paper.first_party,
            )
            for number, (paper, happened) in enumerate(self._cited.values(), start=1)
        )
