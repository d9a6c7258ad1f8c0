"""JSON from strangers: each complaint names its field."""

import pytest
from source_pairs import page_of

from researchkit.errors import ParseError
from researchkit.sources.answers import read_json


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "empty answer"),
        (b"<html>", "HTML"),
        (b'{"jobs": [', "no whole JSON"),
        (b'{"a": {"b": NaN}}', r"a\.b is no finite number"),
        (b'{"a": [1, 1e999]}', r"a\[1\] is no finite number"),
        (b'{"a": {"b": 1, "b": 2}}', r"a\.b is given twice"),
        (b'{"a": [{"b": "\\ud800"}]}', r"a\[0\]\.b holds half a character"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "nested deeper"),
        (b"[" * 100_000, "nested deeper"),
        (b"[" + b"[]," * 700_000 + b"0]", "more values"),
        (b"1" * 5000, "no readable JSON"),
        (b"\xff\xfe\x00", "no readable JSON"),
    ],
)
def test_what_is_wrong_is_named(content: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        read_json(page_of(content))


def test_a_long_text_full_of_commas_is_no_flood() -> None:
    assert read_json(page_of(b'{"text": "' + b"a, b " * 200_000 + b'"}')).need_text("text").startswith("a, b")


def test_a_field_of_another_kind_is_named_with_its_path() -> None:
    answer = read_json(page_of('{"jobs": [{"title": {"en": "x"}}]}'))
    with pytest.raises(ParseError, match=r"jobs\[0\]\.title is an object, text was expected"):
        answer.rows("jobs")[0].text("title")


def test_a_list_where_an_object_should_be_is_named() -> None:
    with pytest.raises(ParseError, match="jobs is an object, a list was expected"):
        read_json(page_of('{"jobs": {}}')).rows("jobs")


def test_a_field_that_must_be_there_is_named() -> None:
    with pytest.raises(ParseError, match=r"jobs\[0\] lacks 'title'"):
        read_json(page_of('{"jobs": [{}]}')).rows("jobs")[0].need_text("title")


def test_null_and_blank_count_as_absent() -> None:
    answer = read_json(page_of('{"a": null, "b": "  "}'))
    assert answer.text("a") is None
    assert answer.text("b") is None
    assert answer.text("a.c.d") is None
