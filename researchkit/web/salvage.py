"""What a damaged page cache still holds: it is set aside, and every answer that can be read is taken out of it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from researchkit.errors import DiskError

_LOG = logging.getLogger("researchkit.web")
_CHECKED_BYTES = 64 * 2**20  # a check reads the whole file: a twentieth of a second for so much
_BESIDE = ("-wal", "-shm")
_Row = tuple[str, str, bytes]


def is_sound(opened: sqlite3.Connection, path: Path) -> bool:
    """Tell whether the tree of the file holds, so that a run does not fill a broken one. A large file is believed."""
    if path.stat().st_size > _CHECKED_BYTES:
        return True
    try:
        return bool(opened.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        if is_corrupt(error):
            return False
        raise


def is_corrupt(error: sqlite3.Error) -> bool:
    """Tell a damaged file from a disk that is full, locked or read-only."""
    name = getattr(error, "sqlite_errorname", None) or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "no such table" in str(error)


def set_aside(path: Path) -> Path:
    """Give the damaged file, and the log of what was written last, another name; return it. Raises DiskError."""
    number = 1
    while (aside := path.with_name(f"{path.name}.corrupt-{number}")).exists():
        number += 1
    _LOG.warning("The page cache %s is damaged; it is set aside as %s and begun anew.", path.name, aside.name)
    try:
        for suffix in ("", *_BESIDE):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise DiskError(f"The damaged page cache {path.name} cannot be set aside: {error.strerror}") from error
    return aside


def salvage(aside: Path) -> Iterator[_Row]:
    """Give the rows (key, card, body) that can still be read, each looked up by itself: a broken page costs its own."""
    try:
        with closing(sqlite3.connect(aside)) as opened:
            for number in _numbers(opened):
                with suppress(sqlite3.DatabaseError):
                    yield from opened.execute("SELECT key, card, body FROM answers WHERE rowid = ?", (number,))
    except sqlite3.DatabaseError:
        return  # nothing in it is a database
    finally:
        for suffix in _BESIDE:
            with suppress(OSError):
                aside.with_name(aside.name + suffix).unlink(missing_ok=True)


def _numbers(opened: sqlite3.Connection) -> list[int]:
    """Return the rows' numbers, found from the index and from both ends of the table."""
    numbers: set[int] = set()
    for way in ("", "ORDER BY rowid", "ORDER BY rowid DESC"):
        with suppress(sqlite3.DatabaseError):
            for (number,) in opened.execute(f"SELECT rowid FROM answers {way}"):
                numbers.add(number)
    return sorted(numbers)
