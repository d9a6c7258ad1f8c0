"""Where dossiers are kept: cache/dossiers/SLUG/, the last run and the one before it.

A run is a folder of Parquet files named after its content; `last.json` points to it and is replaced only when the
folder is whole. A killed or failed run leaves the pointer, and so the last good dossier, as it was.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.analysis.changes import CHANGES
from researchkit.errors import DiskError, SchemaError
from researchkit.frames import CLUSTERED, COVERAGE, EVENTS, QUESTIONS, Schema, conform
from researchkit.workspace import Workspace, sweep, write_atomic

if TYPE_CHECKING:
    from pandas import DataFrame

_LOG = logging.getLogger("researchkit")

FORMAT = 1
KEPT = 2  # runs on the shelf: the last, and the one that "what is new" compares with
FRAMES: dict[str, Schema] = {
    "documents": CLUSTERED,
    "events": EVENTS,
    "questions": QUESTIONS,
    "coverage": COVERAGE,
    "changes": CHANGES,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it lies on the shelf: its frames by name, its window and its day."""

    run_id: str
    frames: Mapping[str, DataFrame]
    since: datetime
    now: datetime


def run_id(frames: Mapping[str, DataFrame], *, since: datetime, now: datetime) -> str:
    """Return the id of a run: a hash of its documents, events, coverage and times. Equal content, equal id."""
    digest = hashlib.sha256(f"{FORMAT} {since.isoformat()} {now.isoformat()}".encode())
    for name in ("documents", "events", "questions", "coverage"):
        digest.update(frames[name].to_json(orient="split", date_format="iso").encode())
    return digest.hexdigest()[:16]


def save(workspace: Workspace, slug: str, kept: Kept) -> Path:
    """Put a run on the shelf and point to it. Returns its folder; raises DiskError, and then the last one stands."""
    shelf = workspace.dossier(slug)
    folder = shelf / kept.run_id
    sweep(shelf)
    for name, frame in kept.frames.items():
        write_atomic(folder / f"{name}.parquet", _parquet(frame))
    runs = [kept.run_id, *(run for run in _runs(shelf) if run != kept.run_id)]
    pointer = {
        "format": FORMAT,
        "runs": runs[:KEPT],
        "times": {kept.run_id: (kept.since, kept.now)}
        | {run: times for run, times in _times(shelf).items() if run in runs[1:KEPT]},
    }
    write_atomic(shelf / "last.json", json.dumps(pointer, indent=1, default=_iso).encode())
    for stray in shelf.iterdir():
        if stray.is_dir() and stray.name not in runs[:KEPT]:
            shutil.rmtree(stray, ignore_errors=True)
    return folder


def load(workspace: Workspace, slug: str, *, back: int = 0) -> Kept | None:
    """Return the last run (`back=1`: the one before it) of those that can be read whole, or None.

    A run whose files were damaged is passed over with a warning; the next research makes it anew.
    """
    shelf = workspace.dossier(slug)
    times = _times(shelf)
    for run in _runs(shelf):
        frames = _frames(shelf / run) if run in times else None
        if frames is None:
            _LOG.warning("A dossier of %s is damaged and passed over; research it again to make it anew.", slug)
        elif back:
            back -= 1
        else:
            return Kept(run, frames, *times[run])
    return None


def _frames(folder: Path) -> dict[str, DataFrame] | None:
    frames: dict[str, DataFrame] = {}
    for name, schema in FRAMES.items():
        frame = _read(folder / f"{name}.parquet", schema)
        if frame is None:
            return None
        frames[name] = frame
    return frames


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def _parquet(frame: DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream, index=False, compression="zstd")
    return stream.getvalue()


def _read(path: Path, schema: Schema) -> DataFrame | None:
    """Return a frame, or None where the file is missing, cut or of another form: the next run makes it anew."""
    import pandas as pd
    from pyarrow import ArrowException

    try:
        return conform(pd.read_parquet(path), schema)
    except (OSError, ArrowException, ValueError, SchemaError):
        return None


def _pointer(shelf: Path) -> dict[str, Any]:
    try:
        pointer = json.loads((shelf / "last.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DiskError(f"Cannot read {shelf}: {error.strerror or error}") from error
    except ValueError:
        return {}
    return pointer if isinstance(pointer, dict) and pointer.get("format") == FORMAT else {}


def _runs(shelf: Path) -> list[str]:
    runs = _pointer(shelf).get("runs", [])
    return [run for run in runs if isinstance(run, str) and run.isalnum()] if isinstance(runs, list) else []


def _times(shelf: Path) -> dict[str, tuple[datetime, datetime]]:
    times: dict[str, tuple[datetime, datetime]] = {}
    table = _pointer(shelf).get("times", {})
    for run, pair in table.items() if isinstance(table, dict) else ():
        with suppress(ValueError, TypeError):
            since, now = (datetime.fromisoformat(one).astimezone(UTC) for one in pair)
            times[run] = (since, now)
    return times
