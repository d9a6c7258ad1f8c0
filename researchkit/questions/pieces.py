"""Text cut into the pieces that the gate's network knows: words in lower case, rare ones in parts (WordPiece)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

UNKNOWN, FIRST, END = "[UNK]", "[CLS]", "[SEP]"
_MAX_LETTERS = 40  # of a word; a longer one is no word
_TOKEN = re.compile(r"\w+|[^\w\s]")
# Each sign of a script without spaces is a word of its own, and so is "_".
_APART = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff_]")


class Pieces:
    """Cuts text by a vocabulary: piece → number; a piece inside a word begins with "##"."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._numbers = vocabulary
        self.first, self.end, self._unknown = (vocabulary[name] for name in (FIRST, END, UNKNOWN))
        self._cut = lru_cache(maxsize=20_000)(self._cut_word)

    def __len__(self) -> int:
        return len(self._numbers)

    def __call__(self, text: str, most: int) -> list[int]:
        """Return the numbers of the first `most` pieces of `text`."""
        numbers: list[int] = []
        for token in _tokens(text):
            numbers += self._cut(token)
            if len(numbers) >= most:
                break
        return numbers[:most]

    def different(self, text: str) -> set[int]:
        """Return the numbers of all the different pieces of `text`."""
        return set().union(*map(self._cut, set(_tokens(text))))

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """Cut a word greedily, the longest known piece first; a word with a part that is not known is unknown."""
        if len(word) > _MAX_LETTERS:
            return (self._unknown,)
        found, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._numbers), 0)
            if not end:
                return (self._unknown,)
            found.append(self._numbers[mark + word[start:end]])
            start = end
        return tuple(found)


def _tokens(text: str) -> list[str]:
    plain = folded(text)
    return _TOKEN.findall(plain if plain.isascii() and "_" not in plain else _APART.sub(r" \g<0> ", plain))


def folded(text: str) -> str:
    """Return text in lower case without its accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
