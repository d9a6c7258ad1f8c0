"""The page as PDF: exactly one page of A4 or US Letter, tagged, with the same bytes for the same brief."""

from __future__ import annotations

import io
import json
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.brief.chart import alternative, timeline
from researchkit.brief.export.glyphs import drawable, fonts_for
from researchkit.brief.page import OWN_ACCOUNT, Brief, Section
from researchkit.brief.trim import droppable, quotable, trimmed
from researchkit.brief.wording import clip
from researchkit.errors import ExportError

if TYPE_CHECKING:
    pass

ADVICE = "Every number in brackets opens its source. Check before you rely on a line."

_TEMPLATES = Path(__file__).parent.parent / "templates"
_PAPERS = {"a4": ("a4", 515.9), "letter": ("us-letter", 532.6)}  # typst's name; points between the margins
_PUBLISHER_CHARS = 34
_PLACES = 14  # shown on a page with little else


def to_pdf(brief: Brief, *, paper: str = "a4") -> bytes:
    """Return the brief as a PDF of exactly one page.

    The type shrinks from 10 to 8 pt; then the least important lines wait in the notebook; where there is room, quotes
    are shown. Raises ExportError for a paper that is neither a4 nor letter.
    """
    if paper not in _PAPERS:
        raise ExportError(f"No paper called {paper!r}", do="Use a4 or letter.")
    chart = _chart(brief, paper)
    most = droppable(brief)
    cut, quotes = 0, 0
    fit = _Sheet(brief, paper, chart).fit()
    if not fit.ok:
        cut = _first(most, lambda n: _Sheet(trimmed(brief, cut=n), paper, chart, looks="least").fit().ok)
    elif fit.size >= 10:
        quotes = _quotes(brief, paper, chart)
    while True:
        pdf = _Sheet(trimmed(brief, cut=cut), paper, chart, quotes=quotes).pdf()
        if _pages(pdf) == 1:
            return pdf
        if not quotes and cut >= most:
            raise ExportError("The page does not fit on one sheet", do="Shorten the company's name and role.")
        quotes, cut = 0, cut if quotes else cut + 1


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whether a page fits, and its size of type in points."""

    ok: bool
    size: float


class _Sheet:
    """One brief on one paper, to be measured or printed; `looks` (all, large, least) are the sizes of type tried."""

    def __init__(self, brief: Brief, paper: str, chart: str, *, quotes: int = 0, looks: str = "all") -> None:
        import typst

        page = drawable(json.dumps(_page(brief, quotes), ensure_ascii=False))
        fonts = fonts_for(page)
        inputs = {
            "paper": _PAPERS[paper][0],
            "chart": chart,
            "looks": looks,
            "page": page,
            "fonts": json.dumps(fonts.families),
        }
        source = str(_TEMPLATES / "brief.typ")
        self._refused = typst.TypstError
        self._compiler = typst.Compiler(source, root=str(_TEMPLATES), font_paths=fonts.book, sys_inputs=inputs)

    def fit(self) -> _Fit:
        """Return how the page fits, without printing it."""
        found = json.loads(self._compiler.query("<fit>", field="value", one=True))
        return _Fit(bool(found["ok"]), float(found["size"]))

    def pdf(self) -> bytes:
        """Return the PDF: PDF/UA-1; without that label when a glyph is missing, which it does not allow."""
        try:
            return self._printed(["ua-1"])
        except self._refused:
            return self._printed([])

    def _printed(self, standards: list[Any]) -> bytes:
        made = self._compiler.compile(format="pdf", pdf_standards=standards)
        return made if isinstance(made, bytes) else b""


def _chart(brief: Brief, paper: str) -> str:
    if not brief.marks:
        return ""
    return timeline(brief.marks, since=brief.since, now=brief.now, width=_PAPERS[paper][1], locale=brief.locale)


def _first(most: int, fits: Callable[[int], bool]) -> int:
    """Return the least number of dropped lines that fits; `most` when none does."""
    return bisect_right(range(most), False, key=fits)


def _quotes(brief: Brief, paper: str, chart: str) -> int:
    """Return how many quotes can be shown while the type stays large."""

    def too_many(count: int) -> bool:
        return not _Sheet(brief, paper, chart, quotes=count + 1, looks="large").fit().ok

    most = len(quotable(brief))
    if most and not too_many(most - 1):
        return most
    return bisect_right(range(most), False, key=too_many)


def _page(brief: Brief, quotes: int) -> dict[str, Any]:
    """The page as plain JSON for the template."""
    shown = {id(line) for line in quotable(brief)[:quotes]}
    language, _, region = brief.locale.partition("-")
    return {
        "title": f"{brief.name}: one-page brief",
        "description": f"What to know of {brief.name} before an interview, as of {brief.as_of}",
        "name": brief.name,
        "lang": language or "en",
        "region": region or "GB",
        "asof": f"News as of {brief.as_of}, {brief.window} back",
        "rephrased": brief.rephrased,
        "footer": f"{brief.name} · as of {brief.as_of}",
        "advice": ADVICE,
        "own": OWN_ACCOUNT,
        "alt": alternative(brief.marks, since=brief.since, now=brief.now, locale=brief.locale),
        **_head(brief),
        "looked": [[one.place, one.outcome, one.why] for one in brief.looked[:_PLACES]],
        "sections": [_section(brief, section, shown) for section in brief.body],
        "sources": [
            {
                "number": source.number,
                "publisher": clip(source.publisher, max_words=6, max_chars=_PUBLISHER_CHARS),
                "url": source.url,
                "happened": _short(source.happened, brief),
                "published": _short(source.published, brief),
                "fetched": _short(source.fetched, brief),
                "own": source.first_party,
                "standing": source.standing,
            }
            for source in brief.sources
        ],
    }


def _short(day: str, brief: Brief) -> str:
    """A day without the year that stands at the head of the page."""
    return day.removesuffix(str(brief.now.year)).rstrip(", ") or day or "–"


def _pages(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)


def _head(brief: Brief) -> dict[str, Any]:
    """The header's fields, and how all sources were read when they share a day."""
    facts = {line.label: line.text for line in brief.header.lines}
    days = {source.fetched for source in brief.sources}
    interviewer = facts.get("Interviewer", "")
    meeting = " · ".join(part for part in (interviewer and f"with {interviewer}", facts.get("Interview", "")) if part)
    return {
        "name-size": 21 if len(brief.name) <= 30 else 17 if len(brief.name) <= 45 else 14,
        "identity": " · ".join(facts[label] for label in ("Legal name", "Web") if label in facts),
        "role": facts.get("Role", ""),
        "with": meeting,
        "namesakes": facts.get("Not to be confused with", ""),
        "read": f"all read {days.pop()}" if len(days) == 1 else "",
    }


def _section(brief: Brief, section: Section, shown: set[int]) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "absence": section.absence,
        "rest": section.rest,
        "lines": [
            {
                "label": line.label,
                "place": str(place) if section.is_numbered else "",
                "when": line.when,
                "text": line.text,
                "notes": line.notes,
                "new": line.new,
                "quote": line.quote,
                "shown": id(line) in shown,
                "cites": [{"number": number, "url": brief.source(number).url} for number in line.citations],
            }
            for place, line in enumerate(section.lines, start=1)
        ],
    }
