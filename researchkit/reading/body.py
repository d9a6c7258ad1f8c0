"""The body of a page: trafilatura's quick reading, checked against the page's own paragraphs, its lines cleaned.

The quick reading is right on most pages and wrong in a recognisable way on the rest: it takes one of several
containers, or a teaser, or the navigation. Then, and only then, trafilatura's slow reading is asked as well.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from researchkit.reading.jsonld import string_of
from researchkit.reading.lines import Page, clean_lines, key
from researchkit.reading.metadata import Marks, Metadata
from researchkit.reading.paragraphs import Group, main_group
from researchkit.reading.text import clean_line, clean_text, strip_markup

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Extractor

_HIDDEN = (
    'descendant::*[@hidden or @aria-hidden="true" or @class[contains(.,"visually") or contains(.,"sr-only") '
    'or contains(.,"screen-reader")]]'
)
_HIDDEN_CHARS = 2000
_PROBE_CHARS = 60
_ENOUGH = 0.75  # of the main group's characters: less, and the body is suspect
_SHORT_LINE = 60
_MIN_DECK, _MAX_DECK = 40, 500


@dataclass(frozen=True, slots=True)
class Body:
    """The words of an article, a paragraph a line, and the texts of all links of its page."""

    text: str
    links: Set[str]


def read_body(root: HtmlElement, facts: Metadata, marks: Marks) -> Body:
    """Return the body of a page, "" when none was found. Hidden elements and the page's frame leave `root`."""
    page = page_lines(root, facts, marks)
    _drop_hidden(root)
    return Body(clean_lines(_chosen(root, marks), page), page.links)


def _chosen(root: HtmlElement, marks: Marks) -> str:
    text = quick(root)
    group = main_group(root)
    folded = key(text)
    share = _share(group, folded)
    if group is not None and group.chars > 1.25 * len(text) and 0.15 < share < _ENOUGH:
        return "\n".join(group.texts)
    witness = _articlebody(marks)
    elsewhere = group is not None and share < 0.15 and group.chars > max(400, 1.5 * len(text))
    doubtful = len(text) < 400 or (elsewhere and len(text) < 1500) or _is_furniture(text) or _is_lump(text)
    if doubtful or len(witness) > 1.5 * len(text) + 200:
        text = _longer(text, slow(root), witness)
    return text


def _longer(text: str, other: str, witness: str) -> str:
    swept = _is_lump(text) and "\n" in other and len(other) > 0.5 * len(text)
    menu = _is_furniture(text) and len(other) > 250 and not _is_furniture(other)
    if swept or menu or len(other) > 1.3 * len(text):
        text = other
    if len(witness) > 1.5 * len(text) + 200:
        return witness
    return text


def _share(group: Group | None, folded: str) -> float:
    """Return how much of the group's characters the text holds."""
    if group is None or not group.chars:
        return 1.0
    held = sum(len(text) for text in group.texts if key(text)[:_PROBE_CHARS] in folded)
    return held / group.chars


def _is_furniture(text: str) -> bool:
    """Tell a menu from prose: most characters stand in short lines."""
    lines = text.split("\n")
    return len(lines) > 15 and sum(len(line) for line in lines if len(line) < _SHORT_LINE) > 0.6 * len(text)


def _is_lump(text: str) -> bool:
    """Tell a page swept up whole: one line, far longer than a paragraph."""
    return len(text) > 1500 and "\n" not in text


def _articlebody(marks: Marks) -> str:
    bodies = (string_of(node.get("articleBody")) for node in marks.articles)
    return max((strip_markup(body) for body in bodies if body), key=len, default="")


def quick(root: HtmlElement) -> str:
    """Return trafilatura's quick reading: its own rules, no second extractor."""
    return _read(root, fast=True)


def slow(root: HtmlElement) -> str:
    """Return trafilatura's whole cascade, with readability and jusText."""
    return _read(root, fast=False)


def _read(root: HtmlElement, *, fast: bool) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(root, options=_extractor(fast=fast))
    return clean_text(getattr(found, "text", None) or "")


@lru_cache(maxsize=2)
def _extractor(*, fast: bool) -> Extractor:
    """Return trafilatura's options, which it only reads: making them anew for each page parses its settings."""
    from trafilatura.settings import Extractor

    return Extractor(output_format="python", fast=fast, comments=False)


def _drop_hidden(root: HtmlElement) -> None:
    for element in root.xpath(_HIDDEN):
        if element.getparent() is None or element.tag in ("html", "body", "main", "article"):
            continue
        if len("".join(element.itertext())) <= _HIDDEN_CHARS:
            element.drop_tree()


def page_lines(root: HtmlElement, facts: Metadata, marks: Marks) -> Page:
    """Return what the line cleaner must know of the page: titles, links and the deck."""
    titles = [facts.title, marks.first("og:title"), root.findtext(".//title")]
    titles += [clean_line("".join(heading.itertext())) for heading in root.iter("h1")]
    links = {
        # Most links are bare words; joining what their elements hold is for the others.
        " ".join(("".join(anchor.itertext()) if len(anchor) else anchor.text or "").split())
        for anchor in root.iter("a")
        if not (anchor.get("href") or "#").startswith("#")
    }
    return Page({key(title) for title in titles if title and len(title) > 3}, links, _deck(root, facts))


def _deck(root: HtmlElement, facts: Metadata) -> str | None:
    """Return the standfirst: the page's own description, when it stands on the page for a reader to see."""
    description = facts.description or ""
    if not _MIN_DECK < len(description) < _MAX_DECK:
        return None
    start, first = key(description[:40]), description.split(maxsplit=1)[0]
    for element in root.iter("p", "h2", "h3", "h4", "div", "span", "strong", "li", "em", "b"):
        text = element.text
        # The bare look for the first word is there for speed: keys of thousands of elements are dear.
        if text is None or first not in text[:120] or not start.startswith(key(text[:60])[:30]):
            continue
        whole = clean_line("".join(element.itertext()))
        if len(whole) < 1.5 * _MAX_DECK and key(whole)[: len(start)] == start:
            return whole
    return None
