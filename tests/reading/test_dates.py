import time
from datetime import UTC, date, datetime, timedelta

import pytest

from researchkit.errors import DateError
from researchkit.reading.dates import gate, parse_date, parse_local, parse_since

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2026-05-12T10:30:00Z", datetime(2026, 5, 12, 10, 30, tzinfo=UTC), "second"),
        ("2026-05-12T10:30:00.123456+02:00", datetime(2026, 5, 12, 8, 30, tzinfo=UTC), "second"),
        ("Tue, 12 May 2026 10:00:00 EST", datetime(2026, 5, 12, 15, tzinfo=UTC), "second"),
        ("12. Mai 2026, 14:30 Uhr", datetime(2026, 5, 12, 14, 30, tzinfo=UTC), "second"),
        ("May 12th, 2026 at 3:05 pm ET", datetime(2026, 5, 12, 20, 5, tzinfo=UTC), "second"),
        ("1778580000", datetime(2026, 5, 12, 10, 0, tzinfo=UTC), "second"),
        ("1778580000000", datetime(2026, 5, 12, 10, 0, tzinfo=UTC), "second"),
        ("2026-05-12", datetime(2026, 5, 12, tzinfo=UTC), "day"),
        ("2026-05-12T00:00:00+02:00", datetime(2026, 5, 12, tzinfo=UTC), "day"),
        ("12 de mayo de 2026", datetime(2026, 5, 12, tzinfo=UTC), "day"),
        ("2026年5月12日", datetime(2026, 5, 12, tzinfo=UTC), "day"),
        ("23/04/2026", datetime(2026, 4, 23, tzinfo=UTC), "day"),
        ("12.05.26", datetime(2026, 5, 12, tzinfo=UTC), "day"),
        ("20260512", datetime(2026, 5, 12, tzinfo=UTC), "day"),
        ("2026-05", datetime(2026, 5, 1, tzinfo=UTC), "month"),
        ("Mai 2026", datetime(2026, 5, 1, tzinfo=UTC), "month"),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC), "year"),
    ],
)
def test_dates_are_read_with_their_precision(value: str, expected: datetime, precision: str) -> None:
    assert parse_date(value) == (expected, precision)


@pytest.mark.parametrize(
    "value", ["", "soon", "03/04/2026", "2026-13-45", "9" * 30, "9999-12-31T23:59:59-12:00", "31.02.2026"]
)
def test_what_names_no_date_for_certain_is_none(value: str) -> None:
    assert parse_date(value) is None


def test_the_language_settles_which_number_is_the_day() -> None:
    british, american = (parse_local("03/04/2026", day_first=flag) for flag in (True, False))
    assert british is not None
    assert american is not None
    assert (british[0].month, american[0].month) == (4, 3)


def test_a_struct_time_is_utc() -> None:
    assert parse_date(time.struct_time((2026, 5, 12, 10, 0, 0, 1, 132, 0))) == (
        datetime(2026, 5, 12, 10, tzinfo=UTC),
        "second",
    )


def test_a_future_date_is_dropped_and_tomorrow_is_not() -> None:
    assert gate(NOW + timedelta(days=3), "second", fetched=NOW) == (None, None)
    assert gate(NOW + timedelta(hours=20), "second", fetched=NOW)[0] is not None


def test_a_date_before_the_web_is_dropped() -> None:
    assert gate(datetime(1970, 1, 1, tzinfo=UTC), "second", fetched=NOW) == (None, None)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("90d", NOW - timedelta(days=90)),
        ("6 months", datetime(2026, 5, 23, 12, tzinfo=UTC)),
        ("1y", datetime(2025, 11, 23, 12, tzinfo=UTC)),
        ("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)),
        (date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)),
        (timedelta(days=2), NOW - timedelta(days=2)),
    ],
)
def test_since_is_a_span_or_a_date(since: str | date | timedelta, expected: datetime) -> None:
    assert parse_since(since, NOW) == expected


@pytest.mark.parametrize("since", ["", "never", "5", "2027-01-01", "99999y", "90 parsecs"])
def test_since_that_is_no_time_says_what_to_write(since: str) -> None:
    with pytest.raises(DateError):
        parse_since(since, NOW)
