"""Where the labels of the timeline go: pure geometry, so that none collides or runs out of the frame."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from researchkit.brief.wording import phrase

FONTS = Path(__file__).parent / "fonts"
LEVELS = 5
GAP = 3.0  # points between a stem and its label, and around a label
_APART = 12.0  # points between two labels of one level: nearer ones read as one
_LEAST_CHARS = 8  # a label shorter than this tells nothing
_SHORTER = (1.0, 0.72, 0.5, 0.3)  # a label that finds no room is tried shorter before it is left out


@dataclass(frozen=True, slots=True)
class Flag:
    """A point at `x` whose label flies at `level` from `left` to `right`; `label` is "" where no room was found.

    All in points. `level` 0 is nearest to the axis. `anchor` is the side of the text that stands at the stem.
    """

    x: float
    label: str
    level: int = 0
    left: float = 0.0
    right: float = 0.0
    anchor: str = "left"


@lru_cache(maxsize=1)
def _widths() -> dict[str, float]:
    found: dict[str, float] = json.loads((FONTS / "metrics.json").read_text(encoding="utf-8"))["widths"]["Regular"]
    return found


def text_width(text: str, *, size: float) -> float:
    """Return the width of `text` in points in the page's font; other scripts are taken wide."""
    known = _widths()
    total = 0.0
    for character in text:
        wide = 1000 if unicodedata.east_asian_width(character) in ("W", "F") else 620
        total += known.get(character, 0 if unicodedata.combining(character) else wide)
    return total * size / 1000


def place(points: Sequence[tuple[float, str]], *, left: float, right: float, size: float) -> list[Flag]:
    """Return a flag for each (x, label), in the given order, which is that of importance.

    Labels keep clear of each other and of every stem, and stay between `left` and `right`. Where not all find room,
    the more important ones have it.
    """
    shown: list[int] = []
    best: dict[int, Flag] = {}
    for index, (_, label) in enumerate(points):
        found = _arranged({n: points[n] for n in [*shown, index]}, (left, right), size) if label else None
        if found is not None:
            shown, best = [*shown, index], found
    return [best.get(index, Flag(x, "")) for index, (x, _) in enumerate(points)]


def _arranged(points: dict[int, tuple[float, str]], frame: tuple[float, float], size: float) -> dict[int, Flag] | None:
    """Return all points with their labels, or None when there is no room for every one.

    The points right of some place fly their labels to the left and the others to the right; of all such places the
    best is taken: whole labels first, then low levels.
    """
    order = sorted(points, key=lambda n: (points[n][0], n))
    attempts = [_attempt(points, order, split, (frame, size)) for split in range(len(order), -1, -1)]
    return min((one for one in attempts if one is not None), key=_cost, default=None)


def _attempt(
    points: dict[int, tuple[float, str]], order: list[int], split: int, how: tuple[tuple[float, float], float]
) -> dict[int, Flag] | None:
    """Place points, those from `split` on (by rising x) with their label at the left.

    A label stands lower the nearer its point is to the side it flies to, so that no stem has to run through it.
    """
    placed: dict[int, Flag] = {}
    for place_in_order in [*range(split, len(order)), *reversed(range(split))]:
        index = order[place_in_order]
        anchor = "right" if place_in_order >= split else "left"
        flag = _find(*points[index], list(placed.values()), (how[0], anchor, how[1]))
        if not flag.label:
            return None
        placed[index] = flag
    return placed


def _cost(placed: dict[int, Flag]) -> tuple[int, int]:
    return (-sum(len(flag.label) for flag in placed.values()), sum(flag.level for flag in placed.values()))


def _find(x: float, label: str, others: list[Flag], how: tuple[tuple[float, float], str, float]) -> Flag:
    frame, anchor, size = how
    for share in _SHORTER:
        text = _shorter(label, share)
        if not text:
            break
        width = text_width(text, size=size)
        start = x + GAP if anchor == "left" else x - GAP - width
        if start < frame[0] or start + width > frame[1]:
            continue
        for level in range(LEVELS):
            flag = Flag(x, text, level, start, start + width, anchor)
            if not any(_clash(flag, one) for one in others):
                return flag
    return Flag(x, "")


def _shorter(label: str, share: float) -> str:
    if share == 1.0:
        return label
    room = max(int(len(label) * share), 6)
    short = phrase(label, max_chars=room)
    return short if len(short.rstrip("…")) >= _LEAST_CHARS or short == label else ""


def _clash(one: Flag, other: Flag) -> bool:
    if not other.label:
        return False
    beside = one.left - _APART < other.right and other.left - _APART < one.right
    if one.level == other.level and beside:
        return True
    return _crosses(one, other) or _crosses(other, one)


def _crosses(stem: Flag, label: Flag) -> bool:
    """Tell whether a stem on its way up runs through a label below its own level."""
    return stem.level > label.level and label.left - 2 <= stem.x <= label.right + 2
