"""When a page was published: its own marks first, what a reader sees next, htmldate as the last word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from researchkit.reading.dates import Moment, parse_local
from researchkit.reading.jsonld import string_of
from researchkit.records import Precision

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from researchkit.reading.metadata import Marks

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "parsely-pub-date",
    "sailthru.date", "publishdate", "publish-date", "publish_date", "published-date", "pubdate", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime",
    "citation_publication_date", "citation_date", "date.issued", "date_published", "originalpublicationdate",
    "article.published", "article_date_original", "date", "rnews:datepublished", "og:pubdate", "datecreated",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "revised")


@dataclass(frozen=True, slots=True)
class PageDates:
    """When a page was published and last changed, in the zone it was written in."""

    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None


def page_dates(root: HtmlElement, marks: Marks, url: str, *, language: str | None) -> PageDates:
    """Return a page's dates. Modified never stands in for published."""
    day_first = None if language in (None, "en") else True
    modified = _first(_modified(marks), day_first)
    published = _first(_published(root, marks), day_first) or _searched(root, url)
    if published is None:
        return PageDates(modified=modified[0] if modified else None)
    return PageDates(published[0], published[1], modified[0] if modified else None)


def _first(values: Iterator[str], day_first: bool | None) -> Moment | None:
    for value in values:
        moment = parse_local(value, day_first=day_first)
        if moment and moment[0].year >= 1990:
            return moment
    return None


def _published(root: HtmlElement, marks: Marks) -> Iterator[str]:
    for node in marks.articles:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            if value := string_of(node.get(key)):
                yield value
    for name in _PUBLISHED:
        yield from marks.meta.get(name, ())
    for element in root.xpath('.//*[@itemprop="datePublished"] | .//time[@pubdate]')[:3]:
        yield element.get("content") or element.get("datetime") or " ".join(element.itertext())
    for element in root.xpath(".//article//time[@datetime] | .//main//time[@datetime]")[:1]:
        yield element.get("datetime", "")


def _modified(marks: Marks) -> Iterator[str]:
    for node in marks.articles:
        if value := string_of(node.get("dateModified")):
            yield value
    for name in _MODIFIED:
        yield from marks.meta.get(name, ())


def _searched(root: HtmlElement, url: str) -> Moment | None:
    from htmldate import find_date

    found = find_date(root, original_date=True, url=None, extensive_search=False)
    return (datetime.fromisoformat(found).replace(tzinfo=UTC), "day") if found else None
