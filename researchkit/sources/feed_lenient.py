"""Feeds that are not well formed, read with feedparser, on text that we decoded and stripped of its DOCTYPE."""

from __future__ import annotations

import codecs
import io
import re
from itertools import islice
from typing import Any

from researchkit.errors import ParseError
from researchkit.records import Page
from researchkit.sources.entries import resolved
from researchkit.sources.feed_xml import declared_right
from researchkit.sources.listing import Listed, Listing, looks_like_markup, person
from researchkit.sources.trees import looks_like_html, without_doctype

# feedparser's lenient reader is slow on broken markup; a feed that is broken and larger than this is read up to here.
MAX_CHARS = 4 * 1024 * 1024
MAX_TAGS = 80_000
MAX_REFERENCES = 250_000
# What feedparser is known to let escape on bytes that no feed holds; found by mutating recorded feeds.
_FEEDPARSER_ERRORS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
_CHARACTER = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ELEMENT = re.compile(rb"<[a-zA-Z]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"))
_BOMS_16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What a charset may be called in the wild and still be safe to decode: no UTF-7, no codecs that are no text.
_TEXT_CHARSET = re.compile(
    r"utf.?(8|16|32)|iso.?8859|latin|windows|cp\d|koi8|gb|big5|euc|shift|sjis|iso.?2022|mac|ascii", re.IGNORECASE
)


def read_feed_lenient(page: Page, content: bytes) -> Listing:
    """Return the feed as feedparser reads it. Raises ParseError when it finds neither a feed nor an entry."""
    import feedparser

    from researchkit.reading.bounds import short_tags
    from researchkit.reading.text import real_references

    if looks_like_html(content):
        raise ParseError(page.url, "an HTML page where a feed was expected", do="Give the address of the feed itself")
    text = short_tags(decoded(declared_right(content), page.content_type)[:MAX_CHARS])
    for mark, most in (("<", MAX_TAGS), ("&", MAX_REFERENCES)):
        last = next(islice(re.finditer(mark, text), most, None), None)
        text = text[: last.start()] if last else text
    text = _CHARACTER.sub(_real_character, real_references(text))
    cleaned = _without_prolog(without_doctype(text.encode("utf-8", "replace")))
    try:
        # A stream, never the bytes themselves: feedparser would try to open those as a file's name.
        found = feedparser.parse(
            io.BytesIO(cleaned),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        return _listing(found, page)
    except _FEEDPARSER_ERRORS as error:
        raise ParseError(page.url, f"a feed too broken to be read ({type(error).__name__})") from error


def _listing(found: Any, page: Page) -> Listing:
    if not found.get("version") and not found.entries:
        raise ParseError(page.url, "neither a feed nor any entry of one")
    home = str(found.feed.get("link", ""))
    base = resolved(page.url, home) if home else page.url
    entries = [_entry(entry, base) for entry in found.entries]
    return Listing(title=found.feed.get("title"), language=found.feed.get("language"), entries=entries)


def _without_prolog(content: bytes) -> bytes:
    """Return a feed from its first element on: declarations above it that never end take feedparser hours."""
    first = _ELEMENT.search(content)
    return content[first.start() :] if first else b""


def _real_character(reference: re.Match[str]) -> str:
    """Keep a numeric reference to a character that exists; feedparser falls over the others."""
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    real = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return reference[0] if real else "\ufffd"


def decoded(content: bytes, content_type: str) -> str:
    """Return bytes of XML as text: by byte order mark, declaration, header, else UTF-8, else Windows-1252."""
    for mark, charset in (*_BOMS, *_BOMS_16):
        if content.startswith(mark):
            return content.decode(charset, "replace").lstrip("\ufeff")
    if content[:4].replace(b"\x00", b"") in (b"<?", b"<r", b"<f") and b"\x00" in content[:4]:
        return content.decode("utf-16-be" if content[:1] == b"\x00" else "utf-16-le", "replace")
    declared = _DECLARED.search(content[:300])
    header = re.search(r"charset=[\"']?([A-Za-z0-9._-]+)", content_type)
    for charset in (declared[1].decode("ascii") if declared else "", header[1] if header else "", "utf-8"):
        if not _TEXT_CHARSET.match(charset) or charset.lower().startswith(("utf-16", "utf-32")):  # those were ruled out
            continue
        try:
            return content.decode(codecs.lookup(charset).name)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", "replace")


def _entry(entry: Any, base: str) -> Listed:
    contents = [part for part in entry.get("content", []) if part.get("value")]
    content = max(contents, key=lambda part: len(part["value"]), default=None)
    summary = entry.get("summary") or None
    body = content["value"] if content and len(content["value"]) >= len(summary or "") else summary
    detail = content if content and body is content["value"] else entry.get("summary_detail", {})
    title = entry.get("title") or None
    link = entry.get("feedburner_origlink") or entry.get("link") or None
    enclosures = entry.get("enclosures", [])
    return Listed(
        link=resolved(base, link) if link else None,
        title=title,
        title_html="html" in entry.get("title_detail", {}).get("type", "") or looks_like_markup(title or ""),
        body=body,
        body_html="html" in detail.get("type", "html") or looks_like_markup(body or ""),
        body_whole=bool(content) and detail is content,
        date=entry.get("published") or entry.get("created") or entry.get("updated") or None,
        author=person(entry.get("author")),
        publisher=entry.get("source", {}).get("title"),
        language=detail.get("language"),
        audio=any(str(part.get("type", "")).startswith(("audio/", "video/")) for part in enclosures),
    )
