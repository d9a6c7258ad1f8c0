"""From tag scores to role spans: the best path of tags through every headline of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from researchkit.analysis.headline import ROLES, Spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

TAGS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
IMPOSSIBLE = -1e4


def best_paths(scores: NDArray[Any], counts: NDArray[Any], steps: NDArray[Any]) -> list[NDArray[np.int64]]:
    """Return the best tags of every text (Viterbi, all texts of a batch at once).

    `scores` has one row a word, texts end to end; `counts` says how many words each text has; `steps[i, j]` is what tag
    j gains after tag i, its last row what it gains as the first.
    """
    order = np.argsort(-counts, kind="stable")
    sizes = counts[order]
    starts = (np.cumsum(counts) - counts)[order]
    longest = int(sizes[0]) if len(sizes) else 0
    back = np.zeros((longest, len(counts), len(TAGS)), np.int64)
    total = np.zeros((len(counts), len(TAGS)), np.float32)
    for n in range(longest):
        live = int(np.searchsorted(-sizes, -n))  # texts with more than n words come first
        here = scores[starts[:live] + n]
        if n == 0:
            total[:live] = here + steps[-1]
            continue
        reached = total[:live, :, None] + steps[None, :-1]
        back[n, :live] = reached.argmax(axis=1)
        total[:live] = reached.max(axis=1) + here
    paths = np.zeros((longest, len(counts)), np.int64)
    tag = total.argmax(axis=1)
    for n in range(longest - 1, -1, -1):
        live = int(np.searchsorted(-sizes, -n))
        paths[n, :live] = tag[:live]
        tag[:live] = back[n, np.arange(live), tag[:live]]
    found = {int(place): paths[: sizes[column], column] for column, place in enumerate(order)}
    return [found[place] for place in range(len(counts))]


def spans_of(places: Sequence[tuple[int, int]], tags: Sequence[int]) -> Spans:
    """Return role spans in characters; `places` are the words' (start, end)."""
    found: dict[str, list[tuple[int, int]]] = {}
    for (start, end), tag in zip(places, tags, strict=True):
        if not tag:
            continue
        role = ROLES[(tag - 1) // 2]
        spans = found.setdefault(role, [])
        if tag % 2 or not spans:
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
    return MappingProxyType({role: tuple(spans) for role, spans in found.items()})
