"""Reading the user's own TOML files: each complaint names file, line, key and what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from researchkit.errors import DiskError, ProfileError
from researchkit.tomltext import read_toml

MAX_BYTES = 1_000_000


class Form:
    """One TOML file and the means to complain about it."""

    def __init__(self, path: Path) -> None:
        self.shown = f"{path.parent.name}/{path.name}"
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise DiskError(f"{self.shown} cannot be read: {error.strerror}") from error
        if len(raw) > MAX_BYTES:
            raise ProfileError(f"{self.shown} is larger than {MAX_BYTES // 1_000_000} MB", do="Keep it to short texts.")
        try:
            self.text = raw.decode("utf-8-sig")
            self.table: dict[str, Any] = read_toml(self.text)
        except UnicodeDecodeError as error:
            raise ProfileError(f"{self.shown} is not UTF-8 text", do="Save it as UTF-8.") from error
        except ValueError as error:
            raise ProfileError(f"{self.shown}: {error}", do="Texts stand in double quotes, lists in [ ].") from error

    def rows(self, name: str, known: Sequence[str], *, beside: Sequence[str] = ()) -> list[Mapping[str, Any]]:
        """Return the tables [[name]]; raises ProfileError for any other key in a table, or at the top but `beside`."""
        self._only(self.table, (name, *beside), 0)
        rows = self.table.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ProfileError(f"{self.shown}, line {self.line(name)}: {name} must be tables", do=f"Write [[{name}]].")
        for number, row in enumerate(rows):
            self._only(row, known, number)
        return rows

    def text_of(self, row: Mapping[str, Any], key: str, number: int) -> str:
        """Return a text, "" when it is absent."""
        value = row.get(key, "")
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise ProfileError(f"{self._where(key, number)} must be a text", do=f'Write {key} = "…".')
        return " ".join(str(value).split())

    def texts_of(self, row: Mapping[str, Any], key: str, number: int) -> tuple[str, ...]:
        """Return a list of texts; one text alone counts as a list of one."""
        value = row.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(part, str) for part in values):
            raise ProfileError(f"{self._where(key, number)} must be a list of texts", do=f'Write {key} = ["…", "…"].')
        return tuple(" ".join(part.split()) for part in values if part.strip())

    def missing(self, key: str, number: int, name: str) -> ProfileError:
        """Return the complaint that table `number` lacks `key`."""
        line = self._table_line(name, number)
        return ProfileError(f"{self.shown}, line {line}: {key} is missing", do=f'Add {key} = "…" to this [[{name}]].')

    def line(self, key: str, number: int = 0) -> int:
        """Return the line on which `key` stands in table `number` (from 0), 1 when it cannot be found."""
        lines = self.text.splitlines()
        starts = [place for place, line in enumerate(lines) if line.strip().startswith("[[")]
        first = starts[number] if number < len(starts) else 0
        pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\]|$)")
        return next((place + 1 for place in range(first, len(lines)) if pattern.match(lines[place])), first + 1)

    def _table_line(self, name: str, number: int) -> int:
        starts = [p + 1 for p, line in enumerate(self.text.splitlines()) if line.strip().startswith(f"[[{name}")]
        return starts[number] if number < len(starts) else 1

    def _where(self, key: str, number: int) -> str:
        return f"{self.shown}, line {self.line(key, number)}: {key}"

    def _only(self, table: Mapping[str, Any], known: Sequence[str], number: int) -> None:
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                hint = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
                raise ProfileError(f"{self._where(key, number)} is not known here", do=hint)


def toml_text(value: str) -> str:
    """Return a text as TOML writes it in double quotes."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return '"' + "".join(mark if mark.isprintable() else " " for mark in escaped) + '"'
