"""The ledger of turns in a small SQLite file, for the processes of one machine; it outlives each of them."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from researchkit.web.store import use_wal
from researchkit.web.turns import Entry, MemoryTurns

_LOG = logging.getLogger("researchkit.web")
_BUSY_S = 15.0
_CREATE = (
    "CREATE TABLE IF NOT EXISTS ledger "
    "(name TEXT PRIMARY KEY, next_at REAL NOT NULL, held_until REAL NOT NULL, open TEXT NOT NULL) STRICT"
)
_T = TypeVar("_T")


class FileTurns:
    """The ledger at `path`. Safe for threads and processes.

    Where the file cannot be used the pace is kept within this process, and a warning says so: no run ends for it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._instead: MemoryTurns | None = None
        self._mine = uuid4().hex  # several ledgers of one process, or of two machines, may be open at this file
        self._count = 0
        self._open: dict[str, str] = {}  # ticket → name
        self._closed = False
        self._opened: sqlite3.Connection | None = None

    def reserve(self, name: str, *, pace_s: float, patience_s: float, burst: int = 1) -> float | None:
        """Take the next turn, as Turns says."""
        with self._lock:
            if self._instead is None:
                try:
                    return self._change(
                        name, lambda entry, now: entry.reserve(now, pace_s=pace_s, patience_s=patience_s, burst=burst)
                    )
                except (sqlite3.Error, OSError) as error:
                    self._instead = self._without_file(error)
        return self._instead.reserve(name, pace_s=pace_s, patience_s=patience_s, burst=burst)

    def enter(self, name: str, *, connections: int, lease_s: float) -> str | None:
        """Open an exchange, as Turns says."""
        with self._lock:
            self._count += 1
            ticket = f"{self._mine}-{self._count}"
            if self._instead is None:
                try:
                    entered = self._change(
                        name, lambda entry, now: entry.enter(now, ticket, connections=connections, lease_s=lease_s)
                    )
                except (sqlite3.Error, OSError) as error:
                    self._instead = self._without_file(error)
                else:
                    if entered:
                        self._open[ticket] = name
                    return ticket if entered else None
        return self._instead.enter(name, connections=connections, lease_s=lease_s)

    def leave(self, name: str, ticket: str) -> None:
        """End an exchange; one that cannot be noted ends with its lease."""
        with self._lock, suppress(sqlite3.Error, OSError):
            if self._instead is not None:
                self._instead.leave(name, ticket)
            elif self._open.pop(ticket, None):
                self._end(name, ticket)

    def hold(self, name: str, seconds: float) -> None:
        """Give no turn of `name` for so long."""
        with self._lock, suppress(sqlite3.Error, OSError):
            if self._instead is not None:
                self._instead.hold(name, seconds)
            else:
                self._change(name, lambda entry, now: entry.hold(now, seconds))

    def close(self) -> None:
        """End what is still open, so that nobody waits for it, and close the file.

        A thread that comes too late keeps its pace alone.
        """
        with self._lock:
            with suppress(sqlite3.Error, OSError):
                for ticket, name in self._open.items():
                    self._end(name, ticket)
            self._open.clear()
            self._closed = True
            with suppress(sqlite3.Error):
                if self._opened is not None:
                    self._opened.close()
            self._opened = None

    def _end(self, name: str, ticket: str) -> None:
        self._change(name, lambda entry, _: entry.leave(ticket))

    def _change(self, name: str, change: Callable[[Entry, float], _T]) -> _T:
        """Read an entry, let `change` do its work, and write it back, in one transaction."""
        opened = self._file()
        opened.execute("BEGIN IMMEDIATE")
        with opened:
            row = opened.execute("SELECT next_at, held_until, open FROM ledger WHERE name = ?", (name,)).fetchone()
            entry = Entry() if row is None else Entry(row[0], row[1], json.loads(row[2]))
            outcome = change(entry, time.time())
            values = (name, entry.next_at, entry.held_until, json.dumps(entry.open))
            opened.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?)", values)
        return outcome

    def _file(self) -> sqlite3.Connection:
        if self._closed:
            raise sqlite3.ProgrammingError("the ledger is closed")
        if self._opened is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            opened = sqlite3.connect(self._path, timeout=_BUSY_S, check_same_thread=False, isolation_level=None)
            # What a power cut loses is a second's wait; a killed process loses nothing.
            opened.execute("PRAGMA synchronous = OFF")
            use_wal(opened)
            opened.execute(_CREATE)
            self._opened = opened
        return self._opened

    def _without_file(self, error: Exception) -> MemoryTurns:
        if not self._closed:
            _LOG.warning("The pace of shared hosts is kept by each process alone: %s: %s", self._path.name, error)
        return MemoryTurns()
