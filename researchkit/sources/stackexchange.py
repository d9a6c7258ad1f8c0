"""Stack Overflow: what developers ask about a company's products; unanswered, much-seen questions are its pains."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, month_start, titled, visit_url

_SEARCH = "https://api.stackexchange.com/2.3/search/advanced?"
_QUERIES = 3


class StackExchange(ByProfile):
    """Questions; `target` is a tag in brackets ("[acme-sdk]") or words to search for."""

    name: ClassVar[str] = "stackexchange"
    gives: ClassVar[str] = "developers' questions about the company's products"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "CC BY-SA 4.0 with attribution; 300 calls a day; users' names are dropped"
    tested: ClassVar[Tested] = "documented"
    host: ClassVar[str] = "api.stackexchange.com"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's, else one a product, else one for the name unless it is a common word."""
        named = list(super().places(company))
        words = company.products[:_QUERIES] or (() if company.common_word else (company.name,))
        yield from named or (Place(source=self.name, target=f'"{word}"') for word in words)

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the search."""
        target = place.target.strip()
        asked = {"order": "desc", "sort": "votes", "site": place.options.get("site", "stackoverflow"), "pagesize": "50"}
        asked |= {"fromdate": str(int(month_start(since).timestamp())), "filter": "withbody"}
        tag = target[1:-1] if target.startswith("[") and target.endswith("]") else ""
        asked |= {"tagged": tag} if tag else {"q": target}
        yield Request(source_id=source_id(self, place), url=_SEARCH + urlencode(asked), expect="json")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a question. Raises ParseError, also for the service's own errors."""
        answer = read_json(page)
        if answer.text("error_message"):
            raise answer.wrong(f"is an error: {answer.text('error_message')}")
        for row in answer.need("items").rows():
            yield _entry(row, page)


def _entry(row: Answer, page: Page) -> Entry:
    from researchkit.reading.text import strip_markup

    published, precision = dated(row.text("creation_date"))
    answered, body = row.flag("is_answered"), row.text("body")
    facts = labelled(
        ("Tags", ", ".join(tag for part in row.rows("tags") if (tag := part.text()))),
        ("Votes", row.text("score")),
        ("Answers", row.text("answer_count")),
        ("Views", row.text("view_count")),
        ("Answered", None if answered is None else "yes" if answered else "no"),
    )
    return Entry(
        source_id=page.request.source_id,
        kind="social",
        url=visit_url(row.text("link")) or "",
        title=titled(strip_markup(row.need_text("title"))),
        text=joined(facts, strip_markup(body) if body else None) or None,
        text_scope="full" if body else "summary",
        published=published,
        published_precision=precision,
        publisher="Stack Overflow",
        first_party=False,
    )
