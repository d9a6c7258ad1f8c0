"""Facts: one event each, with the evidence behind it and the slots that evidence fills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from researchkit.questions import names
from researchkit.questions.angles import load_angles
from researchkit.questions.realise import possessive, sentence
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
_QUARTER = re.compile(
    r"\b(Q[1-4]|H[12]|first[- ]quarter|second[- ]quarter|third[- ]quarter|fourth[- ]quarter|first[- ]half|"
    r"half[- ]year|full[- ]year|"
    r"annual|quarterly)\b", re.IGNORECASE,
)  # fmt: skip
_METRIC = re.compile(
    r"\b(revenues?|sales|net sales|profits?|net income|operating profit|operating income|orders|bookings|"
    r"deliveries|subscribers|earnings)\s+"
    r"(?:(?:rose|grew|climbed|jumped|increased|rises|grows|climbs|jumps|surged?|up)\s+(?P<up>(?:by )?\d[\d.,]*%)|"
    r"(?:fell|dropped|declined|decreased|slipped|dipped|falls|drops|declines|slips|shrank|"
    r"down)\s+(?P<down>(?:by )?\d[\d.,]*%))",
    re.IGNORECASE,
)
_MILESTONE = re.compile(
    r"\b(\d[\d.,]*\s(?:million |billion )?(?:users|customers|downloads|subscribers|members|units|installs|"
    r"orders|deliveries|stores))\b",
    re.IGNORECASE,
)
_BUYS = r"acquir\w*|acquisition of|buys?|buying|bought|takes? over|snaps? up|purchas\w+|to buy|takeover of"
_RULE = re.compile(r"\b(?:law|act|rules?|regulations?|directive|bill|policy|code|ban|tax)$", re.IGNORECASE)
_SERIES = re.compile(r"\bSeries [A-H]\b")
_DURATION = re.compile(
    r"\b((?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](?:hour|minute|day))s?\b", re.IGNORECASE
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


def own_names(company: Company) -> tuple[str, ...]:
    """Return every name by which the company is called, longest first."""
    found = {company.name, company.legal_name or "", *company.aliases}
    return tuple(sorted((name for name in found if name), key=lambda name: (-len(name), name)))


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
        slots=_slots(fields, row["quote"], page, company),
    )  # fmt: skip


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


def _slots(fields: Mapping[str, str | None], quote: str, page: Mapping[Any, Any], company: Company) -> dict[str, str]:
    own = own_names(company)
    evidence = f"{page['title']}\n{page['text']}"
    amount = fields["amount"] or ""
    found: dict[str, str | None] = {
        "object": names.thing(_first(fields["object"]), text=evidence, own=own),
        "counterparty": names.organisation(fields["counterparty"], own=(*own, *company.products)),
        "place": names.place(fields["place"]),
        "person": names.person(fields["person"]),
        "post": names.post(fields["person"]) or names.post(quote),
        "money": names.money(amount) or names.money(quote),
        "share": names.share(amount),
        "people": names.people(amount),
        "actor": fields.get("actor"),
        "publisher": _outlet(page),
        "quarter": _match(_QUARTER, quote),
        "series": _match(_SERIES, quote),
        "duration": _match(_DURATION, quote),
        "metric": _metric(quote),
        "milestone": _match(_MILESTONE, quote),
        "acquired": _acquired(fields, quote, own),
    }
    said = {name: value for name, value in found.items() if value}
    if "object" in said and (named := re.sub(r"^the ", "", said["object"]))[:1].isupper() and "," not in named:
        said["object_name"] = named
    if "object" in said and _RULE.search(said["object"]):
        said["rule"] = said["object"]
    if (
        "object" in said
        and (said["object"].startswith("the ") or said["object"][:1].islower())
        and " " in said["object"]
    ):
        said["topic"] = said["object"]
    if said.get("object") and _overlaps(said["object"], said.get("counterparty")):
        del said["object"]
    said |= {f"{name}_poss": possessive(said[name]) for name in ("actor", "person", "counterparty") if name in said}
    said |= {
        f"{name}_bare": re.sub(r"^the ", "", said[name]) for name in ("object", "counterparty", "place") if name in said
    }
    if "quarter" in said:
        quarter = said["quarter"].replace(" ", "-")
        said["quarter"] = quarter.upper() if len(quarter) == 2 else quarter.lower()
    if "duration" in said:
        said["duration"] = said["duration"].lower().replace(" ", "-")
    return said


def _acquired(fields: Mapping[str, str | None], quote: str, own: Iterable[str]) -> str | None:
    """Return the counterparty when the quote says that the company buys it, and not the other way round."""
    other = names.organisation(fields["counterparty"], own=own)
    if other is None:
        return None
    bare = re.escape(re.sub(r"^the ", "", other))
    who = "|".join(re.escape(name) for name in (*own, "we", "our"))
    return other if re.search(rf"\b(?:{who})\b.*\b(?:{_BUYS})\b.*\b{bare}", quote, re.IGNORECASE) else None


def _metric(quote: str) -> str | None:
    found = _METRIC.search(quote)
    if not found:
        return None
    noun = found[1].lower()
    number = (found["up"] or found["down"]).replace("by ", "")
    return f"{noun} {'rose' if found['up'] else 'slipped'} {number}"


def _outlet(page: Mapping[Any, Any]) -> str | None:
    name = " ".join(str(page["publisher"]).split())
    if (
        page["first_party"]
        or not 2 <= len(name) <= 30
        or re.search(r"[|:?!/]|\.\w{2,}$", name)
        or len(name.split()) > 4
    ):
        return None
    return sentence(name)


def _overlaps(one: str, other: str | None) -> bool:
    return other is not None and bool({w for w in other.split() if w[:1].isupper()} & set(one.split()))


def _first(value: str | None) -> str | None:
    return value.split(";")[0] if value else None


def _match(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return (found[1] if found.re.groups else found[0]) if found else None


def _said(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    import pandas as pd

    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
