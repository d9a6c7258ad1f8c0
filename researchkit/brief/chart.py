"""The timeline as SVG, drawn with Altair without a network, and how every chart here becomes SVG.

The same input gives the same bytes. Kinds differ by place, shape and shade, so that they survive grey and every eye.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from researchkit.brief.labels import FONTS, Flag, place, text_width
from researchkit.brief.page import Mark, Polarity
from researchkit.brief.wording import day_of
from researchkit.lean import import_jsonschema

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

LAUNCH = "#0b6b5b"  # 6.3:1 on white
CHALLENGE = "#a8430a"  # 6.2:1 on white
INK = "#1f2933"
MUTED = "#52606d"  # 6.5:1 on white
BAND = "#e4e9ee"
FONT = "Brief Sans, Noto Sans, sans-serif"

_SIZE = 8.0  # of labels, in points
_ROW = 10.8  # from one level of labels to the next
_BAND = 12.0  # the axis with its months
_LANE = 52.0  # room at the left for the lanes' names
_REACH = 9.0  # from the band to the first level


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as SVG, and the same in words."""

    svg: str
    alternative: str


def timeline_of(dossier: Dossier, *, width: float = 760.0) -> Drawn:
    """Return the timeline of a dossier, for the notebook."""
    from researchkit.brief.marks import marks_of
    from researchkit.brief.material import read

    material = read(dossier, role="", interviewer="")
    marks, since, now, locale = marks_of(material), material.since, material.now, material.locale
    svg = timeline(marks, since=since, now=now, width=width, locale=locale)
    return on_paper(svg, alternative(marks, since=since, now=now, locale=locale))


def on_paper(svg: str, words: str) -> Drawn:
    """Return a chart on white ground, readable in a dark notebook as well."""
    head, title, rest = svg.partition("</title>")
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return Drawn(f"{head}{title}{ground}{rest}", words)


@dataclass(frozen=True, slots=True)
class Lane:
    """One side of the axis: its name, colour and shape, and its flags."""

    name: str
    colour: str
    shape: str
    flags: tuple[Flag, ...]

    @property
    def height(self) -> float:
        """The height of this side in points."""
        levels = max((flag.level for flag in self.flags if flag.label), default=0)
        return _REACH + (levels + 1) * _ROW


def timeline(
    marks: Sequence[Mark], *, since: datetime, now: datetime, width: float = 520.0, locale: str = "en-GB"
) -> str:
    """Return the timeline as SVG: launches above the axis, challenges below it. `width` is in points.

    The height follows from the labels. Labels never collide nor leave the frame; a point without room for its label
    keeps its point. Equal input, equal bytes.
    """
    return _drawn(tuple(marks), since.astimezone(UTC), now.astimezone(UTC), width, locale)


@lru_cache(maxsize=16)
def _drawn(marks: tuple[Mark, ...], since: datetime, now: datetime, width: float, locale: str) -> str:
    scale = _Scale(since, now, _LANE + 6, width - 8)
    up, down = (_lane(marks, polarity, scale, width) for polarity in ("launch", "challenge"))
    return to_svg(_timeline(up, down, scale, width), alternative(marks, since=since, now=now, locale=locale))


def alternative(marks: Sequence[Mark], *, since: datetime, now: datetime, locale: str = "en-GB") -> str:
    """Return the timeline in words, for those who do not see it."""
    span = f"Timeline from {day_of(since, locale=locale)} to {day_of(now, locale=locale)}."
    parts = [span]
    for polarity, name in (("launch", "Progress"), ("challenge", "Challenges")):
        chosen = [f"{day_of(m.day, locale=locale, now=now)} {m.label}" for m in marks if m.polarity == polarity]
        parts.append(f"{name}: {'; '.join(chosen)}." if chosen else f"{name}: none dated.")
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days to points across the page."""

    since: datetime
    now: datetime
    left: float
    right: float

    def x(self, moment: datetime) -> float:
        span = max((self.now - self.since).total_seconds(), 1.0)
        share = (moment - self.since).total_seconds() / span
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ticks(self) -> list[tuple[float, str]]:
        """The starts of months (of quarters or years when they are many), with their names."""
        months = [(year, month) for year in range(self.since.year, self.now.year + 1) for month in range(1, 13)]
        starts = [datetime(year, month, 1, tzinfo=UTC) for year, month in months]
        starts = [start for start in starts if self.since <= start <= self.now]
        room = (self.right - self.left) / 34
        step = next((n for n in (1, 2, 3, 6, 12) if len(starts) / n <= room), 12)
        named = [start for start in starts if (start.month - 1) % step == 0]
        if len(named) < 2:  # a window of a few weeks: name its own two ends
            return [(self.x(one), day_of(one, locale="en-GB", now=self.now)) for one in (self.since, self.now)]
        years = {named[0].year, *(start.year for start in named if start.month == 1)}
        labels = []
        for number, start in enumerate(named):
            with_year = start.year in years and (number == 0 or start.month == 1)
            labels.append(day_of(start, locale="en-GB", precision="month") if with_year else f"{start:%b}")
        return [(self.x(start), label) for start, label in zip(named, labels, strict=True)]


def _lane(marks: Sequence[Mark], polarity: Polarity, scale: _Scale, width: float) -> Lane:
    chosen = sorted((mark for mark in marks if mark.polarity == polarity), key=lambda mark: mark.rank)
    points = [(round(scale.x(mark.day), 2), mark.label) for mark in chosen]
    flags = place(points, left=_LANE, right=width - 1, size=_SIZE)
    if polarity == "launch":
        return Lane("Progress", LAUNCH, "circle", tuple(flags))
    return Lane("Challenges", CHALLENGE, "triangle-down", tuple(flags))


def _timeline(up: Lane, down: Lane, scale: _Scale, width: float) -> Any:
    top = up.height
    height = top + _BAND + down.height
    canvas = _Canvas(width, height)
    ticks = [(x, label) for x, label in scale.ticks() if x + text_width(label, size=_SIZE) + 4 <= width]
    parts = [
        canvas.band(scale.left - 6, width, top, top + _BAND, BAND),
        canvas.rules([(x, top, top + _BAND) for x, _ in ticks], "#ffffff", 1.2),
        canvas.words([(x + 3, top + _BAND / 2, label) for x, label in ticks], MUTED, align="left", size=_SIZE - 0.4),
    ]
    for lane, edge, sign in ((up, top, -1), (down, top + _BAND, 1)):
        parts += _flags(canvas, lane, edge, sign)
        names = [(_LANE - 6.0, edge + sign * _REACH, lane.name)]
        parts.append(canvas.words(names, lane.colour, align="right", size=_SIZE + 0.2, weight=600))
    alt = altair()
    layers = [part for part in parts if part is not None]
    return alt.layer(*layers).properties(
        width=width, height=height, padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def _flags(canvas: _Canvas, lane: Lane, edge: float, sign: int) -> list[Any]:
    named = [flag for flag in lane.flags if flag.label]
    heights = {flag: edge + sign * (_REACH + flag.level * _ROW) for flag in named}
    stems = [(flag.x, edge, heights[flag]) for flag in named]
    lefts = [(flag.left, heights[flag], flag.label) for flag in named if flag.anchor == "left"]
    rights = [(flag.right, heights[flag], flag.label) for flag in named if flag.anchor == "right"]
    return [
        canvas.rules(stems, lane.colour, 0.7),
        canvas.points([(flag.x, edge) for flag in lane.flags], lane.colour, lane.shape),
        canvas.words(lefts, INK, align="left", size=_SIZE),
        canvas.words(rights, INK, align="right", size=_SIZE),
    ]


class _Canvas:
    """A plane measured in points, its origin at the top left; each method is one Altair layer of it."""

    def __init__(self, width: float, height: float) -> None:
        self._alt = alt = altair()
        self._x = alt.Scale(domain=[0, width], nice=False, zero=False)
        self._y = alt.Scale(domain=[height, 0], nice=False, zero=False)

    def band(self, left: float, right: float, top: float, bottom: float, colour: str) -> Any:
        rows = [{"x": left, "x2": right, "y": top, "y2": bottom}]
        return self._chart(rows).mark_rect(color=colour, cornerRadius=2).encode(**self._at(), x2="x2", y2="y2")

    def rules(self, rows: Sequence[tuple[float, float, float]], colour: str, width: float) -> Any:
        if not rows:
            return None
        chart = self._chart([{"x": x, "y": y, "y2": y2} for x, y, y2 in rows])
        return chart.mark_rule(color=colour, strokeWidth=width).encode(**self._at(), y2="y2")

    def points(self, rows: Sequence[tuple[float, float]], colour: str, shape: str) -> Any:
        if not rows:
            return None
        chart = self._chart([{"x": x, "y": y} for x, y in rows])
        look = {"color": colour, "shape": shape, "size": 46, "stroke": "#ffffff", "strokeWidth": 0.8}
        return chart.mark_point(filled=True, opacity=1, **look).encode(**self._at())

    def words(
        self, rows: Sequence[tuple[float, float, str]], colour: str, *, align: str, size: float, weight: int = 400
    ) -> Any:
        if not rows:
            return None
        chart = self._chart([{"x": x, "y": y, "words": words} for x, y, words in rows])
        mark = chart.mark_text(
            align=align, baseline="middle", color=colour, font=FONT, fontSize=size, fontWeight=weight, limit=0
        )
        return mark.encode(**self._at(), text="words:N")

    def _chart(self, rows: list[dict[str, Any]]) -> Any:
        return self._alt.Chart(self._alt.Data(values=rows))

    def _at(self) -> dict[str, Any]:
        return {
            "x": self._alt.X("x:Q", scale=self._x, axis=None),
            "y": self._alt.Y("y:Q", scale=self._y, axis=None),
        }


@lru_cache(maxsize=1)
def altair() -> Any:
    """Import Altair, without what no chart needs."""
    import_jsonschema()
    import altair

    return altair


@lru_cache(maxsize=1)
def _engine() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def to_svg(chart: Any, words: str) -> str:
    """Draw a chart, give it its words for those who do not see it, and take out what no reader needs."""
    spec = chart.to_dict(validate=False)
    spec["config"] = {"background": None, "view": {"stroke": None}}
    svg: str = _engine().vegalite_to_svg(spec)
    return _titled(svg, words)


def _titled(svg: str, words: str) -> str:
    from researchkit.markup import escape

    svg = re.sub(r' (?:aria-[a-z]+|role|class|tabindex)="[^"]*"', "", svg)
    opening = re.compile(r"<svg\b[^>]*>")
    tag = opening.search(svg)
    if tag is None:
        return svg
    head = tag[0][:-1] + ' role="img">'
    return svg[: tag.start()] + head + f"<title>{escape(words)}</title>" + svg[tag.end() :]
