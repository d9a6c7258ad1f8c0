"""Wikipedia: the first paragraph of the company's article, whose title the profile gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import joined, labelled, titled, visit_url

_SUMMARY = "https://{language}.wikipedia.org/api/rest_v1/page/summary/{title}"
_ADDRESS = re.compile(r"^https?://([a-z-]{2,12})\.(?:m\.)?wikipedia\.org/wiki/([^?#]+)")


class Wikipedia(ByProfile):
    """The article of the title (English) or address in `target`; never one guessed from the company's name."""

    name: ClassVar[str] = "wikipedia"
    gives: ClassVar[str] = "what an encyclopedia says the company is, in a paragraph"
    identifier: ClassVar[str] = "wikipedia"
    terms: ClassVar[str] = "CC BY-SA 4.0, with attribution; a contact in the User-Agent is asked for"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "en.wikipedia.org"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the article's summary."""
        yield summary_request(source_id(self, place), place.target)

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the article. Raises ParseError: no summary, or a page that lists things of that name."""
        yield summary_entry(read_json(page), page)


def summary_request(identity: str, target: str) -> Request:
    """Return the request for the summary of an article, named by title or address."""
    address = _ADDRESS.match(target)
    language, title = (address[1], address[2]) if address else ("en", quote(target.strip().replace(" ", "_"), safe=""))
    url = _SUMMARY.format(language=language, title=title)
    return Request(source_id=identity, url=url, expect="json", step="summary", optional=False)


def summary_entry(answer: Answer, page: Page) -> Entry:
    """Return the entry of a summary. Raises ParseError."""
    extract = answer.need_text("extract")
    if answer.text("type") == "disambiguation":
        raise answer.wrong("is a list of things of that name; give the title of the company's own article")
    language = answer.text("lang") or "en"
    title = answer.text("titles.normalized") or answer.need_text("title")
    return Entry(
        source_id=page.request.source_id,
        kind="reference",
        url=visit_url(answer.text("content_urls.desktop.page"))
        or f"https://{language}.wikipedia.org/wiki/{quote(title)}",
        title=titled(title),
        text=joined(labelled(("Description", answer.text("description"))), extract),
        text_scope="full",
        publisher="Wikipedia",
        language=language[:2],
        first_party=False,
    )
