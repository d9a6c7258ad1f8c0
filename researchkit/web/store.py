"""The HTTP cache on disk: SQLite in WAL mode, a JSON line and the bytes of every good answer.

Only good answers come in, each in one transaction: kill -9 leaves the old or the new one, two runs may share the file.
An entry whose bytes do not match their hash counts as absent; a damaged file is set aside, and another begun with all
that can still be read of it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from researchkit.errors import DiskError
from researchkit.web.salvage import is_corrupt, is_sound, salvage, set_aside

_LOG = logging.getLogger("researchkit.web")
_VERSION = 1
_BUSY_S = 15.0
_PAGE_BYTES = 16_384  # of a new file: a web page of 80 kB is written in a quarter of the steps that SQLite's 4 kB take
_SWITCH_TRIES = 100
_CREATE = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, card TEXT NOT NULL, body BLOB NOT NULL) STRICT"
_REPLACE = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One good answer. `fetched` is when its bytes last came, or were last confirmed, over the network."""

    url: str  # the final address
    status: int
    content_type: str
    fetched: datetime
    etag: str = ""
    last_modified: str = ""
    max_age_s: float | None = None  # what the server said; None when it said nothing
    no_store: bool = False  # kept for offline use alone
    content: bytes = b""


_ON_CARD = tuple(field.name for field in fields(Stored) if field.name != "content")


class Store:
    """Keeps good answers by key. Safe for threads and for several runs at once. Raises DiskError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._opened = self._open_or_renew()

    def get(self, key: str) -> Stored | None:
        """Return the answer kept under `key`, None when there is none that can be trusted."""
        found = self._run("SELECT card, body FROM answers WHERE key = ?", (key,))
        return None if not found else _read(found[0][0], found[0][1])

    def put(self, key: str, answer: Stored) -> None:
        """Keep a good answer, in place of an earlier one."""
        self._run(_REPLACE, (key, _card(answer), answer.content))

    def confirm(self, key: str, answer: Stored, *, fetched: datetime) -> Stored:
        """Note that the site still serves these bytes. Returns the answer with its new time."""
        confirmed = replace(answer, fetched=fetched)
        self._run("UPDATE answers SET card = ? WHERE key = ?", (_card(confirmed), key))
        return confirmed

    def close(self) -> None:
        """Close the file; what was put is already safe."""
        with self._lock, suppress(sqlite3.Error):
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, statement: str, values: tuple[object, ...]) -> list[tuple[str, bytes]]:
        with self._lock:
            try:
                return self._execute(statement, values)
            except sqlite3.Error as error:
                if not is_corrupt(error):
                    raise _disk_error(self._path, error) from error
            self._renew()
            try:
                return self._execute(statement, values)
            except sqlite3.Error as error:
                raise _disk_error(self._path, error) from error

    def _execute(self, statement: str, values: tuple[object, ...]) -> list[tuple[str, bytes]]:
        with self._opened:  # one transaction
            return self._opened.execute(statement, values).fetchall()

    def _open_or_renew(self) -> sqlite3.Connection:
        try:
            opened = _open(self._path)
            if is_sound(opened, self._path):
                return opened
            opened.close()
        except sqlite3.Error as error:
            if not is_corrupt(error):
                raise _disk_error(self._path, error) from error
        return self._begin_anew()

    def _renew(self) -> None:
        self.close()
        self._opened = self._begin_anew()

    def _begin_anew(self) -> sqlite3.Connection:
        """Set the damaged file aside; begin another with what can be saved of it."""
        aside = set_aside(self._path)
        try:
            opened = _open(self._path)
            with opened:
                opened.executemany(_REPLACE, (row for row in salvage(aside) if _can_be_trusted(row)))
        except sqlite3.Error as error:
            raise _disk_error(self._path, error) from error
        return opened


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(f"The folder {path.parent} cannot be made: {error.strerror}") from error
    opened = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
    try:
        (version,) = opened.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise DiskError(
                f"The page cache {path.name} was written by another version of researchkit",
                do=f"Delete {path} or move it away; pages are then fetched anew.",
            )
        opened.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        use_wal(opened)
        opened.execute("PRAGMA synchronous = NORMAL")
        if version != _VERSION:
            with opened:
                opened.execute(_CREATE)
                opened.execute(f"PRAGMA user_version = {_VERSION}")
    except (sqlite3.Error, DiskError):
        opened.close()
        raise
    return opened


def use_wal(opened: sqlite3.Connection) -> None:
    """Switch to the write-ahead log. SQLite does not wait by itself when two runs switch a new file at once."""
    if opened.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    for attempt in range(_SWITCH_TRIES):
        try:
            opened.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == _SWITCH_TRIES - 1:
                raise
            time.sleep(0.02)


def _card(answer: Stored) -> str:
    card: dict[str, Any] = {name: getattr(answer, name) for name in _ON_CARD}
    card["fetched"] = answer.fetched.astimezone(UTC).isoformat()
    card["sha256"] = hashlib.sha256(answer.content).hexdigest()
    return json.dumps(card, sort_keys=True)


def _read(card: str, body: bytes) -> Stored | None:
    try:
        fields = json.loads(card)
        if fields.pop("sha256") != hashlib.sha256(body).hexdigest():
            return None
        fields["fetched"] = datetime.fromisoformat(fields["fetched"])
        return Stored(content=bytes(body), **fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _can_be_trusted(row: tuple[str, str, bytes]) -> bool:
    """Tell whether a row of a damaged file is whole: a broken page may hold anything."""
    key, card, body = row
    return isinstance(key, str) and isinstance(card, str) and isinstance(body, bytes) and _read(card, body) is not None


def _disk_error(path: Path, error: sqlite3.Error) -> DiskError:
    return DiskError(
        f"The page cache {path.name} cannot be used: {error}",
        do=f"Check that {path.parent} can be written and that the disk is not full.",
    )
