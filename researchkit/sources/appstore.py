"""Apple's App Store: an app's rating, its newest version, and what reviewers write. Their names are dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, titled, visit_url

_LOOKUP = "https://itunes.apple.com/lookup?id={id}&country={country}"
_REVIEWS = "https://itunes.apple.com/{country}/rss/customerreviews/id={id}/sortBy=mostRecent/page={page}/json"
_PAGES = 2


class AppStore(ByProfile):
    """An app's reviews; `target` is its number, the option `country` its store ("us")."""

    name: ClassVar[str] = "appstore"
    gives: ClassVar[str] = "ratings, version notes and recent reviews of an iPhone app"
    identifier: ClassVar[str] = "appstore"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "Apple's public feeds, for personal use; about 20 calls a minute"
    tested: ClassVar[Tested] = "documented"
    host: ClassVar[str] = "itunes.apple.com"
    pace_s: ClassVar[float] = 3.0  # about twenty requests a minute

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the look-up and two pages of reviews. Raises ValueError when the target is no number."""
        number = place.target.strip().lower().rpartition("/")[2].removeprefix("id")
        if not number.isdigit():
            raise ValueError(f"{place.target!r}: the app's number, as in …/id310633997, was expected")
        country, identity = place.options.get("country", "us").lower()[:2], source_id(self, place)
        yield Request(source_id=identity, url=_LOOKUP.format(id=number, country=country), expect="json", step="lookup")
        for page in range(1, _PAGES + 1):
            url = _REVIEWS.format(country=country, id=number, page=page)
            yield Request(source_id=identity, url=url, expect="json", step=f"reviews {country} {number}", optional=True)

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the app's newest version, or an entry a review. Raises ParseError."""
        answer = read_json(page)
        if answer.get("feed") is None:
            for row in answer.need("results").rows():
                yield _version(row, page, company)
            return
        # One review alone is not wrapped in a list; with none, the key is absent.
        for row in answer.need("feed").rows("entry", single=True):
            if row.get("im:rating") is not None:  # the first entry may be the app itself
                yield _review(row, page)


def _version(row: Answer, page: Page, company: Company) -> Entry:
    name, version = row.need_text("trackName"), row.text("version")
    stars, count = row.number("averageUserRating"), row.number("userRatingCount")
    published, precision = dated(row.text("currentVersionReleaseDate"))
    facts = labelled(
        ("Rating", f"{stars:.1f} of 5 from {count or 0:,.0f} ratings" if stars else None),
        ("Version", version),
        ("Seller", row.text("sellerName")),
    )
    return Entry(
        source_id=page.request.source_id,
        kind="release",
        url=visit_url(row.text("trackViewUrl")) or "",
        title=titled(f"{name} {version or ''}"),
        text=joined(facts, row.text("releaseNotes")) or None,
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher="App Store",
        first_party=True,
    )


def _review(row: Answer, page: Page) -> Entry:
    _, country, number = (*page.request.step.split(" "), "", "")[:3]
    identity = row.text("id.label") or row.path
    published, precision = dated(row.text("updated.label"))
    app = f"https://apps.apple.com/{country or 'us'}/app/id{number}" if number else page.url
    rating = row.text("im:rating.label")
    return Entry(
        source_id=page.request.source_id,
        kind="review",
        url=f"{app}?review={identity}",
        title=titled(row.need("title").need_text("label")),
        text=joined(
            labelled(("Rating", f"{rating} of 5" if rating else None), ("Version", row.text("im:version.label"))),
            row.text("content.label"),
        ),
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher="App Store review",
        first_party=False,
    )
