"""RSS, Atom and JSON feeds: of the company itself, of outlets, of anyone whose address the user gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request, Scope
from researchkit.sources.base import ByProfile, source_id
from researchkit.sources.entries import dated, opening, own_host, place_of, speaks_of, visit_url
from researchkit.sources.listing import Listed, Listing, looks_like_markup, mended

if TYPE_CHECKING:
    from researchkit.sources.base import Tested

MAX_ENTRIES = 500
_WHOLE_WORDS = 120
_TAGS = re.compile(r"<[^<>]*>")
_TEASER_END = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;)\]?|read more|continue reading|weiterlesen|lire la suite)\W*$", re.IGNORECASE
)
_RELEASES = re.compile(r"changelog|release[ -]?notes|releases|what'?s[ -]new", re.IGNORECASE)


class Feed(ByProfile):
    """A feed whose address is known: RSS 0.9x, 1.0, 2.0, Atom or JSON Feed."""

    name: ClassVar[str] = "feed"
    gives: ClassVar[str] = "posts, news and release notes from any RSS, Atom or JSON feed"
    terms: ClassVar[str] = "what each publisher says of its feed; researchkit reads it once a run"
    tested: ClassVar[Tested] = "recorded"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the feed's address."""
        yield Request(source_id=source_id(self, place), url=place.target, expect="feed")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the newest 500 entries; a feed of comments yields none. Raises ParseError for what is no feed.

        With own = "true" in its place, what a feed on a host of others carries of that host is the company's own word.
        """
        place = place_of(self, page, company)
        options = place.options if place else {}
        entries = entries_of(page, company, kind=options.get("kind"))
        yield from (_own(entry, page) for entry in entries) if options.get("own") == "true" else entries


def read_listing(page: Page) -> Listing:
    """Return the feed in a page's bytes, whatever its format. Raises ParseError when it is none."""
    from researchkit.sources.feed_json import read_feed_json
    from researchkit.sources.feed_lenient import read_feed_lenient
    from researchkit.sources.feed_xml import read_feed_xml, thinned
    from researchkit.sources.trees import TOO_DEEP, unpacked

    content = unpacked(page)
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise ParseError(page.url, "an empty answer where a feed was expected")
    if start[:1] in (b"{", b"["):
        return read_feed_json(page)
    content = thinned(content)
    try:
        return read_feed_xml(page, content)
    except ParseError as error:
        if error.what == TOO_DEEP:
            raise
        return read_feed_lenient(page, content)


def entries_of(page: Page, company: Company, *, kind: str | None = None) -> Iterator[Entry]:
    """Yield a feed's entries as ours; `kind` overrides what the address of each says. Raises ParseError."""
    listing = read_listing(page)
    if listing.of_comments:
        return
    made = [_entry(listed, listing, page, company) for listed in listing.entries if listed.title or listed.body]
    if len(made) > MAX_ENTRIES:
        oldest = datetime.min.replace(tzinfo=page.fetched.tzinfo)
        made.sort(key=lambda entry: entry.published or oldest, reverse=True)
    for entry in made[:MAX_ENTRIES]:
        yield entry if kind is None else _as_kind(entry, kind)


def _own(entry: Entry, page: Page) -> Entry:
    """Return an entry of a blog that the company keeps elsewhere as its own; a link to another host stays as it is."""
    from researchkit.reading.urls import host_of, same_site

    if entry.url and not same_site(host_of(entry.url), host_of(page.url)):
        return entry
    follow = bool(entry.url) and entry.text_scope != "full"
    kind = "post" if entry.kind == "news" else entry.kind
    return replace(entry, kind=kind, first_party=True, publisher=None, follow=follow)


def _entry(listed: Listed, listing: Listing, page: Page, company: Company) -> Entry:
    from researchkit.reading.urls import host_of

    url = visit_url(listed.link, base=page.url) or ""
    own = own_host(host_of(url or page.url), company)
    title, body = _title(listed), mended(listed.body or "")
    scope = _scope(body, whole=listed.body_whole)
    published, precision = dated(listed.date)
    language = (listed.language or listing.language or "")[:2].lower()
    return Entry(
        source_id=page.request.source_id,
        kind=_kind(url, listing, own=own),
        url=url,
        title=title or opening(_plain(body)),
        html=body if body and listed.body_html else None,
        text=body if body and not listed.body_html else None,
        text_scope=scope,
        published=published,
        published_precision=precision,
        author=_line(listed.author),
        publisher=None if own else _line(listed.publisher),
        language=language if re.fullmatch("[a-z]{2}", language) else None,
        first_party=True if own else None,
        # An outlet's feed is mostly about others: only what names the company is worth a request.
        follow=bool(url) and scope != "full" and (own or speaks_of(f"{title} {body}", company)),
    )


def _title(listed: Listed) -> str:
    from researchkit.reading.text import clean_line, strip_markup

    title = mended(listed.title or "")
    return clean_line(strip_markup(title) if listed.title_html else title)


def _line(text: str | None) -> str | None:
    from researchkit.reading.text import clean_line

    return clean_line(mended(text)) or None if text else None


def _plain(body: str) -> str:
    from researchkit.reading.text import strip_markup

    return strip_markup(body) if looks_like_markup(body) else body


def _scope(body: str, *, whole: bool) -> Scope:
    if not body.strip():
        return "title"
    bare = _TAGS.sub(" ", body).strip()
    count = bare.count(" ") - bare.count("  ") + 1
    teaser = _TEASER_END.search(bare[-80:]) is not None
    enough = _WHOLE_WORDS if whole else 2 * _WHOLE_WORDS
    return "full" if count >= enough and not teaser else "summary"


def _kind(url: str, listing: Listing, *, own: bool) -> str:
    if not own:
        return "news"
    return "release" if _RELEASES.search(f"{url} {listing.title or ''}") else "post"


def _as_kind(entry: Entry, kind: str) -> Entry:
    return replace(entry, kind=kind)
