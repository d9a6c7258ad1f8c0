"""Events that need no reader: incidents by impact, filings by their 8-K items, releases by their version, recalls."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from researchkit.analysis.releases import is_release, releases
from researchkit.analysis.rows import Event, Row
from researchkit.analysis.when import when

if TYPE_CHECKING:
    from researchkit.records import Company

STRUCTURED_KINDS = frozenset({"incident", "filing", "recall"})
_REPEATED = 3  # so many minor incidents within a month are a challenge together
_MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """What one structured document says: type, polarity, a template for the claim, how sure."""

    kind: str
    polarity: str
    claim: str
    confidence: float = 0.95
    object: str | None = None


# 8-K items: what a company must tell the SEC. Items not listed (exhibits, votes, amendments) are no events.
FILING_ITEMS = {
    "1.01": Finding("partnership", "other", "{name} reported entering a material agreement in a filing", 0.6),
    "1.03": Finding("layoffs_restructuring", "challenge", "{name} reported bankruptcy or receivership in a filing"),
    "1.05": Finding(
        "security_incident_outage", "challenge", "{name} reported a material cybersecurity incident in a filing"
    ),
    "2.01": Finding("acquisition_merger", "other", "{name} reported completing an acquisition or disposal in a filing"),
    "2.02": Finding("earnings_up", "other", "{name} reported its results in a filing", 0.7),
    "2.04": Finding("funding", "challenge", "{name} reported that a financial obligation fell due early in a filing"),
    "2.05": Finding("layoffs_restructuring", "challenge", "{name} reported exit or restructuring costs in a filing"),
    "2.06": Finding("earnings_down", "challenge", "{name} reported a material impairment in a filing"),
    "3.01": Finding(
        "legal_regulatory", "challenge", "{name} reported a notice on its stock exchange listing in a filing"
    ),
    "4.02": Finding(
        "earnings_down", "challenge", "{name} reported that earlier accounts can no longer be relied upon in a filing"
    ),
    "5.02": Finding("leadership_change", "other", "{name} reported a change of directors or officers in a filing"),
}
_REPEATED_FINDING = Finding(
    "security_incident_outage", "challenge", "{name} reported repeated minor incidents, among them: {title}", 0.7
)
_ITEM = re.compile(r"\bitems?\s+(\d\.\d\d)\b|(?<![\d.])(\d\.0\d)(?![\d.])", re.IGNORECASE)
_IMPACT = re.compile(
    r"\b(critical|major|minor|maintenance|none|partial outage|major outage|full outage|degraded)\b", re.IGNORECASE
)
_MAINTENANCE = re.compile(r"\b(?:scheduled|planned)? ?maintenance\b", re.IGNORECASE)
_GRAVE = re.compile(r"\b(?:critical|major|outage|down|unavailable|data loss|all services|breach)\b", re.IGNORECASE)


def structured_events(rows: Sequence[Row], company: Company, *, now: datetime) -> Iterator[Event]:
    """Yield an event for each structured document of `rows` that is one, at most one a story."""
    chosen = sorted((row for row in rows if row.kind in STRUCTURED_KINDS), key=lambda row: row.document_id)
    repeated = _repeated(chosen)
    seen: set[str] = set()
    for row in chosen:
        finding = _READERS[row.kind](row.title, row.text)
        if finding is None and row.document_id in repeated:
            finding = _REPEATED_FINDING
        if finding is not None and row.story_id not in seen:
            seen.add(row.story_id)
            yield _event(row, finding, company, now=now)
    for release in releases(rows):
        if release.row.story_id not in seen:
            seen.add(release.row.story_id)
            claim = release.claim(company.name)
            finding = Finding("product_launch", "launch", claim, release.confidence, release.what)
            yield _event(release.row, finding, company, now=now)


def is_structured(row: Row) -> bool:
    """Tell whether a row is read here and needs no reader."""
    return row.kind in STRUCTURED_KINDS or is_release(row)


def _repeated(rows: Sequence[Row]) -> set[str]:
    """Return the last minor incident of each month that saw several."""
    months: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        minor = row.kind == "incident" and _impact(row.text) == "minor" and not _MAINTENANCE.search(row.title)
        if minor and row.day is not None:
            months[int(row.day // _MONTH_DAYS)].append(row)
    return {
        max(found, key=lambda row: (row.day or 0.0, row.document_id)).document_id
        for found in months.values()
        if len(found) >= _REPEATED
    }


def _incident(title: str, text: str) -> Finding | None:
    if _MAINTENANCE.search(title) or _impact(text) == "maintenance":
        return None
    if _impact(text) == "grave" or _GRAVE.search(title):
        return Finding("security_incident_outage", "challenge", "{name} reported an incident: {title}")
    return None


def _impact(text: str) -> str:
    match = _IMPACT.search(text)
    word = match.group(1).lower() if match else ""
    if word == "maintenance":
        return "maintenance"
    return "grave" if word in ("critical", "major", "major outage", "full outage") else "minor"


def _filing(title: str, text: str) -> Finding | None:
    """Read the gravest 8-K item of a filing; other forms and unknown items are no events."""
    if not re.search(r"\b8-K\b|\bItem\s+\d\.\d\d", f"{title} {text[:2000]}", re.IGNORECASE):
        return None
    items = {match.group(1) or match.group(2) for match in _ITEM.finditer(f"{title} {text[:4000]}")}
    found = [FILING_ITEMS[number] for number in sorted(items) if number in FILING_ITEMS]
    order = {"challenge": 0, "launch": 1, "other": 2}
    return min(found, key=lambda finding: (order[finding.polarity], -finding.confidence), default=None)


def _recall(title: str, text: str) -> Finding | None:
    return Finding("product_problem_recall", "challenge", "A regulator listed a recall or notice on {name}: {title}")


_READERS = {"incident": _incident, "filing": _filing, "recall": _recall}


def _event(row: Row, finding: Finding, company: Company, *, now: datetime) -> Event:
    start, end = _evidence(row.title, row.text)
    short = " ".join(row.text[start:end].split()[:18]).rstrip(" .,:;")
    return Event(
        event_id=hashlib.sha256(f"event {row.story_id} {finding.kind}".encode()).hexdigest()[:16],
        story_id=row.story_id,
        type=finding.kind,
        polarity=finding.polarity,
        modality="happened",
        happened=_day(row, now=now),
        subject=company.name,
        object=finding.object,
        counterparty=None,
        person=None,
        amount=None,
        place=None,
        claim=finding.claim.replace("{name}", company.name).replace("{title}", short) + ".",
        document_id=row.document_id,
        quote=row.text[start:end],
        start=start,
        end=end,
        publishers=1,
        confidence=finding.confidence,
    )


def _evidence(title: str, text: str) -> tuple[int, int]:
    """Return the span of the document's own words: its title where the text starts with it, else its first line."""
    if title and text.startswith(title):
        return 0, len(title)
    end = text.find("\n")
    return 0, end if end > 0 else min(len(text), 200)


def _day(row: Row, *, now: datetime) -> datetime | None:
    published = row.published_by(now)
    if published is None:
        return when(row.text[:400], None)
    return published.replace(hour=0, minute=0, second=0, microsecond=0)
