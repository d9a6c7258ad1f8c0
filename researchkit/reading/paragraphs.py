"""The page's own paragraphs, grouped by the kind of container they stand in: a second, quick look at the body.

Not an extractor of its own: it says how much of a page's running text trafilatura's body holds, and where the rest
stands. A body split by advertisements lies in several containers of one kind, of which an extractor takes the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NOISE = re.compile(
    r"comment|footer|related|recommend|sidebar(?!-(?:grid|layout|container|wrapper|page))|newsletter|promo|teaser|cookie|"
    r"consent|disqus|modal|"
    r"popup|popmake|\bnav|menu|share|social|widget|author-?(?:bio|desc|box|info)|breadcrumb|banner|advert|disclaimer|"
    r"reply|respond|hidden|unsichtbar|excerpt|\bcard",
    re.IGNORECASE,
)
_NOISE_TAGS = frozenset(["nav", "footer", "aside", "form", "figure", "blockquote", "button", "a", "li", "td"])
_ROOTS = frozenset(["body", "html", "main", "article"])
_MIN_CHARS = 80
_MAX_LINKED = 0.4
_MAX_PARAGRAPHS = 3000


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs whose containers are of one kind within one article; `chars` is their length."""

    texts: tuple[str, ...]
    chars: int


def main_group(root: HtmlElement) -> Group | None:
    """Return the largest group of paragraphs of the page, in reading order; None when it has none."""
    groups: dict[tuple[object, ...], list[str]] = {}
    noise: dict[HtmlElement, bool] = {}
    for count, paragraph in enumerate(root.iter("p")):
        if count > _MAX_PARAGRAPHS:
            break
        text = " ".join("".join(paragraph.itertext()).split())
        if len(text) < _MIN_CHARS or _linked(paragraph) > _MAX_LINKED * len(text):
            continue
        container = paragraph.getparent()
        if container is None or _is_noise(container, noise):
            continue
        article = next(container.iterancestors("article"), None) if container.tag != "article" else container
        groups.setdefault((container.tag, container.get("class"), article), []).append(text)
    if not groups:
        return None
    largest = max(groups.values(), key=lambda texts: sum(map(len, texts)))
    return Group(tuple(largest), sum(map(len, largest)))


def _linked(paragraph: HtmlElement) -> int:
    return sum(len("".join(anchor.itertext())) for anchor in paragraph.iter("a"))


def _is_noise(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Tell whether an element or one around it is furniture; each element is judged once."""
    path = []
    verdict = False
    here: HtmlElement | None = element
    while here is not None:
        if here in known:
            verdict = known[here]
            break
        path.append(here)
        if here.tag in _NOISE_TAGS:
            verdict = True
            break
        if here.tag not in _ROOTS and _NOISE.search(f"{here.get('class') or ''} {here.get('id') or ''}"):
            verdict = True
            break
        here = here.getparent()
    for each in path:
        known[each] = verdict
    return verdict
