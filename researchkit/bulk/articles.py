"""The table of kept articles: what GDELT's minute files say of the names that were looked for, and which minutes were.

SQLite, a transaction a minute: a run that is broken off keeps every minute it has read. A minute counts for the names
it was read for; a name that joins the list later is not taken for one of which there is no news.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

from researchkit.errors import DiskError

DAY_MINUTES = 24 * 60
KEPT_DAYS = 100  # as far as the search of the last three months looks back, and a little
_VERSION = 1
_TABLES = (
    "CREATE TABLE names (name TEXT, scan INTEGER, PRIMARY KEY (name, scan)) STRICT, WITHOUT ROWID",
    "CREATE TABLE scans (scan INTEGER PRIMARY KEY, names TEXT UNIQUE) STRICT",
    # done: a bit for each minute of the day
    "CREATE TABLE days (scan INTEGER, day TEXT, done BLOB, fetched TEXT, PRIMARY KEY (scan, day))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE articles (name TEXT, seen TEXT, url TEXT, title TEXT, domain TEXT, language TEXT,"
    " PRIMARY KEY (name, url)) STRICT, WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Article:
    """An article that names one of the names; `seen` is the minute in which GDELT told of it."""

    name: str
    seen: datetime
    url: str
    title: str
    domain: str
    language: str


@dataclass(frozen=True, slots=True)
class Day:
    """How much of a day was read for a name, and when the last of it was."""

    day: date
    minutes: int
    fetched: datetime

    @property
    def whole(self) -> bool:
        """Tell whether every minute of it was read."""
        return self.minutes >= DAY_MINUTES


class Articles:
    """The table at `path`. Use it in a `with` block, in one thread. Raises DiskError where it cannot be used.

    With `read_only` a table that is not there is an error as well.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        try:
            if read_only:
                self._opened = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=15)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._opened = sqlite3.connect(path, timeout=15)
                self._opened.execute("PRAGMA journal_mode = WAL")
                self._opened.execute("PRAGMA synchronous = NORMAL")
            self._check(read_only)
        except (sqlite3.Error, OSError) as error:
            raise self._broken(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.Error):
            self._opened.close()

    def scan_of(self, names: Iterable[str]) -> int:
        """Return the number of the scan for exactly these names, a new one where there was none."""
        wanted = sorted(set(names))
        digest = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
        try:
            with self._opened:
                found = self._opened.execute("SELECT scan FROM scans WHERE names = ?", (digest,)).fetchone()
                if found is not None:
                    return int(found[0])
                scan = self._opened.execute("INSERT INTO scans (names) VALUES (?)", (digest,)).lastrowid
                assert scan is not None
                self._opened.executemany("INSERT INTO names VALUES (?, ?)", ((name, scan) for name in wanted))
                return scan
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def missing(self, scan: int, minutes: Iterable[datetime]) -> list[datetime]:
        """Return which of `minutes` no scan has read that looked for every name of this one."""
        rows = self._rows(
            "SELECT day, done FROM days WHERE scan IN"
            " (SELECT theirs.scan FROM names AS ours JOIN names AS theirs ON theirs.name = ours.name"
            " WHERE ours.scan = ? GROUP BY theirs.scan HAVING count(*) = (SELECT count(*) FROM names WHERE scan = ?))",
            (scan, scan),
        )
        done: dict[str, int] = {}
        for day, bits in rows:
            done[str(day)] = done.get(str(day), 0) | _bits(bits)
        return [minute for minute in minutes if not done.get(f"{minute:%Y%m%d}", 0) >> _place(minute) & 1]

    def keep(self, scan: int, minute: datetime, articles: Iterable[Article], *, read: bool, now: datetime) -> None:
        """Keep what one minute brought, all of it or nothing. One that is not `read` to its end is asked for again."""
        day = f"{minute:%Y%m%d}"
        try:
            with self._opened:
                self._opened.executemany(
                    "INSERT OR IGNORE INTO articles VALUES (?, ?, ?, ?, ?, ?)",
                    ((one.name, _stamp(one.seen), one.url, one.title, one.domain, one.language) for one in articles),
                )
                if read:
                    found = self._opened.execute("SELECT done FROM days WHERE scan = ? AND day = ?", (scan, day))
                    row = found.fetchone()
                    bits = (_bits(row[0]) if row else 0) | 1 << _place(minute)
                    self._opened.execute(
                        "INSERT OR REPLACE INTO days VALUES (?, ?, ?, ?)",
                        (scan, day, bits.to_bytes(DAY_MINUTES // 8, "little"), now.isoformat()),
                    )
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def days(self, name: str, *, since: date) -> list[Day]:
        """Return the days that were read for a name, wholly or in part, in order."""
        rows = self._rows(
            "SELECT day, done, fetched FROM days JOIN names USING (scan) WHERE name = ? AND day >= ? ORDER BY day",
            (name, f"{since:%Y%m%d}"),
        )
        found: dict[str, tuple[int, str]] = {}
        for stamp, done, fetched in rows:
            bits, latest = found.get(str(stamp), (0, ""))
            found[str(stamp)] = (bits | _bits(done), max(latest, str(fetched)))
        return [
            Day(_day(stamp), bits.bit_count(), datetime.fromisoformat(latest))
            for stamp, (bits, latest) in found.items()
        ]

    def named(self, name: str, *, since: date, at_most: int) -> Iterator[Article]:
        """Yield the articles that name `name`, the newest first."""
        for row in self._rows(
            "SELECT name, seen, url, title, domain, language FROM articles WHERE name = ? AND seen >= ?"
            " ORDER BY seen DESC, url LIMIT ?",
            (name, f"{since:%Y%m%d}", at_most),
        ):
            found, seen, url, title, domain, language = map(str, row)
            yield Article(found, _time(seen), url, title, domain, language)

    def drop_before(self, day: date) -> None:
        """Forget what is older than a day."""
        try:
            with self._opened:
                for table, column in (("articles", "seen"), ("days", "day")):
                    self._opened.execute(f"DELETE FROM {table} WHERE {column} < ?", (f"{day:%Y%m%d}",))
                self._opened.execute("DELETE FROM names WHERE scan NOT IN (SELECT scan FROM days)")
                self._opened.execute("DELETE FROM scans WHERE scan NOT IN (SELECT scan FROM days)")
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
        try:
            return self._opened.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _check(self, read_only: bool) -> None:
        (version,) = self._opened.execute("PRAGMA user_version").fetchone()
        if version == 0 and not read_only:
            with self._opened:
                for statement in _TABLES:
                    self._opened.execute(statement)
                self._opened.execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            raise sqlite3.DatabaseError("it was written by another version of researchkit")

    def _broken(self, error: Exception) -> DiskError:
        what = f"The table of articles {self._path.name} cannot be used: {error}"
        return DiskError(what, do=f"Check the disk; if it stays so, delete {self._path} and fetch the days again.")


def since_of(now: datetime, days: int) -> date:
    """Return the first day of a span that ends `now` and begins so many days before."""
    return (now.astimezone(UTC) - timedelta(days=days)).date()


def _place(minute: datetime) -> int:
    return minute.hour * 60 + minute.minute


def _bits(done: object) -> int:
    return int.from_bytes(done, "little") if isinstance(done, bytes) else 0


def _stamp(minute: datetime) -> str:
    return f"{minute.astimezone(UTC):%Y%m%d%H%M}"


def _time(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d%H%M").replace(tzinfo=UTC)


def _day(stamp: str) -> date:
    return date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]))
