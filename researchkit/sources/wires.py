"""Press wires: releases on a wire's feed that name the company; the rest of the wire is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import names_of, speaks_of
from researchkit.sources.feed import entries_of

_PRNEWSWIRE = "https://www.prnewswire.com/rss/news-releases-list.rss"


class Wires(ByProfile):
    """Press releases of the company; `target` is the address of a wire's feed, by topic or organisation."""

    name: ClassVar[str] = "wires"
    gives: ClassVar[str] = "press releases of the company on a wire"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "the wires' own: read, do not republish; title, date and link are kept"
    tested: ClassVar[Tested] = "documented"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's feeds, else the general one of PR Newswire."""
        named = list(super().places(company))
        yield from named or [Place(source=self.name, target=_PRNEWSWIRE)]

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the feed."""
        yield Request(source_id=source_id(self, place), url=place.target, expect="feed")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the releases that name the company; its own are marked as its own word. Raises ParseError."""
        names = tuple(name.casefold() for name in names_of(company))
        for entry in entries_of(page, company, kind="news"):
            if speaks_of(f"{entry.title}\n{entry.html or entry.text or ''}", company):
                issued = entry.title.casefold().startswith(names)
                yield replace(entry, first_party=True if issued else entry.first_party, follow=True)
