"""The UK gender pay gap service: what employers of 250 or more report, from its yearly CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated
from researchkit.sources.firms import is_firm
from researchkit.sources.tables import file_or_url, read_table

_DOWNLOAD = "https://gender-pay-gap.service.gov.uk/viewing/download-data/{year}"
_EMPLOYER = "https://gender-pay-gap.service.gov.uk/employers/{id}"
_GAPS = (
    ("DiffMeanHourlyPercent", "mean hourly pay"),
    ("DiffMedianHourlyPercent", "median hourly pay"),
    ("DiffMeanBonusPercent", "mean bonus pay"),
    ("DiffMedianBonusPercent", "median bonus pay"),
)


class PayGap(ByProfile):
    """The company's line in a year's report; `target` is a year, or a CSV's path or address."""

    name: ClassVar[str] = "paygap"
    gives: ClassVar[str] = "the gender pay gap that a UK employer reports, and its size"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "Open Government Licence v3.0"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "gender-pay-gap.service.gov.uk"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's, else one for the newest whole year."""
        named = list(super().places(company))
        yield from named or [Place(source=self.name)]

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the CSV. Raises ValueError for a file that is not there."""
        year = place.target or str(now.year - 1)
        url = _DOWNLOAD.format(year=year) if year.isdigit() else file_or_url(place.target)
        yield Request(source_id=source_id(self, place), url=url, expect="file")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry for each of the company's legal names in the table. Raises ParseError."""
        columns, rows = read_table(page)
        if "EmployerName" not in columns or "DiffMeanHourlyPercent" not in columns:
            raise ParseError(page.url, "a CSV without EmployerName and DiffMeanHourlyPercent: no pay gap report")
        for row in rows:
            if is_firm(row.get("EmployerName", ""), company) or is_firm(row.get("CurrentName", ""), company):
                yield _entry(row, page)


def _entry(row: dict[str, str], page: Page) -> Entry:
    from researchkit.reading.text import clean_line

    name = clean_line(row.get("EmployerName") or row.get("CurrentName", ""))
    lines = [sentence for column, what in _GAPS if (sentence := _gap(row.get(column, ""), what))]
    if share := row.get("FemaleTopQuartile", ""):
        lines.append(f"Women held {share}% of the highest-paid quarter of jobs.")
    if size := row.get("EmployerSize", ""):
        lines.append(f"Employees: {size}")
    published, precision = dated(row.get("DateSubmitted"))
    identity = row.get("EmployerId", "")
    return Entry(
        source_id=page.request.source_id,
        kind="filing",
        url=_EMPLOYER.format(id=identity) if identity.isdigit() else "",
        title=f"Gender pay gap report of {name}",
        text="\n".join(lines) or None,
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher="UK gender pay gap service",
        first_party=True,
    )


def _gap(text: str, what: str) -> str | None:
    """Return a gap as a sentence: the register's number is by how much women's pay is lower."""
    try:
        gap = float(text)
    except ValueError:
        return None
    if not -1000 < gap < 1000:
        return None
    return f"Women's {what} was {abs(gap):g}% {'lower' if gap >= 0 else 'higher'} than men's."
