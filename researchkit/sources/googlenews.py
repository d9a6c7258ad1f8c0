"""Google News by its search feed. Its links are its own and are not resolved: title, publisher and date are all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import month_start
from researchkit.sources.newssearch import query_of, searched

_SEARCH = "https://news.google.com/rss/search?"


class GoogleNews(ByProfile):
    """Headlines that name the company; `target` is the query."""

    name: ClassVar[str] = "googlenews"
    gives: ClassVar[str] = "headlines from outlets worldwide (title, publisher, date; no text)"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = (
        "for a personal feed reader, personal and non-commercial use only; any other use is prohibited"
    )
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "news.google.com"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's queries, else one of the company's name."""
        named = list(super().places(company))
        yield from named or [Place(source=self.name, target=query_of(company))]

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the search."""
        asked = {"q": f"{place.target} after:{month_start(since):%Y-%m-%d}", "hl": "en-US", "gl": "US", "ceid": "US:en"}
        yield Request(source_id=source_id(self, place), url=_SEARCH + urlencode(asked), expect="feed")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a headline. Raises ParseError."""
        yield from searched(page, company, follow=False)
