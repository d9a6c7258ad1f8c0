"""GDELT's search of the last months, answered from the kept articles of whole days, in the search's own form."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from researchkit.bulk.articles import Articles, Day, since_of
from researchkit.errors import DiskError
from researchkit.records import Company, Request
from researchkit.sources.gdelt import LANGUAGES, SEARCH, Gdelt
from researchkit.web.mirror import Reflection

_LOG = logging.getLogger("researchkit.bulk")
_PHRASE = re.compile(r'"([^"]+)"')
_MONTHS = re.compile(r"(\d{1,2})months")
_NAMED = {code: name.capitalize() for name, code in LANGUAGES.items()}
_TOLD_DAYS = 3  # that are told one by one


def table_of(folder: Path) -> Path:
    """Return where the kept articles lie."""
    return folder / "gdelt.sqlite"


def phrases(companies: Iterable[Company]) -> list[str]:
    """Return what the source will ask of GDELT for these companies, where it is one phrase in quotes."""
    source = Gdelt()
    asked = (
        _phrase(place.target)
        for company in companies
        if source.name not in company.disabled
        for place in source.places(company)
    )
    return sorted({phrase for phrase in asked if phrase})


class GdeltMirror:
    """Answers the search for one phrase from the days that were read for it. Other queries are GDELT's to answer.

    The search looks through whole articles, the files hold their titles: what the mirror finds is what names the
    company in its title, which is what the source keeps in the end.
    """

    def __init__(self, folder: Path) -> None:
        self._table = table_of(folder)

    def reflect(self, request: Request, *, now: datetime) -> Reflection | None:
        """Return the articles of the kept days; `whole` where those are all the days that were asked for."""
        asked = _asked(request.url)
        if asked is None or not self._table.is_file():
            return None
        phrase, months, most = asked
        since = since_of(now, round(months * 30.44))
        try:
            with Articles(self._table, read_only=True) as table:
                days = [day for day in table.days(phrase, since=since) if day.fetched <= now]
                if not days:
                    return None
                rows = list(table.named(phrase, since=since, at_most=most))
        except DiskError as error:
            _LOG.warning("%s", error.what)
            return None
        articles = [
            {
                "url": row.url,
                "title": row.title,
                "seendate": f"{row.seen:%Y%m%dT%H%M%SZ}",
                "domain": row.domain,
                "language": _NAMED.get(row.language, row.language),
            }
            for row in rows
        ]
        return Reflection(
            content=json.dumps({"articles": articles}, ensure_ascii=False).encode(),
            content_type="application/json; charset=utf-8",
            fetched=max(day.fetched for day in days),
            told=f"GDELT's bulk files of {told_days(days)}",
            whole=_covers({day.day for day in days if day.whole}, since, now),
        )


def told_days(days: list[Day]) -> str:
    """Return days in words: "27 and 28 November", "1 to 28 November and part of 29 November"."""
    spans: list[tuple[date, date]] = []
    for day in (one.day for one in days if one.whole):
        if spans and day == spans[-1][1] + timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    words = [word for span in spans for word in _span(*span)]
    words += [f"part of {one.day.day} {one.day:%B}" for one in days if not one.whole]
    if len(words) > 2 * _TOLD_DAYS:
        return f"{len(days)} days from {days[0].day.day} {days[0].day:%B} to {days[-1].day.day} {days[-1].day:%B}"
    for place, word in enumerate(words[:-1]):  # a month that the next one names again need not be said
        month = word.rpartition(" ")[2]
        if words[place + 1].endswith(f" {month}") and not words[place + 1].startswith("part"):
            words[place] = word.removesuffix(f" {month}")
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _span(first: date, last: date) -> list[str]:
    if (last - first).days < _TOLD_DAYS:
        days = (first + timedelta(days=step) for step in range((last - first).days + 1))
        return [f"{day.day} {day:%B}" for day in days]
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return [f"{start} to {last.day} {last:%B}"]


def _asked(url: str) -> tuple[str, int, int] | None:
    """Return the phrase, the months and the most rows that a search asks for; None for any other address."""
    if not url.startswith(SEARCH):
        return None
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    phrase, span = _phrase(query.get("query", "")), _MONTHS.fullmatch(query.get("timespan", ""))
    if phrase is None or span is None or (query.get("mode"), query.get("format")) != ("artlist", "json"):
        return None
    most = query.get("maxrecords", "")
    return phrase, int(span[1]), int(most) if most.isdecimal() else 250


def _phrase(target: str) -> str | None:
    found = _PHRASE.fullmatch(target.strip())
    return " ".join(found[1].split()) or None if found else None


def _covers(whole: set[date], since: date, now: datetime) -> bool:
    today = now.astimezone(UTC).date()
    return all(since + timedelta(days=step) in whole for step in range((today - since).days))
