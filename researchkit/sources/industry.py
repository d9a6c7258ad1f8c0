"""Industry feeds: trade bodies, consultancies and regulators that the user lists; the reports of a field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import speaks_of
from researchkit.sources.feed import entries_of

MAX_REPORTS = 40


class Industry(ByProfile):
    """The feeds named in [[places]] with source = "industry"."""

    name: ClassVar[str] = "industry"
    gives: ClassVar[str] = "what trade bodies, consultancies and regulators publish about the field"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "what each publisher says of its feed"
    tested: ClassVar[Tested] = "recorded"

    def missing(self, company: Company) -> tuple[str, str] | None:
        """Return what to do when it is switched on and no feed is named."""
        if any(self.places(company)):
            return None
        return "no feed is named", 'add [[places]] with source = "industry" and target = "https://…/feed.xml"'

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the feed; `step` carries the first day of interest."""
        yield Request(source_id=source_id(self, place), url=place.target, expect="feed", step=f"since {since:%Y-%m-%d}")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the newest forty entries of the window as reports; those that name the company are followed."""
        since = page.request.step.partition(" ")[2]
        kept = 0
        for entry in entries_of(page, company, kind="report"):
            if entry.published is not None and f"{entry.published:%Y-%m-%d}" < since:
                continue
            kept += 1
            if kept > MAX_REPORTS:
                return
            named = speaks_of(f"{entry.title}\n{entry.html or entry.text or ''}", company)
            yield replace(entry, first_party=False, follow=named and entry.text_scope != "full")
