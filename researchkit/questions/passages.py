"""Passages of the collected documents, and the words they are found by.

A passage is two sentences. Words are stemmed; words of a kind (words.toml, kin) count as one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from researchkit.questions.words import mapping, word_set

if TYPE_CHECKING:
    from pandas import DataFrame

MAX_DOCUMENTS = 800
_K1, _B = 1.2, 0.6
_LONGEST = 900  # characters of a passage; a longer one is its first sentence alone
_AROUND = 6  # passages to each side that speak of the same thing as a passage, as a rule
_SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s)|\n|$)")
WORD = re.compile(r"[a-z0-9](?:[a-z0-9'’.%-]*[a-z0-9%])?")
_POSSESSIVE = re.compile(r"['’]s?$")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ies", "ied", "ing", "edly", "ers", "ely", "ed", "es", "er")


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of one document: `text == document.text[start:end]`."""

    document_id: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class PassageIndex:
    """Passages of the documents with their postings; made once a run."""

    passages: list[Passage]
    postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    stems: list[frozenset[str]] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=dict)  # document_id -> the numbers of its passages

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency of a stem; one that stands nowhere weighs as much as a rare one."""
        count = max(1, len(self.postings.get(stem, ())))
        return math.log(1 + (len(self.passages) - count + 0.5) / (count + 0.5))

    def rank(self, shares: Mapping[str, float]) -> list[int]:
        """Return the numbers of the passages with any of these stems, best first by BM25; a stem counts its share."""
        scores: dict[int, float] = defaultdict(float)
        mean = sum(self.lengths) / max(1, len(self.lengths))
        for stem, share in shares.items():
            weight = self.weight(stem) * share
            for number, count in self.postings.get(stem, ()):
                length = 1 - _B + _B * self.lengths[number] / mean
                scores[number] += weight * count * (_K1 + 1) / (count + _K1 * length)
        return sorted(scores, key=lambda number: (-scores[number], number))

    def around(self, number: int) -> set[str]:
        """Return the stems of a passage's surroundings: those before and after it, and its document's headline."""
        own = self.numbers[self.passages[number].document_id]
        near = range(max(own[0], number - _AROUND), min(own[-1], number + _AROUND) + 1)
        return set(self.stems[own[0]]).union(*(self.stems[other] for other in near))

    def documents_with(self, stem: str) -> set[str]:
        """Return the ids of the documents that hold a stem."""
        return {self.passages[number].document_id for number, _ in self.postings.get(stem, ())}


def index_passages(documents: DataFrame) -> PassageIndex:
    """Return the passages of DOCUMENTS (or CLUSTERED), the most relevant documents first, ready to be searched."""
    frame = documents
    if "relevance" in frame.columns:
        frame = frame.sort_values("relevance", ascending=False, kind="stable")
    rows = frame.head(MAX_DOCUMENTS)
    texts = zip(rows["document_id"].astype(str), rows["text"].astype(str), strict=True)
    index = PassageIndex([passage for document_id, text in texts for passage in _passages(document_id, text)])
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, passage in enumerate(index.passages):
        counts = Counter(stems(passage.text))
        index.lengths.append(sum(counts.values()))
        index.stems.append(frozenset(counts))
        numbers[passage.document_id].append(number)
        for stem, count in counts.items():
            postings[stem].append((number, count))
    index.postings, index.numbers = dict(postings), dict(numbers)
    return index


def _passages(document_id: str, text: str) -> Iterable[Passage]:
    spans = [found.span() for found in _SENTENCE.finditer(text) if found[0].strip()]
    for number, (start, end) in enumerate(spans):
        last = spans[min(number + 1, len(spans) - 1)][1]
        end = last if last - start < _LONGEST else end
        yield Passage(document_id, text[start:end], start, end)


def stems(text: str) -> list[str]:
    """Return the stems of the content words of `text`; words of a kind share one, a word of two kinds gives both."""
    plain = re.sub(r"\b(?:were|was|went|goes|go|is|are) (?:down|dark|offline)\b", "outage", text.lower())
    plain = plain.replace("no longer", "stopped changed").replace("used to", "changed")
    words = [word for word in WORD.findall(plain) if word not in word_set("stop")]
    return [stem for word in words for stem in stems_of(word)]


@lru_cache(maxsize=50_000)
def stems_of(word: str) -> tuple[str, ...]:
    """Return the stems of one word in lower case."""
    bare = _POSSESSIVE.sub("", word)
    kin = mapping("kin")
    if bare in kin or bare[:1].isdigit():
        return kin.get(bare, (bare,))
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= 4:
            bare = bare[: -len(suffix)]
            break
    bare = bare[:-1] if bare.endswith("s") and len(bare) > 3 and not bare.endswith("ss") else bare
    bare = bare[:-1] if bare.endswith(("e", "y")) and len(bare) > 4 else bare
    return kin.get(bare, (bare,))
