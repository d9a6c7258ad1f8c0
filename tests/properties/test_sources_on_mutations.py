"""Every source's parse on its own fixtures, cut, spliced and overwritten: rows or a ParseError, soon."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))

from source_pairs import FIXTURES, page_of, pairs, parse

from researchkit.errors import ParseError

PAIRS = pairs()
SEEDS = [(json.loads(pair.read_text("utf-8")), pair) for pair in PAIRS]
PIECES = (
    *(b"<", b">", b"&", b"\0", b"\xff\xfe", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;"),
    *(
        b"<item>",
        b"</item>",
        b"<a href='http://['>",
        b"{",
        b"}",
        b"[" * 200,
        b'"',
        b"\\ud800",
        b"NaN",
        b"1e999",
        b"null",
    ),
    *(
        b"9" * 400,
        b"0001-01-01T00:00:00Z",
        b"9999-12-31T23:59:59-23:59",
        b"javascript:",
        b"http://[::1",
        b"\xe2\x80\xae",
    ),
)


@st.composite
def mutations(draw: st.DrawFn, content: bytes) -> bytes:
    """A fixture with up to five pieces cut out, doubled, moved or replaced."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        piece = draw(st.sampled_from((*PIECES, content[start:end] * 3, b"")))
        content = content[:start] + piece + content[end:]
    return content


@pytest.mark.parametrize(("written", "pair"), SEEDS, ids=[str(path.relative_to(FIXTURES)) for path in PAIRS])
@settings(
    max_examples=25,
    deadline=timedelta(seconds=3),
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_a_mutated_page_gives_rows_or_a_parse_error(written, pair, data):
    content = data.draw(mutations((pair.parent / written["page"]).read_bytes()))
    try:
        rows = parse(pair.parent.name, page_of(content, url=written["url"], step=written["step"]))
    except ParseError as error:
        rows, complaint = [], str(error)
        assert complaint.strip()
    for row in rows:
        row.url.encode()
