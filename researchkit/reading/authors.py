"""The author of a page: JSON-LD first, then meta, then what is marked up as a byline, then who signs as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from researchkit.reading.bylines import is_byline, marked_names, person, read_byline
from researchkit.reading.jsonld import types_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from researchkit.reading.metadata import Marks

_META = (
    "author", "parsely-author", "article:author", "og:article:author", "articleauthor", "cxenseparse:author",
    "sailthru.author", "byl", "dc.creator", "dcterms.creator", "citation_author", "authors",
)  # fmt: skip
_CLASS = re.compile(
    r"author|\bbyline|autor(?!i[sz])|auteur|wrote_by|written-?by|posted-?by|username|journalist|redakteur|\bwriter\b|"
    r"contributor|\bfn\b",
    re.IGNORECASE,
)
_NOT_HERE = re.compile(
    r"comment|reply|sidebar|related|widget|footer|teaser|recommend|author-?(?:bio|box|desc|image|avatar)|(?<!v)card|"
    r"quote|caption|copyright|authority|popular|unauthori",
    re.IGNORECASE,
)
_NAME_CLASS = re.compile(
    r"(?:^|\s)(?:author|fn|username|author[-_]{0,2}name|byline[-_]{0,2}name|nickname)(?:$|\s)", re.IGNORECASE
)
_WHOLE_LINES = ("p", "span", "div", "em", "h4", "strong", "byline", "address", "li", "small", "a")
_MAX_CHARS = 120
_SCANNED = 4000
_UP = 5


def page_author(root: HtmlElement, marks: Marks, publisher: str) -> str | None:
    """Return the author, several joined by "; ", or None when nobody is named.

    People come first, wherever they stand; an agency or the publisher itself only when the page marks it as the
    author and names no person. `bylines.people_only` leaves people.
    """
    whole: list[str] = []
    for names in _marked(marks):
        if not whole and any(map(person, names)) and not _same_house(names, publisher):
            return _joined(names)
        whole = whole or names
    for names in _shown(root):
        if names and not _same_house(names, publisher):
            return _joined(names)
        whole = whole or names
    return _joined(whole) if whole else None


def _joined(names: list[str]) -> str:
    return "; ".join(dict.fromkeys(names))


def _key(name: str) -> str:
    return re.sub(r"[\W_]+|\.(?:com|de|org|net)$", "", name.casefold())


def _same_house(names: list[str], publisher: str) -> bool:
    """Tell a site that signs its own pages: "STERN.de" for stern.de."""
    house = _key(publisher)
    return len(names) == 1 and len(_key(names[0])) > 2 and (_key(names[0]) in house or house in _key(names[0]))


def _marked(marks: Marks) -> Iterator[list[str]]:
    known = {node["@id"]: node for node in marks.nodes if isinstance(node.get("@id"), str)}
    houses: list[str] = []
    for node in marks.articles:
        people: list[str] = []
        for claim, is_house in _claims(node.get("author"), known):
            (houses if is_house else people).extend(marked_names(claim))
        if people:
            yield people
            break
    for meta in _META:
        named = [name for value in marks.meta.get(meta, ()) for name in marked_names(value)]
        if named:
            yield list(dict.fromkeys(named))
            break
    if houses:
        yield houses


def _claims(value: Any, known: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, bool]]:
    """Yield (name, whether it is an organisation) of a JSON-LD author, following references within the page."""
    if isinstance(value, str):
        yield value, False
    elif isinstance(value, list):
        for each in value[:20]:
            yield from _claims(each, known, depth)
    elif isinstance(value, dict):
        full = value if "name" in value else known.get(str(value.get("@id")), value)
        name = full.get("name")
        names = name if isinstance(name, list) else [name]
        is_house = any("Organization" in kind for kind in types_of(full))
        yield from ((each, is_house) for each in names[:20] if isinstance(each, str))


def _shown(root: HtmlElement) -> Iterator[list[str]]:
    for element in root.xpath('.//*[@rel="author" or @itemprop="author"]')[:4]:
        text = element.get("content") or " ".join(element.itertext())
        if len(text) <= _MAX_CHARS and not _elsewhere(element):
            yield marked_names(text)
    for element in root.xpath(".//*[@class]"):
        if not _is_author_class(element.get("class", "")) or _elsewhere(element):
            continue
        text = " ".join(" ".join(element.itertext()).split())
        if 2 < len(text) <= _MAX_CHARS:
            yield read_byline(text) or (marked_names(text) if _NAME_CLASS.search(element.get("class", "")) else [])
    for element in islice(root.iter(*_WHOLE_LINES), _SCANNED):
        text = (element.text or "").strip()
        if 6 < len(text) <= _MAX_CHARS and is_byline(" ".join(text.split())) and not _elsewhere(element):
            yield read_byline(text)


@lru_cache(maxsize=4096)
def _is_author_class(name: str) -> bool:
    return bool(_CLASS.search(name))


def _elsewhere(element: HtmlElement) -> bool:
    """Tell a byline of a comment, a teaser or a footer from the page's own."""
    if _NOT_HERE.search(element.get("class") or ""):
        return True
    return any(
        above.tag in ("footer", "aside", "nav")
        or _NOT_HERE.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        for above in islice(element.iterancestors(), _UP)
    )
