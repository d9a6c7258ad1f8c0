"""When it happened: a date in the words of a text, read against the day it was published."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (20\d\d)\b)?", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})\b\.?(?:,? (20\d\d)\b)?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(next |this coming )?(" + "|".join(_DAYS) + r")\b(?! (?:briefing|quiz|newsletter))", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b(yesterday|today|tomorrow|this morning|last night|earlier today)\b", re.IGNORECASE)
_IN_MONTH = re.compile(
    rf"\b(?:in|since|during|last|this) (?:early |late |mid-)?({_MONTH})\b(?:,? (20\d\d)\b)?(?! \d)", re.IGNORECASE
)
_SHIFTS = {"yesterday": -1, "last night": -1, "tomorrow": 1}
_FARTHEST = timedelta(days=200)


def when(text: str, published: datetime | None, *, coming: bool = False) -> datetime | None:
    """Return the day that `text` names for its happening (UTC midnight), or None when it names none.

    A weekday or a month without a year is the last one up to `published`; the next one when `coming` (a plan).
    Without `published` only a full date counts. A day more than 200 days away from `published` is history, not news.
    """
    for read in (_iso, _calendar, _relative, _weekday, _in_month):
        found = read(text, published, coming)
        if found is not None:
            near = published is None or abs(found - published) <= _FARTHEST
            return found if near else None
    return None


def _iso(text: str, published: datetime | None, coming: bool) -> datetime | None:
    match = _ISO.search(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _calendar(text: str, published: datetime | None, coming: bool) -> datetime | None:
    match = _MONTH_DAY.search(text)
    if match:
        month, day, year = _MONTHS[match[1].lower()], int(match[2]), match[3]
    elif match := _DAY_MONTH.search(text):
        month, day, year = _MONTHS[match[2].lower()], int(match[1]), match[3]
    else:
        return None
    if year:
        return _day(int(year), month, day)
    return _nearest_year(month, day, published, coming) if published else None


def _relative(text: str, published: datetime | None, coming: bool) -> datetime | None:
    match = _RELATIVE.search(text)
    return _midnight(published) + timedelta(days=_SHIFTS.get(match[1].lower(), 0)) if match and published else None


def _weekday(text: str, published: datetime | None, coming: bool) -> datetime | None:
    match = _WEEKDAY.search(text)
    if not match or not published:
        return None
    midnight = _midnight(published)
    wanted = _DAYS.index(match[2].lower())
    if match[1] or coming:
        return midnight + timedelta(days=(wanted - midnight.weekday() - 1) % 7 + 1)
    return midnight - timedelta(days=(midnight.weekday() - wanted) % 7)


def _in_month(text: str, published: datetime | None, coming: bool) -> datetime | None:
    match = _IN_MONTH.search(text)
    if not match:
        return None
    month = _MONTHS[match[1].lower()]
    if match[2]:
        return _day(int(match[2]), month, 1)
    if published is None or (published.month == month and not coming):
        return None  # "this month" says no more than the publication date does
    return _nearest_year(month, 1, published, coming)


def _nearest_year(month: int, day: int, published: datetime, coming: bool) -> datetime | None:
    """Return that day in the last year in which it lies before `published`, or the first after it when `coming`."""
    reach = published + timedelta(days=1)
    for year in (published.year, published.year - 1) if not coming else (published.year, published.year + 1):
        found = _day(year, month, day)
        if found and (found <= reach if not coming else found >= published - timedelta(days=1)):
            return found
    return None


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
