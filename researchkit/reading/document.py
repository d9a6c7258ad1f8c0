"""From a listing's entry and its page to a document: our unit."""

from __future__ import annotations

from datetime import UTC, datetime

from researchkit.reading.article import Article
from researchkit.reading.bylines import people_only
from researchkit.reading.dates import gate
from researchkit.reading.text import clean_line, clean_text, language_of, strip_markup, words
from researchkit.reading.urls import canonical_url, document_id, host_of, same_site
from researchkit.records import Document, Entry, Precision, Scope

_UNTITLED = "Untitled"
_MAX_TITLE_CHARS = 500
_MAX_TEXT_CHARS = 600_000  # a book; whoever sends more wants to hold the analysis up


def to_document(
    entry: Entry, article: Article | None, *, company_domains: tuple[str, ...], fetched: datetime
) -> Document:
    """Return the document of an entry and, where it was fetched, its page.

    The page's text wins unless the page is no article or says less than the listing did; the listing's title and date
    win where it has them, since a page may be a template. `fetched` is when the page (or else the listing) was seen.
    """
    page = article if article is not None and article.problem is None and article.text else None
    url = _url(entry, article)
    titles = [clean_line(strip_markup(entry.title)), (page.title if page else None) or ""]
    title = next(filter(None, reversed(titles) if entry.title_guessed else titles), _UNTITLED)
    body, scope = _body(entry, page)
    body = _without_echo(body, title)[:_MAX_TEXT_CHARS]
    if len(title) > _MAX_TITLE_CHARS:
        title = f"{title[:_MAX_TITLE_CHARS].rstrip()}…"
    if not body:
        scope = "title"
    published, precision = _date(entry, page, fetched)
    language = entry.language[:2].lower() if entry.language else None
    return Document(
        document_id=document_id(url, f"{entry.source_id}\n{title}"),
        source_id=entry.source_id,
        kind=entry.kind,
        url=url,
        publisher=clean_line(entry.publisher or "") or (article.publisher if article else "") or host_of(url),
        title=title,
        author=people_only(entry.author) or people_only(page.author if page else None),
        published=published,
        published_precision=precision,
        fetched=fetched.astimezone(UTC),
        language=language_of(body) or (page.language if page else None) or language or language_of(title),
        text=f"{title}\n\n{body}" if body else title,
        text_scope=scope,
        first_party=_first_party(entry, url, company_domains),
        word_count=words(body) if body else words(title),
    )


def _url(entry: Entry, article: Article | None) -> str:
    for claim in (article.url if article and article.problem is None else "", entry.url):
        if claim:
            try:
                return canonical_url(claim)
            except ValueError:
                continue
    return entry.url


def _body(entry: Entry, page: Article | None) -> tuple[str, Scope]:
    listed = strip_markup(entry.html) if entry.html else clean_text(entry.text or "")
    if page is None or len(listed) > len(page.text):
        return listed, entry.text_scope if listed else "title"
    return page.text, page.text_scope


def _without_echo(body: str, title: str) -> str:
    """Drop the title where the body begins with it: it stands above the body already."""
    first, _, rest = body.partition("\n")
    return rest if clean_line(first).casefold() == title.casefold() else body


def _date(entry: Entry, page: Article | None, fetched: datetime) -> tuple[datetime | None, Precision | None]:
    listed = gate(entry.published, entry.published_precision, fetched=fetched)
    own = gate(page.published, page.published_precision, fetched=fetched) if page else (None, None)
    chosen = listed if listed[0] is not None else own
    return (chosen[0].astimezone(UTC), chosen[1]) if chosen[0] is not None else (None, None)


def _first_party(entry: Entry, url: str, company_domains: tuple[str, ...]) -> bool:
    if entry.first_party is not None:
        return entry.first_party
    return any(same_site(host_of(url), domain) for domain in company_domains)
