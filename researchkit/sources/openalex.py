"""OpenAlex: research papers whose authors give the company as their affiliation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, month_start, titled, visit_url

_WORKS = "https://api.openalex.org/works?"
_ABSTRACT_WORDS = 600


class OpenAlex(ByProfile):
    """Papers; `target` is OpenAlex's id of the institution (I…), or the name to look for among affiliations."""

    name: ClassVar[str] = "openalex"
    gives: ClassVar[str] = "research papers by the company's people, with abstracts"
    identifier: ClassVar[str] = "openalex"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "CC0"
    tested: ClassVar[Tested] = "documented"
    host: ClassVar[str] = "api.openalex.org"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's, else one of the company's name."""
        named = list(super().places(company))
        yield from named or [Place(source=self.name, target=company.legal_name or company.name)]

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the list of works since `since`."""
        target = place.target.strip().rpartition("/")[2]
        known = target[:1].upper() == "I" and target[1:].isdigit()
        who = f"institutions.id:{target.upper()}" if known else f'raw_affiliation_strings.search:"{target}"'
        asked = {
            "filter": f"{who},from_publication_date:{month_start(since):%Y-%m-%d}",
            "sort": "publication_date:desc",
        }
        asked["per-page"] = "50"
        yield Request(source_id=source_id(self, place), url=_WORKS + urlencode(asked), expect="json")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a paper. Raises ParseError."""
        for row in read_json(page).need("results").rows():
            title = row.text("title") or row.text("display_name")
            if title:
                yield _entry(row, title, page)


def _entry(row: Answer, title: str, page: Page) -> Entry:
    from researchkit.reading.text import strip_markup

    published, precision = dated(row.text("publication_date"))
    institutions = [
        name
        for author in row.rows("authorships")
        for place in author.rows("institutions")
        if (name := place.text("display_name"))
    ]
    venue = row.text("primary_location.source.display_name") if row.get("primary_location") else None
    facts = labelled(("Institutions", ", ".join(dict.fromkeys(institutions))), ("Published in", venue))
    return Entry(
        source_id=page.request.source_id,
        kind="report",
        url=visit_url(row.text("doi") or row.text("id")) or "",
        title=titled(strip_markup(title)),
        text=joined(facts, _abstract(row)) or None,
        text_scope="full" if row.get("abstract_inverted_index") else "summary",
        published=published,
        published_precision=precision,
        publisher=venue or "OpenAlex",
    )


def _abstract(row: Answer) -> str:
    """Return the abstract, which OpenAlex gives as each word with its places."""
    words: dict[int, str] = {}
    for word, places in row.pairs("abstract_inverted_index"):
        for place in places.rows():
            at = _place(place)
            if 0 <= at < _ABSTRACT_WORDS:
                words[at] = word
    return " ".join(words[place] for place in sorted(words))


def _place(answer: Answer) -> int:
    if isinstance(answer.value, int) and not isinstance(answer.value, bool):
        return answer.value
    raise answer.wrong("is no place of a word")
