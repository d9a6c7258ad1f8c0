"""What was read before need not be read again: readings kept by the very bytes they were made from.

Reading is pure, so a kept reading is what reading anew would give. `research` opens the company's memory; whoever reads
asks it first, with `remembered`. It lives in cache/readings/, holds what the last run used and no more, and is void as
soon as any file of researchkit, or the version of a library it reads with, is another.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from researchkit.errors import DiskError
from researchkit.workspace import write_atomic

_OPEN: ContextVar[Memory | None] = ContextVar("memory", default=None)
_LIBRARIES = (
    "beautifulsoup4",
    "charset-normalizer",
    "courlan",
    "dateparser",
    "htmldate",
    "justext",
    "lxml",
    "numpy",
    "spacy",
    "trafilatura",
)
_QUICK = 1  # of gzip's levels
_LOG = logging.getLogger("researchkit")


class Memory:
    """The readings of one company: those of the run before, and those used in this one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _load(path)
        self._used: dict[str, Any] = {}

    def get(self, key: str) -> Any | None:
        """Return a reading, or None where there is none."""
        found = self._used.get(key, self._before.get(key))
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: str, reading: Any) -> None:
        """Keep a reading: anything that JSON can hold, but None."""
        self._used[key] = reading

    def save(self) -> None:
        """Keep what was used. It only saves time, so a disk that cannot take it is a line in the log."""
        if self._used == self._before:
            return
        try:
            kept = json.dumps({"made_by": _made_by(), "readings": self._used}).encode()
            write_atomic(self._path, gzip.compress(kept, _QUICK, mtime=0))
        except (DiskError, OSError) as error:
            _LOG.info("readings are not kept: %s", error)


@contextmanager
def remembering(path: Path) -> Iterator[None]:
    """Let what runs inside, in this thread, use the readings kept at `path`, and keep its own there."""
    memory = Memory(path)
    token = _OPEN.set(memory)
    try:
        yield
    finally:
        _OPEN.reset(token)
    memory.save()


def remembered(
    kind: str,
    contents: Sequence[Sequence[str | bytes]],
    read: Callable[[list[int]], Sequence[Any]],
    *,
    lasting: Callable[[Any], bool] = lambda _: True,
) -> list[Any]:
    """Return the reading of each of `contents`, in order; `read` is given the places of those that nobody remembers.

    A content is all that its reading depends on; a reading that is not `lasting` depended on more, and is not kept.
    Without an open memory all are read.
    """
    memory = _OPEN.get()
    if memory is None:
        return list(read(list(range(len(contents)))))
    keys = [key_of(kind, content) for content in contents]
    found = [memory.get(key) for key in keys]
    missing = [place for place, reading in enumerate(found) if reading is None]
    if missing:
        for place, reading in zip(missing, read(missing), strict=True):
            found[place] = reading
            if lasting(reading):
                memory.put(keys[place], reading)
    return found


def opened() -> Memory | None:
    """Return the memory that is open here, for readings that come later than they are asked for."""
    return _OPEN.get()


def key_of(kind: str, content: Sequence[str | bytes]) -> str:
    """Return the key of a reading: a hash of its kind and of all it was made from."""
    digest = hashlib.sha256(kind.encode())
    for part in content:
        held = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(f" {len(held)} ".encode())
        digest.update(held)
    return digest.hexdigest()[:32]


def _load(path: Path) -> dict[str, Any]:
    """Return the readings of a file; none where it is missing, damaged or made by other code."""
    try:
        stored = json.loads(gzip.decompress(path.read_bytes()))
        if stored["made_by"] == _made_by():
            return dict(stored["readings"])
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        pass
    return {}


@cache
def _made_by() -> str:
    """Return a hash of what reads: the files of this package by name, size and time, and the versions of libraries."""
    digest = hashlib.sha256(sys.version.encode())
    folder = Path(__file__).parent
    for path in sorted(path for path in folder.rglob("*") if path.parent.name != "__pycache__"):
        if path.is_file():  # not what an editor links or a build leaves
            state = path.stat()
            digest.update(f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}\n".encode())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
