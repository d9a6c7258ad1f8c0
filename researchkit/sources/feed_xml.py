"""RSS 0.9x, 1.0, 2.0 and Atom that are well formed, read with lxml: fifty times the speed of the lenient reader."""

from __future__ import annotations

import re
from typing import Any

from researchkit.errors import ParseError
from researchkit.records import Page
from researchkit.sources.entries import resolved
from researchkit.sources.listing import Listed, Listing, looks_like_markup, person
from researchkit.sources.trees import child_text, local_name, read_xml

_ATOM = ("http://www.w3.org/2005/atom", "http://purl.org/atom/ns#")
_MEDIA = ("search.yahoo.com/mrss", "itunes.com/dtds", "googleplay")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RSS_DATES = ("pubdate", "date", "issued", "created", "published", "updated", "modified")
_ATOM_DATES = ("published", "issued", "created", "updated", "modified")
# Readable as ASCII, so that it is neither UTF-16 nor UTF-32.
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?(\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'])")
_KEPT_EACH_END = 600
_ITEM_START = re.compile(rb"<(?:[a-zA-Z0-9]+:)?(item|entry)[\s>]")


def thinned(content: bytes) -> bytes:
    """Return a feed of thousands of entries with the 600 first and last of them: feeds run one way or the other."""
    starts = [match.start() for match in _ITEM_START.finditer(content)]
    if len(starts) <= 2 * _KEPT_EACH_END:
        return content
    return content[: starts[_KEPT_EACH_END]] + content[starts[-_KEPT_EACH_END] :]


def declared_right(content: bytes) -> bytes:
    """Return XML without a declared charset that its bytes belie: they are UTF-8 beyond ASCII, or no UTF-16 at all."""
    declared = _DECLARED.match(content)
    if not declared or declared[2].lower() in (b"utf-8", b"utf8"):
        return content
    wide = declared[2].lower().startswith((b"utf-16", b"utf-32", b"ucs", b"iso-10646"))
    try:
        lying = wide or not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        lying = wide
    return content[: declared.start(1)] + content[declared.end(1) :] if lying else content


def read_feed_xml(page: Page, content: bytes) -> Listing:
    """Return the feed in well-formed XML. Raises ParseError when it is not well formed or no feed."""
    root = read_xml(page, content=declared_right(content))
    name = local_name(root)
    if name == "feed" and _namespace(root).startswith(_ATOM):
        return _atom(root, page.url)
    if name in ("rss", "rdf", "channel"):
        return _rss(root, page.url)
    raise ParseError(page.url, f"XML with the root <{name}>, which is no feed")


def _atom(root: Any, url: str) -> Listing:
    base = _based(root, url)
    home = _atom_link(root, base)
    base = base if base.startswith("http") else home or base
    language = root.get(_XML_LANG)
    found = (_atom_entry(child, base) for child in root if local_name(child) == "entry")
    return Listing(title=child_text(root, "title"), language=language, entries=list(found))


def _atom_entry(entry: Any, base: str) -> Listed:
    base = _based(entry, base)
    core: dict[str, Any] = {}
    for child in entry:
        if _namespace(child).startswith(_ATOM):
            core.setdefault(local_name(child), child)
    title, content, summary = core.get("title"), core.get("content"), core.get("summary")
    body, body_html = _construct(content)
    whole = body is not None
    if body is None:
        body, body_html = _construct(summary)
    title_text, title_html = _construct(title)
    author, source = core.get("author"), core.get("source")
    return Listed(
        link=_atom_link(entry, base) or _http(child_text(entry, "id")),
        title=title_text,
        title_html=title_html,
        body=body,
        body_html=body_html,
        body_whole=whole,
        date=next((text for name in _ATOM_DATES if name in core and (text := _flat(core[name]))), None),
        author=person(child_text(author, "name")) if author is not None else _extension(entry, "creator"),
        publisher=child_text(source, "title") if source is not None else None,
        language=entry.get(_XML_LANG),
        audio=any(_is_audio(child) for child in entry),
    )


def _rss(root: Any, url: str) -> Listing:
    channel = next((child for child in root if local_name(child) == "channel"), root)
    home = next((text for child in channel if local_name(child) == "link" and (text := _http(_flat(child)))), None)
    base = _based(channel, _based(root, home or url))
    items = [child for parent in (channel, root) for child in parent if local_name(child) == "item"]
    if channel is root:
        items = [child for child in root if local_name(child) == "item"]
    language = child_text(channel, "language")
    entries = [_rss_item(item, base) for item in items]
    return Listing(title=_core_text(channel, "title"), language=language, entries=entries)


def _rss_item(item: Any, base: str) -> Listed:
    fields: dict[str, Any] = {}
    for child in item:
        name = local_name(child)
        if name and not any(mark in _namespace(child) for mark in _MEDIA):
            key = f"atom:{name}" if _namespace(child).startswith(_ATOM) else name
            fields.setdefault(key, child)
    # In content:encoded the local name is "encoded"; that is the whole text, description a teaser or the whole.
    encoded = _inner(fields.get("encoded")) or _inner(fields.get("atom:content"))
    description = _inner(fields.get("description")) or _inner(fields.get("atom:summary"))
    body = encoded if len(encoded or "") >= len(description or "") else description
    title = _inner(fields.get("title"))
    return Listed(
        link=_rss_link(fields, _based(item, base)),
        title=title,
        title_html=looks_like_markup(title or ""),
        body=body,
        body_whole=bool(encoded) and body is encoded,
        date=next((text for name in _RSS_DATES if (text := _flat(fields.get(name, fields.get(f"atom:{name}"))))), None),
        author=person(_flat(fields.get("creator")) or _flat(fields.get("author"))),
        publisher=_flat(fields.get("source")),
        language=_flat(fields.get("language")),
        audio=any(_is_audio(child) for child in item),
    )


def _rss_link(fields: dict[str, Any], base: str) -> str | None:
    original, link, guid = fields.get("origlink"), fields.get("link"), fields.get("guid")
    if text := _flat(original) or _flat(link):
        return resolved(base, text)
    atom = fields.get("atom:link")
    if atom is not None and atom.get("rel", "alternate") == "alternate" and atom.get("href"):
        return resolved(base, str(atom.get("href")))
    permanent = guid is not None and guid.get("isPermaLink", "true").lower() != "false"
    return _http(_flat(guid)) if permanent else None


def _atom_link(element: Any, base: str) -> str | None:
    original = _extension(element, "origlink")
    if original:
        return original
    links = [child for child in element if local_name(child) == "link" and child.get("href")]
    alternate = [link for link in links if link.get("rel", "alternate") == "alternate"]
    alternate.sort(key=lambda link: "html" not in link.get("type", "text/html"))
    return resolved(base, str(alternate[0].get("href")).strip()) if alternate else None


def _construct(element: Any) -> tuple[str | None, bool]:
    """Return an Atom text construct and whether it is HTML."""
    if element is None:
        return None, False
    kind = element.get("type", "text").lower()
    if len(element):
        return _inner(element), True
    text = _flat(element)
    return text, "html" in kind or (element.get("mode") == "escaped" and looks_like_markup(text or ""))


def _inner(element: Any) -> str | None:
    """Return the text of an element, with the markup inside it where its children were not escaped."""
    if element is None:
        return None
    if not len(element):
        return _flat(element)
    from lxml import etree

    parts = [element.text or "", *(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)]
    return re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", "".join(parts)).strip() or None


def _flat(element: Any) -> str | None:
    if element is None:
        return None
    text = element.text if not len(element) else "".join(element.itertext())
    return (text or "").strip() or None


def _core_text(element: Any, name: str) -> str | None:
    own = _namespace(element)
    children = (child for child in element if local_name(child) == name and _namespace(child) == own)
    return next((text for child in children if (text := _flat(child))), None)


def _extension(element: Any, name: str) -> str | None:
    return next((_flat(child) for child in element if local_name(child) == name), None)


def _based(element: Any, base: str) -> str:
    own = element.get(_XML_BASE)
    return resolved(base, own) if own else base


def _namespace(element: Any) -> str:
    tag = element.tag
    return tag[1:].partition("}")[0].lower() if isinstance(tag, str) and tag.startswith("{") else ""


def _is_audio(element: Any) -> bool:
    enclosure = local_name(element) == "enclosure" or element.get("rel") == "enclosure"
    return enclosure and (element.get("type") or "").startswith(("audio/", "video/"))


def _http(text: str | None) -> str | None:
    return text if text and text.startswith(("http://", "https://")) else None
