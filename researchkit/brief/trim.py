"""What gives way when a page is too full, and what is added when it has room."""

from __future__ import annotations

import re
from dataclasses import replace

from researchkit.brief.budget import MAX_WORDS
from researchkit.brief.page import Brief, Line
from researchkit.brief.wording import word_count

# Which section loses a line first: what the notebook shows as well, before what the talk needs.
_YIELDS = ("what", "market", "people", "unknown", "challenges", "launches", "match", "why", "questions")
_SHOWS = ("launches", "challenges", "people", "market")  # whose quotes are shown first when there is room
_WORD = re.compile(r"\w+")


def droppable(brief: Brief) -> int:
    """Return how many lines may be dropped: all but the first of each section."""
    return sum(max(len(section.lines) - 1, 0) for section in brief.body)


def trimmed(brief: Brief, *, cut: int) -> Brief:
    """Return the brief without its `cut` least important lines, counted in "+ n more", and their sources."""
    if cut <= 0:
        return brief
    ranks = []
    for section in brief.body:
        for line in sorted(section.lines, key=lambda line: line.priority)[1:]:
            ranks.append((line.priority, -_YIELDS.index(section.key), section.key, line))
    ranks.sort(key=lambda rank: rank[:2], reverse=True)
    gone = {(key, id(line)) for _, _, key, line in ranks[:cut]}
    sections = [brief.header]
    for section in brief.body:
        kept = tuple(line for line in section.lines if (section.key, id(line)) not in gone)
        sections.append(replace(section, lines=kept, more=section.more + len(section.lines) - len(kept)))
    cited = {number for section in sections for line in section.lines for number in line.citations}
    sources = tuple(source for source in brief.sources if source.number in cited)
    return replace(brief, sections=tuple(sections), sources=sources)


def quotable(brief: Brief) -> list[Line]:
    """Return the lines whose quote may be shown, best first, as far as the page stays within 500 words.

    A quote that says no more than its line is not repeated.
    """
    lines = [
        (line.priority, _SHOWS.index(section.key), line)
        for section in brief.body
        if section.key in _SHOWS
        for line in section.lines
        if line.quote and not _repeats(line)
    ]
    lines.sort(key=lambda rank: rank[:2])
    room = MAX_WORDS - brief.words
    shown = []
    for _, _, line in lines:
        room -= word_count(line.quote)
        if room >= 0:
            shown.append(line)
    return shown


def _repeats(line: Line) -> bool:
    """Tell whether a quote says little that its line does not: four in five of its words stand there, in some form."""
    said = {word[:5] for word in _WORD.findall(line.text.lower())}
    quoted = [word[:5] for word in _WORD.findall(line.quote.lower())]
    return sum(word in said for word in quoted) >= 0.8 * len(quoted)
