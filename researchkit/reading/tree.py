"""From bytes to one parsed tree, bounded before the parser sees them; metadata, dates and body share it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from researchkit.reading.bounds import bounded, writable
from researchkit.reading.charsets import decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_BYTES = 16 * 2**20
_DROPPED = re.compile(r"<!--|<(script|style|svg|template)\b[^<>]*>", re.IGNORECASE)
_KEPT_SCRIPT = re.compile(r"ld\+json", re.IGNORECASE)
_MARKUP = re.compile(
    r"<\s*(?:!doctype|html|head|body|title|meta|div|p|article|section|h1|table|span|a)\b", re.IGNORECASE
)
_BINARY = (
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x7fELF",
    b"RIFF",
    b"\x00\x00\x00",
    b"ID3",
    b"\x1f\x8b",
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page: its root, how many and how long scripts were left out of it, and whether it was cut."""

    root: HtmlElement
    scripts: int
    script_chars: int
    cut: bool


def parse_tree(content: bytes, *, content_type: str = "") -> Tree | None:
    """Return the page's tree, or None when the bytes hold no markup at all.

    Scripts (all but JSON-LD), styles, drawings and comments are left out before parsing: no stage reads them and they
    are most of a page. What is over 2 million characters or 20,000 tags is cut (`bounds`); levels end at 255.
    """
    if content.startswith(_BINARY):
        return None
    text = decode(content[:_MAX_BYTES], content_type)
    if not _MARKUP.search(text, 0, 500_000):
        return None
    return parse_markup(text, cut=len(content) > _MAX_BYTES)


def parse_markup(text: str, *, cut: bool = False) -> Tree | None:
    """Return the tree of decoded markup, or None when there is none in it."""
    from lxml.etree import ElementDefaultClassLookup, LxmlError
    from lxml.html import HtmlElement, HTMLParser, fromstring

    lean, scripts, script_chars = _without_scripts(text)
    lean, shortened = bounded(writable(lean))
    # The default parser refuses what is over 255 levels or 10 MB in one text: that bound is wanted here.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    # One class for all elements, chosen in C: the default lookup calls Python for every element at every touch.
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = fromstring(lean.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None
    return Tree(root, scripts, script_chars, cut or shortened)


def _without_scripts(text: str) -> tuple[str, int, int]:
    kept: list[str] = []
    unclosed: set[str] = set()  # asked for once in vain: looking again for each would be quadratic
    place, scripts, script_chars = 0, 0, 0
    # str.find on a lowered copy is linear; a lazy pattern is not when a closing tag is missing.
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text
    while match := _DROPPED.search(text, place):
        name = (match[1] or "").lower()
        mark = f"</{name}" if name else "-->"
        end = -1 if mark in unclosed else lowered.find(mark, match.end() if name else match.start() + 2)
        if end < 0:
            unclosed.add(mark)
        if end < 0 or (name == "script" and _KEPT_SCRIPT.search(match[0])):
            kept.append(text[place : max(end, match.end())])
            place = max(end, match.end())
            continue
        kept.append(text[place : match.start()])
        if name == "script":
            scripts += 1
            script_chars += end - match.end()
        close = text.find(">", end + len(mark) - 1) + 1
        place = close or len(text)
    kept.append(text[place:])
    return "".join(kept), scripts, script_chars
