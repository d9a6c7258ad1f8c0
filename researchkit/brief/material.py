"""What compose reads of a dossier, as records: papers (documents) and happenings (events with their paper)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from researchkit.brief.wording import day_of
from researchkit.reading.text import clean_line
from researchkit.records import Company

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.dossier import Dossier

ABOUT = 0.5  # a document of at least this relevance is about the company


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document, as far as the page needs it."""

    document_id: str
    source_id: str
    kind: str
    url: str
    publisher: str
    title: str
    published: datetime | None
    precision: str | None
    fetched: datetime
    text: str
    first_party: bool
    relevance: float
    story_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event with the document behind it. `day` is when it happened, else when that document was published."""

    event_id: str
    story_id: str
    type: str
    polarity: str
    modality: str
    day: datetime | None
    precision: str | None
    subject: str
    object: str
    counterparty: str
    person: str
    place: str
    claim: str
    quote: str
    publishers: int
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of the panel."""

    event_id: str
    audience: str
    text: str
    why: str
    evidence: tuple[str, ...] = ()  # the documents it stands on; two where what is said is held against what is done


@dataclass(frozen=True)
class Material:
    """A dossier read once into records; frames stay outside."""

    company: Company
    papers: dict[str, Paper]
    happenings: tuple[Happening, ...]
    asked: tuple[Asked, ...]
    coverage: tuple[tuple[str, str, str, str, str], ...]  # source_id, kind, outcome, reason, what_to_do
    new_events: frozenset[str]
    since: datetime
    now: datetime
    role: str
    interviewer: str

    @property
    def locale(self) -> str:
        """The locale in which days are written."""
        return self.company.interview.locale

    @property
    def window_days(self) -> int:
        """How many days the window spans."""
        return max((self.now - self.since).days, 0)

    @cached_property
    def stories(self) -> dict[str, list[Paper]]:
        """The papers of each story."""
        found: dict[str, list[Paper]] = {}
        for paper in self.papers.values():
            found.setdefault(paper.story_id, []).append(paper)
        return found

    def day(self, moment: date | None, *, precision: str | None = "day", year: bool = True) -> str:
        """Return a day for the page; `year=False` leaves out this year's number."""
        return day_of(moment, locale=self.locale, precision=precision, now=None if year else self.now)

    def is_older(self, moment: datetime | None) -> bool:
        """Tell whether a day lies before the window."""
        return moment is not None and moment < self.since


def read(dossier: Dossier, *, role: str, interviewer: str) -> Material:
    """Return the material of a dossier. Events whose document is not there are left out: no claim without evidence."""
    papers = {paper.document_id: paper for paper in _papers(dossier.documents)}
    return Material(
        company=dossier.company,
        papers=papers,
        happenings=tuple(_happenings(dossier.events, papers)),
        asked=tuple(
            Asked(
                event_id=row["event_id"],
                audience=row["audience"],
                text=row["text"],
                why=row["rationale"],
                evidence=tuple(str(row.get("evidence") or "").split(",")),
            )
            for row in _rows(dossier.questions)
        ),
        coverage=tuple(
            (row["source_id"], row["kind"], row["outcome"], row["reason"] or "", row["what_to_do"] or "")
            for row in _rows(dossier.coverage)
        ),
        new_events=new_ids(dossier.changes),
        since=dossier.since,
        now=dossier.now,
        role=role,
        interviewer=interviewer,
    )


def new_ids(changes: DataFrame | None) -> frozenset[str]:
    """Return the ids of the events that CHANGES calls new; none when there was no run before."""
    if changes is None or changes.empty or not {"change", "what", "event_id"} <= set(changes.columns):
        return frozenset()
    new = changes[(changes["change"] == "new") & (changes["what"] == "event")]
    return frozenset(str(event_id) for event_id in new["event_id"])


def _rows(frame: DataFrame) -> Iterable[dict[str, Any]]:
    return ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))


def _papers(documents: DataFrame) -> Iterator[Paper]:
    for row in _rows(documents):
        yield Paper(
            document_id=row["document_id"],
            source_id=row["source_id"],
            kind=row["kind"],
            url=row["url"],
            publisher=clean_line(row["publisher"]),
            title=clean_line(row["title"]),
            published=_moment(row["published"]),
            precision=_word(row["published_precision"]),
            fetched=row["fetched"].to_pydatetime(),
            text=row["text"],
            first_party=bool(row["first_party"]),
            relevance=float(row.get("relevance", 1.0)),
            story_id=row.get("story_id") or row["document_id"],
        )


def _happenings(events: DataFrame, papers: dict[str, Paper]) -> Iterator[Happening]:
    for row in _rows(events):
        paper = papers.get(row["document_id"])
        if paper is None or not row["quote"].strip():
            continue
        happened = _moment(row["happened"])
        yield Happening(
            event_id=row["event_id"],
            story_id=row["story_id"],
            type=row["type"],
            polarity=row["polarity"],
            modality=row["modality"],
            day=happened or paper.published,
            precision="day" if happened else paper.precision,
            subject=clean_line(row["subject"] or ""),
            object=clean_line(row["object"] or ""),
            counterparty=clean_line(row["counterparty"] or ""),
            person=clean_line(row["person"] or ""),
            place=clean_line(row["place"] or ""),
            claim=clean_line(row["claim"]),
            quote=clean_line(row["quote"]),
            publishers=int(row["publishers"]),
            paper=paper,
        )


def _moment(value: Any) -> datetime | None:
    if value is None or value != value:  # NaT is not equal to itself
        return None
    moment: datetime = value.to_pydatetime()
    return moment


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None
