"""What the news searches of Google and Bing share: the query, and entries whose title carries its publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator

from researchkit.records import Company, Entry, Page
from researchkit.sources.entries import dated, own_host, titled, visit_url
from researchkit.sources.feed import read_listing
from researchkit.sources.listing import Listed


def query_of(company: Company) -> str:
    """Return the search for a company: its name in quotes, with what tells it from the word where it is one."""
    query = f'"{company.name}"'
    if company.common_word:
        near = [f'"{word}"' for word in (*company.products[:3], *company.domains[:1], company.legal_name or "") if word]
        return f"{query} ({' OR '.join(near)})" if near else query
    return query


def searched(page: Page, company: Company, *, follow: bool) -> Iterator[Entry]:
    """Yield the entries of a news search's feed. Raises ParseError for what is no feed."""
    for listed in read_listing(page).entries:
        entry = _entry(listed, page, company, follow=follow)
        if entry.title and entry.url:
            yield entry


def _entry(listed: Listed, page: Page, company: Company, *, follow: bool) -> Entry:
    from researchkit.reading.text import clean_line, strip_markup
    from researchkit.reading.urls import host_of

    publisher = re.sub(r"\s+on MSN$", "", clean_line(listed.publisher or ""))
    title = clean_line(strip_markup(listed.title or ""))
    if publisher:
        title = title.removesuffix(f" - {publisher}").strip()
    elif " - " in title and "news.google." in (listed.link or ""):
        title, _, publisher = title.rpartition(" - ")
    url = visit_url(listed.link, base=page.url) or ""
    published, precision = dated(listed.date)
    snippet = clean_line(strip_markup(listed.body or ""))
    own = own_host(host_of(url), company)
    # Google's description is the headline again, as a link.
    told = snippet if snippet and title.casefold() not in snippet.casefold() else ""
    return Entry(
        source_id=page.request.source_id,
        kind="post" if own else "news",
        url=url,
        title=titled(title),
        text=told or None,
        text_scope="summary" if told else "title",
        published=published,
        published_precision=precision,
        publisher=publisher or None,
        first_party=True if own else None,
        follow=follow,
    )
