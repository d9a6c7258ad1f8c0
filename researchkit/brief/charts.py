"""The notebook's small charts: events by month, open posts by function and by month, documents by source.

Each is SVG, with the same in words beside it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from researchkit.brief.chart import BAND, CHALLENGE, FONT, INK, LAUNCH, MUTED, Drawn, altair, on_paper, to_svg
from researchkit.brief.wording import clip, day_of, plural

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

WIDTH = 560.0
_SIZE = 10.0
# dark, middle and empty: three fills that differ in grey as well
_FILLS = {"launch": LAUNCH, "challenge": "#e5a27f", "other": "#ffffff"}
_EDGES = {"launch": LAUNCH, "challenge": CHALLENGE, "other": MUTED}
_OUTCOMES = {"found": LAUNCH, "none": "#9aa5b1", "blocked": CHALLENGE, "failed": CHALLENGE, "not_tried": "#c5ccd3"}
_MOST_BARS = 24


def volume_of(dossier: Dossier, *, width: float = WIDTH) -> Drawn:
    """Return how many launches, challenges and other events each month of the dossier has, side by side."""
    dated = dossier.events[dossier.events["happened"].notna()]
    counts = Counter(
        (moment.year, moment.month, polarity)
        for moment, polarity in zip(dated["happened"], dated["polarity"], strict=True)
    )
    rows: list[dict[str, Any]] = []
    names: dict[tuple[int, int], str] = {}
    for (year, month, polarity), count in sorted(counts.items()):
        names[year, month] = day_of(date(year, month, 1), locale="en-GB", precision="month")
        rows.append({"month": names[year, month], "polarity": polarity, "count": count})
    told = [
        f"{name}: " + ", ".join(f"{row['count']} {row['polarity']}" for row in rows if row["month"] == name)
        for name in names.values()
    ]
    words = f"Events by month. {'; '.join(told)}." if told else "Events by month: none dated."
    return on_paper(to_svg(_columns(rows, list(names.values()), width), words), words)


def hiring_of(dossier: Dossier, *, width: float = WIDTH) -> Drawn:
    """Return the open posts by function, the most first."""
    from researchkit.analysis.hiring import job_functions

    posts = job_functions(dossier.documents)
    rows = [{"name": name, "count": count, "said": str(count), "fill": LAUNCH} for name, count in posts.items()]
    told = ", ".join(f"{name} {count}" for name, count in posts.items())
    words = f"Open posts by function: {told}." if told else "Open posts by function: none found."
    return on_paper(to_svg(_bars(rows, width), words), words)


def hiring_by_month_of(dossier: Dossier, *, width: float = WIDTH) -> Drawn:
    """Return when the open posts were published: functions down, months across, the count in each square."""
    from researchkit.analysis.hiring import function_of, job_functions

    frame = dossier.documents
    posts = frame[(frame["kind"] == "job") & frame["published"].notna()]
    counts = Counter(
        (moment.year, moment.month, function_of(title))
        for moment, title in zip(posts["published"], posts["title"], strict=True)
    )
    names = {
        (year, month): day_of(date(year, month, 1), locale="en-GB", precision="month")
        for year, month, _ in sorted(counts)
    }
    rows = [
        {"month": names[year, month], "name": name, "count": count} for (year, month, name), count in counts.items()
    ]
    told = [
        f"{month}: " + ", ".join(f"{row['name']} {row['count']}" for row in rows if row["month"] == month)
        for month in names.values()
    ]
    words = f"Open posts by month of publication. {'; '.join(told)}." if told else "Open posts by month: none dated."
    order = [name for name in job_functions(frame) if any(row["name"] == name for row in rows)]
    return on_paper(to_svg(_squares(rows, list(names.values()), order, width), words), words)


def coverage_of(dossier: Dossier, *, width: float = WIDTH) -> Drawn:
    """Return the documents each source gave, the most first; what gave nothing says why at its bar."""
    frame = dossier.coverage.sort_values(["count", "source_id"], ascending=[False, True], kind="stable")
    rows = [
        {
            "name": clip(row["source_id"], max_words=6, max_chars=44),
            "count": int(row["count"]),
            "said": str(row["count"]) if row["outcome"] == "found" else row["outcome"].replace("_", " "),
            "fill": _OUTCOMES[row["outcome"]],
        }
        for row in frame.head(_MOST_BARS).to_dict("records")
    ]
    told = "; ".join(f"{row['name']} {row['said']}" for row in rows)
    rest = f"; {plural(len(frame) - len(rows), 'further source')}" if len(frame) > len(rows) else ""
    words = f"Documents by source: {told}{rest}." if told else "Documents by source: no source is set up."
    return on_paper(to_svg(_bars(rows, width), words), words)


def _columns(rows: list[dict[str, Any]], months: list[str], width: float) -> Any:
    alt = altair()
    kinds = list(_FILLS)
    x = alt.X("month:N", sort=months, axis=_axis(title=None, labelAngle=0, labelOverlap=True))
    fill = alt.Fill(
        "polarity:N",
        scale=alt.Scale(domain=kinds, range=list(_FILLS.values())),
        legend=alt.Legend(title=None, orient="top", labelFont=FONT, labelFontSize=_SIZE, labelColor=INK),
    )
    stroke = alt.Stroke("polarity:N", scale=alt.Scale(domain=kinds, range=list(_EDGES.values())), legend=None)
    most = max((row["count"] for row in rows), default=1)
    ticks = {"tickCount": min(most, 5), "format": "d", "grid": True, "gridColor": "#e4e9ee"}
    y = alt.Y("count:Q", axis=_axis(title=None, **ticks))
    offset = alt.XOffset("polarity:N", sort=kinds)
    chart = alt.Chart(alt.Data(values=rows)).mark_bar(strokeWidth=1)
    return chart.encode(x=x, y=y, xOffset=offset, fill=fill, stroke=stroke).properties(width=width, height=130)


def _bars(rows: list[dict[str, Any]], width: float) -> Any:
    alt = altair()
    names = [row["name"] for row in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("name:N", sort=names, axis=_axis(title=None, labelLimit=260, ticks=False)),
        x=alt.X("count:Q", axis=None, scale=alt.Scale(domainMin=0)),
    )
    bars = base.mark_bar(height=11).encode(color=alt.Color("fill:N", scale=None))
    said = base.mark_text(align="left", dx=4, font=FONT, fontSize=_SIZE, color=INK).encode(text="said:N")
    return alt.layer(bars, said).properties(width=width * 0.6, height=max(len(rows), 1) * 18)


def _squares(rows: list[dict[str, Any]], months: list[str], names: list[str], width: float) -> Any:
    alt = altair()
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("month:N", sort=months, axis=_axis(title=None, labelAngle=0, labelOverlap=True, orient="top")),
        y=alt.Y("name:N", sort=names, axis=_axis(title=None, ticks=False)),
    )
    squares = base.mark_rect(color=BAND, stroke=LAUNCH, strokeWidth=1, cornerRadius=2)
    said = base.mark_text(font=FONT, fontSize=_SIZE, color=INK).encode(text="count:Q")
    across = min(width * 0.8, 64.0 * max(len(months), 1))
    return alt.layer(squares, said).properties(width=across, height=max(len(names), 1) * 20)


def _axis(**look: Any) -> Any:
    plain = {"labelFont": FONT, "labelFontSize": _SIZE, "labelColor": INK, "domainColor": MUTED, "tickColor": MUTED}
    return altair().Axis(**plain, **look)
