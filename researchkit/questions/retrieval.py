"""Which passages may answer a question: those that share its words, and those whose words are close to them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from researchkit.questions.network import Network
from researchkit.questions.passages import PassageIndex, stems

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DOCUMENTS, _EACH = 3, 6  # the documents nearest to the question, and how many passages of each are considered
_BESIDES = 4  # passages of any document
READ = 6  # passages that are read in all: most are given up half-way, some 12 ms each, the others take 25 ms
_TOP = 3  # passages by which a document is judged, besides its best
_TOP_SHARE = 0.3
_SHARPNESS = 2  # how much closer words count for more
_ASKED_PIECES = 48
_NONE = 1e-9


class Retrieval:
    """The passages of one run, ready to be ranked for any question."""

    def __init__(self, index: PassageIndex, network: Network) -> None:
        self._index, self._network = index, network
        cut = network.pieces
        sets = [cut.different(passage.text) or (cut.end,) for passage in index.passages]
        together = np.fromiter(chain.from_iterable(sets), np.int64)
        self._starts = np.cumsum([0, *map(len, sets)])[:-1]
        self._counts = np.bincount(together, minlength=len(cut))  # in how many passages each piece stands
        known = np.flatnonzero(self._counts)
        places = np.zeros(len(cut), np.int64)
        places[known] = np.arange(len(known))
        self._places = places[together]
        self._directions = network.directions(known)

    def candidates(self, question: str, ignored: Collection[str] = (), *, most: int = READ) -> list[int]:
        """Return the numbers of the passages worth reading for `question`, the likeliest first.

        `ignored` are names that stand everywhere.
        """
        if not self._index.passages:
            return []
        score = self._scores(question, ignored)
        order = np.argsort(-score, kind="stable")
        near = sorted(self._index.numbers.items(), key=lambda pair: -_whole(score[pair[1].start : pair[1].stop]))
        chosen = [int(number) for number in order[:_BESIDES]]
        for _, numbers in near[:_DOCUMENTS]:
            chosen += sorted(numbers, key=lambda number: -score[number])[:_EACH]
        return sorted(dict.fromkeys(chosen), key=lambda number: -score[number])[:most]

    def _scores(self, question: str, ignored: Collection[str]) -> NDArray[np.float64]:
        names = {stem for name in ignored for stem in stems(name)}
        shared = np.zeros(len(self._index.passages))
        for number, value in self._index.scores(stem for stem in stems(question) if stem not in names).items():
            shared[number] = value
        close = self._closeness(question, ignored)
        return np.asarray(shared / (shared.max() + _NONE) + close / (close.max() + _NONE))

    def _closeness(self, question: str, ignored: Collection[str]) -> NDArray[np.float64]:
        """Return for each passage how near its nearest pieces are to those of the question, rare ones first."""
        cut = self._network.pieces
        names = {number for name in ignored for number in cut(name, _ASKED_PIECES)}
        asked = [number for number in cut(question, _ASKED_PIECES) if number not in names]
        if not asked:
            return np.zeros(len(self._starts))
        nearness = self._network.directions(np.array(asked)) @ self._directions.T
        best = np.maximum.reduceat(nearness[:, self._places], self._starts, axis=1)
        count = len(self._starts)
        often = self._counts[asked]
        weights = np.log(1 + (count - often + 0.5) / (often + 0.5))
        return np.asarray(weights @ np.maximum(best, 0) ** _SHARPNESS, np.float64)


def _whole(scores: NDArray[np.float64]) -> float:
    """Return what a document is worth: its best passage, and a little of the next."""
    if not len(scores):
        return 0.0
    return float(scores.max() + _TOP_SHARE * np.sort(scores)[-_TOP:].sum())
