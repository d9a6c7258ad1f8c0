"""Every source against answers that are not what they should be: a ParseError or rows that were there, nothing else.

Each fixture page is served in place of itself empty, as HTML, cut, nested, with fields of another kind; whatever comes
back must be told from a crash, and no row may have a title that the whole page does not give.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from source_pairs import FIXTURES, page_of, pairs, parse, told

from researchkit.errors import ParseError
from researchkit.records import Entry, Request

PAIRS = pairs()
FORBIDDEN = b"<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>"
# What these read may be any text or page: the user's own file.
ANYTHING = {"saved"}
STRANGE = {
    "empty": b"",
    "blank": b"  \n\t ",
    "forbidden": FORBIDDEN,
    "prose": b"Too many requests. Please slow down.",
    "null": b"null",
    "number": b"17",
    "text": b'"sorry"',
    "object": b'{"error": "not found", "code": 404}',
    "objects": b'[{"error": "not found"}]',
    "deep": b"[" * 5000,
    "deep object": b'{"a":' * 5000,
    "nan": b'{"jobs": [{"title": NaN}], "incidents": NaN, "hits": [NaN]}',
    "surrogate": b'{"jobs": [{"title": "\\ud800"}], "hits": [{"title": "\\udfff"}], "articles": ["\\ud800"]}',
    "bytes": bytes(range(256)) * 4,
    "xml": b"<?xml version='1.0'?><other><thing>1</thing></other>",
}
REPLACEMENTS: tuple[object, ...] = ({"strange": 1}, ["strange"], 12345, True, None, "", "\ud800", float("inf"))


def attempt(pair: Path, content: bytes) -> list[Entry | Request]:
    """Return the rows, or nothing for a ParseError; any other exception passes through and fails the test."""
    written = json.loads(pair.read_text("utf-8"))
    page = page_of(content, url=written["url"], step=written["step"])
    try:
        return parse(pair.parent.name, page)
    except ParseError as error:
        complaint = error.what
    assert complaint.strip()
    assert "\n" not in complaint
    return []


def whole(pair: Path) -> bytes:
    return (pair.parent / json.loads(pair.read_text("utf-8"))["page"]).read_bytes()


def titles(rows: list[Entry | Request]) -> set[str]:
    return {row.title for row in rows if isinstance(row, Entry)}


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("pair", PAIRS, ids=[str(path.relative_to(FIXTURES)) for path in PAIRS])
def test_a_strange_answer_gives_no_rows(pair: Path, kind: str) -> None:
    rows = attempt(pair, STRANGE[kind])
    if pair.parent.name not in ANYTHING:
        assert [told(row) for row in rows if isinstance(row, Entry)] == []


@pytest.mark.parametrize("pair", PAIRS, ids=[str(path.relative_to(FIXTURES)) for path in PAIRS])
def test_a_cut_page_invents_nothing(pair: Path) -> None:
    content = whole(pair)
    known = titles(attempt(pair, content))
    for place in range(0, len(content), max(len(content) // 24, 1)):
        for title in titles(attempt(pair, content[:place])) - known:
            assert pair.parent.name in ANYTHING or title.rstrip("…")[:12] in content.decode("utf-8", "replace"), title


def variants(value: object) -> Iterator[object]:
    """Yield `value` with one of its parts replaced by something of another kind, for every part."""
    places: list[tuple[object, object]] = []
    pending = [value]
    while pending:
        here = pending.pop()
        keys = here.keys() if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        for key in keys:
            places.append((here, key))
            pending.append(here[key])  # type: ignore[index]
    for holder, key in places:
        kept = holder[key]  # type: ignore[index]
        for replacement in REPLACEMENTS:
            holder[key] = copy.deepcopy(replacement)  # type: ignore[index]
            yield value
        holder[key] = kept  # type: ignore[index]


# GDELT's page is broken JSON, as GDELT serves it.
JSON_PAIRS = [path for path in PAIRS if whole(path)[:1] in (b"{", b"[") and path.parent.name != "gdelt"]


@pytest.mark.parametrize("pair", JSON_PAIRS, ids=[str(path.relative_to(FIXTURES)) for path in JSON_PAIRS])
def test_a_field_of_another_kind_never_crashes(pair: Path) -> None:
    for variant in variants(json.loads(whole(pair))):
        attempt(pair, json.dumps(variant).encode())
