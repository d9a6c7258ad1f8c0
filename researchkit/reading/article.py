"""One page in, one article out: or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from researchkit.reading.body import read_body
from researchkit.reading.dates import gate
from researchkit.reading.metadata import Metadata, read_marks, read_metadata
from researchkit.reading.text import clean_text, decode, language_of
from researchkit.reading.tree import parse_tree
from researchkit.reading.urls import canonical_url, host_of
from researchkit.reading.verdict import judge
from researchkit.records import Precision, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The readable part of a page.

    `problem` is None, or why the page is no article, and then `text` is "": "consent page", "login wall", "page not
    found", "list page", "script-only page", "video page", "not a page" or "empty". `text_scope` is summary where the
    page shows only a beginning (a paywall's teaser, one part of several). `published` keeps the zone it was written
    in, so that its date is the one a reader saw; a Document holds it in UTC.
    """

    url: str
    title: str | None = None
    author: str | None = None
    publisher: str = ""
    published: datetime | None = None
    published_precision: Precision | None = None
    language: str | None = None
    text: str = ""
    text_scope: Scope = "full"
    problem: str | None = None


def read_article(content: bytes, url: str, *, content_type: str = "", fetched: datetime) -> Article:
    """Return what the page at `url` says, or why it is no article.

    `content` is the body as served, `content_type` its header, `fetched` when it was seen: no date lies after it.
    Never raises on any bytes; bounded in time and memory. PDF goes to `read_pdf`.
    """
    address = _address(url)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        from researchkit.reading.pdf import read_pdf

        return read_pdf(content, url, fetched=fetched)
    if not content.strip():
        return Article(url=address, publisher=host_of(url), problem="empty")
    tree = parse_tree(content, content_type=content_type)
    if tree is None:
        return _plain(content, address, content_type)
    marks = read_marks(tree.root)
    facts = read_metadata(tree.root, url, marks=marks, seen=fetched)
    body = read_body(tree.root, facts, marks)
    verdict = judge(tree, facts, marks, body)
    published, precision = gate(facts.published, facts.precision, fetched=fetched)
    text = "" if verdict.problem else body.text
    return Article(
        url=facts.canonical_url or address,
        title=facts.title,
        author=facts.author,
        publisher=facts.publisher or host_of(url),
        published=published,
        published_precision=precision,
        language=_language(facts, text),
        text=text,
        text_scope="summary" if verdict.partial or tree.cut else "full",
        problem=verdict.problem,
    )


def _address(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url


def _language(facts: Metadata, text: str) -> str | None:
    """Trust the words before the claim: templates are copied with their lang attribute."""
    return (language_of(text) if len(text) > 200 else None) or facts.language or language_of(text)


def _plain(content: bytes, address: str, content_type: str) -> Article:
    """Read what holds no markup: plain text is kept, anything else is no page."""
    text = decode(content[: 2**20], content_type)
    odd = sum(1 for character in text[:4000] if not character.isprintable() and character not in "\n\r\t")
    if odd > 0.02 * min(len(text), 4000) or text[:4000].count("\ufffd") > 40:
        return Article(url=address, publisher=host_of(address), problem="not a page")
    body = clean_text(text)
    if not body:
        return Article(url=address, publisher=host_of(address), problem="empty")
    first = body.split("\n", 1)[0]
    title = first.lstrip("# ") if len(first) < 200 else None
    return Article(
        url=address, title=title, publisher=host_of(address), language=language_of(body), text=body, text_scope="full"
    )
