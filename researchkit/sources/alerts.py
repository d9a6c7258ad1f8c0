"""A Google Alerts feed that the user made ("deliver to: RSS feed") and pasted: news from their own search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.feed import entries_of


class Alerts(ByProfile):
    """The feeds of alerts in the profile; their links are unwrapped to the articles' own."""

    name: ClassVar[str] = "alerts"
    gives: ClassVar[str] = "news from a Google Alert of your own, delivered as a feed"
    terms: ClassVar[str] = "your own alert, for your own reading"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "www.google.com"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the feed."""
        yield Request(source_id=source_id(self, place), url=place.target, expect="feed")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry an article. Raises ParseError for what is no feed."""
        yield from entries_of(page, company)
