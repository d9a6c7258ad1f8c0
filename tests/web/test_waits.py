from __future__ import annotations

from datetime import UTC, datetime

import pytest

from researchkit.web.limits import WebSettings
from researchkit.web.waits import AskedToWait, in_words, retry_after_s, wait_before_retry

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5.0),
        (" 120 ", 120.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("86400", 86400.0),
        ("Mon, 04 May 2026 12:00:30 GMT", 30.0),
        ("Mon, 04 May 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1e3", None),
        ("٣", None),
        ("Mon, 99 Foo 2026", None),
        ("99999999999999999999", None),
    ],
)
def test_what_retry_after_says(header, seconds):
    assert retry_after_s(header, now=NOW) == seconds


@pytest.mark.parametrize(
    ("told_s", "tries", "waited"),
    [(5.0, 1, True), (60.0, 2, True), (61.0, 1, False), (86400.0, 1, False), (5.0, 3, False), (None, 1, True)],
)
def test_when_it_is_waited(told_s, tries, waited):
    asked = AskedToWait("https://acme.example/", "busy", status=429, retry_after_s=told_s)
    wait_s = wait_before_retry(asked, tries=tries, settings=WebSettings())
    assert (wait_s is not None) is waited
    if wait_s is not None and told_s is not None:
        assert wait_s > told_s


def test_without_a_word_the_waits_grow():
    asked = AskedToWait("https://acme.example/", "busy", status=503)
    assert [wait_before_retry(asked, tries=tries, settings=WebSettings()) for tries in (1, 2)] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (40, "40 seconds"), (60, "1 minute"), (7200, "2 hours"), (86400, "1 day"), (864000, "10 days")],
)
def test_a_wait_in_words(seconds, words):
    assert in_words(seconds) == words
