"""Passages of the collected documents, and the words they are found by.

A passage is three sentences, and the next begins with its last, so that any two neighbours stand together in one.
Words are stemmed; words of a kind (words.toml, kin) count as one.
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
_SENTENCES, _STEP = 3, 2
_LONGEST = 900  # characters of a passage; a longer one is its first sentences alone
_MOST = 200  # passages of one document: what it is about stands before
SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s)|\n|$)")
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9'’.%-]*[a-z0-9%])?")
_FAILING = re.compile(r"\b(?:were|was|went|goes|go|is|are) (?:down|dark|offline)\b")
_POSSESSIVE = re.compile(r"['’]s?$")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ies", "ied", "ing", "edly", "ers", "ely", "ed", "es", "er")


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of one document: `text == document.text[start:end]`. `head` is what the document is headed."""

    document_id: str
    head: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class PassageIndex:
    """Passages of the documents with their postings; made once a run."""

    passages: list[Passage]
    postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    numbers: dict[str, range] = field(default_factory=dict)  # document_id -> the numbers of its passages

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency of a stem; one that stands nowhere weighs as much as a rare one."""
        count = max(1, len(self.postings.get(stem, ())))
        return math.log(1 + (len(self.passages) - count + 0.5) / (count + 0.5))

    def scores(self, found: Iterable[str]) -> Mapping[int, float]:
        """Return the BM25 score of each passage with any of these stems, by its number."""
        scores: dict[int, float] = defaultdict(float)
        mean = sum(self.lengths) / max(1, len(self.lengths))
        for stem in dict.fromkeys(found):
            weight = self.weight(stem)
            for number, count in self.postings.get(stem, ()):
                length = 1 - _B + _B * self.lengths[number] / mean
                scores[number] += weight * count * (_K1 + 1) / (count + _K1 * length)
        return scores


def index_passages(documents: DataFrame) -> PassageIndex:
    """Return the passages of DOCUMENTS (or CLUSTERED), the most relevant documents first, ready to be searched.

    A document without a title is headed by its first line.
    """
    frame = documents
    if "relevance" in frame.columns:
        frame = frame.sort_values("relevance", ascending=False, kind="stable")
    frame = frame.head(MAX_DOCUMENTS)
    titles = frame["title"].fillna("").astype(str) if "title" in frame.columns else [""] * len(frame)
    rows = zip(frame["document_id"].astype(str), titles, frame["text"].astype(str), strict=True)
    index = PassageIndex([])
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for document_id, title, text in rows:
        first = len(index.passages)
        index.passages.extend(_passages(document_id, title, text))
        index.numbers[document_id] = range(first, len(index.passages))
    for number, passage in enumerate(index.passages):
        found = stems(passage.text)
        index.lengths.append(len(found))
        for stem, count in Counter(found).items():
            postings[stem].append((number, count))
    index.postings = dict(postings)
    return index


def _passages(document_id: str, title: str, text: str) -> Iterable[Passage]:
    spans = [found.span() for found in SENTENCE.finditer(text) if found[0].strip()]
    if not spans:
        return
    head = title.strip() or text[slice(*spans[0])].strip()
    if len(spans) > 1 and text[slice(*spans[0])].strip() == head:
        spans = spans[1:]
    for first in range(0, max(1, len(spans) - _STEP + 1), _STEP)[:_MOST]:
        start, ends = spans[first][0], [end for _, end in spans[first : first + _SENTENCES]]
        end = max((end for end in ends if end - start <= _LONGEST), default=ends[0])
        yield Passage(document_id, head, text[start:end], start, end)


def stems(text: str) -> list[str]:
    """Return the stems of the content words of `text`; words of a kind share one, a word of two kinds gives both."""
    plain, stop = text.lower(), word_set("stop")
    if " down" in plain or " dark" in plain or " offline" in plain:  # a look is cheaper than a search
        plain = _FAILING.sub("outage", plain)
    plain = plain.replace("no longer", "stopped changed").replace("used to", "changed")
    return [stem for word in _WORD.findall(plain) if word not in stop for stem in _stems_of(word)]


@lru_cache(maxsize=50_000)
def _stems_of(word: str) -> tuple[str, ...]:
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
