"""Amounts: the numbers of a text with their currency and unit, in order, and its words of measure and of time."""

from __future__ import annotations

import re

from researchkit.brief.rules import numbers

_CURRENCIES = {"$": "$", "€": "€", "£": "£", "¥": "¥", "usd": "$", "eur": "€", "gbp": "£", "dollar": "$", "euro": "€"}
_CURRENCIES |= {"pound": "£", "yen": "¥"}
_UNITS = {
    **dict.fromkeys(("%", "percent", "per cent"), "%"),
    **dict.fromkeys(("k", "thousand"), "thousand"),
    **dict.fromkeys(("m", "mn", "million"), "million"),
    **dict.fromkeys(("b", "bn", "billion"), "billion"),
    **dict.fromkeys(("tn", "trillion"), "trillion"),
    **{unit: unit for unit in ("hundred", "dozen", "second", "minute", "hour", "day", "week", "month", "quarter")},
    **{unit: unit for unit in ("year", "point", "times", "fold", "percentage point", "basis point")},
}
_LONGEST_FIRST = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<before>[$€£¥]|\b(?:USD|EUR|GBP)\b)?\s?(?P<number>\d(?:[\d.,]*\d)?)"
    rf"(?:[\s-]?(?P<unit>{_LONGEST_FIRST})s?(?![a-z]))?"
    r"(?:[\s-]?(?P<after>dollar|euro|pound|yen|USD|EUR|GBP|€|£)s?(?![a-z]))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_MEASURE = re.compile(
    r"\b(?:half|halved|double[ds]?|doubling|triple[ds]?|tripling|twice|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|trillions?|all|every|each|most|many|several|few|some|none|nearly|almost|at least|at most|up to|"
    r"(?:more|less|fewer) than|only|entire\w*|whole|major\w*|minor\w*|quarter|percent|"
    r"first|second|third|last|largest|biggest|smallest|highest|lowest|record|fastest|once)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|"
    r"\b(?i:yesterday|today|tomorrow|tonight|recent(?:ly)?|soon|ago|annual\w*|yearly|monthly|weekly|daily|quarterly|"
    r"(?:last|next|this|earlier this|later this) (?:week|month|year|quarter|summer|spring|autumn|winter))\b"
)


def amounts(text: str) -> list[tuple[str, str, str]]:
    """Return the amounts of `text` in order: currency, number and unit, each in one spelling: "$45M", "$45 million"."""
    return [_read(found) for found in _AMOUNT.finditer(_in_digits(text))]


def measures(text: str) -> set[str]:
    """Return the words of `text` that say how much or how many without a digit: "half", "every", "at least"."""
    bare = _AMOUNT.sub(" ", _in_digits(text))
    return {found.lower() for found in _MEASURE.findall(bare)}


def times(text: str) -> set[str]:
    """Return the words of `text` that say when: months, weekdays, "last month"."""
    return {found.lower() for found in _TIME.findall(text)}


def _read(found: re.Match[str]) -> tuple[str, str, str]:
    currency = (found["before"] or found["after"] or "").lower()
    unit = " ".join((found["unit"] or "").lower().split())
    (number,) = numbers(found["number"]) or {found["number"]}
    return _CURRENCIES.get(currency, ""), number, _UNITS.get(unit, unit)


def _in_digits(text: str) -> str:
    """Return `text` with "nine" as "9"."""
    return _WORD.sub(lambda word: next(iter(numbers(word[0])), word[0]), text)
