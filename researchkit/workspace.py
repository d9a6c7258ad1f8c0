"""The folder that holds notebooks/ and cache/: slugs, atomic writes, locks.

One way to name a company's files, one way to write a file, one way to keep two runs apart.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from researchkit.errors import DiskError, Locked, NameRefused, UnknownCompany

MAX_NAME = 200  # characters of a company's name
MAX_SLUG = 60
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
_TAKEN = {"me", "compare"}  # the candidate's own stories, and companies side by side


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with notebooks/ (the user's) and cache/ (ours, safe to delete)."""

    root: Path

    @property
    def notebooks(self) -> Path:
        """Where NAME.toml and NAME.ipynb lie side by side."""
        return self.root / "notebooks"

    @property
    def cache(self) -> Path:
        """Where fetched pages and dossiers lie."""
        return self.root / "cache"

    @property
    def turns(self) -> Path:
        """The ledger in which all runs take their turns at the hosts they ask."""
        return self.cache / "turns.sqlite"

    def profile(self, slug: str) -> Path:
        """Return the path of a company's TOML."""
        return self.notebooks / f"{slug}.toml"

    def notebook(self, slug: str) -> Path:
        """Return the path of a company's notebook."""
        return self.notebooks / f"{slug}.ipynb"

    def saved(self, slug: str) -> Path:
        """Return the folder into which the user drops what we cannot fetch."""
        return self.notebooks / "saved" / slug

    def dossier(self, slug: str) -> Path:
        """Return the folder of a company's last dossier."""
        return self.cache / "dossiers" / slug

    @property
    def stories(self) -> Path:
        """The TOML of the candidate's own stories."""
        return self.notebooks / "me.toml"

    def companies(self) -> list[str]:
        """Return the slugs of all companies that have a TOML here, sorted."""
        return sorted(path.stem for path in self.notebooks.glob("*.toml") if path.stem not in _TAKEN)

    def find(self, name: str) -> Path:
        """Return the TOML of the company called `name`. Raises UnknownCompany naming the nearest one."""
        with suppress(NameRefused):
            path = self.profile(slug_of(name))
            if path.is_file():
                return path
        known = self.companies()
        near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
        hint = f"The nearest is notebooks/{near[0]}.toml. " if near else ""
        shown = clip(name)
        raise UnknownCompany(
            f"No company called {shown!r} in {self.notebooks}",
            do=f'{hint}Make one with: researchkit new "{shown}" https://its-site',
        )


def default_workspace() -> Workspace:
    """Return the workspace around the current folder.

    RESEARCHKIT_HOME when set; else the nearest folder upwards that holds notebooks/; else the current folder, so that a
    notebook inside notebooks/ and a shell beside it work on the same files.
    """
    home = os.environ.get("RESEARCHKIT_HOME")
    if home:
        return Workspace(Path(home).expanduser().resolve())
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "notebooks").is_dir():
            return Workspace(folder)
    return Workspace(here)


def clip(text: str, limit: int = 60) -> str:
    """Return `text` fit for one line of an error message."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def slug_of(name: str) -> str:
    """Return a safe file name for a company: lower-case letters, digits and single hyphens.

    Letters of other scripts stay as they are. Raises NameRefused for what cannot be one: nothing left, over 200
    characters, a path, a device name of Windows, or the name kept for the user's own stories.
    """
    if len(name) > MAX_NAME:
        raise NameRefused(f"A company name of {len(name):,} characters is too long", do=f"Use at most {MAX_NAME}.")
    if any(mark in name for mark in ("\\", "\0")) or name.strip().startswith(("/", ".", "~")):
        raise NameRefused(f"{clip(name)!r} looks like a path, not a company's name", do="Give the name alone.")
    if any("\ud800" <= mark <= "\udfff" for mark in name):  # a terminal's bytes that were no text
        raise NameRefused(f"{clip(name)!r} has characters that are no text", do="Type the name anew.")
    folded = unicodedata.normalize("NFKC", name).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c) or not c.isascii())
    plain = unicodedata.normalize("NFC", _without_latin_marks(plain))
    slug = re.sub(r"[^\w]+|_+", "-", plain.replace("&", " and ").replace("+", " plus ")).strip("-")
    while len(slug.encode()) > MAX_SLUG * 3 or len(slug) > MAX_SLUG:
        slug = slug[:-1].rstrip("-")
    if not slug:
        raise NameRefused(f"{clip(name)!r} has no letter or digit to make a file name of", do="Use its usual name.")
    if slug in _RESERVED or slug in _TAKEN:
        raise NameRefused(f"{slug!r} cannot be a file name here", do=f"Try {slug}-company.")
    return slug


def _without_latin_marks(decomposed: str) -> str:
    """Drop combining marks that stand on a Latin letter; other scripts need theirs."""
    kept: list[str] = []
    base_is_latin = False
    for character in decomposed:
        if unicodedata.combining(character):
            if base_is_latin:
                continue
        else:
            base_is_latin = "LATIN" in unicodedata.name(character, "")
        kept.append(character)
    return "".join(kept)


def write_atomic(path: Path, content: bytes, *, mode: int | None = None) -> Path:
    """Write `content` to `path` so that the old file or the new one is there, never half of either.

    `mode` are the file's permissions; by default those it has, or what the system gives. Raises DiskError in one line.
    A temporary file is made beside `path`, synced and moved over it.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent, path.name)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path.name), suffix=".part")
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            _try_lock(descriptor)  # says that it is being written, to whoever sweeps
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is None:
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise DiskError(f"Cannot write {path}: {error.strerror or error}", do="Nothing was changed.") from error
    finally:
        if temporary is not None:
            with suppress(OSError):  # it was moved, unless the disk failed or the user pressed Ctrl-C
                temporary.unlink()
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _prefix(name: str) -> str:
    return f".{name[:40]}."


def sweep(folder: Path, name: str = "") -> None:
    """Remove temporary files that a killed run left in `folder`: all, or those of one file's name.

    What another run is writing just now is locked by it and stays.
    """
    with suppress(OSError):
        for stray in folder.glob(".*.part"):
            if name and not stray.name.startswith(_prefix(name)):
                continue
            with suppress(OSError):
                with stray.open("r+b") as stream:
                    forgotten = _try_lock(stream.fileno())
                if forgotten:
                    stray.unlink()


@contextmanager
def lock(workspace: Workspace, slug: str) -> Iterator[None]:
    """Hold the lock of one company while a run works on it. Raises Locked when another run has it.

    The lock is the operating system's, on an open file: it goes when the process goes, however it ends.
    """
    path = workspace.cache / "locks" / f"{slug}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+b")
    except OSError as error:
        raise DiskError(f"Cannot write in {workspace.cache}: {error.strerror or error}") from error
    with stream:
        if not _try_lock(stream.fileno()):
            raise Locked(f"Another run is working on {slug}", do="Wait for it to end, then try again.")
        yield


def _try_lock(number: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
