"""The card by which a dossier shows itself: who, which window, what was found, what failed and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from researchkit.analysis.kinds import challenges_of, launches_of
from researchkit.markup import Fragment, card, dimmed, joined, link, stacked, unbroken
from researchkit.reading.text import as_sentences

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

TOLD = 3  # events of each kind on the card
_FAILED = ("blocked", "failed")
_FRAMES = "Plain frames: .documents .events .questions .coverage .changes"


def overview(dossier: Dossier) -> Fragment:
    """Return the card of `dossier`. Everything that was fetched is escaped; links are http(s) alone."""
    title = f"{dossier.company.name}, as of {_day(dossier.now)}"
    rows = [row for row in (*_identity(dossier), *_found(dossier), *_failures(dossier), *_events(dossier)) if row[1]]
    return card(title, rows, footer=_FRAMES)


def coverage_line(dossier: Dossier) -> str:
    """Return how many places gave documents, and what the others did."""
    counts = dossier.coverage["outcome"].value_counts()
    parts = [
        f"{counts[outcome]} {words}"
        for outcome, words in (
            ("none", "with nothing new"),
            ("blocked", "blocked"),
            ("failed", "failed"),
            ("not_tried", "not tried"),
        )
        if outcome in counts
    ]
    head = f"{counts.get('found', 0)} of {len(dossier.coverage)} places gave documents"
    return f"{head}; {', '.join(parts)}" if parts else head


def _identity(dossier: Dossier) -> Iterator[tuple[str, object]]:
    company = dossier.company
    yield "Legal name", company.legal_name or ""
    yield "Web", link(company.site, _host(company.site)) if company.site else ", ".join(company.domains)
    yield "What they do", company.description
    namesakes = [f"{one.name} ({one.domain})" if one.domain else one.name for one in company.namesakes]
    yield "Not to be confused with", ", ".join(namesakes)


def _found(dossier: Dossier) -> Iterator[tuple[str, object]]:
    about = int((dossier.documents["relevance"] >= 0.5).sum())
    days = (dossier.now - dossier.since).days
    yield "Window", f"{_day(dossier.since)} to {_day(dossier.now)} ({days} days)"
    counts = f"{about} documents about it, {len(dossier.events)} events, {len(dossier.questions)} questions"
    yield "Found", counts
    yield "Looked at", coverage_line(dossier)


def _failures(dossier: Dossier) -> Iterator[tuple[str, object]]:
    failed = dossier.coverage[dossier.coverage["outcome"].isin(_FAILED)]
    lines = [_failure(row) for row in failed.to_dict("records")]
    yield "Could not be read", stacked(lines) if lines else ""


def _failure(row: Any) -> Fragment:
    said = as_sentences(f"{row['source_id']}: {row['reason']}")
    return joined([said, dimmed(row["what_to_do"])], by=" ") if row["what_to_do"] else joined([said])


def _events(dossier: Dossier) -> Iterator[tuple[str, object]]:
    documents = dossier.documents.set_index("document_id")
    events = dossier.events
    for label, found in (("Top launches", launches_of(events)), ("Top challenges", challenges_of(events))):
        chosen = found.head(TOLD)
        lines = []
        for row in chosen.to_dict("records"):
            day = "" if row["happened"] is None or row["happened"] != row["happened"] else _day(row["happened"])
            source = documents.loc[row["document_id"]] if row["document_id"] in documents.index else None
            told = "" if source is None else unbroken(link(source["url"], source["publisher"]))
            parts = (unbroken(day) if day else "", row["claim"], told)
            lines.append(joined([part for part in parts if part], by=" · "))
        yield label, stacked(lines) if lines else "none found in this window"


def _host(url: str) -> str:
    return url.partition("://")[2].strip("/") or url


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
