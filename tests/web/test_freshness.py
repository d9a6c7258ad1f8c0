from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from researchkit.records import Entry, Request
from researchkit.web.freshness import conditional_headers, is_fresh, is_no_store, max_age_s, validators
from researchkit.web.limits import WebSettings
from researchkit.web.store import Stored

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ENTRY = Entry(source_id="feed", kind="news", url="https://acme.example/a", title="A")
LISTING = Request(source_id="feed", url="https://acme.example/feed")
ARTICLE = Request(source_id="feed", url="https://acme.example/a", entry=ENTRY)


def stored(*, age: timedelta = timedelta(0), **fields: object) -> Stored:
    return Stored(url="u", status=200, content_type="", fetched=NOW - age, content=b"x", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kept", "request_", "settings", "fresh"),
    [
        (stored(), LISTING, WebSettings(), False),
        (stored(age=timedelta(seconds=30), max_age_s=60.0), LISTING, WebSettings(), True),
        (stored(age=timedelta(seconds=90), max_age_s=60.0), LISTING, WebSettings(), False),
        (stored(age=timedelta(days=2), max_age_s=1e9), LISTING, WebSettings(), False),
        (stored(age=timedelta(minutes=5)), LISTING, WebSettings(max_age_s=600), True),
        (stored(age=timedelta(days=6)), ARTICLE, WebSettings(), True),
        (stored(age=timedelta(days=8)), ARTICLE, WebSettings(), False),
        (stored(age=timedelta(days=1), max_age_s=0.0), ARTICLE, WebSettings(), False),
        (stored(age=-timedelta(days=1)), ARTICLE, WebSettings(), False),  # the clock went back
        (stored(no_store=True), ARTICLE, WebSettings(), False),
    ],
)
def test_when_a_stored_answer_will_do(kept, request_, settings, fresh):
    assert is_fresh(kept, request_, now=NOW, settings=settings) is fresh


@pytest.mark.parametrize(
    ("header", "etag"),
    [
        ('"abc"', '"abc"'),
        ('W/"abc"', 'W/"abc"'),
        ("abc", ""),
        ('"' + "x" * 5000 + '"', ""),
        ('"a\r\nX-Evil: 1"', ""),
        ('""', ""),
    ],
)
def test_only_an_etag_that_is_one_is_sent_back(header, etag):
    assert validators({"etag": header})[0] == etag


@pytest.mark.parametrize(
    ("header", "kept"),
    [("Mon, 04 May 2026 12:00:00 GMT", True), ("yesterday", False), ("Mon, 04 May 2026 12:00:00 GMT" * 9, False)],
)
def test_only_a_date_is_sent_back(header, kept):
    assert bool(validators({"last-modified": header})[1]) is kept


def test_what_is_asked_with():
    assert conditional_headers(stored(etag='"1"', last_modified="d")) == {
        "If-None-Match": '"1"',
        "If-Modified-Since": "d",
    }
    assert conditional_headers(stored()) == {}


@pytest.mark.parametrize(
    ("header", "age_s"),
    [
        ("max-age=60", 60.0),
        ("public, MAX-AGE=60, s-maxage=5", 60.0),
        ("no-cache", 0.0),
        ("no-store, max-age=60", 0.0),
        ("max-age=-1", None),
        ("max-age=99999999999999999999999", 999999999999.0),
        ("max-age=lots", None),
        ("", None),
        (",,,=;=", None),
    ],
)
def test_how_long_the_site_says_it_holds(header, age_s):
    assert max_age_s({"cache-control": header}) == age_s


def test_no_store_is_seen():
    assert is_no_store({"cache-control": "private, No-Store"})
    assert not is_no_store({"cache-control": "max-age=1"})
