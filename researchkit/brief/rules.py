"""The rules a line must keep to stand on the page, each a small pure function."""

from __future__ import annotations

import re

from researchkit.brief.wording import clip, word_count
from researchkit.reading.text import clean_line

MAX_QUOTE_WORDS = 25

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f’'](?=\d)\d+)*")
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f’'.](?=\d{3}(?:\D|$))")
_THIN = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_SPELLED = {
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"},
    **{"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30"},
    **{"forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90"},
}
_WORD = re.compile(r"[a-z]+")
_PRAISE = re.compile(
    r"\b(?:(?:world|industry|market|award)[- ](?:class|leading|winning)|leading|leader in|best[- ]in[- ]class|best|"
    r"greatest|revolutionary|revolutioni[sz]\w+|innovative|groundbreaking|cutting[- ]edge|state[- ]of[- ]the[- ]art|"
    r"unparalleled|unrivalled|unmatched|game[- ]chang\w+|next[- ]generation|premier|visionary|beloved|exciting|amazing|"
    r"incredible|powerful|seamless\w*|effortless\w*|most (?:advanced|trusted|popular|loved))\b",
    re.IGNORECASE,
)


def numbers(text: str) -> set[str]:
    """Return the numbers that stand in `text`, in one spelling: "1,200" and "1200", "nine" and "9" are the same."""
    line = clean_line(_THIN.sub("", text))
    digits = {_THOUSANDS.sub("", match).replace(",", ".") for match in _DIGITS.findall(line)}
    spelled = {_SPELLED[word] for word in _WORD.findall(line.lower()) if word in _SPELLED}
    return digits | spelled


def numbers_stand(text: str, evidence: str) -> bool:
    """Tell whether every number of `text` stands in `evidence`."""
    return numbers(text) <= numbers(evidence)


def praises(text: str) -> bool:
    """Tell whether `text` praises, so that it needs somebody who says so."""
    return _PRAISE.search(text) is not None


def short_quote(quote: str, *, claim: str = "") -> str | None:
    """Return an excerpt of at most 25 words that holds every number of `claim`; None when there is none.

    Cut places show as "…"; the words between are the quote's own, in order.
    """
    line = clean_line(quote)
    needed = numbers(claim)
    if not needed <= numbers(line):
        return None
    if word_count(line) <= MAX_QUOTE_WORDS and len(line) <= 300:
        return line
    pieces = line.split(" ")
    for start in _starts(pieces):
        window = " ".join(pieces[start : start + MAX_QUOTE_WORDS + 1])
        excerpt = clip(window, max_words=MAX_QUOTE_WORDS - 1, max_chars=280)
        while word_count(excerpt) > MAX_QUOTE_WORDS:  # a hyphen or a script without spaces makes more words of a piece
            excerpt = clip(excerpt, max_words=MAX_QUOTE_WORDS - 1, max_chars=len(excerpt) * 3 // 4)
        if needed <= numbers(excerpt):
            return excerpt if start == 0 else f"…{excerpt}"
    return None


def _starts(pieces: list[str]) -> list[int]:
    """The places at which an excerpt may begin: the start, then after a comma or full stop, then anywhere."""
    clauses = [n + 1 for n, piece in enumerate(pieces[:-1]) if piece.endswith((",", ";", ":", ".", "–", "—"))]
    return [0, *clauses, *(n for n in range(1, len(pieces)) if n not in clauses)]
