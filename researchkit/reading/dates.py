"""Dates as the outside world writes them, with the precision they were written in; and the user's `since`."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from researchkit.errors import DateError
from researchkit.reading.months import MONTHS
from researchkit.records import Precision

Moment = tuple[datetime, Precision]

_FUTURE_ALLOWED = timedelta(days=1)
_EARLIEST_YEAR = 1990
_MAX_CHARS = 200
_ISO = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(Z|UTC|GMT|[A-Z]{2,4}|[+\-−]\s?\d{1,2}:?\d{0,2}(?::\d{2})?)?)?(?!\d)",
    re.IGNORECASE,
)
_ISO_BARE = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s*(Z|[+\-]\d{2}:?\d{2})?)?$")
_MONTH_ONLY = re.compile(r"^(\d{4})[-/.](\d{1,2})$")
_YEAR_ONLY = re.compile(r"^\d{4}$")
_YEAR_NONE = re.compile(r"(?<![+\-−:.\d])0\d{2,3}(?![\d:.])")  # the year 1, which some systems write for no date
_EPOCH = re.compile(r"^\d{9,10}(?:\.\d+)?$|^\d{12,13}$")
_CLOCK = re.compile(
    r"(?<![\d.:])(\d{1,2})\s*[:h]\s*(\d{2})(?::(\d{2}))?\s*([ap]\.?\s?m\b\.?)?\s*(?:uhr|hrs?|h)?\s*"
    r"\(?(Z|UTC|GMT|CEST|CET|BST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|ET|PT|IST|JST|KST|AEST|AEDT|[+\-−]\d{2}:?\d{2})?\b",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d.:/\-])(\d{1,2})([./\-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/\-]|[.:]\d)")
_YEAR_FIRST = re.compile(r"(?<![\d.:/\-])(\d{4})([./\-])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|°|\.|,|:e|\s?de|\s?di)?"
_DAY_MONTH = re.compile(
    rf"(?<![\d.:])(\d{{1,2}}){_ORDINAL}[\s\-/]*(?:de\s+|d['’]|of\s+)?([^\W\d_]{{3,12}})\.?,?[\s\-/]*"
    r"(?:de[l]?\s+|of\s+)?'?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]{{3,12}})\.?\s*(\d{{1,2}}){_ORDINAL}\s*,?\s+(?:at\s+)?(\d{{4}})(?!\d)", re.IGNORECASE
)
_MONTH_YEAR = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})(?![\d])", re.IGNORECASE)
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 1, "cet": 1, "met": 1, "cest": 2, "mest": 2, "mez": 1,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "ist": 5.5, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12,
    "nzdt": 13, "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "ct": -6, "mst": -7, "mdt": -6, "mt": -7,
    "pst": -8, "pdt": -7, "pt": -8,
}  # fmt: skip
_SPAN = re.compile(r"^(?:last\s+|past\s+)?(\d{1,5})?\s*([a-z]+)(?:\s+ago)?$", re.IGNORECASE)
_UNIT_DAYS = {
    "h": 1 / 24, "hour": 1 / 24, "d": 1, "day": 1, "w": 7, "wk": 7, "week": 7, "fortnight": 14, "mo": 30.44, "m": 30.44,
    "month": 30.44, "q": 91.31, "quarter": 91.31, "y": 365.25, "yr": 365.25, "year": 365.25,
}  # fmt: skip


def parse_date(value: str | time.struct_time | datetime | date, *, default_tz: tzinfo = UTC) -> Moment | None:
    """Return the moment in UTC and its precision, or None when `value` names no date for certain.

    `default_tz` is the zone of a clock time written without one. A struct_time is UTC, as feedparser makes it. A
    midnight is a day without a clock: it stays that day, at 00:00 UTC. 03/04/2026 names no date for certain.
    """
    moment = parse_local(value, default_tz=default_tz)
    return (moment[0].astimezone(UTC), moment[1]) if moment else None


def parse_local(
    value: str | time.struct_time | datetime | date, *, default_tz: tzinfo = UTC, day_first: bool | None = None
) -> Moment | None:
    """Return the moment in the zone it was written in, so that its date is the one a reader saw.

    `day_first` settles 03/04/2026 where the page's language tells; None leaves it unread.
    """
    try:
        if isinstance(value, str):
            return _parse_text(" ".join(value.split())[:_MAX_CHARS], default_tz, day_first)
        if isinstance(value, datetime):
            return _at(value if value.tzinfo else value.replace(tzinfo=default_tz))
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day, tzinfo=UTC), "day"
        return _at(datetime(*value[:6], tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _at(moment: datetime) -> Moment:
    """Tell a day from a second: nobody publishes at 00:00:00 sharp, but every tool writes it for "no clock"."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC), "day"
    moment.astimezone(UTC)  # a moment at the edge of the calendar overflows here rather than later
    return moment.replace(microsecond=0), "second"


def _parse_text(text: str, zone: tzinfo, day_first: bool | None) -> Moment | None:
    if not any(map(str.isdigit, text)):
        return None
    for read in (_read_iso, _read_bare):
        found = read(text, zone)
        if found:
            return found
    if match := _MONTH_ONLY.match(text):
        return datetime(int(match[1]), int(match[2]), 1, tzinfo=UTC), "month"
    if _YEAR_ONLY.match(text):
        return (datetime(int(text), 1, 1, tzinfo=UTC), "year") if "1000" < text < "3000" else None
    if _EPOCH.match(text):
        seconds = float(text) / (1000 if len(text) > 11 and "." not in text else 1)
        return _at(datetime.fromtimestamp(seconds, UTC))
    return _read_mail(text, zone) or _read_words(text, zone, day_first)


def _read_iso(text: str, zone: tzinfo) -> Moment | None:
    match = _ISO.match(text)
    if not match:
        return None
    day = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    if match[4] is None:
        return day, "day"
    hour, minute, second = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)
    if hour == 24:
        return day, "day"
    return _at(day.replace(hour=hour, minute=minute, second=second, tzinfo=_zone(match[7], zone)))


def _read_bare(text: str, zone: tzinfo) -> Moment | None:
    match = _ISO_BARE.match(text)
    if not match or not "1900" < match[1] < "2200":
        return None
    day = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    if match[4] is None:
        return day, "day"
    clock = day.replace(hour=int(match[4]), minute=int(match[5]), second=int(match[6] or 0))
    return _at(clock.replace(tzinfo=_zone(match[7], zone)))


def _read_mail(text: str, zone: tzinfo) -> Moment | None:
    if _YEAR_NONE.search(text):  # email.utils would take it for one of two digits
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:  # RFC 5322's -0000, or no zone at all, or letters that email.utils does not know
        name = text.rsplit(" ", 1)[-1]
        moment = moment.replace(tzinfo=_zone(name if name.isalpha() else None, zone))
    return _at(moment)


def _zone(name: str | None, default: tzinfo) -> tzinfo:
    if not name:
        return default
    plain = name.replace("−", "-").replace(" ", "").replace(":", "").lower()
    if plain[0] in "+-":
        hours, minutes = int(plain[1:3]), int(plain[3:5] or 0)
        if hours > 15 or minutes > 59:
            return default
        return timezone((timedelta(hours=hours, minutes=minutes)) * (-1 if plain[0] == "-" else 1))
    return timezone(timedelta(hours=_ZONES[plain])) if plain in _ZONES else default


def _read_words(text: str, zone: tzinfo, day_first: bool | None) -> Moment | None:
    found = read_day(text, day_first=day_first)
    if found is None or found[1] != "day":
        return found
    clock = _CLOCK.search(text)
    if not clock or int(clock[1]) > 23 or int(clock[2]) > 59:
        return found
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower().startswith("p") else 0)
    made = found[0].replace(hour=hour, minute=int(clock[2]), second=min(int(clock[3] or 0), 59))
    return _at(made.replace(tzinfo=_zone(clock[5], zone)))


def read_day(text: str, *, day_first: bool | None = None) -> Moment | None:
    """Return the first day (or month) that stands in running `text`, at 00:00 UTC; None when there is none."""
    for pattern, order in ((_YEAR_FIRST, (1, 3, 4)), (_EAST_ASIAN, (1, 2, 3))):
        if match := pattern.search(text):
            made = _made(match[order[0]], int(match[order[1]]), match[order[2]] or "")
            if made:
                return made
    for pattern, order in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2))):
        for match in pattern.finditer(text):
            made = _made(match[order[0]], MONTHS.get(match[order[1]].lower(), 0), match[order[2]])
            if made:
                return made
    if match := _NUMERIC.search(text):
        made = _numeric(match, day_first)
        if made:
            return made
    for match in _MONTH_YEAR.finditer(text):
        made = _made(match[2], MONTHS.get(match[1].lower(), 0), "")
        if made:
            return made
    return None


def _numeric(match: re.Match[str], day_first: bool | None) -> Moment | None:
    first, second = int(match[1]), int(match[3])
    year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
    if len(match[4]) == 2 and match[2] != ".":
        return None
    if match[2] == ".":  # only day-first countries write dots
        return _made(year, second, str(first))
    if first > 12 or second > 12 or first == second:
        day, month = (first, second) if first > 12 or first == second else (second, first)
        return _made(year, month, str(day))
    if day_first is None:
        return None
    return _made(year, second, str(first)) if day_first else _made(year, first, str(second))


def _made(year: str, month: int, day: str) -> Moment | None:
    if not 1 <= month <= 12 or not 1900 <= int(year) <= 2200:
        return None
    try:
        return datetime(int(year), month, int(day) if day else 1, tzinfo=UTC), "day" if day else "month"
    except ValueError:
        return None


def gate(
    published: datetime | None, precision: Precision | None, *, fetched: datetime
) -> tuple[datetime | None, Precision | None]:
    """Return the date if it can be true, else (None, None): at most a day after `fetched`, from 1990 on.

    A coarse date (month, year) may lie anywhere up to the end of its span's start: 2026-11-01 for "November 2026".
    """
    if published is None:
        return None, None
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    if published.year < _EARLIEST_YEAR or published > fetched + _FUTURE_ALLOWED:
        return None, None
    return published, precision or _at(published)[1]


def parse_since(since: str | date | timedelta, now: datetime) -> datetime:
    """Return the moment from which on to look: "90d", "6 months", "2026-01-01", a date or a span before `now`.

    Months and years step the calendar. Raises DateError for what is no time, or lies after `now`.
    """
    moment = _since(since, now)
    if moment is None:
        raise DateError(f"{since!r} is neither a span nor a date", do='Write "90d", "6 months" or "2026-01-01"')
    if moment > now:
        raise DateError(f"{since!r} lies after {now.date().isoformat()}", do="Give a time in the past")
    return moment


def _since(since: str | date | timedelta, now: datetime) -> datetime | None:
    if isinstance(since, timedelta):
        return _back(now, abs(since))
    if not isinstance(since, str):
        moment = parse_local(since)
        return moment[0].astimezone(UTC) if moment else None
    text = " ".join(since.split()).lower()
    if text in _NAMED_DAYS:
        return _back(now, timedelta(days=_NAMED_DAYS[text]))
    span = _SPAN.match(text)
    if span:
        unit = span[2] if span[2] in _UNIT_DAYS else span[2].removesuffix("s")
        if unit not in _UNIT_DAYS or (span[1] is None and len(unit) < 3):
            return None
        return _step_back(now, int(span[1] or 1), unit)
    moment = parse_date(text)
    return moment[0] if moment else None


_NAMED_DAYS: dict[str, int] = {"today": 0, "yesterday": 1}
_UNIT_MONTHS: dict[str, int] = {"mo": 1, "m": 1, "month": 1, "q": 3, "quarter": 3, "y": 12, "yr": 12, "year": 12}


def _step_back(now: datetime, count: int, unit: str) -> datetime | None:
    if unit not in _UNIT_MONTHS:
        return _back(now, timedelta(days=count * _UNIT_DAYS[unit]))
    months = now.year * 12 + now.month - 1 - count * _UNIT_MONTHS[unit]
    if months < 12:
        return None
    year, month = divmod(months, 12)
    for day in (now.day, 30, 29, 28):  # 31 March less one month is the last of February
        try:
            return now.replace(year=year, month=month + 1, day=min(day, now.day))
        except ValueError:
            continue
    return None


def _back(now: datetime, span: timedelta) -> datetime | None:
    try:
        return now - span
    except OverflowError:
        return None


__all__: Sequence[str] = ("Moment", "gate", "parse_date", "parse_local", "parse_since", "read_day")
