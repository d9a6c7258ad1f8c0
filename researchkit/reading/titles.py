"""The headline of a page, without the site's name around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from researchkit.reading.jsonld import string_of
from researchkit.reading.text import clean_line, strip_markup
from researchkit.reading.urls import host_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from researchkit.reading.metadata import Marks

_BAR = re.compile(r"\s+(?:[|–—\-·•»«›:/]+|::)\s+|\s*[|»›]\s*")
_MAX_CHARS = 400
_REWORDED = 0.25


def pick_title(root: HtmlElement, marks: Marks, publisher: str, url: str) -> str | None:
    """Return the page's headline, or None when it shows none.

    A page says its headline up to four times. The one for sharing is the most often set and the least often the
    site's name; the heading wins where it is the only one and the sharing title only adds to it or rewords it.
    """
    headings = _headings(root)
    element = root.find(".//title")
    written = _line(element.text) if element is not None else None
    shared = _line(marks.first("og:title")) or _line(marks.first("twitter:title", "dc.title"))
    marked = next((line for node in marks.articles if (line := _line(string_of(node.get("headline"))))), None)
    shared, marked, written = (
        without_site(claim, publisher, url, headings) if claim else None for claim in (shared, marked, written)
    )
    return _settle(headings, shared, marked, written)


def _settle(headings: list[str], shared: str | None, marked: str | None, written: str | None) -> str | None:
    heading = headings[0] if len(headings) == 1 else None
    if shared is None:
        return heading or marked or written or (headings[0] if headings else None)
    if heading is None:
        return shared
    left, right = _key(heading), _key(shared)
    if left and left in right:
        return heading
    if right in left or _overlap(heading, shared) < _REWORDED:
        return shared
    # Where the page marks its headline for machines too, the sharing title was chosen on purpose.
    return shared if marked else heading


def _overlap(left: str, right: str) -> float:
    """Return how much of the shorter title's words stand in the other."""
    first, second = (set(re.findall(r"\w+", title.casefold())) for title in (left, right))
    return len(first & second) / max(1, min(len(first), len(second)))


def _line(value: str | None) -> str | None:
    return clean_line(strip_markup(value[:4000]))[:_MAX_CHARS] or None if value else None


def _headings(root: HtmlElement) -> list[str]:
    found = (_line(" ".join(heading.itertext())) for heading in root.iter("h1"))
    return [heading for heading in found if heading and len(heading) > 3]


def without_site(title: str, publisher: str, url: str, headings: list[str]) -> str:
    """Return `title` without the site's name at either end."""
    for heading in headings:
        if len(heading) > 10 and heading != title and title.startswith(heading) and _BAR.match(title[len(heading) :]):
            return heading
    parts = list(_BAR.finditer(title))
    if not parts:
        return title
    names = {_key(publisher), _key(host_of(url)), _key(host_of(url).rsplit(".", 1)[0])} - {""}
    last, first = parts[-1], parts[0]
    if _is_site(title[last.end() :], names) and len(title[: last.start()]) > 3:
        return without_site(title[: last.start()].strip(), publisher, url, headings)
    if _is_site(title[: first.start()], names) and len(title[first.end() :]) > 3:
        return without_site(title[first.end() :].strip(), publisher, url, headings)
    return title


def _is_site(part: str, names: set[str]) -> bool:
    key = _key(part)
    return bool(key) and any(key == name or (len(key) > 3 and (key in name or name in key)) for name in names)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
