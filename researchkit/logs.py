"""Enough to answer "why is this missing?": one line a request, to the terminal when asked and to a file every run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from researchkit import personal
from researchkit.errors import ResearchkitError

_FORM = "%(asctime)s %(levelname)s %(message)s"
KEPT = 10  # log files a company


class _Form(logging.Formatter):
    """One line a record, without what is the user's own."""

    def __init__(self, hidden: tuple[str, ...], *, form: str = _FORM) -> None:
        super().__init__(form)
        self._hidden = sorted({word for word in hidden if word}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for word in self._hidden:
            line = line.replace(word, "…").replace(word.replace("@", "%40"), "…")
        return "".join(mark if mark.isprintable() else " " for mark in line)


class _File(logging.FileHandler):
    """A log file that a full disk ends quietly: a lost line is no reason to stop, or to fill the terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line where that can be."""
        with suppress(OSError):  # the file is opened with the first line
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 – the name is the library's
        """Say nothing."""


def to_stderr() -> None:
    """Say every request on standard error from now on."""
    logger = logging.getLogger("researchkit")
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        stream = logging.StreamHandler()
        stream.setFormatter(_Form((personal.contact(),)))
        logger.addHandler(stream)


@contextmanager
def to_file(folder: Path, slug: str, *, hidden: tuple[str, ...] = ()) -> Iterator[Path]:
    """Write every request into a file of its own in `folder` while the run lasts, and how the run ended.

    Of each company the newest ten files are kept. `hidden` are words that no line may show, beside the contact. A
    folder that cannot be written brings no log and stops nothing: what the run is for fails by itself, or does not.
    """
    logger = logging.getLogger("researchkit")
    path = folder / f"{slug}.{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{os.getpid()}.log"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    file = _File(path, encoding="utf-8", delay=True)
    file.setFormatter(_Form((*hidden, personal.contact())))
    level = logger.level
    logger.setLevel(min(level, logging.INFO) if level else logging.INFO)
    warner = None if logger.hasHandlers() else logging.StreamHandler()
    if warner is not None:  # a warning is seen with the file as without it
        warner.setLevel(logging.WARNING)
        warner.setFormatter(_Form((*hidden, personal.contact()), form="researchkit: %(message)s"))
        logger.addHandler(warner)
    logger.addHandler(file)
    try:
        yield path
    except (ResearchkitError, KeyboardInterrupt) as error:
        logger.info("The run ended early: %s", error if isinstance(error, ResearchkitError) else "Ctrl-C")
        raise
    finally:
        logger.removeHandler(file)
        with suppress(OSError):
            file.close()
        if warner is not None:
            logger.removeHandler(warner)
        if not any(isinstance(other, _File) for other in logger.handlers):  # runs side by side end in any order
            logger.setLevel(level)
        _clear(folder, slug)


def _clear(folder: Path, slug: str) -> None:
    with suppress(OSError):
        for old in sorted(folder.glob(f"{slug}.*.log"))[:-KEPT]:
            old.unlink(missing_ok=True)
