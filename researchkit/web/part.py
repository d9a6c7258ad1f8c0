"""A large file while it comes: written beside its place with a note of which file it is, moved there when whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from researchkit.errors import BadAnswer, DiskError, TooLarge, TooSlow, WebError
from researchkit.web.freshness import validators
from researchkit.web.guard import Target
from researchkit.web.limits import DOWNLOAD_S, MEBIBYTE, SPARE_BYTES

_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})")
_LOOK_BYTES = 64 * MEBIBYTE  # between two looks for room
_LATER = "Try again later."
OnSize = Callable[
    [int, int | None], None
]  # is told the bytes that lie here, and how many it will be where that is known


@dataclass(slots=True)
class _Note:
    """What is known of the file that a part was begun of."""

    url: str = ""
    validator: str = ""


class Part:
    """The file while it comes, and a note beside it of which file it is."""

    def __init__(self, url: str, path: Path, max_bytes: int, on_size: OnSize, until: float) -> None:
        self._url, self._path, self._max_bytes, self._on_size, self._until = url, path, max_bytes, on_size, until
        self._file = path.with_name(f"{path.name}.part")
        self._card = path.with_name(f"{path.name}.part.json")
        self._stream: BinaryIO | None = None
        self._total: int | None = None
        self._room_at = 0  # bytes that had come when room was looked for
        self.begun = False  # an answer came
        self.refused = False  # and it will not be better the next time
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _disk(path.parent, error) from error
        self._note, self.size = self._known()  # bytes that lie here

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for what is missing, if the file is still the same."""
        self._close()
        if not self.size or not self._note.validator:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self._note.validator}

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Open the part: at its end where the answer goes on from there, else anew."""
        self.begun = True
        start, total = 0, headers.get("content-length", "")
        if status == 206:
            found = _RANGE.fullmatch(headers.get("content-range", "").strip())
            if found is None or int(found[1]) != self.size:
                self.forget()
                raise BadAnswer(self._url, "The server sent another part of the file than was asked for")
            start, total = self.size, found[2]
        self._total = int(total) if total.isdecimal() and total.isascii() else None
        self._judge(headers.get("content-encoding", "").strip().lower())
        self._find_room(start)
        etag, modified = validators(headers)
        strong = etag if not etag.startswith("W/") else ""
        self._note = _Note(self._url, strong or modified)
        try:
            self._stream = self._file.open("r+b" if start else "wb")
            self._stream.seek(start)
            self._stream.truncate()
            self._card.write_text(json.dumps({"url": self._url, "validator": self._note.validator}), encoding="utf-8")
        except OSError as error:
            raise _disk(self._file, error) from error
        self.size = start
        self._on_size(start, self._total)

    def write(self, piece: bytes) -> None:
        """Take the next bytes. Raises TooLarge at the cap, DiskError where they cannot be kept."""
        assert self._stream is not None
        if self.size + len(piece) > self._max_bytes:
            raise self._too_large()
        if time.monotonic() > self._until:
            raise TooSlow(self._url, f"The file did not come within {DOWNLOAD_S / 3600:.3g} hours", do=_LATER)
        try:
            self._stream.write(piece)
        except OSError as error:
            raise _disk(self._file, error) from error
        self.size += len(piece)
        if self.size - self._room_at >= _LOOK_BYTES:
            self._find_room(self.size)
        self._on_size(self.size, self._total)

    def check_whole(self, target: Target) -> None:
        """Raise BadAnswer unless as many bytes came as were promised."""
        if self._total is not None and self.size != self._total:
            raise BadAnswer(target.url, f"{target.host} sent {self.size:,} bytes of {self._total:,}", do=_LATER)

    def finish(self) -> int:
        """Move the whole file into its place and return its size."""
        try:
            if self._stream is not None:
                self._stream.flush()
                os.fsync(self._stream.fileno())
            self._close()
            self._file.replace(self._path)
            self._card.unlink(missing_ok=True)
        except OSError as error:
            raise _disk(self._path, error) from error
        return self.size

    def forget(self) -> None:
        """Begin anew the next time."""
        self._close()
        self.size, self._note = 0, _Note()
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
            self._card.unlink(missing_ok=True)

    def _judge(self, encoding: str) -> None:
        if encoding not in ("", "identity") and not (encoding == "gzip" and self._url.endswith(".gz")):
            self.refused = True
            raise BadAnswer(self._url, f"The server packs the file as {encoding[:40]!r}, which was not asked for")
        if self._total is not None and self._total > self._max_bytes:
            raise self._too_large()

    def _find_room(self, size: int) -> None:
        """Look whether what is still to come has room on the disk. Raises DiskError."""
        self._room_at = size
        left = self._total - size if self._total is not None else _LOOK_BYTES
        try:
            free = shutil.disk_usage(self._path.parent).free
        except OSError as error:
            raise _disk(self._path.parent, error) from error
        if left > free - SPARE_BYTES:
            needs, has = left / MEBIBYTE, free / MEBIBYTE
            raise DiskError(
                f"No room for {self._path.name}: it needs {needs:,.0f} MiB more, and {has:,.0f} are free in all",
                do=f"Leave {SPARE_BYTES // MEBIBYTE:,} MiB free besides, then run it again.",
            )

    def _too_large(self) -> WebError:
        size = f"{self._max_bytes / MEBIBYTE:,.0f} MiB"
        self.forget()
        return TooLarge(self._url, f"The file is larger than {size}, which no such file should be", do=_LATER)

    def _known(self) -> tuple[_Note, int]:
        try:
            card = json.loads(self._card.read_text(encoding="utf-8"))
            note = _Note(str(card["url"]), str(card["validator"]))
            size = self._file.stat().st_size
        except (OSError, ValueError, KeyError, TypeError):
            return _Note(), 0
        return (note, size) if note.url == self._url and note.validator.isprintable() else (_Note(), 0)

    def _close(self) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
            self._stream = None


def _disk(path: Path, error: OSError) -> DiskError:
    return DiskError(f"Cannot write {path}: {error.strerror or error}", do="What was there before is untouched.")
