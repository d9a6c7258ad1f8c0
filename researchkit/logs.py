"""Enough to answer "why is this missing?": one line a request, to the terminal when asked and to a file every run."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from researchkit.errors import DiskError

_FORM = "%(asctime)s %(levelname)s %(message)s"
KEPT = 10  # log files a company


def to_stderr() -> None:
    """Say every request on standard error from now on."""
    logger = logging.getLogger("researchkit")
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        stream = logging.StreamHandler()
        stream.setFormatter(logging.Formatter(_FORM))
        logger.addHandler(stream)


@contextmanager
def to_file(folder: Path, name: str) -> Iterator[Path]:
    """Write every request into `folder`/`name`.log while the run lasts; the oldest files beyond ten are removed."""
    logger = logging.getLogger("researchkit")
    path = folder / f"{name}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError as error:
        raise DiskError(f"Cannot write in {folder}: {error.strerror or error}") from error
    file.setFormatter(logging.Formatter(_FORM))
    level = logger.level
    logger.setLevel(min(level, logging.INFO) if level else logging.INFO)
    logger.addHandler(file)
    try:
        yield path
    finally:
        logger.removeHandler(file)
        file.close()
        logger.setLevel(level)
        for old in sorted(folder.glob("*.log"))[:-KEPT]:
            old.unlink(missing_ok=True)
