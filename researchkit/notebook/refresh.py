"""Bring a notebook up to date without touching a word the user wrote.

A cell is ours only while its metadata says so and its source still hashes to what we last wrote:

* ours and untouched → replaced by today's source
* ours and edited → kept; today's source is parked in its metadata and announced
* ours and deleted by the user → stays deleted
* a pasted copy of ours, or any other cell → the user's: never moved, changed or dropped
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from researchkit.lean import import_jsonschema
from researchkit.notebook.cells import KEY, VERSION, Cell


@dataclass(slots=True)
class Refreshed:
    """What a refresh did, by slot."""

    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [
            f"{verb} {', '.join(slots)}"
            for verb, slots in (
                ("updated", self.updated),
                ("added", self.added),
                ("removed", self.removed),
                ("kept as you changed them:", self.kept),
            )
            if slots
        ]
        return "; ".join(parts) or "nothing to change"


def fingerprint(source: str) -> str:
    """Return the hash by which we know a source as ours; white space at the ends does not count."""
    return hashlib.sha256(source.strip().encode()).hexdigest()[:16]


def merge(notebook: Any, template: Sequence[Cell]) -> Refreshed:
    """Renew the cells of `notebook` (an nbformat node, changed in place) from `template`; return what was done."""
    wanted = {cell.slot: cell for cell in template}
    state = notebook.metadata.setdefault(KEY, {})
    known = set(state.get("slots", []))
    report = Refreshed()
    present: set[str] = set()
    kept = []
    for cell in notebook.cells:
        mark = cell.metadata.get(KEY)
        slot = mark.get("slot") if isinstance(mark, dict) else None
        if slot is None or slot in present:
            cell.metadata.pop(KEY, None)  # a copy of one of ours is the user's
            kept.append(cell)
            continue
        present.add(slot)
        if _renew(cell, wanted.get(slot), report):
            kept.append(cell)
    _insert_new(kept, template, present | known, report)
    notebook.cells = kept
    state.update(version=VERSION, slots=sorted(known | set(wanted)))
    return report


def _renew(cell: Any, template: Cell | None, report: Refreshed) -> bool:
    """Bring one cell of ours up to date; return whether it stays."""
    mark = cell.metadata[KEY]
    untouched = fingerprint(cell.source) == mark.get("sha")
    if template is None:
        if not untouched:
            del cell.metadata[KEY]  # we no longer have such a cell: what the user made of it is the user's
            return True
        report.removed.append(mark["slot"])
        return False
    if fingerprint(cell.source) == fingerprint(template.source):
        mark["sha"] = fingerprint(template.source)
        mark.pop("pending", None)
    elif untouched and cell.cell_type == template.kind:
        cell.source = template.source
        mark["sha"] = fingerprint(template.source)
        mark.pop("pending", None)
        report.updated.append(template.slot)
        if template.kind == "code":
            cell.outputs, cell.execution_count = [], None
    else:
        mark["pending"] = template.source
        report.kept.append(template.slot)
    return True


def _insert_new(cells: list[Any], template: Sequence[Cell], seen: set[str], report: Refreshed) -> None:
    """Put slots that are new in the template behind those that precede them there."""
    for position, cell in enumerate(template):
        if cell.slot in seen:
            continue
        before = {earlier.slot for earlier in template[:position]}
        behind = [n + 1 for n, one in enumerate(cells) if one.metadata.get(KEY, {}).get("slot") in before]
        cells.insert(max(behind, default=0), make(cell))
        report.added.append(cell.slot)


def nbformat() -> Any:
    """Import nbformat, without what no notebook needs."""
    import_jsonschema()
    import nbformat

    return nbformat


def make(cell: Cell) -> Any:
    """Return an nbformat cell, marked as ours. Its id comes from its slot, so that a remade notebook is the same."""
    v4 = nbformat().v4
    metadata: dict[str, Any] = {KEY: {"slot": cell.slot, "sha": fingerprint(cell.source)}}
    if cell.tags:
        metadata["tags"] = list(cell.tags)
    if cell.kind == "code":
        return v4.new_code_cell(cell.source, metadata=metadata, id=f"rk-{cell.slot}")
    return v4.new_markdown_cell(cell.source, metadata=metadata, id=f"rk-{cell.slot}")
