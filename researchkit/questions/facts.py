"""Facts: one event each, with the evidence behind it and the slots that evidence fills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from researchkit.questions import names
from researchkit.questions.angles import load_angles
from researchkit.questions.slots import fill_slots, own_names
from researchkit.questions.tact import hearsay
from researchkit.records import Company

if TYPE_CHECKING:
    from pandas import DataFrame

_MIN_RELEVANCE = 0.5
_SYMMETRIC = ("acquisition", "partnership", "legal")
_OFF = re.compile(
    r"\b(?:block\w*|cancel\w*|scrap\w*|abandon\w*|call(?:s|ed)? off|drop\w*|terminat\w*|withdr\w+|halt\w*|"
    r"shelv\w*|pull\w* (?:out|the plug)|"
    r"avert\w*|avoid\w*|walk\w* away|end\w* talks|won['’]t|will not|no longer|reject\w*|pause[sd]?)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"^([A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,3}?) (?:[Uu]nveil(?:s|ed)|[Ll]aunche[sd]|[Aa]nnounce[sd]|"
    r"[Aa]cquire[sd]|[Rr]aise[sd]|[Rr]elease[sd]|[Ii]ntroduce[sd]|[Cc]uts|[Ll]ays|[Ss]ue[sd]|[Bb]uys|[Bb]ought|[Rr]eport(?:s|ed)|[Oo]pen(?:s|ed)|[Nn]ame[sd]|"
    r"[Aa]ppoint(?:s|ed)|[Rr]ecall(?:s|ed)|[Pp]artner(?:s|ed))\b"
)
_OWN_INCIDENT = re.compile(
    r"\b(?:our|we|us|post-?mortems?|incident (?:on|report|of)|outage|disruption|downtime)\b", re.IGNORECASE
)
_VACANCY = re.compile(
    r"\bjobs?:|\bposition in\b|\bwe(?:'|’)re hiring\b|\bvacanc|\bwhat you need to know\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One event as a question sees it. `ours` is False when it happened to another company."""

    fact_id: str
    story_id: str
    event_id: str
    document_id: str
    family: str
    polarity: str
    mode: str  # happened, planned, denied
    ours: bool
    day: date | None
    precision: str | None
    quote: str
    evidence: str  # all the text a question may take names and numbers from
    publisher: str
    publishers: int
    first_party: bool
    kind: str
    confidence: float
    slots: Mapping[str, str] = field(default_factory=dict)

    @property
    def single(self) -> bool:
        """Say whether only one outside outlet stands behind it; the company's own word needs no second."""
        return self.publishers <= 1 and not self.first_party


def read_facts(events: DataFrame, documents: DataFrame, company: Company) -> list[Fact]:
    """Return the facts of EVENTS that can carry a question, in the order of the frame (most salient first).

    Dropped: events whose document is absent or not about the company, hearsay that nobody confirmed, denials of a
    rumour, and events of others that cannot be named.
    """
    pages: dict[str, Mapping[Any, Any]] = {row["document_id"]: row for row in documents.to_dict("records")}
    own_word = {row["story_id"] for row in pages.values() if row.get("first_party") and row.get("story_id")}
    facts = (_fact(row, pages.get(row["document_id"]), company) for row in events.to_dict("records"))
    return [fact for fact in facts if fact is not None and not _rumour(fact, own_word)]


def said_fact(row: Mapping[Any, Any], words: str) -> Fact:
    """Return what the company says of itself, as a fact of the family "said"; its event_id is the document's id."""
    return Fact(
        fact_id=f"said:{row['document_id']}", story_id=f"said:{row['document_id']}", event_id=row["document_id"],
        document_id=row["document_id"], family="said", polarity="other", mode="happened", ours=True,
        day=_day(row["published"]), precision=_said(row.get("published_precision")), quote=" ".join(words.split()),
        evidence=f"{row['title']}\n{row['text']}", publisher=row["publisher"], publishers=1, first_party=True,
        kind=row["kind"], confidence=0.9,
    )  # fmt: skip


def _rumour(fact: Fact, own_word: Iterable[str]) -> bool:
    if fact.mode == "planned" and fact.family in ("legal", "labour"):  # a threat, until somebody acts
        return True
    if fact.mode == "denied" and not _OFF.search(fact.quote):
        return True
    return hearsay(fact.quote) is not None and not fact.first_party and fact.story_id not in own_word


def _fact(row: Mapping[Any, Any], page: Mapping[Any, Any] | None, company: Company) -> Fact | None:
    if page is None or page.get("relevance", 1.0) < _MIN_RELEVANCE:
        return None
    family = load_angles().types.get(row["type"])
    if family is None:
        return None
    fields = {name: _said(row.get(name)) for name in ("subject", "object", "counterparty", "person", "amount", "place")}
    placed = _whose(fields, family, company, row["quote"])
    if placed is None:
        return None
    ours, fields = placed
    if ours and _someone_elses(row["quote"], family, page, company, fields):
        return None
    published = _day(page.get("published"))
    evidence = "\n".join(
        [row["quote"], page["title"], page["text"], page["publisher"], *(v for v in fields.values() if v)]
    )
    return Fact(
        fact_id=row["event_id"], story_id=row["story_id"], event_id=row["event_id"], document_id=row["document_id"],
        family=family, polarity=row["polarity"], mode=row["modality"], ours=ours,
        day=_day(row.get("happened")) or published,
        precision=_said(page.get("published_precision")) if _day(row.get("happened")) in (None, published) else "day",
        quote=row["quote"], evidence=evidence, publisher=page["publisher"], publishers=int(row["publishers"]),
        first_party=bool(page["first_party"]), kind=page["kind"], confidence=float(row["confidence"]),
        slots=fill_slots(fields, row["quote"], page, company),
    )  # fmt: skip


def _someone_elses(
    quote: str, family: str, page: Mapping[Any, Any], company: Company, fields: Mapping[str, str | None]
) -> bool:
    """Say whether a quote that was read as the company's own speaks of another, or of the world at large."""
    known = (*own_names(company), *company.products)
    acting = _ACTS.match(quote)
    if acting and not names.same_name(acting[1], known) and names.same_name(fields["subject"] or "", known):
        return not names.same_name(acting[1].split()[-1], known)
    if not page["first_party"] or page["kind"] == "incident":
        return family == "expansion" and _VACANCY.search(quote) is not None
    if family == "incident":  # a blog writes of others' incidents too
        named = any(re.search(rf"\b{re.escape(name)}\b", quote, re.IGNORECASE) for name in known)
        return not named and _OWN_INCIDENT.search(quote) is None
    return (family == "legal" and fields["counterparty"] is None) or _VACANCY.search(quote) is not None


def _whose(
    fields: dict[str, str | None], family: str, company: Company, quote: str
) -> tuple[bool, dict[str, str | None]] | None:
    """Return whether the event is the company's own, and its fields from the company's side; None when unclear."""
    own = own_names(company)
    known = (*own, *company.products)
    subject, other = fields["subject"], fields["counterparty"]
    if not subject or any(names.same_name(part, known) for part in re.split(r"[;,]| and ", subject)):
        return True, fields
    if other and names.same_name(other.split(";")[0], own):
        return (True, fields | {"counterparty": subject}) if family in _SYMMETRIC else None
    if names.same_name(subject, company.people):
        return True, fields
    mentioned = any(re.search(rf"\b{re.escape(name)}\b", quote) for name in own)
    actor = names.organisation(subject, own=own)
    if actor is None or mentioned or not (names.same_name(subject, company.competitors) or _proper(subject)):
        return None
    return False, fields | {"actor": actor}


def _proper(name: str) -> bool:
    return len(name.split()) <= 3 and all(word[:1].isupper() for word in name.split())


def _said(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    import pandas as pd

    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
