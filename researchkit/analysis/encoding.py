"""From words to the numbers that the network reads: word, word pieces, shape, pairs of neighbours.

Shared by training and reading, so that both see the same. Pure numpy.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

BLANK, MASK = 0, 1  # word 0 stands between texts, word 1 in place of a masked name
UNKNOWN_WORDS = 62  # rows shared by all words outside the vocabulary
FIRST_WORD = 2 + UNKNOWN_WORDS
PIECES = 6  # word pieces a word has
PIECE_ROWS = 8_192
PAIR_ROWS = 40_960
SITE_ROWS = 1_024
SHAPES = ("blank", "lower", "title", "upper", "mixed", "digits", "punctuation", "other", "unknown")
_UNKNOWN_SHAPE = SHAPES.index("unknown")
_DIGIT = re.compile(r"\d")
_LEAD_WORD = re.compile(r"\w+(?:['’](?!s\b)\w+)?|['’]s\b|[^\w\s]")
LEAD_WORDS = 24  # words of a lead that are read
_LARGEST_CACHE = 200_000


def normal(word: str) -> str:
    """Return the form under which a word is known: lower case, digits as 0, straight quotes."""
    return _DIGIT.sub("0", word.lower().replace("’", "'").replace("‘", "'"))[:24]


def shape_of(word: str) -> int:
    """Return the number of a word's shape."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word.isalpha():
        return 2 if word[0].isupper() and word[1:].islower() else 4
    if any(mark.isdigit() for mark in word):
        return 5
    return 6 if not any(mark.isalnum() for mark in word) else 7


def _row(text: str, rows: int) -> int:
    return zlib.crc32(text.encode("utf-8", "replace")) % rows


def lead_words(lead: str) -> list[str]:
    """Return the first words of a lead; none where it is only the address of another page."""
    if lead.startswith(("Article URL:", "Comments URL:")):
        return []
    return _LEAD_WORD.findall(lead[:240])[:LEAD_WORDS]


def site_row(site: str) -> int:
    """Return the row of a site; 0 is no site."""
    name = site.lower().removeprefix("www.")
    return 1 + _row(name, SITE_ROWS - 1) if name else 0


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as numbers, end to end with one blank before, between and after them.

    `word`, `shape` and `pair` hold one number a place, `pieces` PIECES of them; `starts` and `counts` say where each
    text's words stand. `pair` is the row of the word and its right neighbour.
    """

    word: Ints
    pieces: Ints
    shape: Ints
    pair: Ints
    starts: Ints
    counts: Ints


class Vocabulary:
    """The known words, and every word's numbers, remembered once worked out."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        self.rows = {word: FIRST_WORD + place for place, word in enumerate(self.words)}
        self._cache: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return FIRST_WORD + len(self.words)

    def numbers(self, word: str) -> tuple[int, ...]:
        """Return (row of the word, its shape, its PIECES pieces)."""
        found = self._cache.get(word)
        if found is None:
            form = normal(word)
            row = self.rows.get(form)
            if row is None:
                row = 2 + _row(form, UNKNOWN_WORDS)
            parts = (f"<{form[:2]}", f"<{form[:3]}", f"<{form[:4]}", f"{form[-2:]}>", f"{form[-3:]}>", f"{form[-4:]}>")
            found = (row, shape_of(word), *(1 + _row(part, PIECE_ROWS - 1) for part in parts))
            if len(self._cache) > _LARGEST_CACHE:
                self._cache.clear()
            self._cache[word] = found
        return found

    def encode(self, texts: Sequence[Sequence[str]], masked: Sequence[Sequence[int]] | None = None) -> Encoded:
        """Return `texts` (each a list of words) as numbers; `masked` gives the places of words to hide, a text."""
        counts = np.fromiter((len(words) for words in texts), np.int32, len(texts))
        starts = (np.cumsum(counts + 1) - counts).astype(np.int32)
        blank = (BLANK, 0, *(0,) * PIECES)
        flat = [blank]
        for words in texts:
            numbers = [self.numbers(word) for word in words]
            if shouted(words):
                numbers = [(number[0], _UNKNOWN_SHAPE, *number[2:]) for number in numbers]
            flat.extend(numbers)
            flat.append(blank)
        table = np.array(flat, np.int32)
        word, shape, pieces = table[:, 0].copy(), table[:, 1].copy(), table[:, 2:].copy()
        if masked is not None:
            hidden = [starts[n] + place for n, places in enumerate(masked) for place in places]
            word[hidden], shape[hidden], pieces[hidden] = MASK, 2, 0
        return Encoded(word, pieces, shape, pair_rows(word), starts, counts)

    def encode_leads(self, leads: Sequence[str]) -> Ints:
        """Return leads as numbers, one row a lead, 0 where there is no word."""
        table = np.zeros((len(leads), LEAD_WORDS), np.int32)
        for n, lead in enumerate(leads):
            rows = [self.numbers(word)[0] for word in lead_words(lead)]
            table[n, : len(rows)] = rows
        return table


def pair_rows(word: Ints) -> Ints:
    """Return the row of each word with its right neighbour; blanks count as neighbours."""
    left = word.astype(np.uint64)
    right = np.roll(left, -1)
    mixed = (left * np.uint64(0x9E3779B97F4A7C15)) ^ (right * np.uint64(0xC2B2AE3D27D4EB4F))
    return ((mixed >> np.uint64(20)) % np.uint64(PAIR_ROWS)).astype(np.int32)


def shouted(words: Sequence[str]) -> bool:
    """Return whether a text stands in capitals throughout, so that shapes say nothing."""
    letters = [word for word in words if word.isalpha() and len(word) > 1]
    return len(letters) > 2 and sum(word.isupper() for word in letters) > 0.8 * len(letters)
