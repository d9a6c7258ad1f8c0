"""What a page says of itself: title, author, publisher, dates, language, kind; JSON-LD, OpenGraph and meta first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from researchkit.reading.jsonld import Node, article_nodes, nodes, string_of, types_of
from researchkit.reading.text import clean_line, strip_markup
from researchkit.reading.titles import pick_title
from researchkit.reading.urls import canonical_url, host_of
from researchkit.records import Precision

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LANGUAGE = re.compile(r"^\s*([a-z]{2})(?:[-_]|\s*$)", re.IGNORECASE)
_SECTION_NAMES = ("article:section", "section", "parsely-section", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A page's facts about itself. Absent is None; times keep the zone they were written in.

    `kind` is OpenGraph's type or the first JSON-LD type, lowered: "article", "newsarticle", "website", "video" …
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None
    language: str | None = None
    canonical_url: str | None = None
    description: str | None = None
    section: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in a page's head, read once: meta by lowered name, links by rel, JSON-LD nodes."""

    meta: dict[str, list[str]]
    links: dict[str, str]
    nodes: list[Node]
    articles: list[Node]

    def first(self, *names: str) -> str | None:
        """Return the first meta value that is not empty among `names`, in their order."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)


def read_marks(root: HtmlElement) -> Marks:
    """Read a page's meta elements, links and JSON-LD once, for every stage that asks."""
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name:
                meta.setdefault(name.strip().lower(), []).append(clean_line(content[:20_000]))
    links: dict[str, str] = {}
    for element in root.iter("link"):
        if element.get("href") and element.get("rel"):
            links.setdefault(element.get("rel", "").strip().lower(), element.get("href", "").strip())
    found = nodes(root)
    return Marks(meta, links, found, article_nodes(found))


def read_metadata(
    page: HtmlElement | str, url: str, *, marks: Marks | None = None, seen: datetime | None = None
) -> Metadata:
    """Return what the page (a parsed tree or markup) says of itself, as it was `seen`. Never raises on its bytes."""
    from researchkit.reading.authors import page_author
    from researchkit.reading.pagedates import page_dates
    from researchkit.reading.tree import parse_markup

    if isinstance(page, str):
        parsed = parse_markup(page)
        if parsed is None:
            return Metadata()
        page = parsed.root
    marks = marks or read_marks(page)
    language = page_language(page, marks)
    dates = page_dates(page, marks, url, language=language, seen=seen)
    publisher = _publisher(marks, url)
    return Metadata(
        title=pick_title(page, marks, publisher, url),
        author=page_author(page, marks, publisher),
        publisher=publisher,
        published=dates.published,
        precision=dates.precision,
        modified=dates.modified,
        language=language,
        canonical_url=_canonical(marks, url),
        description=_description(marks),
        section=_line(marks.first(*_SECTION_NAMES)) or _line(_from_article(marks, "articleSection")),
        kind=_kind(marks),
    )


def page_language(root: HtmlElement, marks: Marks) -> str | None:
    """Return the two-letter language the page claims, or None."""
    claims = (root.get("lang"), marks.first("og:locale"), marks.first("content-language", "dc.language", "language"))
    return next((match[1].lower() for claim in claims if claim and (match := _LANGUAGE.match(claim))), None)


def _line(value: str | None) -> str | None:
    return clean_line(strip_markup(value)) or None if value else None


def _from_article(marks: Marks, key: str) -> str | None:
    return next((text for node in marks.articles if (text := string_of(node.get(key)))), None)


def _publisher(marks: Marks, url: str) -> str:
    sites = (
        string_of(node.get("name")) for node in marks.nodes if types_of(node) & {"WebSite", "NewsMediaOrganization"}
    )
    candidates: Iterator[str | None] = iter(
        (marks.first("og:site_name"), _from_article(marks, "publisher"), marks.first("application-name"), *sites)
    )
    for candidate in candidates:
        name = _line(candidate)
        if name and len(name) <= 80 and not name.startswith(("http", "@")):
            return name
    return host_of(url)


def _canonical(marks: Marks, url: str) -> str | None:
    """Return the page's own canonical address when it lies on the same host: others are often the home page's."""
    for claim in (marks.links.get("canonical"), marks.first("og:url")):
        if not claim:
            continue
        try:
            made = canonical_url(claim, base=url or None)
        except ValueError:
            continue
        if host_of(made) == host_of(url) and urlsplit(made).path != "/":
            return made
    return None


def _description(marks: Marks) -> str | None:
    return _line(marks.first("og:description", "description", "twitter:description")) or _line(
        _from_article(marks, "description")
    )


def _kind(marks: Marks) -> str | None:
    claim = marks.first("og:type")
    if claim:
        return claim.lower()
    return next((name.lower() for node in marks.nodes for name in sorted(types_of(node))), None)
