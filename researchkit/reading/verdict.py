"""Is this page an article? And if not, what is it? And if so, is it the whole of it?

What a page says of itself counts only where there is little prose beside it: an article about cookies stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from researchkit.reading import phrases
from researchkit.reading.body import Body
from researchkit.reading.jsonld import types_of
from researchkit.reading.metadata import Marks, Metadata
from researchkit.reading.text import clean_line, words
from researchkit.reading.tree import Tree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    (
        *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "td", "th", "tr", "section", "article", "main", "form"),
        *("header", "footer", "nav", "aside", "ul", "ol", "table", "label", "br", "blockquote", "figcaption"),
        *("button", "option", "body"),
    )
)
_FRAME = frozenset(["nav", "footer", "header", "aside"])
_SHOWN_CHARS, _LINE_CHARS = 60_000, 5_000
_LITTLE = 150  # words: fewer, and what the page says of itself decides
_TEASER_WORDS = 400  # more than this is no teaser, whatever stands below it
_PROSE_CHARS = 60
_LONG_CHARS = 140
_HEADLINE_CHARS = 18
_NOTICE_CHARS = 220  # a notice is short; a paragraph may speak of signing in
_NEXT = re.compile(r"(?:[?&](?:p|page|seite|pagina|pg)=2\b|(?:/|-)(?:page|seite|p)[-/]?2/?$|/2/?$)", re.IGNORECASE)
_PAGER = re.compile(r"pagination|pager\b|page-?links|page-?nav", re.IGNORECASE)
_PLAYER = re.compile(r"video|player|embed|youtube|vimeo|tube", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problem` is why a page is no article, or None; `partial` says that the article is only begun here."""

    problem: str | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """What is seen of a page: its lines outside of menus, its headings, and what stands in them."""

    lines: list[str]
    top: str  # title and headings
    prose: int  # words in sentences that speak of neither consent nor sign-in nor absence
    headlines: int  # links that read like headlines
    password: bool
    player: bool


def judge(tree: Tree, facts: Metadata, marks: Marks, body: Body) -> Verdict:
    """Return whether the page is an article, from its marks, its layout and the body that was read of it."""
    count = words(body.text)
    if count >= _LITTLE and not _is_listing(tree.root, body, marks):
        return Verdict(partial=count < _TEASER_WORDS and _is_partial(tree.root, marks, _lines(tree.root), count))
    look = _look(tree.root, facts)
    problem = _problem(tree, marks, look, body)
    if problem:
        return Verdict(problem)
    return Verdict(partial=_is_partial(tree.root, marks, look.lines, count))


def _problem(tree: Tree, marks: Marks, look: _Look, body: Body) -> str | None:
    shown = "\n".join(look.lines)
    if look.prose < 60 and phrases.NEEDS_SCRIPT.search(f"{look.top}\n{shown}"):
        return "script-only page"
    if look.prose < _LITTLE and phrases.MISSING_TITLE.search(look.top) and look.prose < 40:
        return "page not found"
    if look.prose < 25 and phrases.MISSING_TEXT.search(shown):
        return "page not found"
    if look.prose < 40 and phrases.CONSENT_WALL.search(shown) and _different(phrases.CONSENT, shown) >= 2:
        return "consent page"
    if look.prose < (40 if look.password else 25) and (look.password or phrases.LOGIN.search(f"{look.top}\n{shown}")):
        return "login wall"
    if look.prose < 60 and (_is_video(marks) or (look.player and look.prose < 25)):
        return "video page"
    if look.headlines >= 6 and _is_listing(tree.root, body, marks):
        return "list page"
    if words(body.text) < 5 or all(line in body.links for line in body.text.split("\n")):
        return "script-only page" if tree.script_chars > 1500 or tree.scripts > 1 else "empty"
    return None


def _different(pattern: re.Pattern[str], text: str) -> int:
    return len({match[0].casefold() for match in pattern.finditer(text)})


def _look(root: HtmlElement, facts: Metadata) -> _Look:
    lines = _lines(root)
    headings = [clean_line(" ".join(each.itertext())) for each in islice(root.iter("h1", "h2"), 4)]
    title = clean_line(root.findtext(".//title") or "")
    prose = [line for line in lines if len(line) >= _PROSE_CHARS and not _speaks_of_itself(line)]
    player = any(True for _ in root.iter("video")) or any(
        _PLAYER.search(frame.get("src") or "") for frame in root.iter("iframe")
    )
    return _Look(
        lines=lines,
        top="\n".join([title, facts.title or "", *headings]),
        prose=sum(words(line) for line in prose),
        headlines=_headlines(root),
        password=bool(root.xpath('.//input[@type="password"]')),
        player=player,
    )


def _speaks_of_itself(line: str) -> bool:
    if phrases.CONSENT_WALL.search(line) or _different(phrases.CONSENT, line) >= 2:
        return True
    patterns = (phrases.LOGIN, phrases.MISSING_TEXT, phrases.NEEDS_SCRIPT, phrases.MISSING_TITLE)
    return len(line) < _NOTICE_CHARS and any(pattern.search(line) for pattern in patterns)


def _lines(root: HtmlElement) -> list[str]:
    """Return the lines a reader sees outside of menus and footers."""
    body = root.find("body")
    lines: list[str] = []
    piece: list[str] = []
    chars = 0

    def close() -> None:
        if piece and (line := " ".join("".join(piece).split())):
            lines.append(line)
        piece.clear()

    for event, element in _walk(root if body is None else body):
        text = element.text if event == "start" else element.tail
        if element.tag in _BLOCKS:
            close()
        if text and chars < _SHOWN_CHARS:
            piece.append(text[:_LINE_CHARS])
            chars += len(piece[-1])
    close()
    return lines


def _walk(root: HtmlElement) -> Iterable[tuple[str, HtmlElement]]:
    """Yield each element when it opens and closes, without the furniture and scripts; no recursion."""
    stack: list[tuple[str, HtmlElement]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        skipped = not isinstance(element.tag, str) or element.tag in _FRAME or element.tag in ("script", "style")
        if event == "start":
            if element is not root:
                stack.append(("end", element))
            if skipped:
                continue
            stack.extend(("start", child) for child in reversed(element))
        yield event, element


def _headlines(root: HtmlElement) -> int:
    """Count links that read like headlines, outside of menus."""
    found = set()
    for anchor in root.iter("a"):
        text = " ".join("".join(anchor.itertext()).split())
        if _HEADLINE_CHARS <= len(text) <= 200 and not any(
            above.tag in _FRAME for above in islice(anchor.iterancestors(), 12)
        ):
            found.add(text)
    return len(found)


def _is_listing(root: HtmlElement, body: Body, marks: Marks) -> bool:
    """Tell a list of other pages: its lines are links or follow one, and prose does not follow prose."""
    lines = [line.removeprefix("- ") for line in body.text.split("\n") if line]
    linked = [line in body.links for line in lines]
    long = [len(line) >= _LONG_CHARS for line in lines]
    follows = sum(1 for before, here in pairwise(long) if before and here)
    marked = bool(marks.articles) or marks.first("og:type") == "article"
    share = sum(len(line) for line, is_link in zip(lines, linked, strict=True) if is_link) / max(1, len(body.text))
    if sum(linked) >= 4 and sum(linked) > 2 * follows + 1 and share > (0.6 if marked else 0.35):
        return True
    if marked or words(body.text) >= 2 * _LITTLE:
        return False
    # An extractor may sweep a whole list into one line: then the links' texts are most of it.
    swept = sum(len(link) for link in body.links if len(link) >= _HEADLINE_CHARS and link in body.text)
    if swept > 0.5 * len(body.text):
        return True
    headlines = _headlines(root)
    prose = sum(len(line) for line, is_long in zip(lines, long, strict=True) if is_long)
    if headlines >= 6 and (not prose or (headlines >= 20 and prose < 3 * headlines)):
        return True
    return follows == 0 and _linked_headings(root) >= 5


def _linked_headings(root: HtmlElement) -> int:
    """Count headings that lead elsewhere: the entries of a list."""
    found = root.xpath(".//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]")
    return sum(1 for each in found if not any(above.tag in _FRAME for above in islice(each.iterancestors(), 12)))


def _is_video(marks: Marks) -> bool:
    if (marks.first("og:type") or "").lower().startswith("video"):
        return True
    return not marks.articles and any("VideoObject" in types_of(node) for node in marks.nodes)


def _is_partial(root: HtmlElement, marks: Marks, lines: list[str], count: int) -> bool:
    """Tell a teaser or the first of several pages from the whole."""
    shown = [line for line in lines if len(line) < 300]
    if count < _TEASER_WORDS and any(map(phrases.PAYWALL.search, shown)):
        return True
    if any(map(phrases.PAGED.search, shown)):
        return True
    for node in marks.articles:
        free, said = str(node.get("isAccessibleForFree")).lower(), str(node.get("wordCount") or "")
        if (free == "false" and count < _LITTLE) or (said.isdigit() and int(said) > 2.5 * count + 50):
            return True
    return any(
        _NEXT.search(element.get("href") or "")
        for element in root.xpath('.//link[@rel="next"] | .//a[@rel="next"]')
    ) or any(
        _PAGER.search(box.get("class") or "") and any(_NEXT.search(a.get("href") or "") for a in box.iter("a"))
        for box in root.xpath(".//*[contains(@class,'pag')]")[:10]
    )  # fmt: skip
