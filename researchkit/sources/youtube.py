"""YouTube: the newest videos of a channel, from its public feed; a handle is looked up on its page first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, titled, visit_url
from researchkit.sources.trees import child_text, local_name, looks_like_html, read_xml

_FEED = "https://www.youtube.com/feeds/videos.xml?channel_id={id}"
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_HANDLE = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9_.\-]{2,59}")
_IN_PAGE = re.compile(
    rb'(?:"(?:channelId|externalId)"\s*:\s*"|/channel/|channel_id=|itemprop="(?:channelId|identifier)" content=")'
    rb"(UC[A-Za-z0-9_-]{22})"
)


class YouTube(ByProfile):
    """The videos of a channel: `target` is its id (UC…), its handle (@name) or its address."""

    name: ClassVar[str] = "youtube"
    gives: ClassVar[str] = "talks, demonstrations and announcements on the company's channel"
    identifier: ClassVar[str] = "youtube"
    terms: ClassVar[str] = "the public feed of a channel, 15 videos"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "www.youtube.com"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the channel's feed, or its page where only a handle is known. Raises ValueError for neither."""
        identity = source_id(self, place)
        known = _CHANNEL.search(place.target)
        name = place.target.rstrip("/").rpartition("/")[2]
        if known:
            yield Request(source_id=identity, url=_FEED.format(id=known[0]), expect="feed")
        elif _HANDLE.fullmatch(name):
            url = f"https://www.youtube.com/@{quote(name.removeprefix('@'))}"
            yield Request(source_id=identity, url=url, expect="page", step="handle")
        else:
            raise ValueError(f"{place.target!r}: a channel (UC…) or handle (@name) was expected")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a video, or the feed that a handle's page names. Raises ParseError."""
        if page.request.step == "handle" or looks_like_html(page.content):
            found = _IN_PAGE.search(page.content)
            if not found:
                do = "Set the channel's id (UC…) in [identifiers]"
                raise ParseError(page.url, "a page that names no channel; it may be a consent page", do=do)
            url = _FEED.format(id=found[1].decode("ascii"))
            yield Request(source_id=page.request.source_id, url=url, expect="feed")
            return
        root = read_xml(page)
        if local_name(root) != "feed":
            raise ParseError(page.url, f"XML with the root <{local_name(root)}>, which is no feed of videos")
        channel = child_text(root, "title")
        for element in root:
            if local_name(element) == "entry" and (title := child_text(element, "title")):
                yield _entry(element, title, channel, page, company)


def _entry(element: Any, title: str, channel: str | None, page: Page, company: Company) -> Entry:
    from researchkit.reading.text import clean_text

    links = [child.get("href") for child in element if local_name(child) == "link" and child.get("href")]
    inside = {
        local_name(child): child for child in element.iter() if local_name(child) in ("description", "statistics")
    }
    about = inside.get("description")
    views = inside["statistics"].get("views") if "statistics" in inside else None
    published, precision = dated(child_text(element, "published"))
    facts = labelled(("Channel", channel), ("Views", views))
    said = clean_text("".join(about.itertext())) if about is not None else ""
    return Entry(
        source_id=page.request.source_id,
        kind="social",
        url=visit_url(links[0] if links else None, base=page.url) or "",
        title=titled(title),
        text=joined(facts, said) or None,
        published=published,
        published_precision=precision,
        publisher=company.name,
        first_party=True,
    )
