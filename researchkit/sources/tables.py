"""CSV files that strangers or the user gave: rows by column name, bounded, complaints with the line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from researchkit.errors import ParseError
from researchkit.records import Page
from researchkit.sources.trees import looks_like_html

MAX_ROWS = 300_000
MAX_LINE_CHARS = 200_000
MAX_COLUMNS = 1_000


def read_table(page: Page) -> tuple[list[str], Iterator[dict[str, str]]]:
    """Return a CSV's column names, and its rows by them. Raises ParseError for what is no CSV of two columns."""
    from researchkit.reading.text import decode

    if not page.content.strip():
        raise ParseError(page.url, "an empty answer where a CSV was expected")
    if looks_like_html(page.content):
        raise ParseError(page.url, "an HTML page where a CSV was expected")
    text = decode(page.content, page.content_type or "text/csv").lstrip("\ufeff").replace("\x00", "")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    if len(first) > MAX_LINE_CHARS or first.count(delimiter) >= MAX_COLUMNS:
        raise ParseError(page.url, f"no CSV: its first line names more than {MAX_COLUMNS} columns")
    reader = csv.reader(_lines(text, page), delimiter=delimiter)
    try:
        columns = [re.sub(r"\s+", " ", name).strip() for name in next(reader, [])]
    except csv.Error as error:
        raise ParseError(page.url, f"no CSV: {error}") from error
    if len(columns) < 2 or len(set(columns)) < 2:
        raise ParseError(page.url, f"no CSV: its first line names one column ({first[:60]!r})")
    return columns, _rows(reader, columns, page)


def _lines(text: str, page: Page) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > MAX_LINE_CHARS:
            raise ParseError(page.url, f"line {number} of the CSV has {len(line):,} characters")
        yield line


def _rows(reader: Iterator[list[str]], columns: list[str], page: Page) -> Iterator[dict[str, str]]:
    """Yield whole rows; a last row with cells missing was cut, and its numbers cannot be trusted."""
    waiting: list[str] | None = None
    for number in range(2, MAX_ROWS + 2):
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ParseError(page.url, f"row {number} of the CSV cannot be read: {error}") from error
        if waiting is not None and (cells is not None or len(waiting) >= len(columns)):
            yield {name: cell.strip() for name, cell in zip(columns, waiting, strict=False)}
        if cells is None:
            return
        waiting = cells if any(cell.strip() for cell in cells) else None


def column(columns: list[str], *patterns: str) -> str | None:
    """Return the first column whose name matches the first pattern that any matches; None where none does."""
    for pattern in patterns:
        for name in columns:
            if re.search(pattern, name, re.IGNORECASE):
                return name
    return None


def file_or_url(target: str) -> str:
    """Return an address as it is, a path as the address of its file. Raises ValueError where there is no such file."""
    if target.startswith(("http://", "https://", "file://")):
        return target
    path = Path(target).expanduser()
    if not path.is_file():
        raise ValueError(f"there is no file {target!r}")
    return path.resolve().as_uri()
