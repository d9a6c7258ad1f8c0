"""GDELT: news of the last months that names the company, from outlets all over; one slow call a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from math import ceil
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import dated, own_host, titled, visit_url

SEARCH = "https://api.gdeltproject.org/api/v2/doc/doc?"
_TIMEOUT_S = 60.0
_MONTH_DAYS = 30.44
_ESCAPE = re.compile(rb'\\(?P<good>["\\/bfnrt]|u[0-9a-fA-F]{4})?')
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\t\r\n]")
LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "japanese": "ja", "chinese": "zh", "korean": "ko", "russian": "ru", "polish": "pl", "swedish": "sv",
    "turkish": "tr", "arabic": "ar", "danish": "da", "norwegian": "no", "finnish": "fi", "czech": "cs",
    "ukrainian": "uk",
}  # fmt: skip


class Gdelt(ByProfile):
    """News by the company's name; `target` is the query. Left out for a common word: it would find the word."""

    name: ClassVar[str] = "gdelt"
    gives: ClassVar[str] = "news from outlets worldwide that names the company"
    terms: ClassVar[str] = "free with attribution; one call a run, since three quick ones are blocked for an hour"
    tested: ClassVar[Tested] = "documented"
    host: ClassVar[str] = "api.gdeltproject.org"
    pace_s: ClassVar[float] = 10.0  # three quick ones bring a 429 that lasts for an hour

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's queries, else one of the company's name, unless the name is a common word."""
        named = list(super().places(company))
        yield from named
        if not named and not company.common_word and len(company.name.strip()) >= 3:
            yield Place(source=self.name, target=f'"{company.name.strip()}"')

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the one search, over whole months back to `since`."""
        asked = {
            "query": place.target,
            "mode": "artlist",
            "format": "json",
            "maxrecords": "250",
            "sort": "datedesc",
            # Whole months back from today: the address stays the same, so that the answer is found in the cache.
            "timespan": f"{max(1, ceil((now - since).days / _MONTH_DAYS))}months",
        }
        url = SEARCH + urlencode(asked)
        yield Request(source_id=source_id(self, place), url=url, expect="json", timeout_s=_TIMEOUT_S)

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry an article. Raises ParseError with GDELT's own words where it answers with an error."""
        content = page.content.strip()
        if content and content[:1] not in (b"{", b"<"):
            said = " ".join(content[:160].decode("utf-8", "replace").split())
            raise ParseError(page.url, f"GDELT answers: {said}", do="Wait an hour, or set another query in [[places]]")
        # GDELT escapes what needs none and lets control characters through.
        mended = _CONTROL.sub(b" ", _ESCAPE.sub(lambda found: found[0] if found["good"] else b"", content))
        answer = read_json(page, content=mended)
        if answer.value != {}:
            answer.need("articles")
        for row in answer.rows("articles"):
            url = visit_url(row.text("url"))
            title = titled(row.text("title") or "")
            if url and title:
                yield _entry(row, title, url, page, company)


def _entry(row: Answer, title: str, url: str, page: Page, company: Company) -> Entry:
    from researchkit.reading.urls import host_of

    # seendate is when GDELT saw the article: the day is right, the hour is not the article's.
    seen, _ = dated((row.text("seendate") or "")[:8])
    own = own_host(host_of(url), company)
    return Entry(
        source_id=page.request.source_id,
        kind="post" if own else "news",
        url=url,
        title=re.sub(r"\s+([,.:;!?%])", r"\1", title),
        text_scope="title",
        published=seen,
        published_precision="day" if seen else None,
        publisher=None if own else row.text("domain"),
        language=LANGUAGES.get((row.text("language") or "").casefold()),
        first_party=True if own else None,
        follow=True,
    )
