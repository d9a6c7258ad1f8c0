"""Small words every export shares: days as the locale writes them, counts, clipped text."""

from __future__ import annotations

import re
from datetime import date

from researchkit.reading.text import clean_line, words

_LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_JOINTS = " ,;:–-.&"
_LOOSE_END = re.compile(
    r"(?: (?:a|an|the|in|on|of|to|for|and|or|over|with|by|at|from|its|that|as|after|&))+$", re.IGNORECASE
)
_MONTHS = tuple(month[:3] for month in _LONG_MONTHS)
# What goes before an aside stands alone; what goes before a part does when it is long enough.
_ASIDE = "and its|to|over|with|without|after|as|while|amid|among|because|which|that|when|making"
_PART = "in|for|on|of|by|at|from|against"
_ENDS = re.compile(rf"(?P<aside>[;:] | – | (?:{_ASIDE}) )|(?P<part> (?:{_PART}) )")
_LONGEST_END = len(" because ")
_LEAST_CHARS = 9  # of a phrase that says something


def word_count(text: str) -> int:
    """Return how many words `text` has."""
    return words(text)


def plural(count: int, noun: str) -> str:
    """Return "1 source", "3 sources"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def capital(words: str) -> str:
    """Return `words` with its first letter in upper case."""
    return words[:1].upper() + words[1:]


def clip(text: str, *, max_words: int, max_chars: int = 400) -> str:
    """Return `text` as one clean line of at most that many words and characters, with "…" where it was cut."""
    line = clean_line(text)
    pieces = line.split(" ")
    short = " ".join(pieces[:max_words])
    if len(short) > max_chars:
        cut = short[:max_chars]
        short = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return short if short == line else _LOOSE_END.sub("", short.rstrip(_JOINTS)).rstrip(_JOINTS) + "…"


def phrase(text: str, *, max_chars: int) -> str:
    """Return the longest whole phrase at the start of `text` within `max_chars`; else `text` clipped, with "…"."""
    line = clean_line(text)
    if len(line) <= max_chars:
        return line
    for end in reversed(list(_ENDS.finditer(line, 0, max_chars + _LONGEST_END))):
        head = line[: end.start()].rstrip(_JOINTS)
        if _LEAST_CHARS <= len(head) <= max_chars and " " in head and (end["aside"] or 2 * len(head) >= max_chars):
            return head
    return clip(line, max_words=max_chars, max_chars=max_chars)


def day_of(moment: date | None, *, locale: str, precision: str | None = "day", now: date | None = None) -> str:
    """Return a day as the locale writes it: "10 Nov 2026", "Nov 10, 2026"; without the year when it is that of `now`.

    `precision` month or year shortens it. "" for None.
    """
    if moment is None:
        return ""
    if precision == "year":
        return str(moment.year)
    month = _MONTHS[moment.month - 1]
    if precision == "month":
        return f"{month} {moment.year}"
    day = f"{month} {moment.day}" if locale == "en-US" else f"{moment.day} {month}"
    if now is not None and moment.year == now.year:
        return day
    return f"{day}, {moment.year}" if locale == "en-US" else f"{day} {moment.year}"


def long_day(moment: date, *, locale: str) -> str:
    """Return "10 November 2026" or "November 10, 2026"."""
    month = _LONG_MONTHS[moment.month - 1]
    if locale == "en-US":
        return f"{month} {moment.day}, {moment.year}"
    return f"{moment.day} {month} {moment.year}"
