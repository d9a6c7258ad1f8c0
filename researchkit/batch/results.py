"""What a batch leaves behind: Parquet, partitioned by company and date, one folder a frame.

::

    results/documents/company=acme/date=2026-11-28/part-0.parquet     events, questions, coverage, changes alike
    results/companies/date=2026-11-28/part-0.parquet                  a row a company of that day's list
    results/pages/acme.pdf                                            when pages were asked for

Every file of a frame has the same columns and types, also where a column is empty, so that a folder reads as one table.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.frames import Column, Schema, from_records
from researchkit.shelf import FRAMES
from researchkit.workspace import write_atomic

if TYPE_CHECKING:
    from pandas import DataFrame

COMPANIES = Schema(
    "COMPANIES",
    (
        Column("company", "text"),
        Column("name", "text"),
        Column("outcome", "text", values=("done", "failed", "not_tried")),
        Column("documents", "count"),
        Column("events", "count"),
        Column("questions", "count"),
        Column("places", "count"),
        Column("took_s", "count"),
        Column("reason", "text"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What came of one company of the list; `company` is "" for a line that names none."""

    company: str
    name: str
    outcome: str
    documents: int = 0
    events: int = 0
    questions: int = 0
    places: int = 0
    took_s: int = 0
    reason: str = ""


def write_frames(out: Path, slug: str, day: date, frames: Mapping[str, DataFrame]) -> None:
    """Write the frames of one company and day, each in place of the same one before. Raises DiskError."""
    for name, frame in frames.items():
        path = out / name / f"company={slug}" / f"date={day}" / "part-0.parquet"
        write_atomic(path, _parquet(frame, FRAMES[name]))


def write_rows(out: Path, day: date, rows: Iterable[Row]) -> DataFrame:
    """Write the table of companies of one day and return it. Raises DiskError."""
    frame = from_records(rows, COMPANIES)
    write_atomic(out / "companies" / f"date={day}" / "part-0.parquet", _parquet(frame, COMPANIES))
    return frame


def _parquet(frame: DataFrame, schema: Schema) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    stream = io.BytesIO()
    table = pa.Table.from_pandas(frame[schema.names], schema=_arrow(schema), preserve_index=False)
    parquet.write_table(table.replace_schema_metadata(None), stream, compression="zstd")
    return stream.getvalue()


def _arrow(schema: Schema) -> Any:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "time": pa.timestamp("us", tz="UTC"),
        "flag": pa.bool_(),
        "count": pa.int64(),
        "share": pa.float64(),
    }
    return pa.schema([pa.field(column.name, types[column.kind]) for column in schema.columns])
