"""arXiv: preprints that name the company; for research labs, since affiliations are rarely filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, titled, visit_url
from researchkit.sources.feed import read_listing

_QUERY = "https://export.arxiv.org/api/query?"


class Arxiv(ByProfile):
    """Preprints; `target` is arXiv's own query, such as au:okafor or all:"Acme Robotics"."""

    name: ClassVar[str] = "arxiv"
    gives: ClassVar[str] = "preprints that name the company, with abstracts"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "metadata is CC0; one call in three seconds"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "export.arxiv.org"
    pace_s: ClassVar[float] = 3.0  # its terms: one request in three seconds

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's queries, else one of the company's name."""
        named = list(super().places(company))
        yield from named or [Place(source=self.name, target=f'all:"{company.name}"')]

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the query, newest first."""
        asked = {
            "search_query": place.target,
            "sortBy": "submittedDate",
            "sortOrder": "descending",
            "max_results": "50",
        }
        yield Request(source_id=source_id(self, place), url=_QUERY + urlencode(asked), expect="feed")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a preprint. Raises ParseError."""
        from researchkit.reading.text import clean_line, clean_text

        for listed in read_listing(page).entries:
            title = clean_line(listed.title or "")
            if not title or title == "Error":
                continue
            published, precision = dated(listed.date)
            yield Entry(
                source_id=page.request.source_id,
                kind="report",
                url=visit_url(listed.link, base=page.url) or "",
                title=titled(title),
                text=" ".join(clean_text(listed.body or "").split("\n")) or None,
                text_scope="full" if listed.body else "title",
                published=published,
                published_precision=precision,
                publisher="arXiv",
                language="en",
            )
