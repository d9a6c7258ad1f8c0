"""The schema of every frame, and `conform`, which holds a frame to it.

From DOCUMENTS on, everything is a pandas frame. `conform` casts, checks and orders when a stage ends and when a frame
is loaded; columns that a user added pass through on the right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from researchkit.errors import SchemaError

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_TIMES = "datetime64[us, UTC]"
Kind = Literal["text", "time", "flag", "count", "share"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, whether it may be absent in a row, and the values it may take (empty: any).

    text is a string or None · time is aware UTC or NaT · flag is a bool · count is a whole number of 0 or more ·
    share is 0 to 1.
    """

    name: str
    kind: Kind
    optional: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """A frame's columns in order, and the column that names a row."""

    name: str
    columns: tuple[Column, ...]
    key: str | None = None

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]

    def extended(self, name: str, *columns: Column) -> Schema:
        """Return a schema that grows this one to the right."""
        return Schema(name, (*self.columns, *columns), self.key)


DOCUMENTS = Schema(
    "DOCUMENTS",
    (
        Column("document_id", "text"),
        Column("source_id", "text"),
        Column("kind", "text"),
        Column("url", "text"),
        Column("publisher", "text"),
        Column("title", "text"),
        Column("author", "text", optional=True),
        Column("published", "time", optional=True),
        Column("published_precision", "text", optional=True, values=("second", "day", "month", "year")),
        Column("fetched", "time"),
        Column("language", "text", optional=True),
        Column("text", "text"),
        Column("text_scope", "text", values=("full", "summary", "title")),
        Column("first_party", "flag"),
        Column("word_count", "count"),
    ),
    key="document_id",
)
RANKED = DOCUMENTS.extended("RANKED", Column("relevance", "share"), Column("relevance_reason", "text"))
CLUSTERED = RANKED.extended("CLUSTERED", Column("story_id", "text"), Column("similarity", "share"))

POLARITIES = ("launch", "challenge", "other")
MODALITIES = ("happened", "planned", "denied")
EVENTS = Schema(
    "EVENTS",
    (
        Column("event_id", "text"),
        Column("story_id", "text"),
        Column("type", "text"),
        Column("polarity", "text", values=POLARITIES),
        Column("modality", "text", values=MODALITIES),
        Column("happened", "time", optional=True),
        Column("subject", "text", optional=True),
        Column("object", "text", optional=True),
        Column("counterparty", "text", optional=True),
        Column("person", "text", optional=True),
        Column("amount", "text", optional=True),
        Column("place", "text", optional=True),
        Column("claim", "text"),
        Column("document_id", "text"),
        Column("quote", "text"),
        Column("start", "count"),
        Column("end", "count"),
        Column("publishers", "count"),
        Column("confidence", "share"),
    ),
    key="event_id",
)
QUESTIONS = Schema(
    "QUESTIONS",
    (
        Column("question_id", "text"),
        Column("event_id", "text"),
        Column("audience", "text"),
        Column("role", "text"),
        Column("angle", "text"),
        Column("text", "text"),
        Column("rationale", "text"),
        Column("score", "share"),
        Column("checks", "text"),
    ),
    key="question_id",
)
OUTCOMES = ("found", "none", "blocked", "failed", "not_tried")
COVERAGE = Schema(
    "COVERAGE",
    (
        Column("source_id", "text"),
        Column("kind", "text"),
        Column("outcome", "text", values=OUTCOMES),
        Column("count", "count"),
        Column("newest", "time", optional=True),
        Column("reason", "text"),
        Column("what_to_do", "text"),
    ),
    key="source_id",
)
SCHEMAS = {schema.name: schema for schema in (DOCUMENTS, RANKED, CLUSTERED, EVENTS, QUESTIONS, COVERAGE)}


def conform(frame: DataFrame, schema: Schema) -> DataFrame:
    """Return `frame` cast to `schema`, its columns in order, a fresh index, extra columns kept on the right.

    Raises SchemaError naming schema, column and problem. The caller's frame is not changed.
    """
    import pandas as pd

    extra = [name for name in frame.columns if name not in schema.names]
    frame = frame.reset_index(drop=True)
    cast: dict[str, Series[Any]] = {}
    for column in schema.columns:
        if column.name not in frame.columns:
            raise SchemaError(schema.name, column.name, "is missing")
        cast[column.name] = _cast(frame[column.name], column, schema)
    if schema.key is not None and not cast[schema.key].is_unique:
        twice = cast[schema.key][cast[schema.key].duplicated()].iloc[0]
        raise SchemaError(schema.name, schema.key, f"{twice!r} stands in more than one row")
    return pd.DataFrame(cast | {name: frame[name] for name in extra})


def empty(schema: Schema) -> DataFrame:
    """Return a frame of `schema` without rows."""
    import pandas as pd

    return conform(pd.DataFrame({name: [] for name in schema.names}), schema)


def from_records(records: Iterable[Any], schema: Schema) -> DataFrame:
    """Return a frame of `schema`, one row a dataclass record with fields of the same names."""
    import pandas as pd

    rows = list(records)
    if not rows:
        return empty(schema)
    table: dict[str, Any] = {}
    for column in schema.columns:
        values = [getattr(row, column.name) for row in rows]
        # Left to itself, pandas would copy every text into a form that we turn back at once.
        table[column.name] = pd.Series(values, dtype=object) if column.kind == "text" else values
    return conform(pd.DataFrame(table), schema)


def _cast(series: Series[Any], column: Column, schema: Schema) -> Series[Any]:
    cast = _CASTS[column.kind](series, column, schema)
    if not column.optional and cast.isna().any():
        raise SchemaError(schema.name, column.name, f"is absent in row {int(cast.isna().to_numpy().argmax())}")
    if column.values:
        stray = [value for value in cast if value is not None and value not in column.values]
        if stray:
            raise SchemaError(
                schema.name, column.name, f"holds {stray[0]!r}; one of {', '.join(column.values)} expected"
            )
    return cast


def _text(series: Series[Any], column: Column, schema: Schema) -> Series[Any]:
    import pandas as pd

    # Plain loops: frames are conformed at every stage, and of a small one pandas' own steps take far longer.
    before = series.tolist()
    values = [value if isinstance(value, str) else None if _is_absent(value) else _Strange(value) for value in before]
    strange = next((value for value in values if isinstance(value, _Strange)), None)
    if strange is not None:
        raise SchemaError(schema.name, column.name, f"holds {strange.value!r}, which is not text")
    if series.dtype == object and all(one is other for one, other in zip(values, before, strict=True)):
        return series
    # object, not pandas' string dtype: None stays None in pandas 2 and 3, and comes back so from Parquet.
    return pd.Series(values, index=series.index, dtype=object)


@dataclass(frozen=True, slots=True)
class _Strange:
    value: Any


def _is_absent(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def _time(series: Series[Any], column: Column, schema: Schema) -> Series[Any]:
    import pandas as pd

    if series.dtype == _TIMES:
        return series
    if series.isna().all():  # an all-empty column arrives as object; an aware dtype must be given to it
        return pd.Series(pd.NaT, index=series.index, dtype=_TIMES)
    try:
        if not isinstance(series.dtype, pd.DatetimeTZDtype):
            stamps = [None if pd.isna(value) else pd.Timestamp(value) for value in series]
            if any(stamp is not None and stamp.tzinfo is None for stamp in stamps):
                # Mixed naive and aware dates would be taken for UTC silently by astype.
                raise SchemaError(schema.name, column.name, "holds a time without a zone")
            aware = [None if stamp is None else stamp.tz_convert("UTC") for stamp in stamps]
            return pd.Series(aware, index=series.index, dtype=_TIMES)
        cast: Series[Any] = series.dt.tz_convert("UTC").astype(_TIMES)
    except (ValueError, TypeError) as error:
        raise SchemaError(schema.name, column.name, f"holds something that is no time ({error})") from error
    return cast


def _flag(series: Series[Any], column: Column, schema: Schema) -> Series[Any]:
    if series.dtype == bool:
        return series
    if not series.dropna().isin([True, False]).all():
        raise SchemaError(schema.name, column.name, "holds something that is neither true nor false")
    return series if series.isna().any() else series.astype(bool)


def _number(series: Series[Any], column: Column, schema: Schema) -> Series[Any]:
    import pandas as pd

    if series.dtype in ("int64", "float64"):
        return series
    try:
        return pd.to_numeric(series)
    except (ValueError, TypeError) as error:
        raise SchemaError(schema.name, column.name, f"holds something that is no number ({error})") from error


def _count(series: Series[Any], column: Column, schema: Schema) -> Series[Any]:
    numbers = _number(series, column, schema)
    if numbers.isna().any():
        return numbers
    if (numbers < 0).any() or (numbers.dtype != "int64" and (numbers % 1 != 0).any()):
        raise SchemaError(schema.name, column.name, "holds a number that is no count (0, 1, 2 …)")
    return numbers if numbers.dtype == "int64" else numbers.astype("int64")


def _share(series: Series[Any], column: Column, schema: Schema) -> Series[Any]:
    numbers = _number(series, column, schema).astype("float64")
    if ((numbers < 0) | (numbers > 1)).any():
        raise SchemaError(schema.name, column.name, "holds a number outside 0 to 1")
    return numbers


_CASTS = {"text": _text, "time": _time, "flag": _flag, "count": _count, "share": _share}
