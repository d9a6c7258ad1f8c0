from __future__ import annotations

import pytest

from researchkit.errors import AddressRefused, BadAnswer, NotCached, RobotsRefused, TooLarge, TooSlow
from researchkit.records import Request
from researchkit.web.statuses import bad_status, serves_stale, shown, to_failure

REQUEST = Request(source_id="feed", url="https://acme.example/")
URL = REQUEST.url


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (AddressRefused(URL, "no"), "failed"),
        (RobotsRefused(URL, "no"), "blocked"),
        (TooLarge(URL, "no"), "failed"),
        (TooSlow(URL, "no"), "failed"),
        (NotCached(URL, "no"), "not_tried"),
        (bad_status(URL, "acme.example", 403), "blocked"),
        (bad_status(URL, "acme.example", 429), "blocked"),
        (bad_status(URL, "acme.example", 404), "failed"),
        (bad_status(URL, "acme.example", 418), "failed"),
    ],
)
def test_every_error_has_an_outcome_a_reason_and_advice(error, outcome):
    failure = to_failure(REQUEST, error)
    assert failure.outcome == outcome
    assert failure.reason.endswith(".")
    assert failure.what_to_do


@pytest.mark.parametrize(
    ("error", "stale"),
    [
        (TooSlow(URL, ""), True),
        (TooLarge(URL, ""), True),
        (BadAnswer(URL, "reset"), True),
        (bad_status(URL, "a", 500), True),
        (bad_status(URL, "a", 429), True),
        (bad_status(URL, "a", 404), False),
        (bad_status(URL, "a", 403), False),
        (RobotsRefused(URL, ""), False),
        (AddressRefused(URL, ""), False),
    ],
)
def test_when_an_earlier_answer_stands_in(error, stale):
    assert serves_stale(error) is stale


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://u:p@acme.example/a", "https://acme.example/a"),
        ("https://acme.example/a?apikey=1&b=2", "https://acme.example/a?apikey=…&b=2"),
        ("https://acme.example/a?x_token=1#y", "https://acme.example/a?x_token=…"),
        ("https://acme.example/a?email=me@x.example", "https://acme.example/a?email=…"),
        ("https://acme.example/a?keyword=tea&author=b", "https://acme.example/a?keyword=tea&author=b"),
        ("http://[", "(an address that cannot be read)"),
    ],
)
def test_a_url_is_shown_without_secrets(url, seen):
    assert shown(url) == seen


def test_a_shown_url_is_one_short_line():
    line = shown("https://acme.example/\x1b[31m\u202e" + "a" * 900)
    assert len(line) <= 300
    assert line.isprintable()
