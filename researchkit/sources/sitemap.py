"""Sitemaps: plain, news, index, gzip; a site's own list of pages, for when it has no feed.

Articles are told by their path (/blog/, /news/, /press/ …); the few pages that say what a company does (about, pricing,
leadership …) come along as pages without a date.

`lastmod` is mostly the day a site was built, so it dates no article: it only says what cannot be new. A news sitemap's
publication_date is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.base import ByProfile, source_id
from researchkit.sources.entries import dated, own_host, titled, visit_url
from researchkit.sources.trees import child_text, local_name, stream_xml

if TYPE_CHECKING:
    from researchkit.sources.base import Tested

MAX_DEPTH = 2
MAX_CHILDREN = 12
MAX_PAGES = 200
MAX_KEY_PAGES = 12
_ADDRESSES_READ = 50_000
_ARTICLE_PATH = re.compile(
    r"/(?:blogs?|news(?:room)?|press(?:[-_]?(?:room|releases?|center|centre))?|posts?|articles?|stories|story|"
    r"announcements?|changelog|release[-_]?notes|releases|updates?|insights?|media|engineering|company/news|"
    r"(?:19|20)\d\d/\d\d)/[^/]+",
    re.IGNORECASE,
)
_KEY_PAGE = re.compile(
    r"^/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:about(?:-us)?|company|pricing|plans|leadership|team|products?|platform|customers|"
    r"mission|values|our-story|who-we-are|what-we-do)(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_NO_ARTICLE = re.compile(r"/(?:tags?|topics?|categor(?:y|ies)|authors?|page|search)(?:/|$)", re.IGNORECASE)
_CHILD_OF_NEWS = re.compile(r"news|blog|post|press|article|stories|announce|changelog|release", re.IGNORECASE)
_CHILD_OF_OTHERS = re.compile(r"image|video|product|categor|tag|author|user|profile|locale|store", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What a news sitemap says of an article, as written; nothing for a plain sitemap's page."""

    stated: bool = False
    day: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str | None = None


class Sitemap(ByProfile):
    """A sitemap or an index of them, followed two levels down, twelve children a level."""

    name: ClassVar[str] = "sitemap"
    gives: ClassVar[str] = "the blog, news and press pages in a site's own sitemap"
    terms: ClassVar[str] = "the site's own; robots.txt is obeyed"
    tested: ClassVar[Tested] = "recorded"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the sitemap; its `step` carries the depth and the first day of interest."""
        yield Request(
            source_id=source_id(self, place), url=place.target, expect="xml", step=f"0 {since.astimezone(UTC):%Y-%m-%d}"
        )

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield article pages to follow, and child sitemaps of an index. Raises ParseError for what is no sitemap."""
        elements = stream_xml(page)
        name = local_name(next(elements))
        if name == "sitemapindex":
            yield from _children(elements, page)
        elif name == "urlset":
            yield from _pages(elements, page, company)
        else:
            raise ParseError(page.url, f"XML with the root <{name}>, which is no sitemap")


def _step(page: Page) -> tuple[int, datetime | None]:
    depth, _, day = page.request.step.partition(" ")
    return int(depth) if depth.isdigit() else 0, dated(day)[0]


def _children(elements: Iterator[Any], page: Page) -> Iterator[Request]:
    depth, since = _step(page)
    if depth >= MAX_DEPTH:
        return
    children: list[tuple[int, str, str]] = []
    for child in islice(elements, _ADDRESSES_READ):
        url = visit_url(child_text(child, "loc"), base=page.url)
        changed = child_text(child, "lastmod") or ""
        if url and url != page.url and not _older(changed, since):
            path = urlsplit(url).path
            rank = 0 if _CHILD_OF_NEWS.search(path) else 2 if _CHILD_OF_OTHERS.search(path) else 1
            children.append((rank, changed, url))
    children.sort(key=lambda child: child[1], reverse=True)  # lastmod is ISO 8601: text order is time order
    children.sort(key=lambda child: child[0])
    _, _, day = page.request.step.partition(" ")
    for _, _, url in children[:MAX_CHILDREN]:
        step = f"{depth + 1} {day}".strip()
        yield Request(source_id=page.request.source_id, url=url, expect="xml", step=step, optional=True)


def _pages(elements: Iterator[Any], page: Page, company: Company) -> Iterator[Entry]:
    _, since = _step(page)
    articles: dict[str, tuple[str, _News]] = {}
    key_pages: list[str] = []
    others: list[str] = []
    for element in islice(elements, _ADDRESSES_READ):
        url = visit_url(child_text(element, "loc"), base=page.url) if local_name(element) == "url" else None
        if not url:
            continue
        news, changed = _news(element), child_text(element, "lastmod") or ""
        if news.stated or _is_article(url):
            if not _older(changed, since):
                articles.setdefault(url, (news.day or changed, news))
        elif urlsplit(url).path not in ("", "/"):
            (key_pages if _KEY_PAGE.search(urlsplit(url).path) else others).append(url)
    for url in sorted(articles, key=lambda url: articles[url][0], reverse=True)[:MAX_PAGES]:
        yield _entry(url, articles[url][1], page, company)
    # A small site without a blog: the pages nearest to its root say what it does.
    nearest = [] if articles else sorted(others, key=lambda url: urlsplit(url).path.count("/"))
    for url in [*dict.fromkeys((*key_pages, *nearest))][:MAX_KEY_PAGES]:
        yield _entry(url, _News(), page, company, kind="page")


def _news(element: Any) -> _News:
    """Return what a news sitemap says of an article."""
    news = next((child for child in element if local_name(child) == "news"), None)
    if news is None:
        return _News()
    publication = next((child for child in news if local_name(child) == "publication"), None)
    return _News(
        stated=True,
        day=child_text(news, "publication_date"),
        title=child_text(news, "title"),
        publisher=child_text(publication, "name") if publication is not None else None,
        language=child_text(publication, "language") if publication is not None else None,
    )


def _entry(url: str, news: _News, page: Page, company: Company, *, kind: str = "") -> Entry:
    from researchkit.reading.text import strip_markup
    from researchkit.reading.urls import host_of

    title = titled(strip_markup(news.title)) if news.title else ""
    published, precision = dated(news.day)
    own = own_host(host_of(url), company)
    return Entry(
        source_id=page.request.source_id,
        kind=kind or ("post" if own else "news"),
        url=url,
        title=title or _title_of(url),
        text_scope="title",
        published=published,
        published_precision=precision,
        publisher=titled(news.publisher) if news.publisher and not own else None,
        language=(news.language or "")[:2].lower() or None,
        first_party=True if own else None,
        follow=True,
    )


def _is_article(url: str) -> bool:
    path = urlsplit(url).path
    return _ARTICLE_PATH.search(path) is not None and not _NO_ARTICLE.search(path)


def _older(changed: str, since: datetime | None) -> bool:
    """Return whether a page was last touched before the window, and so cannot have been published in it."""
    moment = dated(changed)[0]
    return since is not None and moment is not None and moment < since


def _title_of(url: str) -> str:
    """Return the words in an address, which stand in for the title until the page is read."""
    last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2], errors="replace")
    words = re.sub(r"[-_+]+", " ", re.sub(r"\.\w{2,5}$", "", last)).strip()
    return titled(words[:1].upper() + words[1:]) or url
