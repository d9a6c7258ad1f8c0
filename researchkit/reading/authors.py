"""The author of a page: JSON-LD first, then meta, then what is marked up as a byline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from researchkit.reading.bylines import read_byline

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from researchkit.reading.metadata import Marks

_META = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_MARKED = (
    './/*[@itemprop="author"]',
    './/a[@rel="author"]',
    './/*[contains(@class, "byline") or contains(@class, "author-name") or contains(@class, "article__author")]',
    './/*[contains(@class, "author")]',
)
_MAX_BYLINE_CHARS = 120


def page_author(root: HtmlElement, marks: Marks, publisher: str) -> str | None:
    """Return the author's name, several joined by "; ", or None when nobody, an agency or a section is named."""
    for names in _candidates(root, marks):
        kept = [name for name in names if name.casefold() != publisher.casefold()]
        if kept:
            return "; ".join(dict.fromkeys(kept))
    return None


def _candidates(root: HtmlElement, marks: Marks) -> Iterator[list[str]]:
    for node in marks.articles:
        yield [name for value in _claims(node.get("author")) for name in read_byline(value, strict=False)]
    for meta in _META:
        yield [name for value in marks.meta.get(meta, ()) for name in read_byline(value)]
    for path in _MARKED:
        for element in root.xpath(path)[:5]:
            text = " ".join(element.itertext())
            if len(text) <= _MAX_BYLINE_CHARS:
                yield read_byline(text)


def _claims(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value[:20]:
            yield from _claims(each)
    elif isinstance(value, dict) and value.get("@type") not in ("Organization", "NewsMediaOrganization"):
        yield from _claims(value.get("name"))
