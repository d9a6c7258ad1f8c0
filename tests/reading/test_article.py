import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from researchkit.reading.article import Article, read_article

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures" / "reading"))

import pages

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://courier.example/business/new-hall"


def read(html: str, url: str = URL) -> Article:
    return read_article(html.encode(), url, fetched=NOW)


def page(main: str, head: str = "") -> str:
    return f"<html lang=en><head><title>New hall | Courier</title>{head}</head><body><main>{main}</main></body></html>"


PROSE = "".join(
    f"<p>Paragraph {number} says that the lens maker moves its assembly to a hall by the rail yard in spring, "
    f"and that nobody will lose a post over it, whatever the broker wrote in March.</p>"
    for number in range(6)
)


def verdict(html: str, name: str) -> str:
    article = read(html, f"https://site.example/story/{name}")
    return article.problem or ("summary" if article.text_scope == "summary" else "article")


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_pages_that_are_no_article_are_told_from_those_that_are(half: str) -> None:
    found = [(label, verdict(html, name)) for name, label, html in getattr(pages, half)]
    kept = ("article", "summary")
    caught = sum(label not in kept and said not in kept for label, said in found)
    missed = sum(label not in kept and said in kept for label, said in found)
    wronged = sum(label in kept and said not in kept for label, said in found)
    assert caught / (caught + missed) >= 0.95
    assert caught / (caught + wronged) >= 0.95


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_the_reason_is_right(half: str) -> None:
    found = [(label, verdict(html, name)) for name, label, html in getattr(pages, half)]
    assert sum(label == said for label, said in found) / len(found) >= 0.95


def test_there_are_at_least_120_labelled_pages() -> None:
    assert len(pages.PAGES) >= 120
    assert len({html for _, _, html in pages.PAGES}) == len(pages.PAGES)


def test_what_is_no_article_has_no_text() -> None:
    article = read(page("<h1>Page not found</h1><p>Sorry, we could not find the page.</p>"))
    assert (article.problem, article.text) == ("page not found", "")


def test_the_title_is_not_repeated_in_the_text() -> None:
    article = read(page(f"<article><h1>New hall</h1>{PROSE}</article>"))
    assert article.title == "New hall"
    assert article.text.startswith("Paragraph 0")


def test_share_newsletter_and_read_more_lines_leave_the_text() -> None:
    extra = "<p>Read more: Council backs sound barrier</p><p>Sign up for our newsletter</p><p>By Ida Strøm</p>"
    text = read(page(f"<article><h1>New hall</h1>{extra}{PROSE}<p>Follow us on Facebook</p></article>")).text
    assert not any(word in text for word in ("Read more", "Sign up", "Follow us", "By Ida"))


def test_a_body_split_by_advertisements_comes_whole() -> None:
    part = '<div class="body-part">{}</div><div class="ad">Advertisement</div>'
    pieces = [
        f"<p>Part {number}. " + "The hall is a third larger than the old one and stands by the rail. " * 4 + "</p>"
        for number in range(8)
    ]
    html = page(
        "<article><h1>New hall</h1>"
        + "".join(part.format("".join(pieces[at : at + 2])) for at in range(0, 8, 2))
        + "</article>"
    )
    text = read(html).text
    assert all(f"Part {number}." in text for number in range(8))


def test_a_standfirst_that_readers_see_is_kept() -> None:
    deck = "The lens maker has put the step off twice; now it has a date and a price."
    head = f'<meta property="og:description" content="{deck}">'
    article = read(
        page(f'<header><h1>New hall</h1><p class="deck">{deck}</p></header><article>{PROSE}</article>', head)
    )
    assert article.text.startswith(deck)


def test_a_published_date_keeps_its_day_and_modified_is_not_published() -> None:
    marks = (
        '{"@type":"NewsArticle","headline":"New hall","datePublished":"2026-05-12T00:30:00+02:00",'
        '"dateModified":"2026-06-01"}'
    )
    article = read(page(f"<article>{PROSE}</article>", f'<script type="application/ld+json">{marks}</script>'))
    assert article.published is not None
    assert article.published.date().isoformat() == "2026-05-12"
    only_modified = read(
        page(f"<article>{PROSE}</article>", '<meta property="article:modified_time" content="2026-05-12T10:00:00Z">')
    )
    assert only_modified.published is None


def test_a_date_in_the_address_alone_is_no_date() -> None:
    html = page(f"<article><h1>New hall</h1>{PROSE}</article>")
    assert read(html, "https://courier.example/2026/05/12/new-hall").published is None
    shown = page(f"<article><h1>New hall</h1><p>12 May 2026</p>{PROSE}</article>")
    assert read(shown, "https://courier.example/2026/05/12/new-hall").published == datetime(2026, 5, 12, tzinfo=UTC)


def test_a_future_date_is_none() -> None:
    head = '<meta property="article:published_time" content="2031-01-01T10:00:00Z">'
    assert read(page(f"<article>{PROSE}</article>", head)).published is None


def test_precision_is_kept() -> None:
    head = '<meta property="article:published_time" content="2026-05-12">'
    assert read(page(f"<article>{PROSE}</article>", head)).published_precision == "day"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        bytes(range(256)) * 400,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        b"<html><body><p>" + b"word " * 2_000_000,
        b"<html><body>" + b"<div>" * 100_000 + b"x",
        b"<html><body>" + b"<p>a<b>c</b>" * 300_000,
        b"<p>" + b"&" * 3_000_000,
        b"<html><body>" + b"<script>" * 300_000,
        b"<html><body>" + b"<!--" * 300_000,
        b'<html><script type="application/ld+json">' + b"[" * 300_000 + b"</script><body><p>x",
        '<html><head><meta charset="shift_jis"></head><body><p>Zürich bleibt</p></body></html>'.encode("cp1252"),
        b"<html><body><p>\xff\xfe\xfd</p></body></html>",
        b"<html></html>",
        b"<",
    ],
    ids=lambda content: f"{len(content)}-{content[:12]!r}",
)
def test_bad_bytes_give_a_typed_answer_in_bounded_time(content: bytes) -> None:
    start = time.process_time()
    article = read_article(content, URL, content_type="text/html; charset=nonsense", fetched=NOW)
    assert isinstance(article, Article)
    assert time.process_time() - start < 4  # two seconds on a quiet machine


def test_any_address_is_survived() -> None:
    for url in ("", "not a url", "http://[", "javascript:1", "file:///x"):
        assert isinstance(read(page(f"<article>{PROSE}</article>"), url), Article)


def test_reading_twice_gives_the_same() -> None:
    html = page(f"<article><h1>New hall</h1>{PROSE}</article>")
    assert read(html) == read(html)
