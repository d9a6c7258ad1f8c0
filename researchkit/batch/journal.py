"""What is done of a day's run, a line a company, so that a run which stopped goes on."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from researchkit.batch.results import Row
from researchkit.errors import DiskError

_HEAD = "since"


class Journal:
    """The run of one day: its rows, and where they are written. Used as `with Journal.open(...) as journal`."""

    def __init__(self, path: Path, day: date, rows: dict[str, Row]) -> None:
        self.path = path
        self.day = day
        self.rows = rows  # slug → the last row of a company

    @classmethod
    def open(cls, folder: Path, *, day: date, since: str, fresh: bool = False) -> Self:
        """Return the run to go on with: of `day`, or of the day before when that one was stopped; else a new one.

        A run over another window is not gone on with, and with `fresh` none is.
        """
        for then in (day, day - timedelta(days=1)):
            path = folder / f"{then}.jsonl"
            known, ended = _read(path, since)
            if known is not None and not fresh and (then == day or not ended):
                return cls(path, then, known)
        path = folder / f"{day}.jsonl"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({_HEAD: since}), encoding="utf-8")
        except OSError as error:
            raise DiskError(f"Cannot write {path}: {error.strerror or error}") from error
        return cls(path, day, {})

    def is_done(self, slug: str) -> bool:
        """Tell whether a company came out well in this run."""
        return slug in self.rows and self.rows[slug].outcome == "done"

    def add(self, row: Row) -> None:
        """Note what came of a company. Raises DiskError; the row counts all the same."""
        self.rows[row.company] = row
        self._write(asdict(row))

    def end(self) -> None:
        """Note that the run came to its end."""
        self._write({"ended": True})

    def _write(self, line: dict[str, object]) -> None:
        try:
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write("\n" + json.dumps(line, ensure_ascii=False))  # in front: the last one may have been cut
        except OSError as error:
            raise DiskError(f"Cannot write {self.path}: {error.strerror or error}") from error


def _read(path: Path, since: str) -> tuple[dict[str, Row] | None, bool]:
    """Return the rows of a run over the window `since`, None when there is no such run; and whether it ended."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None, False
    values = [value for line in lines if isinstance(value := _value(line), dict)]
    if not values or values[0].get(_HEAD) != since:
        return None, False
    rows: dict[str, Row] = {}
    for value in values[1:]:
        try:
            row = Row(**value)
        except TypeError:  # the last line of all, or one that a full disk cut
            continue
        rows[row.company] = row
    return rows, "ended" in values[-1]


def _value(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None
