"""Grouping by similarity: average linkage inside connected parts, and a single pass for very many documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CROWDED = 0.25  # a word of more than this share of many documents links nothing
_MANY = 400


class Pairs:
    """The similarities of documents that share words and lie within a window of days; all others are 0."""

    def __init__(
        self,
        vectors: Sequence[dict[str, float]],
        days: Sequence[float | None],
        *,
        half_life_days: float,
        window_days: float,
    ) -> None:
        self.vectors = vectors
        self.days = days
        self._half_life_days = half_life_days
        self._window_days = window_days
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, vector in enumerate(vectors):
            for word, value in vector.items():
                postings[word].append((place, value))
        most = len(vectors) * _CROWDED if len(vectors) > _MANY else len(vectors)
        self._postings = {word: places for word, places in postings.items() if 1 < len(places) <= most}

    def before(self, place: int, floor: float) -> dict[int, float]:
        """Return the similarities of `place` to earlier places that reach `floor`."""
        found: dict[int, float] = defaultdict(float)
        for word, value in self.vectors[place].items():
            for other, weight in self._postings.get(word, ()):
                if other >= place:
                    break
                found[other] += value * weight
        return {other: kept for other, raw in found.items() if (kept := raw * self.nearness(place, other)) >= floor}

    def nearness(self, left: int, right: int) -> float:
        """Return how much two documents' days let them be one story, 0 to 1; an unknown day fades nothing."""
        one, two = self.days[left], self.days[right]
        if one is None or two is None:
            return 0.9
        apart = abs(one - two)
        return 0.0 if apart > self._window_days else float(0.5 ** (apart / self._half_life_days))


def average_linkage(pairs: Pairs, weights: Sequence[int], threshold: float) -> list[int]:
    """Return a group number for each document: groups are merged while their mean similarity reaches `threshold`.

    A merge needs at least one pair that reaches the threshold, so groups are found inside parts connected by such
    pairs.
    """
    count = len(weights)
    parent = list(range(count))
    near: list[dict[int, float]] = []
    for place in range(count):
        near.append(pairs.before(place, 0.0))
        for other, similarity in near[place].items():
            if similarity >= threshold:
                _join(parent, place, other)
    parts: dict[int, list[int]] = defaultdict(list)
    for place in range(count):
        parts[_root(parent, place)].append(place)
    labels = list(range(count))
    for places in parts.values():
        if len(places) > 1:
            for place, group in zip(places, _link_part(places, near, weights, threshold), strict=True):
                labels[place] = places[group]
    return labels


def _link_part(places: list[int], near: list[dict[int, float]], weights: Sequence[int], threshold: float) -> list[int]:
    """Merge the closest two groups of one part until none is close enough. Returns group numbers."""
    import numpy as np

    count = len(places)
    index = {place: number for number, place in enumerate(places)}
    matrix = np.zeros((count, count), dtype=np.float32)
    for number, place in enumerate(places):
        for other, similarity in near[place].items():
            if other in index:
                matrix[number, index[other]] = matrix[index[other], number] = similarity
    np.fill_diagonal(matrix, -1.0)
    sizes = np.array([weights[place] for place in places], dtype=np.float32)
    return _merge(matrix, sizes, threshold)


def _merge(matrix: NDArray[Any], sizes: NDArray[Any], threshold: float) -> list[int]:
    import numpy as np

    group = list(range(len(sizes)))
    best = matrix.argmax(axis=1)
    value = matrix[np.arange(len(sizes)), best]
    while True:
        left = int(value.argmax())
        if value[left] < threshold:
            return group
        right = int(best[left])
        left, right = min(left, right), max(left, right)
        row = (matrix[left] * sizes[left] + matrix[right] * sizes[right]) / (sizes[left] + sizes[right])
        row[[left, right]] = -1.0
        row[matrix[left] < -0.5] = -1.0
        sizes[left] += sizes[right]
        matrix[left], matrix[:, left] = row, row
        matrix[right], matrix[:, right] = -1.0, -1.0
        group = [left if number == right else number for number in group]
        value[right] = -1.0
        stale = np.flatnonzero((best == left) | (best == right) | (matrix[:, left] > value))
        for number in {left, *stale.tolist()} - {right}:
            best[number] = matrix[number].argmax()
            value[number] = matrix[number, best[number]]
        value[right] = -1.0


def single_pass(pairs: Pairs, weights: Sequence[int], threshold: float) -> list[int]:
    """Return a group number for each document: each joins the group it is most like on average, or opens its own."""
    labels: list[int] = []
    sizes: dict[int, int] = {}
    for place in range(len(weights)):
        sums: dict[int, float] = defaultdict(float)
        for other, similarity in pairs.before(place, 0.02).items():
            sums[labels[other]] += similarity
        group, mean = max(
            ((label, total / sizes[label]) for label, total in sums.items()),
            key=lambda pair: (pair[1], -pair[0]),
            default=(place, 0.0),
        )
        labels.append(group if mean >= threshold else place)
        sizes[labels[-1]] = sizes.get(labels[-1], 0) + 1
    return labels


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


def _join(parent: list[int], left: int, right: int) -> None:
    one, two = _root(parent, left), _root(parent, right)
    parent[max(one, two)] = min(one, two)
