"""The page and what lies behind it as plain text, for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from researchkit.analysis.kinds import challenges_of, launches_of
from researchkit.brief.page import Brief
from researchkit.brief.wording import clip, long_day, plural
from researchkit.reading.text import as_sentences

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.dossier import Dossier

WIDTH = 88
_OUTCOMES = {"found": "ok", "none": "none", "blocked": "BLOCKED", "failed": "FAILED", "not_tried": "not tried"}


def to_plain(brief: Brief, *, width: int = WIDTH) -> str:
    """Return the brief as plain text for a terminal, wrapped at `width` columns; wide letters count two."""
    rule = "─" * width
    lines = [brief.name, brief.dateline]
    lines += [f"{line.label}: {line.text}" for line in brief.header.lines]
    lines = [piece for line in lines for piece in _wrapped(line, width, "")] + [rule]
    for section in brief.body:
        lines += ["", section.title.upper()]
        for place, line in enumerate(section.lines, start=1):
            mark = f"{place}. " if section.is_numbered else ""
            cited = "".join(f"[{number}]" for number in line.citations)
            lines += _wrapped(f"{mark}{line.plain()} {cited}".rstrip(), width, "  ")
        lines += _wrapped(section.absence or section.rest, width, "  ") if section.absence or section.rest else []
    lines += ["", rule, "SOURCES"] if brief.sources else [""]
    for source in brief.sources:
        days = f"happened {source.happened or '–'}, published {source.published or '–'}, read {source.fetched}"
        text = f"[{source.number}] {source.publisher}: {source.title} ({source.standing}; {days}) {source.url}"
        lines += _wrapped(text.rstrip(), width, "  ")
    return "\n".join(lines) + "\n"


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in ("W", "F") else 1 for c in text)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """Wrap `text`, further lines indented by two more; scripts that are two columns wide wrap at half as many."""
    wide = columns(text)
    room = width if wide == len(text) else max(width * max(len(text), 1) // max(wide, 1) - 2, 20)
    return textwrap.wrap(
        text, room, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    ) or [indent]


def summary(dossier: Dossier) -> str:
    """Return what a run found, in a few lines: counts, the newest launches and challenges, what is new."""
    day = long_day(dossier.now, locale=dossier.company.interview.locale)
    counts = [
        plural(len(dossier.documents), "document"),
        plural(len(dossier.events), "event"),
        plural(len(dossier.questions), "question"),
        f"{int((dossier.coverage['outcome'] == 'found').sum())} of {plural(len(dossier.coverage), 'source')}",
    ]
    lines = [f"{clip(dossier.company.name, max_words=12)}, {day}: {', '.join(counts)}"]
    events = dossier.events
    for title, chosen in (("Launches", launches_of(events)), ("Challenges", challenges_of(events))):
        lines.append(f"{title}: {len(chosen)}")
        for event in chosen.head(3).to_dict("records"):
            dated = event["happened"] == event["happened"] and event["happened"] is not None
            when = f"{event['happened']:%Y-%m-%d}  " if dated else "undated     "
            lines += _wrapped(when + clip(event["claim"], max_words=30), WIDTH, "  ")
    changed = dossier.changes
    if changed is not None and not changed.empty:
        news = changed["change"].value_counts()
        told = [f"{news[word]} {word}" for word in ("new", "moved", "gone") if word in news]
        lines.append(f"Since the last run: {', '.join(told)}")
    return "\n".join(lines)


def coverage_table(coverage: DataFrame) -> str:
    """Return COVERAGE as lines: outcome, place, count, and why and what to do where nothing came."""
    if coverage.empty:
        return "No source is set up."
    rows = coverage.to_dict("records")
    names = [clip(row["source_id"], max_words=8, max_chars=56) for row in rows]
    room = max(columns(name) for name in names)
    lines = []
    for row, name in zip(rows, names, strict=True):
        pad = " " * (room - columns(name))
        newest = row["newest"]
        dated = newest is not None and newest == newest
        told = f"{row['count']:>4}  newest {newest:%Y-%m-%d}" if dated else f"{row['count']:>4}"
        lines.append(f"{_OUTCOMES[row['outcome']]:<9}  {name}{pad}  {told}".rstrip())
        why = as_sentences(row["reason"], row["what_to_do"])
        if why:
            lines += _wrapped(clip(why, max_words=60), WIDTH, " " * 11)
    return "\n".join(lines)
