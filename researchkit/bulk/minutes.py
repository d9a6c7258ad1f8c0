"""GDELT's Article List, a file a minute: asked for minute by minute, and only what names somebody is kept.

https://blog.gdeltproject.org/announcing-the-gdelt-article-list-rss-feed/ : JSON lines, packed, with date, url, title,
lang, domain and more. Most minutes have no file. What is damaged in a file costs its own lines.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

from researchkit.bulk.articles import KEPT_DAYS, Article, Articles, since_of
from researchkit.errors import BadAnswer, ParseError, ResearchkitError, RobotsRefused, WebError
from researchkit.web.download import Downloader
from researchkit.web.limits import MAX_MINUTE_BYTES, MAX_MINUTE_TEXT_BYTES, MEBIBYTE

MINUTE = "https://data.gdeltproject.org/gdeltv3/gal/{minute:%Y%m%d%H%M}00.gal.json.gz"
LAG = timedelta(hours=1)  # a file that is not there yet may still come
_IN_A_ROW = 5  # failures, after which the rest would fail as well
_MAX_ARTICLES = 100_000  # of one minute, which brings some 800
_MAX_LINE = 1_000_000
_MAX_TITLE = 1000
_MAX_URL = 2000
_Row = tuple[str, str, str, str]


@dataclass(slots=True)
class Minutes:
    """What came of the minutes that were asked for."""

    asked: int = 0
    files: int = 0
    articles: int = 0
    kept: int = 0
    damaged_lines: int = 0
    failed: int = 0
    reason: str = ""  # of the last failure


def minutes_of(now: datetime, days: int) -> list[datetime]:
    """Return the minutes from the beginning of the day that lies so many days back until an hour ago, in order."""
    first = datetime.combine(since_of(now, days), datetime.min.time(), UTC)
    last = now.astimezone(UTC) - LAG
    return [first + timedelta(minutes=step) for step in range(max(0, int((last - first).total_seconds() // 60)))]


class MinuteReader:
    """Reads minutes for some names into the table, by files that pass through `folder`."""

    def __init__(
        self, table: Articles, names: list[str], *, web: Downloader, folder: Path, now: Callable[[], datetime]
    ) -> None:
        from researchkit.analysis.naming import NameFinder

        self._table, self._web, self._now = table, web, now
        self._came = folder / "minute.gal.json.gz"
        self._scan, self._finder = table.scan_of(names), NameFinder(names)
        self.count = Minutes()

    def missing(self, minutes: list[datetime]) -> list[datetime]:
        """Return which of `minutes` were not read yet for all of the names."""
        return self._table.missing(self._scan, minutes)

    def read(self, minutes: Iterable[datetime]) -> Iterator[datetime]:
        """Ask for each of `minutes` and keep what names somebody; yield it when that is done.

        Ends early where GDELT does not want to be asked, or one failure follows another. Raises DiskError.
        """
        in_a_row = 0
        for minute in minutes:
            problem = self._read(minute)
            yield minute
            in_a_row = in_a_row + 1 if problem else 0
            if isinstance(problem, RobotsRefused) or in_a_row >= _IN_A_ROW:
                return
        self._table.drop_before(since_of(self._now(), KEPT_DAYS))

    def _read(self, minute: datetime) -> ResearchkitError | None:
        count, rows, problem = self.count, list[_Row](), None
        count.asked += 1
        try:
            self._web.fetch(MINUTE.format(minute=minute), self._came, max_bytes=MAX_MINUTE_BYTES)
            count.files += 1
            for row in _rows(self._came, count):
                rows.append(row)
                if len(rows) > _MAX_ARTICLES:
                    raise ParseError(self._came.name, f"A file of GDELT's has more than {_MAX_ARTICLES:,} articles")
        except (WebError, ParseError) as error:
            if not (isinstance(error, BadAnswer) and error.status == 404):
                problem = error
                count.failed += 1
                count.reason = error.what
        finally:
            self._came.unlink(missing_ok=True)
        found = self._finder.found(title for _, title, *_ in rows)
        kept = [Article(name, minute, *row) for row, names in zip(rows, found, strict=True) for name in sorted(names)]
        # Of a file that is damaged further down, what stands above is good.
        self._table.keep(self._scan, minute, kept, read=problem is None, now=self._now())
        count.articles += len(rows)
        count.kept += len(kept)
        return problem


def _rows(path: Path, count: Minutes) -> Iterator[_Row]:
    """Yield url, title, domain and language of every article in a file, as far as it can be read."""
    for line in _lines(path):
        try:
            row = json.loads(line)
            title, url = row["title"], row["url"]
            domain, language = row.get("domain") or "", row.get("lang") or ""
            usable = all(isinstance(part, str) for part in (title, url, domain, language))
            if usable:
                f"{title}{url}{domain}{language}".encode()  # no half characters
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            usable = False
        if not usable:
            count.damaged_lines += 1
        elif title.strip() and url.startswith(("http://", "https://")) and len(url) <= _MAX_URL:
            yield url, " ".join(unescape(title[:_MAX_TITLE]).split()), domain[:200], language[:20]


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, packed or not. Raises ParseError where it is cut, damaged or unpacks to too much."""
    with path.open("rb") as raw, gzip.open(raw) if raw.peek(2)[:2] == b"\x1f\x8b" else nullcontext(raw) as stream:
        read = 0
        try:
            while line := stream.readline(_MAX_LINE):
                read += len(line)
                if read > MAX_MINUTE_TEXT_BYTES:
                    most = f"{MAX_MINUTE_TEXT_BYTES // MEBIBYTE} MiB"
                    raise ParseError(path.name, f"A file of GDELT's unpacks to more than {most}")
                if line.strip():
                    yield line
        except (OSError, EOFError, zlib.error) as error:
            raise ParseError(path.name, f"A file of GDELT's is cut or damaged: {error}") from error
