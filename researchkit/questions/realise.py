"""Saying things as people say them: dates, amounts, possessives, articles, sentence case, spelling.

Everything here takes words and returns words; nothing knows of events or questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "mln": "million", "bn": "billion", "b": "billion"}
_SCALES |= {"tn": "trillion", "t": "trillion"}
_AMOUNT_TAIL = re.compile(r"(?<=\d)\s?(k|mn|mln|m|bn|b|tn|t)\b", re.IGNORECASE)
_SOUNDS_VOWEL = re.compile(r"^(?:[aeio]|u(?!ni|s[ae]|k\b|til)|hour|honest|heir|8|11\b|18\b|[FHLMNRSX](?=[A-Z0-9]|\b))")
_SOUNDS_CONSONANT = re.compile(r"^(?:eu|one\b|once\b|[BCDGJKPQTUVWYZ](?=[A-Z]{1,}))", re.IGNORECASE)
# British to American, word by word: only words that our own templates use.
_AMERICAN = {
    "behaviour": "behavior", "behaviours": "behaviors", "labour": "labor", "favour": "favor", "favours": "favors",
    "programme": "program", "programmes": "programs", "centre": "center", "centres": "centers", "licence": "license",
    "licences": "licenses", "prioritise": "prioritize", "prioritised": "prioritized", "organisation": "organization",
    "organised": "organized", "organise": "organize", "localise": "localize", "localised": "localized",
    "judgement": "judgment", "defence": "defense", "catalogue": "catalog", "standardise": "standardize",
    "standardised": "standardized", "analyse": "analyze", "sceptical": "skeptical", "rumour": "rumor",
    "reorganisation": "reorganization", "centralised": "centralized", "recognised": "recognized",
    "recognise": "recognize", "pound": "dollar", "colour": "color", "enquiry": "inquiry",
    "optimise": "optimize", "optimising": "optimizing", "prioritising": "prioritizing", "learnt": "learned",
    "whilst": "while", "cancelled": "canceled", "fulfil": "fulfill", "modelling": "modeling",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A date as it is said: after the verb ("in March"), and before a noun ("March's"). `key` is what must be true."""

    after: str
    before: str


def spoken_date(day: date, today: date, *, precision: str | None = "day") -> When:
    """Return how a person who speaks on `today` names `day`: by its month, or by the week when it is near."""
    if precision == "year":
        return _year(day, today)
    months = (today.year - day.year) * 12 + today.month - day.month
    name = MONTHS[day.month - 1]
    fine = precision in ("second", "day")
    if fine and day <= today and (near := _near(day, today)):
        return near
    if months == 0:
        past = day <= today or not fine
        return When(
            "earlier this month" if past and fine else "this month" if past else "later this month", "this month's"
        )
    if months == 1:
        return When("last month", "last month's")
    if months == -1:
        return When("next month", "next month's")
    if -10 <= months <= 10:
        return When(f"in {name}", f"{name}'s")
    if day.year == today.year - 1:
        return When(f"in {name} last year", f"the {name} {day.year}")
    return When(f"in {name} {day.year}", f"the {name} {day.year}")


def _near(day: date, today: date) -> When | None:
    monday = today - timedelta(days=today.weekday())
    if day >= monday:
        return When("this week", "this week's")
    if day >= monday - timedelta(days=7):
        return When("last week", "last week's")
    return None


def _year(day: date, today: date) -> When:
    said = {0: ("this year", "this year's"), 1: ("last year", "last year's"), -1: ("next year", "next year's")}
    after, before = said.get(today.year - day.year, (f"in {day.year}", f"the {day.year}"))
    return When(after, before)


def possessive(name: str) -> str:
    """Return `name` with its possessive: Globex's, James's, the Netherlands', our customers'.

    A plural in s takes the bare apostrophe; a name in s takes 's, as it is said.
    """
    if name.endswith(("'s", "’s")):
        return name
    if name.endswith("s") and _is_plural(name):
        return f"{name}'"
    return f"{name}'s"


_PLURAL_NAMES = re.compile(
    r"(?:Netherlands|Philippines|Emirates|States|Airlines|Airways|Systems|Industries|Technologies|Services|Labs|"
    r"Brothers|"
    r"Motors|Foods|Stores|Partners|Holdings|Solutions|Networks|Games|Studios|Laboratories|Sciences|Materials|"
    r"Communications|Instruments|Semiconductors)$"
)


def _is_plural(name: str) -> bool:
    head = name.split()[-1]
    return bool(_PLURAL_NAMES.search(name)) or (head.islower() and not head.endswith(("ss", "us", "is")))


def indefinite(phrase: str) -> str:
    """Return `phrase` behind "a" or "an", by sound: an SRE, a UX lead, an hour, a one-off, a user researcher."""
    consonant = _SOUNDS_CONSONANT.match(phrase)
    first = phrase.split()[0] if phrase else ""
    if first.isupper() and len(first) > 1:
        return f"{'an' if first[0] in 'AEFHILMNORSX' else 'a'} {phrase}"
    vowel = _SOUNDS_VOWEL.match(phrase[:1].lower() + phrase[1:])
    return f"{'an' if vowel and not consonant else 'a'} {phrase}"


def spoken_amount(amount: str) -> str:
    """Return an amount as it is said: $61m as $61 million, USD 5bn as $5 billion, 9 percent as 9%."""
    said = " ".join(amount.split())
    said = re.sub(r"^(?:US\s?)\$", "$", said)
    said = re.sub(r"\b(?:USD|EUR|GBP)\s?(?=\d)", lambda found: {"U": "$", "E": "€", "G": "£"}[found[0][0]], said)
    said = _AMOUNT_TAIL.sub(lambda found: f" {_SCALES[found[1].lower()]}", said)
    said = re.sub(r"(?<=\d)\s?(?:percent|per cent|pc)\b", "%", said, flags=re.IGNORECASE)
    return re.sub(r"\b(Million|Billion|Trillion|Thousand|Percent)\b", lambda found: found[0].lower(), said)


def sentence(text: str) -> str:
    """Return `text` with a capital at its start, names left in their own spelling (iPhone stays iPhone)."""
    first = text.split(" ", 1)[0]
    if re.match(r"^[a-z]+[A-Z]", first):  # a name such as iPhone or eBay
        return text
    return text[:1].upper() + text[1:]


def spelling(template: str, locale: str) -> str:
    """Return our own British template in the spelling of `locale`; slots are filled later and stay as they are."""
    if not american(locale):
        return template
    return re.sub(r"[A-Za-z]+", lambda found: _american_word(found[0]), template)


def american(locale: str) -> bool:
    """Say whether `locale` (en-US, en_US, en-GB …) spells as Americans do."""
    return locale.replace("_", "-").lower().startswith("en-us")


def _american_word(word: str) -> str:
    other = _AMERICAN.get(word.lower(), word)
    return other.capitalize() if word[:1].isupper() and other != word else other


def squash(text: str) -> str:
    """Return `text` on one line, with no space before a mark and no doubled mark."""
    line = " ".join(text.split())
    line = re.sub(r"\s+([,;:.?!])", r"\1", line)
    line = re.sub(r",(?=[;:?])", "", line)
    return re.sub(r"([,;:])\1+", r"\1", line)
