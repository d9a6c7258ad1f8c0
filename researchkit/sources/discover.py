"""Where a new company's site may say things: what to ask for, and what each answer reveals. Pure: no network here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from researchkit.errors import ParseError
from researchkit.records import Page, Place, Request
from researchkit.sources.entries import resolved, visit_url
from researchkit.sources.footprints import footprints
from researchkit.sources.trees import looks_like_html, read_html, read_links

SOURCE_ID = "discover"
_PAGES = ("/", "/blog", "/news", "/press", "/newsroom", "/careers", "/jobs")
_FEEDS = (
    "/feed", "/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/blog/feed",
    "/blog/rss.xml", "/blog/feed.xml", "/blog/atom.xml", "/blog/index.xml", "/news/rss.xml", "/changelog/rss.xml",
)  # fmt: skip
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_COMMENTS = re.compile(r"/comments?(?:/|$|\?)|comments? feed|kommentar-feed|\breplies\b", re.IGNORECASE)
_SOUND = re.compile(
    r"podcast|/episodes?/|megaphone|libsyn|buzzsprout|simplecast|transistor\.fm|anchor\.fm", re.IGNORECASE
)
_LISTING_PATH = re.compile(
    r"/(?:blog|news(?:room)?|press|media|announcements|changelog|stories|updates|insights)\b", re.I
)
_LEAD_WORDS = re.compile(
    r"^(?:the )?(?:\w+ )?(?:blog|news|newsroom|press|press releases|media|careers?|jobs|work with us|join us|"
    r"changelog|release notes|what['’]s new|status|system status|announcements|engineering)\W*$",
    re.IGNORECASE,
)
_MAX_LEADS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A place worth looking, and what spoke for it, in a few words for the comment in the TOML."""

    place: Place
    why: str


def candidates(site: str) -> list[Request]:
    """Return what to ask a new site for first: home, listings, careers, robots.txt, sitemap, status page.

    All but the home page are guesses (`optional`). `site` is an address or a bare domain. Raises ValueError for what
    is neither.
    """
    home = _home(site)
    host = (urlsplit(home).hostname or "").removeprefix("www.")
    made = [_ask(resolved(home, path), "page", "listing" if _LISTING_PATH.search(path) else "page") for path in _PAGES]
    made.append(_ask(resolved(home, "/robots.txt"), "any", "robots"))
    made.append(_ask(resolved(home, "/sitemap.xml"), "xml", "sitemap"))
    made.append(_ask(f"https://status.{host}/", "page", "status"))
    made.append(_ask(f"https://blog.{host}/", "page", "listing"))
    return [Request(source_id=SOURCE_ID, url=home, expect="page", step="home"), *made[1:]]


def guesses(site: str) -> list[Request]:
    """Return the addresses at which feeds usually lie: for a site whose pages named none."""
    home = _home(site)
    return [_ask(resolved(home, path), "feed", "feed") for path in _FEEDS]


def leads(page: Page) -> Iterator[Request]:
    """Yield the pages that a home page links to as its blog, newsroom, careers, changelog or status page."""
    if not looks_like_html(page.content):
        return
    links = read_links(page)
    base = _base(links, page)
    seen: dict[str, str] = {}
    for link in links.find_all("a", href=True):
        words = " ".join(link.get_text(" ").split())
        url = visit_url(link["href"], base=base)
        if url and len(words) <= 40 and _LEAD_WORDS.match(words) and url.rstrip("/") != page.url.rstrip("/"):
            seen.setdefault(url, "status" if "status" in words.lower() else "listing")
    for url, step in list(seen.items())[:_MAX_LEADS]:
        yield _ask(url, "page", step)


def read_discovery(page: Page) -> Iterator[Found]:
    """Yield the places that one answer reveals; nothing when it reveals none. Never raises on any bytes.

    Feeds (their own bytes, or link rel=alternate without comments and podcasts), sitemaps, listing pages with dated
    articles, job boards, status pages, and accounts on GitHub, Mastodon, Bluesky and YouTube.
    """
    if urlsplit(page.url).path.endswith("/robots.txt") or page.request.step == "robots":
        yield from _in_robots(page)
    elif looks_like_html(page.content):
        try:
            yield from _in_html(page, read_html(page))
        except ParseError:
            return
    else:
        yield from _in_bytes(page)


def _home(site: str) -> str:
    from researchkit.reading.urls import canonical_url

    home = canonical_url(site if "://" in site else f"https://{site}")
    return resolved(home, "/")


def _ask(url: str, expect: Any, step: str) -> Request:
    return Request(source_id=SOURCE_ID, url=url, expect=expect, step=step, optional=True)


def _in_robots(page: Page) -> Iterator[Found]:
    if looks_like_html(page.content):
        return
    lines = page.content[:500_000].decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    named = (line.partition(":")[2] for line in lines if line.strip().lower().startswith("sitemap:"))
    for url in dict.fromkeys(visit_url(address.partition("#")[0], base=page.url) for address in named):
        if url:
            yield Found(Place(source="sitemap", target=url), "robots.txt names it")


def _in_bytes(page: Page) -> Iterator[Found]:
    from researchkit.sources.feed import read_listing
    from researchkit.sources.trees import local_name, stream_xml

    try:
        elements = stream_xml(page)
        name = local_name(next(elements))
        if name in ("urlset", "sitemapindex"):
            what = "addresses" if name == "urlset" else "sitemaps"
            yield Found(Place(source="sitemap", target=page.url), f"{sum(1 for _ in elements)} {what}")
            return
    except ParseError:
        pass  # broken XML may still be a feed
    try:
        listing = read_listing(page)
    except ParseError:
        return
    if listing.entries and not listing.of_comments and not listing.of_audio:
        yield Found(Place(source="feed", target=page.url), f"a feed of {len(listing.entries)} entries")


def _in_html(page: Page, root: Any) -> Iterator[Found]:
    from researchkit.sources.newsroom import read_articles

    links = read_links(page)
    base = _base(links, page)
    feeds = list(_alternates(links, base))
    yield from feeds
    yield from footprints(page, root, base)
    if (
        any(_covers(feed.place.target, page.url) for feed in feeds)
        or not _LISTING_PATH.search(page.url.partition("://")[2])
        or page.request.step in ("home", "status")
    ):
        return
    articles = read_articles(page)
    with_date = sum(article.published is not None for article in articles)
    if len(articles) >= 3 and with_date * 2 >= len(articles):
        yield Found(
            Place(source="newsroom", target=page.url), f"{len(articles)} articles listed, {with_date} dated, no feed"
        )


def _covers(feed: str, listing: str) -> bool:
    """Tell whether a feed carries what a listing shows: it lies below it, or speaks for the whole site.

    A newsroom's page often names the blog's feed only because every page of the site does.
    """
    path, below = urlsplit(feed).path, urlsplit(listing).path.rstrip("/") + "/"
    return path.startswith(below) or path.strip("/").count("/") == 0


def _alternates(links: Any, base: str) -> Iterator[Found]:
    seen = set()
    for link in links.find_all("link", href=True):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" not in [word.lower() for word in link.get("rel") or ()] or kind not in _FEED_TYPES:
            continue
        url, title = visit_url(link["href"], base=base), link.get("title") or ""
        if not url or url in seen or _COMMENTS.search(f"{url} {title}") or _SOUND.search(f"{url} {title}"):
            continue
        seen.add(url)
        yield Found(Place(source="feed", target=url), f"the page names it: {' '.join(title.split())[:60] or kind}")


def _base(links: Any, page: Page) -> str:
    named = links.find("base", href=True)
    return resolved(page.url, named["href"]) if named else page.url
