"""The records of one page: Brief, its sections, lines, sources and marks. Made by compose, read by the exporters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from researchkit.brief.wording import plural, word_count

Polarity = Literal["launch", "challenge"]
OWN_ACCOUNT = "by its own account"
REPHRASED = "rephrased"  # the remark on a line whose wording is a model's


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One numbered source: who said it, when it happened, was published and was read, and whether it is independent.

    `url` is http(s) or "". Days are formatted for the page's locale; "" where they are not known.
    """

    number: int
    document_id: str
    publisher: str
    title: str
    url: str
    happened: str
    published: str
    fetched: str
    first_party: bool

    @property
    def standing(self) -> str:
        """Return "first-party" or "independent"."""
        return "first-party" if self.first_party else "independent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the page. What it claims stands in `text`; everything else says how we know it.

    `label` is a short lead-in (whom to ask where it is not the one interviewer, a competitor, a field of the header);
    `when` the event's day; `who` the publisher who says so; `own_account` marks the company's own word; `outlets` how
    many publishers report it; `remarks` are ours ("older", "planned", "4 posts"); `citations` are source numbers;
    `quote` is the evidence, at most 25 words; `why` says what a question is for; `priority` 0 stays longest when room
    is short; `new` is new since the last run.
    """

    text: str
    label: str = ""
    when: str = ""
    who: str = ""
    own_account: bool = False
    outlets: int = 0
    remarks: tuple[str, ...] = ()
    citations: tuple[int, ...] = ()
    quote: str = ""
    why: str = ""
    priority: int = 1
    new: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything said about the line, in the order in which it is shown."""
        said = OWN_ACCOUNT if self.own_account else self.who
        outlets = plural(self.outlets, "outlet") if self.outlets > 1 else ""
        return tuple(note for note in (said, outlets, *self.remarks) if note)

    def plain(self) -> str:
        """Return the line as one piece of plain text, without its source numbers."""
        head = " · ".join(part for part in ("New" if self.new else "", self.when, self.label) if part)
        notes = f" ({'; '.join(self.notes)})" if self.notes else ""
        return f"{head}: {self.text}{notes}" if head else f"{self.text}{notes}"

    @property
    def words(self) -> int:
        """How many words the line takes on the page; its source numbers and folded quote are not counted."""
        return word_count(self.plain())


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One of the ten. `absence` says why there is no line; `more` counts what the notebook holds besides."""

    key: str
    title: str
    lines: tuple[Line, ...] = ()
    absence: str = ""
    more: int = 0

    @property
    def is_numbered(self) -> bool:
        """Tell whether the lines are counted off, so that one can be found at a glance in the room."""
        return self.key == "questions"

    @property
    def rest(self) -> str:
        """Return "+ n more in the notebook", or ""."""
        return f"+ {self.more} more in the notebook" if self.more else ""

    @property
    def words(self) -> int:
        """How many words the section takes; the header's labels are layout, not text."""
        if self.key == "header":
            return sum(word_count(line.text) for line in self.lines)
        return sum(line.words for line in self.lines) + word_count(self.absence) + word_count(self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One point of the timeline: an event's day, a short label, its kind, the number of its source, and its rank.

    `rank` 0 is the most salient: it keeps its label where not all find room.
    """

    day: datetime
    label: str
    polarity: Polarity
    citation: int | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One place that was looked at: with what outcome, and why and what to do where nothing came."""

    place: str
    outcome: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One page on one company. `sections` are always the ten, in order; the first is the header.

    `polisher` names the model that rephrased lines of it, "" where all are ours.
    """

    name: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    marks: tuple[Mark, ...]
    looked: tuple[Looked, ...]
    since: datetime
    now: datetime
    as_of: str
    window: str
    locale: str = "en-GB"
    polisher: str = ""

    @property
    def header(self) -> Section:
        """The first section: what is known of the company and the interview, a labelled line each."""
        return self.sections[0]

    @property
    def body(self) -> tuple[Section, ...]:
        """The nine sections below the header."""
        return self.sections[1:]

    @property
    def words(self) -> int:
        """How many words the ten sections take."""
        return sum(section.words for section in self.sections)

    @property
    def dateline(self) -> str:
        """What stands under the name: the day, the window, and how many lines are a model's words."""
        return "; ".join(part for part in (f"News as of {self.as_of}, {self.window} back", self.rephrased) if part)

    @property
    def rephrased(self) -> str:
        """How many lines are a model's words: "3 lines rephrased by MODEL", or "" where all are ours."""
        count = sum(REPHRASED in line.remarks for line in self.lines())
        return f"{plural(count, 'line')} rephrased by {self.polisher}" if count else ""

    def lines(self) -> Iterator[Line]:
        """Yield every line of the nine sections below the header."""
        for section in self.body:
            yield from section.lines

    def source(self, number: int) -> Source:
        """Return the source of that number. Raises KeyError."""
        for source in self.sources:
            if source.number == number:
                return source
        raise KeyError(number)

    def _repr_html_(self) -> str:
        from researchkit.brief.export.html import to_fragment

        return to_fragment(self)

    def _repr_markdown_(self) -> str:
        from researchkit.brief.export.markdown import to_markdown

        return to_markdown(self).decode()

    def __repr__(self) -> str:
        return f"<Brief on {self.name}, as of {self.as_of}: {self.words} words, {plural(len(self.sources), 'source')}>"
