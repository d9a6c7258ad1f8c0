"""The US Federal Register: rules, proposed rules and notices that name the company or its field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, month_start, titled, visit_url

_DOCUMENTS = "https://www.federalregister.gov/api/v1/documents.json?"


class FederalRegister(ByProfile):
    """Documents of US agencies; `target` is what to search for."""

    name: ClassVar[str] = "federalregister"
    gives: ClassVar[str] = "US rules, proposed rules and notices that name the company or what you search for"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "public domain"
    tested: ClassVar[Tested] = "documented"
    host: ClassVar[str] = "www.federalregister.gov"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's searches, else one for the company's name."""
        named = list(super().places(company))
        yield from named or [Place(source=self.name, target=f'"{company.legal_name or company.name}"')]

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the search, newest first."""
        asked = {
            "conditions[term]": place.target,
            "conditions[publication_date][gte]": f"{month_start(since):%Y-%m-%d}",
            "order": "newest",
            "per_page": "50",
        }
        yield Request(source_id=source_id(self, place), url=_DOCUMENTS + urlencode(asked), expect="json")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a document. Raises ParseError, also for the service's own errors."""
        answer = read_json(page)
        if answer.get("errors") is not None:
            raise answer.wrong("is an error of the Federal Register")
        answer.need("count")
        for row in answer.rows("results"):  # absent where nothing was found
            yield _entry(row, page)


def _entry(row: Answer, page: Page) -> Entry:
    from researchkit.reading.text import strip_markup

    published, precision = dated(row.text("publication_date"))
    agencies = [name for part in row.rows("agencies") if (name := part.text("name") or part.text("raw_name"))]
    return Entry(
        source_id=page.request.source_id,
        kind="filing",
        url=visit_url(row.text("html_url")) or "",
        title=titled(strip_markup(row.need_text("title"))),
        text=joined(
            labelled(("Type", row.text("type")), ("Agencies", "; ".join(agencies))),
            row.text("abstract"),
            strip_markup(row.text("excerpts") or ""),
        )
        or None,
        published=published,
        published_precision=precision,
        publisher="Federal Register",
        language="en",
        first_party=False,
    )
