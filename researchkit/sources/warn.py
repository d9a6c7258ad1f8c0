"""WARN notices: mass layoffs that US employers must announce, from a state's CSV that the user points at.

Each state names its columns differently; they are told by what their names say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated
from researchkit.sources.firms import is_firm
from researchkit.sources.tables import column, file_or_url, read_table

Row = dict[str, str]


class Warn(ByProfile):
    """Layoff notices of the company in a state's list; `target` is the CSV's path or address."""

    name: ClassVar[str] = "warn"
    gives: ClassVar[str] = "announced mass layoffs in the United States, by site and number"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "public records of the states"
    tested: ClassVar[Tested] = "recorded"

    def missing(self, company: Company) -> tuple[str, str] | None:
        """Return what to do when it is switched on and no list is named."""
        if any(self.places(company)):
            return None
        return "no state's list is named", 'add [[places]] with source = "warn" and target = "path/to/state.csv"'

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the list."""
        yield Request(source_id=source_id(self, place), url=file_or_url(place.target), expect="file")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry for each day on which the company gave notice, over all its sites. Raises ParseError."""
        columns, rows = read_table(page)
        firm = column(columns, r"^(?:company|employer|organi[sz]ation)(?: ?/?_?name)?$", r"company|employer|business")
        notice = column(columns, r"notice.?date", r"(?:warn|received|notice).*date", r"^date$", r"date")
        if firm is None or notice is None:
            raise ParseError(page.url, f"no column for company and notice date among {', '.join(columns)[:120]}")
        days: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            if is_firm(row.get(firm, ""), company):
                days.setdefault((row[firm], row.get(notice, "")), []).append(row)
        for (name, day), sites in days.items():
            yield _entry(name, day, sites, columns, page)


def _entry(name: str, day: str, sites: list[Row], columns: list[str], page: Page) -> Entry:
    from researchkit.reading.text import clean_line

    published, precision = dated(_iso(day))
    jobs = [_number(site, columns) for site in sites]
    total = sum(number for number in jobs if number)
    where = column(columns, r"location|address|city|site|area|county")
    effective = column(columns, r"effective|begin.?date|layoff.?date|separation")
    reason = column(columns, r"reason|type of|closure")
    said = f"{published:%Y-%m-%d}" if published else day
    lines = [_site(site, number, where, effective) for site, number in zip(sites, jobs, strict=True)]
    reasons = {site.get(reason, "") for site in sites} - {""} if reason else set()
    return Entry(
        source_id=page.request.source_id,
        kind="filing",
        url="",
        title=clean_line(f"WARN notice of {said}: {name}"),
        text="\n".join(
            [
                f"{name} gave notice on {said} of {total or 'a number of'} job losses at {_sites(len(sites))}.",
                *(line for line in lines if line),
                *(f"Reason: {text}" for text in sorted(reasons)),
            ]
        ),
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher="WARN notices",
        first_party=False,
    )


def _sites(count: int) -> str:
    return "one site" if count == 1 else f"{count} sites"


def _number(site: Row, columns: list[str]) -> int:
    wanted = (
        r"permanent_job",
        r"total.*employ",
        r"employees?.*affected|affected",
        r"jobs|workers|layoffs|employees|number",
    )
    for pattern in wanted:
        name = column(columns, pattern)
        digits = re.search(r"\d[\d,]*", site.get(name, "")) if name else None
        if digits and (number := int(digits[0].replace(",", ""))) < 1_000_000:
            return number
    return 0


def _site(site: Row, number: int, where: str | None, effective: str | None) -> str:
    place = " ".join(site.get(where, "").split()) if where else ""
    begins, _ = dated(_iso(site.get(effective, ""))) if effective else (None, None)
    parts = [place, f"{number} jobs" if number else "", f"effective {begins:%Y-%m-%d}" if begins else ""]
    return "Site: " + ", ".join(part for part in parts if part) if any(parts) else ""


def _iso(text: str) -> str:
    """Return a US date as year-month-day, since 3/4/2026 alone could be either."""
    found = re.match(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", text)
    if not found:
        return text
    year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
    return f"{year}-{found[1]:0>2}-{found[2]:0>2}"
