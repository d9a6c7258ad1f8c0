"""How well the gate's network tells answered questions from others, and where its bars are set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from gate_network import GateNetwork
from gate_pairs import Pair

from researchkit.questions.network import Network
from researchkit.questions.retrieval import READ

KEPT = 0.99  # of the passages rightly found to answer that must not be given up early
_JUST_BELOW = 1e-3


def batch(rows: list[tuple[list[int], int]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, parts and mask of rows as `Network.row` gives them."""
    longest = max(len(numbers) for numbers, _ in rows)
    ids = torch.tensor([numbers + [0] * (longest - len(numbers)) for numbers, _ in rows])
    part = torch.tensor([[0] * asked + [1] * (longest - asked) for _, asked in rows])
    mask = torch.tensor([[True] * len(numbers) + [False] * (longest - len(numbers)) for numbers, _ in rows])
    return ids, part, mask


@dataclass(frozen=True)
class Reading:
    """What the network makes of some pairs: the best score of each, and all scores of the passages that are read."""

    pairs: list[Pair]
    scores: list[np.ndarray]
    early: list[np.ndarray]

    @property
    def best(self) -> np.ndarray:
        """The best score of each pair."""
        return np.array([scores.max() for scores in self.scores])

    @property
    def answered(self) -> np.ndarray:
        """Whether each pair's question is answered."""
        return np.array([pair.answered for pair in self.pairs])

    def levels(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return all bars, from the highest, with precision and recall at each."""
        values, truth = self.best, self.answered
        order = np.argsort(-values, kind="stable")
        right = np.cumsum(truth[order])
        return values[order], right / np.arange(1, len(truth) + 1), right / truth.sum()

    def bar(self) -> float:
        """Return the score from which on precision and recall are alike, as nearly as they come."""
        values, precision, recall = self.levels()
        return float(values[int(np.argmax(np.minimum(precision, recall)))]) - _JUST_BELOW

    def told(self) -> str:
        """Return in words how well answered questions are told from others, at the best bar and at 0."""
        _, precision, recall = self.levels()
        at = max((r for p, r in zip(precision, recall, strict=True) if p >= 0.9), default=0.0)
        sure, truth = self.best > 0, self.answered
        answered = [(pair, scores) for pair, scores in zip(self.pairs, self.scores, strict=True) if pair.answered]
        shown = np.mean([pair.answers[int(scores.argmax())] for pair, scores in answered])
        seen = np.mean([any(pair.answers[: pair.found]) for pair, _ in answered])
        return (
            f"precision = recall {np.minimum(precision, recall).max():.3f} (bar {self.bar():.2f}); "
            f"recall at precision .9 {at:.3f}; at 0: precision {(sure & truth).sum() / max(1, sure.sum()):.3f}, "
            f"recall {(sure & truth).sum() / truth.sum():.3f}; right passage {shown:.3f}, found {seen:.3f}"
        )

    def hopeless_below(self) -> tuple[float, float]:
        """Return the early score below which a passage is given up, and the share of passages that are.

        KEPT of the passages that answer and are told so, at the bar, stand above it.
        """
        bar = self.bar()
        of_answers = [
            early
            for pair, *found in zip(self.pairs, self.scores, self.early, strict=True)
            for answers, score, early in zip(pair.answers, *found, strict=False)
            if answers and score > bar
        ]
        least = float(np.quantile(of_answers, 1 - KEPT)) - _JUST_BELOW
        return least, float(np.mean(np.concatenate(self.early) < least))


@torch.inference_mode()
def read(model: GateNetwork, pairs: list[Pair], network: Network) -> Reading:
    """Put each pair's question to the passages that are read for it."""
    model.eval()
    all_scores, all_early = [], []
    for pair in pairs:
        passages = pair.passages[: min(READ, pair.found)]
        rows = [network.row(pair.question, passage.head, passage.text) for passage in passages]
        scores, early, _ = model(*batch(rows))
        all_scores.append(scores.numpy())
        all_early.append(early.numpy())
    return Reading(pairs, all_scores, all_early)
