"""Bing News by its search feed; the article's own address stands in a parameter of each link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.newssearch import query_of, searched

_SEARCH = "https://www.bing.com/news/search?"


class BingNews(ByProfile):
    """News that names the company; `target` is the query."""

    name: ClassVar[str] = "bingnews"
    gives: ClassVar[str] = "ten to fifteen recent articles with their first words"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "undocumented feed; for personal, non-commercial use only"
    tested: ClassVar[Tested] = "documented"
    host: ClassVar[str] = "www.bing.com"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's queries, else one of the company's name."""
        named = list(super().places(company))
        yield from named or [Place(source=self.name, target=query_of(company))]

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the search."""
        asked = {"q": place.target, "format": "rss", "mkt": "en-US"}
        yield Request(source_id=source_id(self, place), url=_SEARCH + urlencode(asked), expect="feed")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry an article. Raises ParseError."""
        yield from searched(page, company, follow=True)
