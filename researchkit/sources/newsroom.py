"""A newsroom or blog page without a feed: its articles, told from navigation by how they are built.

An article stands in a block (a card, a row) that is repeated; the block holds one link, a title and mostly a date.
Groups of such blocks are found by their place in the page, then judged by dates, titles and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Precision, Request
from researchkit.sources.base import ByProfile, source_id
from researchkit.sources.entries import dated, own_host, resolved, titled, visit_url
from researchkit.sources.trees import read_html

if TYPE_CHECKING:
    from researchkit.sources.base import Tested

MAX_ARTICLES = 200
_LINKS_READ = 2000
_LEAST_REPEATED = 3
_WORDED = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MENU_TAGS = frozenset(("nav", "aside", "form", "menu"))
_ASIDE_TAGS = _MENU_TAGS | {"header", "footer"}
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|page|search|login|sign-?(?:in|up)|contact|about|careers?|jobs|legal|"
    r"privacy|terms|cookies?|feed|rss|subscribe|pricing|support|help|media-kit|press-kit|brand)(?:/|$|\.)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|zip|mp[34]|css|js|xml|ics)$", re.IGNORECASE)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-]|$)")
_DATE_TEXT = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}\s*年|[^\W\d_]{3,}\.?,?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|"
    r"\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d_]{3,}\.?,?\s+(?:de\s+)?\d{4}|[^\W\d_]{3,}\s+\d{4}"
)
_DATE_CHARS = 48
_MORE = re.compile(
    r"^(?:read|learn|see|view|find out|discover)\b.{0,24}$|^(?:mehr|weiter|lire|leer)\b.{0,20}$", re.IGNORECASE
)
_SUMMARY_CHARS = 40


@dataclass(frozen=True, slots=True)
class Article:
    """One article a listing page leads to."""

    url: str
    title: str
    summary: str | None
    published: datetime | None
    precision: Precision | None


class Newsroom(ByProfile):
    """An HTML page that lists articles and has no feed."""

    name: ClassVar[str] = "newsroom"
    gives: ClassVar[str] = "articles from a newsroom or blog page that has no feed"
    terms: ClassVar[str] = "the site's own; robots.txt is obeyed"
    tested: ClassVar[Tested] = "recorded"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the listing page."""
        yield Request(source_id=source_id(self, place), url=place.target, expect="page")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the articles listed, each to be followed. Raises ParseError when no list of articles is found."""
        from researchkit.reading.urls import host_of

        articles = read_articles(page)
        if not articles:
            reason = "no list of articles found on the page; it may be drawn by script"
            raise ParseError(page.url, reason, do="Look for a feed or a sitemap of the site")
        for article in articles[:MAX_ARTICLES]:
            own = own_host(host_of(article.url), company)
            yield Entry(
                source_id=page.request.source_id,
                kind="post" if own else "news",
                url=article.url,
                title=article.title,
                text=article.summary,
                text_scope="summary" if article.summary else "title",
                published=article.published,
                published_precision=article.precision,
                first_party=True if own else None,
                follow=True,
            )


def read_articles(page: Page) -> list[Article]:
    """Return the articles that a listing page leads to, in its order; empty where it lists none."""
    root = read_html(page)
    for unseen in root.xpath("//script|//style|//noscript|//template|//svg"):
        unseen.drop_tree()
    base = next((resolved(page.url, href) for href in root.xpath("//base/@href")), page.url)
    blocks: dict[str, list[Any]] = {}
    for link in root.xpath("//a[@href]")[:_LINKS_READ]:
        url = visit_url(link.get("href"), base=base)
        if url and _may_be_article(url, page.url) and not _stands_aside(link):
            blocks.setdefault(url, []).append(link)
    owners = {id(link): url for url, links in blocks.items() for link in links}
    found = [(_signature(links[0]), _article(url, links, owners)) for url, links in blocks.items()]
    groups: dict[str, list[Article]] = {}
    for signature, article in found:
        if article is not None:
            groups.setdefault(signature, []).append(article)
    kept = {article.url for group in groups.values() for article in _believed(group, page.url)}
    return [article for _, article in found if article is not None and article.url in kept]


def _may_be_article(url: str, listing: str) -> bool:
    from researchkit.reading.urls import host_of, same_site

    parts, here = urlsplit(url), urlsplit(listing)
    site = ".".join(host_of(listing).split(".")[-2:])
    if not same_site(host_of(url), site) and not same_site(host_of(listing), host_of(url)):
        return False
    if parts.path.rstrip("/") in ("", here.path.rstrip("/")) or _FILE.search(parts.path):
        return False
    inside = parts.path[len(here.path.rstrip("/")) :] if parts.path.startswith(here.path.rstrip("/")) else parts.path
    return not _NO_ARTICLE.search(inside)


def _stands_aside(link: Any) -> bool:
    """Return whether a link is part of a menu; the header and footer of an article's own block are none."""
    above = list(link.iterancestors())
    names = [element.tag for element in above]
    if "article" in names or "main" in names:
        above = above[: names.index("article" if "article" in names else "main")]
        return any(element.tag in _MENU_TAGS for element in above)
    roles = ("navigation", "banner", "contentinfo")
    return any(element.tag in _ASIDE_TAGS or element.get("role") in roles for element in above)


def _signature(link: Any) -> str:
    """Return where a link stands: the tags above it and their first class without digits."""
    steps: list[str] = []
    for above in (link, *link.iterancestors()):
        name = re.sub(r"[\d_-]+\w*$", "", (above.get("class") or "").split(" ")[0])
        steps.append(f"{above.tag}.{name}" if len(steps) < 3 else str(above.tag))
        if len(steps) == 8:
            break
    return "<".join(steps)


def _article(url: str, links: list[Any], owners: dict[int, str]) -> Article | None:
    """Read the article of `url` in the largest element around its link that holds no other article's link."""
    block = links[0]
    for above in links[0].iterancestors():
        if above.tag in ("body", "main", "html") or any(owners.get(id(a), url) != url for a in above.iter("a")):
            break
        block = above
    return _read_block(url, links, block)


def _read_block(url: str, links: list[Any], block: Any) -> Article | None:
    from researchkit.reading.text import clean_line

    pieces = [line for piece in block.itertext() if (line := clean_line(piece))]
    published, precision = _date(url, block, pieces)
    texts = [piece for piece in pieces if not _is_date(piece) and not _MORE.match(piece)]
    linked = [clean_line(link.text_content()) for link in links]
    plain = [line for line in linked if line and not _MORE.match(line) and line in pieces]
    own, others = _headings(block, links)
    worded = [line for line in plain if len(line.split()) >= _WORDED]
    title = next(iter((*own, *worded, *others, *plain)), None) or _named(block) or max(texts, key=len, default="")
    if not title or _is_date(title):
        return None
    rest = [text for text in texts if text not in title and title not in text and len(text) >= _SUMMARY_CHARS]
    return Article(url, titled(title), max(rest, key=len, default=None), published, precision)


def _headings(block: Any, links: list[Any]) -> tuple[list[str], list[str]]:
    """Return the headings around or inside the article's links, and those without any link; worded ones first."""
    from researchkit.reading.text import clean_line

    own = [tag for link in links for tag in (*link.iter(*_HEADINGS), *link.iterancestors(*_HEADINGS))]
    found: tuple[list[str], list[str]] = ([], [])
    for tag in block.iter(*_HEADINGS):
        line = clean_line(tag.text_content())
        if line and not _is_date(line) and (tag in own or not tag.xpath(".//a[@href]")):
            found[0 if tag in own else 1].append(line)
    for lines in found:
        lines.sort(key=lambda line: len(line.split()) < _WORDED)
    return found


def _named(block: Any) -> str | None:
    from researchkit.reading.text import clean_line

    for element in block.iter():
        name = element.get("class") if isinstance(element.tag, str) else None
        if name and re.search(r"title|headline", name, re.IGNORECASE) and (line := clean_line(element.text_content())):
            return line
    return None


def _date(url: str, block: Any, pieces: list[str]) -> tuple[datetime | None, Precision | None]:
    stamps = [stamp for tag in block.iter("time") for stamp in (tag.get("datetime"), tag.text_content()) if stamp]
    for text in (*stamps, *(piece for piece in pieces if _is_date(piece))):
        published, precision = dated(text)
        if published is not None:
            return published, precision
    inside = _URL_DATE.search(urlsplit(url).path)
    return dated("-".join(part for part in inside.groups() if part)) if inside else (None, None)


def _is_date(text: str) -> bool:
    return len(text) <= _DATE_CHARS and _DATE_TEXT.search(text) is not None and dated(text)[0] is not None


def _believed(group: list[Article], listing: str) -> list[Article]:
    """Return the articles of one group of like blocks; none when it is a menu or a list of products."""
    under = urlsplit(listing).path.rstrip("/") + "/"
    with_date = sum(article.published is not None for article in group)
    worded = sum(len(article.title.split()) >= _WORDED for article in group)
    below = sum(urlsplit(article.url).path.startswith(under) for article in group) if len(under) > 1 else 0
    if with_date * 2 >= len(group):
        return group
    if len(group) >= _LEAST_REPEATED and worded * 3 >= len(group) * 2 and below * 3 >= len(group) * 2:
        return group
    return [article for article in group if article.published is not None]
