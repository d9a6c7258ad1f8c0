"""XML and HTML that strangers sent, as lxml trees: nothing expanded, nothing fetched, depth and size bounded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from researchkit.errors import ParseError
from researchkit.records import Page

MAX_BYTES = 50 * 1024 * 1024  # of a gzip file, unpacked
MAX_NODES = 600_000  # of a tree held whole: a hundred bytes each
MAX_CHILD_NODES = 20_000  # of one entry of a long list
TOO_DEEP = "XML nested too deeply"
_DOCTYPE_START = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>", re.DOTALL | re.IGNORECASE)
_HEAD_BYTES = 65_536
_OPENING = re.compile(rb"<[^!?/][^>]*+")
_ATTRIBUTE_NODES = 3  # what an attribute takes, against an element's one
_MAX_TAG_BYTES = 100_000
_GZIP = b"\x1f\x8b"
_LINK_BYTES = 1_048_576
_CHUNK_BYTES = 65_536
_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}


def unpacked(page: Page) -> bytes:
    """Return a page's bytes, unpacked when they are a gzip file. Raises ParseError for a broken or huge one."""
    if not page.content.startswith(_GZIP):
        return page.content
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        content = reader.decompress(page.content, MAX_BYTES)
    except zlib.error as error:
        raise ParseError(page.url, f"a broken gzip file ({_one_line(error)})") from error
    if reader.unconsumed_tail:
        raise ParseError(page.url, f"a gzip file of more than {MAX_BYTES // 2**20} MiB")
    if not reader.eof:
        raise ParseError(page.url, "a gzip file that was cut")
    return content


def without_doctype(content: bytes) -> bytes:
    """Return XML without its DOCTYPE, so that no entity of its own making can be expanded."""
    # Only the first one is one, and looking for the end of each in vain would be quadratic.
    start = _DOCTYPE_START.search(content, 0, _HEAD_BYTES)
    cut = _DOCTYPE.match(content, start.start(), _HEAD_BYTES * 16) if start else None
    return content[: cut.start()] + content[cut.end() :] if cut else content


def read_xml(page: Page, *, content: bytes | None = None) -> Any:
    """Return the root element of a page's XML. Raises ParseError: empty, HTML, cut, not well formed, or too deep."""
    from lxml import etree

    source = _xml_source(page, content)
    if _nodes(source) > MAX_NODES:
        raise ParseError(page.url, "XML of more elements than any feed has")
    try:
        root = etree.fromstring(source, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _broken(page, error) from error
    if root is None:
        raise ParseError(page.url, "no XML element at all")
    return root


def stream_xml(page: Page, *, content: bytes | None = None) -> Iterator[Any]:
    """Yield the root element of a page's XML, then its children one by one, each let go of after its turn.

    For lists of tens of thousands, which would fill the memory as a tree. Raises ParseError as read_xml does.
    """
    from lxml import etree

    source = _xml_source(page, content)
    if any(tag.end() - tag.start() > _MAX_TAG_BYTES for tag in _OPENING.finditer(source)):
        raise ParseError(page.url, "XML with a tag longer than any list has")
    parser = etree.XMLPullParser(events=("start", "end"), **_SAFE)
    depth, nodes = 0, 0
    try:
        for start in range(0, len(source), _CHUNK_BYTES):
            parser.feed(source[start : start + _CHUNK_BYTES])
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                nodes = nodes + 1 if depth > 1 else 0
                if nodes > 2 * MAX_CHILD_NODES:  # they start and they end
                    raise ParseError(page.url, "XML with an entry larger than any list has")
                if event == "start" and depth == 1:
                    yield element
                elif event == "end" and depth == 1:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        parser.close()
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _broken(page, error) from error


def _xml_source(page: Page, content: bytes | None) -> bytes:
    source = without_doctype(unpacked(page) if content is None else content).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not source:
        raise ParseError(page.url, "an empty answer where XML was expected")
    if looks_like_html(source):
        raise ParseError(page.url, "an HTML page where XML was expected")
    return source


def _nodes(source: bytes) -> int:
    """Return about how many nodes a tree of this XML has; attributes are counted only where they may be too many."""
    elements, marks = source.count(b"<"), source.count(b"=")
    if elements + _ATTRIBUTE_NODES * marks <= MAX_NODES:
        return elements
    return elements + _ATTRIBUTE_NODES * sum(tag[0].count(b"=") for tag in _OPENING.finditer(source))


def _broken(page: Page, error: Exception) -> ParseError:
    deep = "depth" in str(error).lower()
    return ParseError(page.url, TOO_DEEP if deep else f"XML that cannot be read: {_one_line(error)}")


def read_links(page: Page) -> Any:
    """Return a page's base, link and a elements as Beautiful Soup makes them of any HTML, and nothing else of it.

    Only the first megabyte is looked at: what a site says of itself stands there. Never raises on any bytes.
    """
    from bs4 import BeautifulSoup
    from bs4.filter import SoupStrainer

    wanted = SoupStrainer(["base", "link", "a"])
    return BeautifulSoup(page.content[:_LINK_BYTES], "lxml", parse_only=wanted)


def read_html(page: Page) -> Any:
    """Return the root element of a page's HTML. Raises ParseError when there is none."""
    from lxml import etree, html

    from researchkit.reading.bounds import beginning
    from researchkit.reading.text import decode

    text = beginning(decode(page.content, page.content_type))
    # lxml refuses text that declares its own encoding.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).replace("\x00", "")
    if "<" not in text:
        raise ParseError(page.url, "no HTML at all")
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(encoding=None, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(page.url, f"HTML that cannot be read: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def looks_like_html(content: bytes) -> bool:
    """Return whether bytes begin as an HTML page does."""
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    start = re.sub(rb"^(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*", b"", start, flags=re.DOTALL).lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<div", b"<meta"))


def local_name(element: Any) -> str:
    """Return an element's name without its namespace, lowered; "" for a comment or instruction."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def child_text(element: Any, name: str) -> str | None:
    """Return the text of the first child of that local name; None where it is absent or blank."""
    for child in element:
        if local_name(child) == name:
            text = "".join(child.itertext()).strip()
            return text or None
    return None
