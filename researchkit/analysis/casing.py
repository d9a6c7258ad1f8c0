"""Sentence case for headlines: capitals only where English wants them."""

from __future__ import annotations

import re

from researchkit.analysis.mentions import Names
from researchkit.analysis.words import WORD, is_title_case, written_small

_OUTLET = re.compile(
    r"\s+[|\-–—]\s+(?:CNET|Reuters|Bloomberg(?: News)?|FT|WSJ|BBC News|The Verge|TechCrunch|Engadget|"
    r"AP|AFP|report|sources?|CEO|live|[A-Z][\w.]+ (?:News|Times|Post|Journal|Blog))\s*$"
)
_SITE_TAIL = re.compile(r"\s+\|\s+[^|]{2,40}$")
_OPENING = re.compile(
    r"^(?:exclusive|breaking|update(?: \d)?|report|watch(?: live)?|video|just in|correction|analysis|"
    r"explainer|icymi|(?:show|ask|tell|launch) hn)\s*[:\-–—|]\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+[-–—]\s+|[:.;,]\s+)(?:and )?(?:here[’']s (?:what|why|how|everything)|what (?:to|you) |"
    r"read the|everything (?:you|we)|this is why|but )[^.]*$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"[a-z]{3}(?:ed|ing|ly|tion|tions|ness|ment|ments|able|ful|less)$"
)  # no name ends so, or hardly any
_SPACES = re.compile(r"\s+")


def bare(headline: str) -> str:
    """Return a headline without the outlet's name, "Exclusive:" and "here's what to know"."""
    text = _SPACES.sub(" ", headline).strip()
    text = _OPENING.sub("", text)
    text = _SITE_TAIL.sub("", _OUTLET.sub("", text))
    shorter = _TAIL.sub("", text)
    return shorter if len(shorter.split()) >= 4 else text


_LAUNCHED = re.compile(
    r"\b(?i:launches|launched|introduces|introducing|announces|announcing|unveils|unveiling|releases|debuts|acquires|buys)"
    r"\s+((?:[A-Z][\w+.]*\s?){1,5})"
)
_NO_NAME = frozenset(("A", "An", "The", "New", "First", "Its", "Free", "Major", "Latest", "Two", "Three"))


def launched(headline: str) -> tuple[str, ...]:
    """Return the name of what a headline in capitals launches, so that its capitals stay: "Launches Night Shift"."""
    match = _LAUNCHED.search(headline)
    if match is None:
        return ()
    words = match.group(1).split()
    if words[0] in _NO_NAME or (len(words) == 1 and written_small(words[0])):
        return ()
    while words and words[-1].lower() in _SMALL:
        words.pop()
    return (" ".join(words),)


_SMALL = frozenset(("as", "at", "by", "for", "from", "in", "of", "on", "to", "with", "and", "or"))


def sentence_case(text: str, names: Names, *, keep: tuple[str, ...] = ()) -> str:
    """Return `text` with the capitals of running text. Names of the company and words of `keep` are left alone."""
    if not is_title_case(text):
        return text
    guarded = {word for phrase in keep for word in WORD.findall(phrase)}
    spans = [(mention.start, mention.end) for mention in names.find(text)]
    pieces, last = [], 0
    for match in WORD.finditer(text):
        word = match.group()
        inside = any(start <= match.start() < end for start, end in spans)
        pieces.append(text[last : match.start()])
        pieces.append(word if inside or word in guarded or not _plain(word) else word.lower())
        last = match.end()
    return "".join(pieces) + text[last:]


def _plain(word: str) -> bool:
    if (
        word == "I"
        or not word[0].isupper()
        or any(letter.isupper() for letter in word[1:])
        or any(map(str.isdigit, word))
    ):
        return word in ("A",)
    root = re.sub(r"[’'](?:s|re|ll|ve|t|d)$", "", word)
    return all(written_small(part) or len(part) == 1 or _ENDING.search(part) is not None for part in root.split("-"))


def capitalised(text: str) -> str:
    """Return `text` with a capital at its start, unless its first word is written small on purpose (iOS, eBay)."""
    first = text.split(" ", 1)[0]
    return (
        text if any(letter.isupper() for letter in first[1:]) and first[:1].islower() else text[:1].upper() + text[1:]
    )
