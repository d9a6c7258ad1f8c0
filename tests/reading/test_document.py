from datetime import UTC, datetime, timedelta, timezone

import pytest

from researchkit.reading.article import Article
from researchkit.reading.document import to_document
from researchkit.records import Document, Entry

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = "The lens maker moves to a hall by the rail yard, and nobody will lose a post over it."


def entry(**changes: object) -> Entry:
    given: dict[str, object] = {
        "source_id": "feed acme.example/feed",
        "kind": "news",
        "url": "https://courier.example/a?utm_source=rss",
        "title": "New <b>hall</b>",
        "text": "A short teaser.",
    }
    return Entry(**{**given, **changes})  # type: ignore[arg-type]


def article(**changes: object) -> Article:
    given: dict[str, object] = {
        "url": "https://courier.example/a",
        "title": "Page title",
        "publisher": "Courier",
        "text": BODY,
    }
    return Article(**{**given, **changes})  # type: ignore[arg-type]


def made(listed: Entry, page: Article | None = None) -> Document:
    return to_document(listed, page, company_domains=("acme.example",), fetched=NOW)


def test_text_is_title_empty_line_body() -> None:
    document = made(entry(), article())
    assert document.text == f"New hall\n\n{BODY}"
    assert document.text_scope == "full"
    assert document.url == "https://courier.example/a"


def test_a_title_alone_is_its_own_text() -> None:
    document = made(entry(text=None))
    assert (document.text, document.text_scope) == ("New hall", "title")


def test_a_page_that_is_no_article_leaves_the_listing_standing() -> None:
    document = made(entry(), article(text="", problem="consent page", title="Before you continue"))
    assert document.text == "New hall\n\nA short teaser."
    assert document.title == "New hall"


def test_the_longer_text_wins() -> None:
    document = made(entry(text=BODY * 3, text_scope="full"), article())
    assert document.text.endswith(BODY * 3)


def test_the_listings_date_wins_and_the_pages_fills_the_gap() -> None:
    own = datetime(2026, 5, 12, 23, 30, tzinfo=timezone(timedelta(hours=-7)))
    page = article(published=own, published_precision="second")
    assert made(
        entry(published=datetime(2026, 5, 1, tzinfo=UTC), published_precision="day"), page
    ).published == datetime(2026, 5, 1, tzinfo=UTC)
    filled = made(entry(), page).published
    assert filled == datetime(2026, 5, 13, 6, 30, tzinfo=UTC)
    assert filled.tzinfo is UTC


def test_a_future_date_is_dropped() -> None:
    document = made(entry(published=NOW + timedelta(days=9), published_precision="second"))
    assert (document.published, document.published_precision) == (None, None)


def test_an_agency_is_no_author() -> None:
    assert made(entry(author="Reuters"), article(author="Ida Strøm")).author == "Ida Strøm"
    assert made(entry(author="Staff")).author is None


@pytest.mark.parametrize(("url", "own"), [("https://blog.acme.example/x", True), ("https://notacme.example/x", False)])
def test_the_host_decides_who_speaks_unless_the_entry_says(url: str, own: bool) -> None:
    assert made(entry(url=url)).first_party is own
    assert made(entry(url=url, first_party=not own)).first_party is not own


def test_a_body_that_begins_with_the_title_does_not_repeat_it() -> None:
    assert made(entry(text="New hall\nIt opens in March.")).text == "New hall\n\nIt opens in March."


def test_a_title_without_words_still_makes_a_document() -> None:
    assert made(entry(title="\u200b", text=None)).title == "Untitled"


def test_a_title_without_end_is_cut_and_a_book_is_read_to_a_bound() -> None:
    document = made(entry(title="word " * 10_000, text="said " * 400_000))
    assert len(document.title) <= 501
    assert document.title.endswith("…")
    assert document.text.startswith(document.title)
    assert len(document.text) <= 600_600
