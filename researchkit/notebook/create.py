"""Make and renew notebooks/SLUG.ipynb: read with care, written whole, with a copy of what was there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from researchkit.errors import DiskError, InputError
from researchkit.notebook.cells import KEY, VERSION, Cell, cells
from researchkit.notebook.guard import check_closed, check_writable
from researchkit.notebook.refresh import Refreshed, make, merge, nbformat
from researchkit.records import Company
from researchkit.workspace import write_atomic

NEWEST_FORMAT = 4
_UNTOUCHED = "The file was not touched; move it away to have a new one made."


def create(company: Company, path: Path) -> Path:
    """Write a new notebook for `company`; one that is there already is refreshed instead. Returns its path."""
    return write(cells(company), path)


def refresh(company: Company, path: Path) -> Refreshed:
    """Renew the notebook at `path`; what the user wrote stays. Returns what was done, by slot.

    The file is replaced whole and only if something changed; the one before it stays beside it as .ipynb.bak.
    Raises InputError for a file that is no notebook we can read, or that is open in JupyterLab, and DiskError for one
    that may not be written; then it is untouched.
    """
    return renew(cells(company), path)


def write(template: Sequence[Cell], path: Path) -> Path:
    """Write a new notebook of `template`, or renew the one that is there. Returns its path."""
    if path.exists():
        renew(template, path)
        return path
    notebook = nbformat().v4.new_notebook(cells=[make(cell) for cell in template])
    notebook.metadata[KEY] = {"version": VERSION, "slots": sorted(cell.slot for cell in template)}
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata["language_info"] = {"name": "python"}
    return write_atomic(path, to_bytes(notebook))


def renew(template: Sequence[Cell], path: Path) -> Refreshed:
    """Renew the notebook at `path` from `template`, as `refresh` does."""
    notebook, before = read(path)
    report = merge(notebook, template)
    after = to_bytes(notebook)
    if after.strip() == before.strip():
        return report
    check_writable(path)
    check_closed(path)
    if path.read_bytes() != before:
        raise InputError(f"{path.name} was saved by someone else just now", do="Try again; it was not touched.")
    write_atomic(path.with_suffix(".ipynb.bak"), before)
    write_atomic(path, after)
    return report


def read(path: Path) -> tuple[Any, bytes]:
    """Return a notebook and its bytes. Raises InputError or DiskError in words, never a traceback of nbformat's."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DiskError(f"Cannot read {path}: {error.strerror or error}") from error
    if b"\n<<<<<<< " in raw or raw.startswith(b"<<<<<<< "):
        raise InputError(f"{path.name} holds merge-conflict marks", do="Settle them first; the file was not touched.")
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name} is not a notebook: it is no JSON", do=_UNTOUCHED) from error
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise InputError(f"{path.name} is not a notebook: it has no format number", do=_UNTOUCHED)
    if content["nbformat"] != NEWEST_FORMAT:
        raise InputError(
            f"{path.name} is of notebook format {content['nbformat']}, and researchkit knows {NEWEST_FORMAT}",
            do="Open and save it in JupyterLab, then try again; the file was not touched.",
        )
    try:
        return nbformat().reads(raw.decode("utf-8-sig"), as_version=nbformat().NO_CONVERT), raw
    except nbformat().ValidationError as error:
        raise InputError(
            f"{path.name} breaks the notebook format: {error.message.splitlines()[0][:120]}",
            do="Open and save it in JupyterLab, then try again; the file was not touched.",
        ) from error


def to_bytes(notebook: Any) -> bytes:
    """Return a notebook as it is written to disk."""
    text: str = nbformat().writes(notebook, version=NEWEST_FORMAT)
    return (text.rstrip("\n") + "\n").encode()
