"""The gate: does a passage of the collected documents already answer a question, and which?

The passages that come nearest to the question (retrieval.py) are read beside it, one by one, by a small network
(network.py), taught by some ten thousand written pairs of questions and documents (training/gate.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from researchkit.blas import one_thread
from researchkit.questions.network import load_network
from researchkit.questions.passages import Passage, PassageIndex, index_passages
from researchkit.questions.retrieval import Retrieval

if TYPE_CHECKING:
    from pandas import DataFrame

SURE = 0.5  # the confidence from which on a passage counts as an answer, where as many questions have one as have none
SURE_OF_OURS = 0.65  # our own questions seldom have one in public: what tells them so must be surer


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage that answers a question best, and how sure the gate is that it does (0 to 1)."""

    passage: Passage
    confidence: float


class Gate:
    """The passages of one run, ready for any question. The network is loaded with the first."""

    def __init__(self, passages: PassageIndex) -> None:
        self._passages = passages
        self._known: dict[tuple[str, tuple[str, ...]], Answer | None] = {}

    def answer(self, question: str, *, names: Sequence[str] = (), sure: float = SURE) -> Answer | None:
        """Return the passage that answers `question`, or None where no confidence reaches `sure`.

        `names` are the company's: they stand everywhere and tell nothing.
        """
        best = self.nearest(question, names=names)
        return best if best is not None and best.confidence >= sure else None

    def nearest(self, question: str, *, names: Sequence[str] = ()) -> Answer | None:
        """Return the passage that comes nearest to an answer, sure or not; None when nothing was collected."""
        key = question, tuple(names)
        if key not in self._known:
            self._known[key] = self._read(question, names)
        return self._known[key]

    @cached_property
    def _retrieval(self) -> Retrieval:
        return Retrieval(self._passages, load_network())

    def _read(self, question: str, names: Sequence[str]) -> Answer | None:
        if not self._passages.passages or not question.strip():
            return None
        with one_thread():
            passages = [self._passages.passages[number] for number in self._retrieval.candidates(question, names)]
            sure = load_network().confidences(question, [(passage.head, passage.text) for passage in passages])
        best = max(range(len(passages)), key=lambda n: (sure[n], -n))
        return Answer(passages[best], sure[best])


def gate_of(documents: DataFrame) -> Gate:
    """Return the gate over DOCUMENTS (or CLUSTERED)."""
    return Gate(index_passages(documents))
