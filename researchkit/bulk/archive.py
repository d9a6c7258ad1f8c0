"""A zip of a million small files, of which one is wanted: an index beside it says where each begins.

zipfile reads the whole table of contents before it gives one member, which takes seconds and hundreds of megabytes for
a million; so that is done once, when the archive comes. The index names its archive and is moved into place last:
together they are the old ones or the new ones. Names in the archive are read as numbers and never used as paths.
"""

from __future__ import annotations

import re
import sqlite3
import struct
import zipfile
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from researchkit.errors import DiskError, ParseError

_MEMBER = re.compile(r"CIK(\d{10})\.json")
_LOCAL = struct.Struct("<4s22xHH")  # a member's header: its mark, the lengths of its name and of what follows that
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_TABLES = (
    "CREATE TABLE about (archive TEXT, size INTEGER, fetched TEXT, members INTEGER) STRICT",
    "CREATE TABLE members (cik INTEGER PRIMARY KEY, start INTEGER, packed INTEGER, size INTEGER, crc INTEGER,"
    " method INTEGER) STRICT",
)


@dataclass(frozen=True, slots=True)
class About:
    """Which archive an index is of: its file name beside the index, its bytes, when it came, how many members."""

    archive: str
    size: int
    fetched: datetime
    members: int


class Archive:
    """The archive `name` in `folder`, read through its index. Thread-safe; holds no file open."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._index = folder / f"{name}.sqlite"

    def about(self) -> About | None:
        """Return what lies here; None where there is no archive that fits its index."""
        try:
            with closing(_open(self._index)) as opened:
                row = opened.execute("SELECT archive, size, fetched, members FROM about").fetchone()
            about = About(str(row[0]), int(row[1]), datetime.fromisoformat(row[2]), int(row[3]))
            whole = (self._folder / about.archive).stat().st_size == about.size
        except (sqlite3.Error, OSError, TypeError, ValueError):
            return None
        return about if whole else None

    def member(self, cik: int, *, max_bytes: int) -> bytes | None:
        """Return the bytes of one company's member, None where it has none.

        Raises ParseError when the archive is damaged there, or the member has more than `max_bytes`.
        """
        try:
            with closing(_open(self._index)) as opened:
                (archive,) = opened.execute("SELECT archive FROM about").fetchone()
                found = opened.execute(
                    "SELECT start, packed, size, crc, method FROM members WHERE cik = ?", (cik,)
                ).fetchone()
            return None if found is None else _read(self._folder / archive, f"CIK{cik:010}.json", found, max_bytes)
        except (sqlite3.Error, OSError, TypeError) as error:
            raise ParseError("", f"The archive {self._index.stem} cannot be read: {error}", do=_ANEW) from error


_ANEW = "Fetch it anew: researchkit bulk … --sec"


def install(folder: Path, name: str, came: Path, *, key: str, url: str, now: datetime) -> About:
    """Check the archive at `came`, index it and put both in the place of the earlier ones.

    `key` is what the JSON of every member must have. Raises ParseError for what is no such archive, DiskError; the
    earlier archive is then untouched.
    """
    index, part = folder / f"{name}.sqlite", folder / f"{name}.sqlite.part"
    try:
        rows = _rows(came, url)
        _check_one(came, rows, key, url)
        place = folder / f"{name}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"
        about = About(place.name, came.stat().st_size, now, len(rows))
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as opened, opened:
            for statement in _TABLES:
                opened.execute(statement)
            facts = (place.name, about.size, now.isoformat(), len(rows))
            opened.execute("INSERT INTO about VALUES (?, ?, ?, ?)", facts)
            opened.executemany("INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)", rows)
        came.replace(place)
        part.replace(index)
        for old in folder.glob(f"{name}-*.zip"):
            if old != place:
                old.unlink()
    except (OSError, sqlite3.Error) as error:
        raise DiskError(f"The archive {name} cannot be put into {folder}: {error}", do="Check the disk.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return about


def _rows(path: Path, url: str) -> list[tuple[int, int, int, int, int, int]]:
    try:
        with zipfile.ZipFile(path) as archive:
            rows: dict[int, tuple[int, int, int, int, int, int]] = {}
            for one in archive.filelist:
                found = _MEMBER.fullmatch(one.filename)
                if found is None or one.flag_bits & 1 or one.compress_type not in _METHODS:
                    continue
                cik = int(found[1])
                where = (one.header_offset, one.compress_size, one.file_size, one.CRC, one.compress_type)
                rows.setdefault(cik, (cik, *where))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise ParseError(url, f"What came is no whole zip archive: {error}", do=_LATER) from error
    if not rows:
        raise ParseError(url, "The archive holds no member called CIK##########.json", do=_LATER)
    return sorted(rows.values())


_LATER = "Run it again later; the archive of before is still used."
_CHECKED_BYTES = 64 * 2**20


def _check_one(path: Path, rows: list[tuple[int, int, int, int, int, int]], key: str, url: str) -> None:
    """Read the smallest member that says anything: another archive, or another form, is noticed now."""
    import json

    cik, *where = min(rows, key=lambda row: (row[3] < 3, row[3], row[0]))
    content = _read(path, f"CIK{cik:010}.json", tuple(where), _CHECKED_BYTES, url)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ParseError(url, f"CIK{cik:010}.json in the archive is no JSON", do=_LATER) from error
    if not isinstance(value, dict) or key not in value:
        raise ParseError(url, f'CIK{cik:010}.json in the archive lacks "{key}"', do=_LATER)


def _read(path: Path, name: str, where: tuple[int, ...], max_bytes: int, url: str = "") -> bytes:
    start, packed, size, crc, method = where
    if size > max_bytes:
        raise ParseError(url, f"{name} in the archive has {size:,} bytes, more than the {max_bytes:,} allowed")
    with path.open("rb") as stream:
        stream.seek(start)
        head = stream.read(_LOCAL.size)
        if len(head) != _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise ParseError(url, f"{name} is not where the archive says", do=_ANEW)
        _, name_length, extra_length = _LOCAL.unpack(head)
        stream.seek(name_length + extra_length, 1)
        wire = stream.read(min(packed, max_bytes + 2**20))
    try:
        # Never more than is promised and one byte: what claims to be small may unpack to anything.
        content = zlib.decompressobj(-15).decompress(wire, size + 1) if method == zipfile.ZIP_DEFLATED else wire
    except zlib.error as error:
        raise ParseError(url, f"{name} in the archive is damaged: {error}", do=_ANEW) from error
    if len(content) != size or zlib.crc32(content) != crc:
        raise ParseError(url, f"{name} in the archive is damaged: it is not what its checksum says", do=_ANEW)
    return content


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=15)
