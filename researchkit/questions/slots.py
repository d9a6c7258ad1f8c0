"""What an event fills a template's slots with: only what stands in its evidence, as it is said aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from researchkit.questions import names
from researchkit.questions.realise import possessive, sentence
from researchkit.records import Company

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
_EVENTFUL = re.compile(
    r"\b(?:exploit|bug|vulnerabilit|flaw|breach|attack|outage|security|incident|leak)", re.IGNORECASE
)
_RULE = re.compile(r"\b(?:law|act|rules?|regulations?|directive|bill|policy|code|ban|tax)$", re.IGNORECASE)
_PRICE_MOVE = re.compile(
    r"\b(?:price|pricing|fee|tariff) (?:\w+ )?(?:increase|rise|cut|change|freeze|cap)s?$", re.IGNORECASE
)
_SERIES = re.compile(r"\bSeries [A-H]\b")
_DURATION = re.compile(
    r"\b((?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](?:hour|minute|day))s?\b", re.IGNORECASE
)
_MILESTONE = re.compile(
    r"\b(\d[\d.,]*\s(?:million |billion )?(?:users|customers|downloads|subscribers|members|units|installs|"
    r"orders|deliveries|stores))\b",
    re.IGNORECASE,
)
_BUYS = r"acquir\w*|acquisition of|buys?|buying|bought|takes? over|snaps? up|purchas\w+|to buy|takeover of"


def own_names(company: Company) -> tuple[str, ...]:
    """Return every name by which the company is called, longest first."""
    found = {company.name, company.legal_name or "", *company.aliases}
    return tuple(sorted((name for name in found if name), key=lambda name: (-len(name), name)))


def fill_slots(
    fields: Mapping[str, str | None], quote: str, page: Mapping[Any, Any], company: Company
) -> dict[str, str]:
    """Return the slots that an event's fields and quote fill, by name, each as it is said in a sentence."""
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
    return _with_forms({name: value for name, value in found.items() if value})


def _with_forms(found: Mapping[str, str]) -> dict[str, str]:
    """Add the other forms in which a slot is said: possessive, without its article, as a name, as a rule."""
    said = dict(found)
    if (
        "object" in said
        and (named := re.sub(r"^the ", "", said["object"]))[:1].isupper()
        and not _EVENTFUL.search(named)
    ):
        said["object_name"] = named
    if _PRICE_MOVE.search(said.get("object", "")):
        said["price_move"] = said["object"].removeprefix("the ")
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
    if "object" in said:
        said["is"] = names.verb_is(said["object"])
    said |= {f"{name}_poss": possessive(said[name]) for name in ("actor", "person", "counterparty") if name in said}
    said |= {
        f"{name}_bare": re.sub(r"^the ", "", said[name])
        for name in ("object", "counterparty", "place", "acquired")
        if name in said
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
