"""A frame as CSV, for a spreadsheet: what was fetched stays text there, and no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from researchkit.errors import ExportError
from researchkit.markup import visible

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from researchkit.dossier import Dossier

TABLES = ("events", "documents", "questions", "coverage", "changes")
_EVENT_COLUMNS = ("happened", "polarity", "type", "modality", "claim", "quote", "publishers", "confidence")
_SOURCE_COLUMNS = ("publisher", "title", "published", "url", "first_party")
_IDS = ("event_id", "story_id", "document_id")
# Spreadsheets take a cell for a formula that begins so, also in wide letters and behind a tab or a line break.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(frame: DataFrame) -> bytes:
    """Return a frame as CSV: UTF-8 with a mark (without it Excel reads another charset), CRLF, a line of names first.

    Times are UTC, as "2026-05-01 09:00:00"; nothing stands for what is absent. A text that a spreadsheet would take
    for a formula gets an apostrophe in front; numbers are written as they are.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_text(str(name)) for name in frame.columns])
    writer.writerows(zip(*(_cells(frame.iloc[:, place]) for place in range(frame.shape[1])), strict=True))
    return written.getvalue().encode("utf-8-sig", "replace")


def table_of(dossier: Dossier, table: str = "events") -> DataFrame:
    """Return one of a dossier's frames; of events, each with the quote and the document it stands on.

    `table` is one of TABLES. Raises ExportError where the dossier has none.
    """
    if table != "events":
        frame: DataFrame | None = getattr(dossier, table)
        if frame is None:
            raise ExportError(f"This dossier has no {table}", do="Research the company once more.")
        return frame
    documents = dossier.documents[["document_id", *_SOURCE_COLUMNS]]
    joined = dossier.events.merge(documents, on="document_id", how="left", sort=False)
    first = [*_EVENT_COLUMNS, *_SOURCE_COLUMNS]
    rest = [name for name in joined.columns if name not in (*first, *_IDS)]
    return joined[[*first, *rest, *(name for name in _IDS if name in joined.columns)]]


def _cells(column: Series[Any]) -> list[str]:
    import pandas as pd
    from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

    if is_datetime64_any_dtype(column):
        moments = column.dt.tz_convert("UTC") if column.dt.tz is not None else column
        return ["" if moment is pd.NaT else f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments]
    if is_numeric_dtype(column):
        return ["" if pd.isna(value) else str(value) for value in column]
    return [_cell(value) for value in column]


def _cell(value: Any) -> str:
    import pandas as pd

    if isinstance(value, dict):
        return _text(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))
    if pd.api.types.is_list_like(value):
        return _text("; ".join(str(one) for one in value))
    return "" if value is None or pd.isna(value) else _text(str(value))


def _text(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if shown.lstrip(" \u00a0").startswith(_FORMULA_STARTS) else shown
