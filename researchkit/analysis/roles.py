"""Who did what in a sentence: where the company stands in it, and the six roles.

The company must be the one it happens to: a customer's layoffs, told beside our name, are not our event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from researchkit.analysis.mentions import Mention, Names
from researchkit.analysis.verbs import bases, by_gerund, by_past, by_third
from researchkit.analysis.words import listed

Standing = Literal["subject", "owner", "object", "within", "beside", "absent"]
# How much of an event a sentence can carry, by where the company stands in it: (launch or other, challenge).
SHARE: dict[Standing, tuple[float, float]] = {
    "subject": (1.0, 1.0), "owner": (0.9, 0.95), "object": (0.35, 0.9), "within": (0.45, 0.7),
    "beside": (0.15, 0.25), "absent": (0.3, 0.3),
}  # fmt: skip
_FEW_BEFORE = 2  # words in front of our name that can hardly be a main clause
_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s?(?=\s|$)")
_BESIDE = re.compile(
    r"\b(?:on|over|via|through|using|with|like|for|including|to|than|and|than on|onto|in|into|"
    r"alongside|such as|unlike|competes? with|powered by)$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:at|of|from|against|by|inside|within|behind|out of|out at|before|about|around|after|amid|"
    r"between|toward|towards|under|over)$",
    re.IGNORECASE,
)
_OPENERS = listed("sentence_openers")
_TITLES = re.compile(
    r"\b(?:CEO|CFO|CTO|COO|CMO|CIO|CISO|finance chief|chief \w+ officer|chief executive|president|"
    r"chair(?:man|woman)?|co-?founder|founder)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:[$€£¥]\s?\d[\d,.]*\d?(?:\s?(?:bn|m|k|million|billion|trillion)\b)?|\b\d[\d,.]*\s?(?:%|"
    r"percent\b|per cent\b)(?: of (?:its |the )?(?:\w+))?"
    r"|\b\d[\d,]*\+? (?:million |billion )?(?:\w+ )?(?:jobs|workers|employees|people|staff|users|"
    r"customers|vehicles|cars|robotaxis|roles|stores|subscribers|developers|titles|outlets|shops))",
    re.IGNORECASE,
)
_TROUBLE = listed("trouble")


@dataclass(frozen=True, slots=True)
class Roles:
    """The six roles of EVENTS, as words of the sentence; None where it names none."""

    subject: str | None = None
    object: str | None = None
    counterparty: str | None = None
    person: str | None = None
    amount: str | None = None
    place: str | None = None


def standing(text: str, names: Names, *, own_voice: bool = False) -> Standing:
    """Return where the company stands in one sentence: the best place of all its mentions.

    `own_voice` is a page of the company itself, where an unnamed subject is the company.
    """
    mentions = [mention for mention in names.find(text) if mention.kind in ("name", "product")]
    places = [_place(text, mention) for mention in mentions]
    if own_voice:
        places.append("subject" if not mentions else "owner")
    return min(places, key=list(SHARE).index, default="absent")


def _place(text: str, mention: Mention) -> Standing:
    before, after = text[: mention.start].rstrip(), text[mention.end :]
    possessive = _POSSESSIVE.match(after)
    following = _WORD.match(after[possessive.end() if possessive else 0 :].lstrip())
    word = following.group().lower() if following else ""
    if _starts_clause(before):
        if mention.kind == "product" or possessive or (word and not _acts(word)):
            return "owner"
        return "subject"
    if word in _TROUBLE:
        return "owner"
    if _BESIDE.search(before):
        return "beside" if not possessive and not _TITLES.match(word) else "within"
    if possessive or _TITLES.search(before[-40:]) or _TITLES.match(word):
        return "owner"
    if _WITHIN.search(before):
        return "within"
    previous = _WORD.findall(before[-40:])
    if previous and _is_verb(previous[-1].lower()):
        return "object"
    return "owner" if previous and previous[-1][:1].isupper() and len(_WORD.findall(before)) <= 2 else "within"


def _starts_clause(before: str) -> bool:
    if not before or before[-1] in ':;.!?|–—“"‘(':
        return True
    words = _WORD.findall(before)
    if not words:
        return True
    if words[-1].lower() in _OPENERS and (len(words) <= _FEW_BEFORE or re.search(r"[,:;.!?|–—-]\s*\w+$", before)):
        return True  # "after Acme closed" behind a main clause of others is not about Acme
    # "GM's Cruise", "Driverless car firm Cruise", "Video-game company Unity": a description in front of the name.
    return len(words) <= 4 and not any(
        _is_verb(word.lower()) or word.lower() in ("to", "in", "on", "for", "of", "with") for word in words
    )


def _acts(word: str) -> bool:
    return word in _AUXILIARIES or _is_verb(word) or word.endswith("n't") or word.endswith("n’t")


_AUXILIARIES = listed("auxiliaries")


def _is_verb(word: str) -> bool:
    return word in by_third() or word in by_past() or word in by_gerund() or word in bases()


def _thing(text: str, marked: str | None) -> str | None:
    """Return the marked object with the name in front of its version ("RouteDesk 3.1"), None for a bare number."""
    if not marked or not marked[0].isdigit():
        return marked
    if not re.search(r"\d\.\d|[A-Za-z]", marked):
        return None
    named = re.search(rf"\b([A-Z][\w.-]+ ){re.escape(marked)}", text)
    return f"{named.group(1)}{marked}" if named else marked if re.match(r"\d+[.\w]*$|\d\S* [A-Z]", marked) else None


def read_roles(text: str, names: Names, spans: dict[str, str], company_name: str, *, where: Standing) -> Roles:
    """Return the roles of one sentence: what the reader marked, the company as subject where it is, amounts by
    pattern.
    """
    subject = spans.get("subject")
    if where in ("subject", "owner") or (subject and names.named(subject)):
        subject = company_name
    amount = spans.get("amount")
    if not amount and (found := _AMOUNT.search(text)):
        amount = found.group()
    person = spans.get("person")
    if not person and (known := names.person_pattern.search(text) or _TITLES.search(text)):
        person = known.group()
    counterparty = spans.get("counterparty")
    if counterparty and names.named(counterparty):
        counterparty, where = None, "object" if subject != company_name else where
    if where == "object" and subject and subject != company_name:
        # Who sues or buys our company is the other party: the event is the company's.
        subject, counterparty = company_name, counterparty or subject
    thing = _thing(text, spans.get("object"))
    return Roles(subject, thing, counterparty, person, amount, spans.get("place"))
