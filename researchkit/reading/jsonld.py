"""JSON-LD as it is found on pages: broken now and then, nested at will; read into plain article facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = Mapping[str, Any]

_ARTICLE_TYPE = re.compile(
    r"\w*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|Report|Review|Recipe|"
    r"PressRelease|APIReference"
)
_MAX_CHARS = 1_000_000
_MAX_NODES = 2_000
_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/|<!\[CDATA\[)|(?:-->|//\s*+\]\]>|\]\]>)\s*+;?\s*+$", re.DOTALL
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")


def nodes(root: HtmlElement) -> list[Node]:
    """Return every typed node of every JSON-LD block of the page, outermost first; broken blocks are left out."""
    found: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        block = _load(script.text[:_MAX_CHARS])
        if block is not None:
            found.extend(_walk(block, _MAX_NODES - len(found)))
        if len(found) >= _MAX_NODES:
            break
    return found


def _load(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    mended = _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", _COMMENT.sub("", text))).strip().rstrip(";")
    try:
        return json.loads(mended, strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(block: Any, limit: int) -> Iterator[Node]:
    queue, given = [block], 0
    while queue and given < limit:
        here = queue.pop(0)
        if isinstance(here, list):
            queue[:0] = here[:200]
        elif isinstance(here, dict):
            if "@type" in here or "headline" in here:
                yield here
                given += 1
            queue.extend(
                here[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if key in here
            )


def types_of(node: Node) -> set[str]:
    """Return the node's types as bare names, whatever prefix they carry."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return {re.split(r"[/:#]", each)[-1] for each in values if isinstance(each, str)}


def article_nodes(found: list[Node]) -> list[Node]:
    """Return the nodes that describe an article, those with a headline first."""
    articles = [node for node in found if any(map(_ARTICLE_TYPE.fullmatch, types_of(node)))]
    return sorted(articles, key=lambda node: not isinstance(node.get("headline"), str))


def string_of(value: Any) -> str | None:
    """Return a plain string of a value that may be a string, a list or a node with a name; None when there is none."""
    if isinstance(value, list):
        value = next((each for each in value if each), None)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("headline")
        if isinstance(value, list):
            value = value[0] if value else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None
