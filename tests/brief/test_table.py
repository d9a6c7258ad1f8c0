"""Frames as CSV: read back as they were, and shown as text by a spreadsheet."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from brief_dossier import HOSTILE, hostile, normal

from researchkit.brief.compose import brief
from researchkit.brief.export import export
from researchkit.brief.export.table import TABLES, table_of, to_csv
from researchkit.errors import ExportError

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","y")',
)


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text(formula):
    (_, (cell,)) = cells(to_csv(pd.DataFrame({"title": [formula]})))
    assert cell.startswith("'")


def test_a_column_named_as_a_formula_is_text():
    assert cells(to_csv(pd.DataFrame({"=1": ["x"]})))[0] == ["'=1"]


def test_numbers_stay_numbers():
    assert cells(to_csv(pd.DataFrame({"score": [-0.5, None], "count": [3, -4]})))[1:] == [["-0.5", "3"], ["", "-4"]]


def test_times_are_utc_and_what_is_absent_is_empty():
    moments = pd.Series([pd.Timestamp("2026-05-01 09:00", tz="Europe/Berlin"), pd.NaT])
    assert cells(to_csv(pd.DataFrame({"published": moments})))[1:] == [["2026-05-01 07:00:00"], [""]]


def test_lists_and_tables_are_one_cell():
    frame = pd.DataFrame({"checks": [["a", "b"], ()], "facts": [{"b": 1, "a": "é"}, None]})
    assert cells(to_csv(frame))[1:] == [["a; b", '{"a": "é", "b": 1}'], ["", ""]]


def test_quotes_and_breaks_stay_within_their_cell():
    texts = ['He said "no", then\nleft; twice', "a,b", '"', ""]
    assert [row[0] for row in cells(to_csv(pd.DataFrame({"text": texts})))[1:] if row] == [*texts[:3], ""]


def test_what_hides_or_turns_text_is_left_out():
    shown = to_csv(pd.DataFrame({"title": ["a\u202eb\x00c\x1b[31m\u200bd"]})).decode("utf-8-sig")
    assert "abc[31md" in shown


def test_excel_and_pandas_read_the_letters():
    content = to_csv(pd.DataFrame({"title": ["Łódź", "東京"]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(io.BytesIO(content))["title"].tolist() == ["Łódź", "東京"]


def test_columns_of_one_name_are_all_written():
    assert cells(to_csv(pd.DataFrame([[1, 2]], columns=["a", "a"]))) == [["a", "a"], ["1", "2"]]


def test_an_empty_frame_gives_its_names():
    assert cells(to_csv(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]


def test_each_event_stands_beside_its_quote_and_document():
    dossier = normal()
    table = table_of(dossier)
    assert table["event_id"].tolist() == dossier.events["event_id"].tolist()
    texts = dossier.documents.set_index("document_id")["text"]
    assert all(row.quote in texts[row.document_id] for row in table.itertuples())
    assert table["url"].notna().all()


@pytest.mark.parametrize("table", sorted({*TABLES} - {"changes"}))
def test_every_table_of_a_dossier_can_be_written(table):
    rows = cells(to_csv(table_of(normal(), table)))
    assert rows[0]


def test_a_first_run_has_no_changes_to_write():
    with pytest.raises(ExportError, match="no changes"):
        table_of(normal(), "changes")


def test_hostile_titles_are_text_in_every_cell(tmp_path):
    path = export(hostile().documents, tmp_path / "documents.csv")
    rows = cells(path.read_bytes())
    assert len(rows) == len(HOSTILE) + 1
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_a_page_is_no_table(tmp_path):
    with pytest.raises(ExportError, match="no table"):
        export(brief(normal()), tmp_path / "page.csv")


def test_a_frame_is_no_page(tmp_path):
    with pytest.raises(ExportError, match="Only the page"):
        export(normal().events, tmp_path / "page.pdf")


def test_what_is_no_frame_is_refused(tmp_path):
    with pytest.raises(ExportError, match="no table"):
        export("events", tmp_path / "events.csv")  # type: ignore[arg-type]
