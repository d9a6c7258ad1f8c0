"""Grouping by similarity: average linkage inside connected parts, and a single pass for very many documents."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CROWDED = 0.25  # a word of more than this share of many documents links nothing
_MANY = 400
_LEAST = 0.005  # a likeness below this is none
_PASSING = 0.02  # and, among very many documents, one below this
_REMEMBERED = 200  # documents a word, among very many
_FAINT = 0.01  # a word of less weight than this is left out of a mixed vector


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

    def of(self, vectors: Sequence[dict[str, float]]) -> Pairs:
        """Return the pairs of other vectors of the same documents."""
        return Pairs(vectors, self.days, half_life_days=self._half_life_days, window_days=self._window_days)

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


def blend(pairs: Pairs, *, neighbours: int, least: float, share: float) -> list[dict[str, float]]:
    """Return each vector mixed with the mean of its nearest ones, so that headlines without a common word can meet.

    `share` is what the mean of the `neighbours` nearest, of a likeness of `least`, counts beside the vector
    itself. All are unit vectors.
    """
    count = len(pairs.vectors)
    near: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    for place in range(count):
        for other, similarity in pairs.before(place, least).items():
            near[place].append((similarity, other))
            near[other].append((similarity, place))
    return [
        _mixed(pairs.vectors, place, sorted(near[place], reverse=True)[:neighbours], share) for place in range(count)
    ]


def _mixed(
    vectors: Sequence[dict[str, float]], place: int, nearest: list[tuple[float, int]], share: float
) -> dict[str, float]:
    mean: dict[str, float] = defaultdict(float)
    for similarity, other in nearest:
        for word, value in vectors[other].items():
            mean[word] += similarity * value
    length = math.sqrt(sum(value * value for value in mean.values()))
    if not length:
        return vectors[place]
    mixed = defaultdict(float, vectors[place])
    for word, value in mean.items():
        mixed[word] += share * value / length
    whole = math.sqrt(sum(value * value for value in mixed.values()))
    return {word: value / whole for word, value in mixed.items() if value > _FAINT * whole}


def average_linkage(pairs: Pairs, weights: Sequence[int], threshold: float) -> list[int]:
    """Return a group number for each document: groups are merged while their mean similarity reaches `threshold`."""
    return cut(dendrogram(pairs, weights, threshold), len(weights), threshold)


Merge = tuple[int, int, float]  # two documents whose groups merge, and the mean similarity of the groups


def cut(merges: Sequence[Merge], count: int, threshold: float) -> list[int]:
    """Return the groups of `count` documents when only merges at `threshold` or more are done."""
    parent = list(range(count))
    for left, right, similarity in merges:
        if similarity >= threshold:
            _join(parent, left, right)
    return [_root(parent, place) for place in range(count)]


def dendrogram(pairs: Pairs, weights: Sequence[int], floor: float) -> list[Merge]:
    """Return the merges of average linkage down to `floor`.

    A merge needs at least one pair that reaches the floor, so groups are found inside parts connected by such pairs.
    """
    count = len(weights)
    parent = list(range(count))
    near: list[dict[int, float]] = []
    for place in range(count):
        near.append(pairs.before(place, _LEAST))
        for other, similarity in near[place].items():
            if similarity >= floor:
                _join(parent, place, other)
    parts: dict[int, list[int]] = defaultdict(list)
    for place in range(count):
        parts[_root(parent, place)].append(place)
    merges: list[Merge] = []
    for places in parts.values():
        if len(places) > 1:
            merges += _link_part(places, near, weights, floor)
    return merges


def _link_part(places: list[int], near: list[dict[int, float]], weights: Sequence[int], floor: float) -> list[Merge]:
    """Merge the closest two groups of one part until none is close enough."""
    import numpy as np

    index = {place: number for number, place in enumerate(places)}
    matrix = np.zeros((len(places), len(places)), dtype=np.float32)
    for number, place in enumerate(places):
        for other, similarity in near[place].items():
            if other in index:
                matrix[number, index[other]] = matrix[index[other], number] = similarity
    np.fill_diagonal(matrix, -1.0)
    sizes = np.array([weights[place] for place in places], dtype=np.float32)
    return [(places[left], places[right], height) for left, right, height in _merge(matrix, sizes, floor)]


def _merge(matrix: NDArray[Any], sizes: NDArray[Any], floor: float) -> Iterator[Merge]:
    """Yield the merges of one part, the closest first. `matrix` and `sizes` are used up."""
    import numpy as np

    best = matrix.argmax(axis=1)
    value = matrix[np.arange(len(sizes)), best]
    while True:
        left = int(value.argmax())
        height = float(value[left])
        if height < floor:
            return
        left, right = sorted((left, int(best[left])))
        yield left, right, height
        row = (matrix[left] * sizes[left] + matrix[right] * sizes[right]) / (sizes[left] + sizes[right])
        row[[left, right]] = -1.0
        row[matrix[left] < -0.5] = -1.0  # groups that are gone
        sizes[left] += sizes[right]
        matrix[left], matrix[:, left] = row, row
        matrix[right], matrix[:, right] = -1.0, -1.0
        stale = np.flatnonzero((best == left) | (best == right) | (matrix[:, left] > value))
        for number in {left, *stale.tolist()}:
            best[number] = matrix[number].argmax()
            value[number] = matrix[number, best[number]]
        value[right] = -1.0


def single_pass(
    vectors: Sequence[dict[str, float]],
    days: Sequence[float | None],
    *,
    threshold: float,
    half_life_days: float,
    window_days: float,
) -> list[int]:
    """Return a group number for each document: each joins the group it is most like on average, or opens its own.

    Documents are taken day by day, and of each word the last few within the window are remembered, so that time grows
    in a straight line with their number. Those without a day come last, and meet what is newest.
    """
    words = Counter(word for vector in vectors for word in vector)
    most = len(vectors) * (_CROWDED if len(vectors) > _MANY else 1.0)
    linking = {word for word, count in words.items() if 1 < count <= most}
    order = sorted(range(len(vectors)), key=lambda place: (days[place] is None, days[place] or 0.0, place))
    recent: dict[str, deque[int]] = {}
    labels: dict[int, int] = {}
    sizes: Counter[int] = Counter()
    for place in order:
        today, vector = days[place], vectors[place]
        likeness: dict[int, float] = defaultdict(float)
        for word, value in vector.items():
            if word not in linking:
                continue
            others = recent.setdefault(word, deque(maxlen=_REMEMBERED))
            while others and today is not None and today - (days[others[0]] or 0.0) > window_days:
                others.popleft()
            for other in others:
                likeness[other] += value * vectors[other][word]
            others.append(place)
        sums: dict[int, float] = defaultdict(float)
        for other, raw in likeness.items():
            then = days[other]
            faded = 0.9 if today is None or then is None else 0.5 ** ((today - then) / half_life_days)
            if raw * faded >= _PASSING:
                sums[labels[other]] += raw * faded
        group, mean = max(
            ((label, total / sizes[label]) for label, total in sums.items()),
            key=lambda pair: (pair[1], -pair[0]),
            default=(place, 0.0),
        )
        labels[place] = group if mean >= threshold else place
        sizes[labels[place]] += 1
    return [labels[place] for place in range(len(vectors))]


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


def _join(parent: list[int], left: int, right: int) -> None:
    one, two = _root(parent, left), _root(parent, right)
    parent[max(one, two)] = min(one, two)
