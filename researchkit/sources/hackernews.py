"""Hacker News by its public search: stories that link to the company's site, or have its name in the title."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, month_start, titled, visit_url

MAX_HITS = 200
_SEARCH = "https://hn.algolia.com/api/v1/search_by_date?"
_LEAST_POINTS = 5


class HackerNews(ByProfile):
    """Stories about the company; `target` is its domain."""

    name: ClassVar[str] = "hackernews"
    gives: ClassVar[str] = "what engineers outside say: stories on Hacker News with points and comments"
    terms: ClassVar[str] = "public search by Algolia without a key; two calls a run; users' names are dropped"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "hn.algolia.com"
    pace_s: ClassVar[float] = 0.5  # ten thousand requests an hour

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's places, else one for the company's first domain."""
        named = list(super().places(company))
        yield from named
        if not named and company.domains:
            yield Place(source=self.name, target=company.domains[0])

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield a search of links to the site and, unless the name is a common word, one of titles with the name."""
        after = int(month_start(since).timestamp())
        yield _search(source_id(self, place), place.target, "url", f"created_at_i>{after}")
        if not company.common_word:
            newer = f"created_at_i>{after},points>={_LEAST_POINTS}"
            yield _search(source_id(self, place), f'"{company.name}"', "title", newer)

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a story or comment. Raises ParseError."""
        for row in read_json(page).need("hits").rows()[:MAX_HITS]:
            entry = _entry(row, page)
            if entry is not None:
                yield entry


def _search(identity: str, query: str, attribute: str, filters: str) -> Request:
    # A typo-tolerant search finds other companies' names.
    asked = {
        "query": query,
        "tags": "story",
        "restrictSearchableAttributes": attribute,
        "typoTolerance": "false",
        "advancedSyntax": "true",
        "numericFilters": filters,
        "hitsPerPage": "100",
    }
    return Request(source_id=identity, url=_SEARCH + urlencode(asked), expect="json", step=attribute)


def _entry(row: Answer, page: Page) -> Entry | None:
    from researchkit.reading.text import strip_markup

    identity, story = row.need_text("objectID"), row.text("story_title")
    title = row.text("title") or (f"Comment on: {story}" if story else None)
    if title is None:
        return None  # a deleted story, or one of a kind that has no title
    points, comments = row.number("points"), row.number("num_comments")
    facts = labelled(
        ("Points", int(points) if points is not None else None),
        ("Comments", int(comments) if comments is not None else None),
        ("Links to", visit_url(row.text("url"))),
    )
    said = row.text("story_text") or row.text("comment_text")
    published, precision = dated(row.text("created_at") or row.text("created_at_i"))
    return Entry(
        source_id=page.request.source_id,
        kind="social",
        url=f"https://news.ycombinator.com/item?id={identity}",
        title=titled(title),
        text=joined(facts, strip_markup(said) if said else None) or None,
        published=published,
        published_precision=precision,
        publisher="Hacker News",
        first_party=False,
    )
