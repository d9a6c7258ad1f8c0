"""conform() holds a frame to its schema."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from researchkit.errors import SchemaError
from researchkit.frames import COVERAGE, DOCUMENTS, SCHEMAS, Column, Schema, conform, empty

TOY = Schema(
    "TOY",
    (
        Column("name", "text"),
        Column("mood", "text", optional=True, values=("good", "bad")),
        Column("when", "time", optional=True),
        Column("sure", "flag"),
        Column("times", "count"),
        Column("share", "share"),
    ),
    key="name",
)


def row(**change: object) -> pd.DataFrame:
    plain = {"name": "a", "mood": None, "when": None, "sure": True, "times": 1, "share": 0.5}
    return pd.DataFrame([plain | change])


def test_columns_come_out_in_the_order_of_the_schema():
    assert list(conform(row()[["share", "times", "sure", "when", "mood", "name"]], TOY).columns) == TOY.names


def test_columns_of_the_user_stay_on_the_right():
    assert list(conform(row(mine=3), TOY).columns)[-1] == "mine"


def test_the_callers_frame_is_not_changed():
    frame = row(times=1.0)
    conform(frame, TOY)
    assert frame["times"].dtype == "float64"


def test_a_column_of_no_dates_is_a_column_of_times():
    assert str(conform(row(), TOY)["when"].dtype) == "datetime64[us, UTC]"


def test_times_of_other_zones_become_utc():
    frame = conform(row(when=datetime.fromisoformat("2026-11-20T12:00:00+02:00")), TOY)
    assert frame["when"][0] == pd.Timestamp("2026-11-20T10:00:00Z")


def test_a_frame_without_rows_keeps_its_types():
    assert str(empty(TOY)["when"].dtype) == "datetime64[us, UTC]"


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_every_schema_survives_parquet(schema: Schema, tmp_path):
    path = tmp_path / "frame.parquet"
    empty(schema).to_parquet(path)
    pd.testing.assert_frame_equal(conform(pd.read_parquet(path), schema), empty(schema))


def test_absent_text_is_none_after_parquet(tmp_path):
    path = tmp_path / "frame.parquet"
    conform(row(), TOY).to_parquet(path)
    assert conform(pd.read_parquet(path), TOY)["mood"][0] is None


@pytest.mark.parametrize(
    ("change", "column", "problem"),
    [
        ({"name": None}, "name", "absent in row 0"),
        ({"name": 3}, "name", "not text"),
        ({"mood": "so-so"}, "mood", "one of good, bad expected"),
        ({"when": datetime(2026, 1, 1)}, "when", "without a zone"),  # noqa: DTZ001 - the naive date is the point
        ({"when": "soon"}, "when", "no time"),
        ({"sure": "yes"}, "sure", "neither true nor false"),
        ({"times": -1}, "times", "no count"),
        ({"times": 1.5}, "times", "no count"),
        ({"times": "many"}, "times", "no number"),
        ({"share": 1.2}, "share", "outside 0 to 1"),
    ],
)
def test_a_breach_names_the_column_and_the_problem(change, column, problem):
    with pytest.raises(SchemaError, match=problem) as caught:
        conform(row(**change), TOY)
    assert (caught.value.schema, caught.value.column) == ("TOY", column)


def test_naive_and_aware_dates_in_one_column_are_refused():
    naive = pd.concat([row(), row(name="b", when=datetime(2026, 1, 1))])  # noqa: DTZ001
    aware = pd.concat([naive, row(name="c", when=datetime(2026, 1, 1, tzinfo=UTC))])
    with pytest.raises(SchemaError, match="without a zone"):
        conform(aware, TOY)


def test_a_missing_column_is_named():
    with pytest.raises(SchemaError, match=r"TOY\.sure: is missing"):
        conform(row().drop(columns="sure"), TOY)


def test_two_rows_of_one_name_are_refused():
    with pytest.raises(SchemaError, match="more than one row"):
        conform(pd.concat([row(), row()]), TOY)


def test_frames_only_grow_to_the_right():
    names = [SCHEMAS[name].names for name in ("DOCUMENTS", "RANKED", "CLUSTERED")]
    assert names[1][: len(names[0])] == names[0]
    assert names[2][: len(names[1])] == names[1]


def test_coverage_knows_five_outcomes():
    assert COVERAGE.columns[2].values == ("found", "none", "blocked", "failed", "not_tried")


def test_documents_may_lack_a_date_but_not_a_title():
    optional = {column.name: column.optional for column in DOCUMENTS.columns}
    assert (optional["published"], optional["title"]) == (True, False)
