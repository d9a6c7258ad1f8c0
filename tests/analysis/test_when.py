from datetime import UTC, datetime

import pytest

from researchkit.analysis.when import when

PUBLISHED = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("The service failed on Tuesday", 2026, 3, 10),
        ("announced Thursday", 2026, 3, 12),
        ("It said yesterday that", 2026, 3, 11),
        ("The outage of 2 March 2026", 2026, 3, 2),
        ("On November 2, 2025, at 11:43 UTC", 2025, 11, 2),
        ("On Feb. 27 the board", 2026, 2, 27),
        ("the breach of 28 December", 2025, 12, 28),
        ("in January it moved", 2026, 1, 1),
        ("Incident 2026-03-01", 2026, 3, 1),
    ],
)
def test_a_day_is_read_against_the_publication(text, year, month, day):
    assert when(text, PUBLISHED) == datetime(year, month, day, tzinfo=UTC)


@pytest.mark.parametrize("text", ["It opened a plant", "You may try it", "in March it said", "99 March 32", "May I?"])
def test_words_without_a_day_say_none(text):
    assert when(text, PUBLISHED) is None


def test_history_is_not_the_day_of_the_news():
    assert when("as in the crash of 4 June 2019", PUBLISHED) is None


def test_a_plan_looks_ahead():
    assert when("will open on Monday", PUBLISHED, coming=True) == datetime(2026, 3, 16, tzinfo=UTC)


def test_a_plan_in_a_month_looks_ahead():
    assert when("the plant opens in May", PUBLISHED, coming=True) == datetime(2026, 5, 1, tzinfo=UTC)


def test_without_a_publication_only_a_full_date_counts():
    assert when("on Tuesday", None) is None
    assert when("on 3 March 2026", None) == datetime(2026, 3, 3, tzinfo=UTC)
