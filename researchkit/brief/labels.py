"""Where the labels of the timeline go: pure geometry, so that none collides or runs out of the frame."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
LEVELS = 5
GAP = 3.0  # points between a stem and its label, and around a label
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
    """Return a flag for each (x, label), in the given order.

    Labels keep clear of each other and of every stem, and stay between `left` and `right`. The points right of some
    place fly their labels to the left and the others to the right; of all such places the best is taken: most labels,
    then whole labels, then the lowest levels.
    """
    order = sorted(range(len(points)), key=lambda n: (points[n][0], n))
    frame = (left, right)
    splits = range(len(points), -1, -1)
    attempts = [_attempt([points[n] for n in order], split, frame, size) for split in splits]
    best = min(attempts, key=_cost)
    return [flag for _, flag in sorted(zip(order, best, strict=True), key=lambda pair: pair[0])]


def _attempt(points: list[tuple[float, str]], split: int, frame: tuple[float, float], size: float) -> list[Flag]:
    """Place points (by rising x), those from `split` on with their label at the left.

    A label stands lower the nearer its point is to the side it flies to, so that no stem has to run through it.
    """
    placed: dict[int, Flag] = {}
    for index in [*range(split, len(points)), *reversed(range(split))]:
        x, label = points[index]
        anchors = ("right", "left") if index >= split else ("left", "right")
        placed[index] = _find(x, label, list(placed.values()), (frame, anchors, size))
    return [placed[index] for index in range(len(points))]


def _cost(flags: list[Flag]) -> tuple[int, int, int]:
    shown = [flag for flag in flags if flag.label]
    return (-len(shown), -sum(len(flag.label) for flag in shown), sum(flag.level for flag in shown))


def _find(x: float, label: str, others: list[Flag], how: tuple[tuple[float, float], tuple[str, ...], float]) -> Flag:
    frame, anchors, size = how
    for share in _SHORTER:
        text = _shorter(label, share)
        width = text_width(text, size=size)
        for level in range(LEVELS):
            for anchor in anchors:
                start = x + GAP if anchor == "left" else x - GAP - width
                flag = Flag(x, text, level, start, start + width, anchor)
                if frame[0] <= start and start + width <= frame[1] and not any(_clash(flag, one) for one in others):
                    return flag
    return Flag(x, "")


def _shorter(label: str, share: float) -> str:
    if share == 1.0:
        return label
    room = max(int(len(label) * share), 6)
    if len(label) <= room:
        return label
    return label[:room].rsplit(" ", 1)[0].rstrip(" …,.&") + "…"


def _clash(one: Flag, other: Flag) -> bool:
    if not other.label:
        return False
    beside = one.left - 2 * GAP < other.right and other.left - 2 * GAP < one.right
    if one.level == other.level and beside:
        return True
    return _crosses(one, other) or _crosses(other, one)


def _crosses(stem: Flag, label: Flag) -> bool:
    """Tell whether a stem on its way up runs through a label below its own level."""
    return stem.level > label.level and label.left - 2 <= stem.x <= label.right + 2
