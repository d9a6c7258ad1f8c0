"""The page as Markdown. Fetched text is escaped: it shows as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from researchkit.brief.page import Brief, Line, Section, Source

_MARKS = re.compile(r"([\\`*_{}\[\]<>|~$]|&(?=[#\w]+;))")
_OPENING = re.compile(r"^(?=[#+\-=:>])|^(\d+)(?=[.)])")  # what makes a heading, list or quote at a line's start
_ADDRESS = str.maketrans(
    {"<": "%3C", ">": "%3E", " ": "%20", "(": "%28", ")": "%29", "|": "%7C", "\\": "%5C", "`": "%60"}
)


def to_markdown(brief: Brief) -> bytes:
    """Return the brief as Markdown (UTF-8): a heading a section, quotes below their lines, sources as a table."""
    parts = [f"# {escaped(brief.name)}", f"*{escaped(brief.dateline)}*"]
    parts += [f"- **{escaped(line.label)}:** {escaped(line.text)}" for line in brief.header.lines]
    for section in brief.body:
        parts += ["", f"## {escaped(section.title)}", "", *_section(brief, section)]
    if brief.sources:
        parts += ["", "## Sources", "", *_table(brief.sources)]
    return ("\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Return `text` with every mark of Markdown escaped, on one line."""
    marked = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda found: f"{found[1]}\\" if found[1] else "\\", marked)


def _section(brief: Brief, section: Section) -> Iterator[str]:
    for place, line in enumerate(section.lines, start=1):
        mark = f"{place}. " if section.is_numbered else "- "
        yield f"{mark}{_line(brief, line)}"
        if line.quote and line.quote not in line.text:
            yield f"{' ' * len(mark)}> “{escaped(line.quote)}”"
            yield ""
    if section.absence:
        yield f"*{escaped(section.absence)}*"
    if section.rest:
        yield f"\n*{escaped(section.rest)}*"


def _line(brief: Brief, line: Line) -> str:
    head = " ".join(f"**{escaped(part)}**" for part in ("NEW" if line.new else "", line.when, line.label) if part)
    notes = f" *({escaped('; '.join(line.notes))})*" if line.notes else ""
    cited = "".join(f" {_link(brief.source(number), str(number))}" for number in line.citations)
    return f"{head + ' ' if head else ''}{escaped(line.text)}{notes}{cited}"


def _link(source: Source, words: str) -> str:
    shown = escaped(f"[{words}]") if words.isdigit() else escaped(words)
    return f"[{shown}](<{source.url.translate(_ADDRESS)}>)" if source.url else shown


def _table(sources: tuple[Source, ...]) -> Iterator[str]:
    yield "| No. | Publisher | Title | Happened | Published | Read | Standing |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for source in sources:
        cells = (source.happened, source.published, source.fetched, source.standing)
        rest = " | ".join(escaped(cell) or "–" for cell in cells)
        yield f"| {source.number} | {escaped(source.publisher)} | {_link(source, source.title)} | {rest} |"
