"""Newsrooms: articles are told from menus; a page without a list says so."""

import pytest
from source_pairs import entries, page_of

from researchkit.errors import ParseError


def page(body: str) -> str:
    return f"<html><body>{body}</body></html>"


def test_a_menu_is_no_list_of_articles() -> None:
    menu = "".join(f'<li><a href="/newsroom/{word}">{word} and more things</a></li>' for word in ("a", "b", "c", "d"))
    with pytest.raises(ParseError, match="no list of articles"):
        entries("newsroom", page_of(page(f"<nav><ul>{menu}</ul></nav>"), url="https://acme.example/newsroom"))


def test_articles_without_dates_are_found_by_their_path() -> None:
    cards = "".join(
        f'<div class="card"><a href="/blog/post-{n}"><h3>The story of number {n}</h3></a></div>' for n in range(5)
    )
    rows = entries("newsroom", page_of(page(f"<main>{cards}</main>"), url="https://acme.example/blog"))
    assert [row.title for row in rows] == [f"The story of number {n}" for n in range(5)]


def test_links_that_leave_the_site_are_not_its_articles() -> None:
    cards = "".join(
        f'<p><a href="https://other.example/{n}">A story of ours</a> May {n}, 2026</p>' for n in range(1, 6)
    )
    with pytest.raises(ParseError):
        entries("newsroom", page_of(page(cards), url="https://acme.example/blog"))


def test_a_date_in_the_address_counts() -> None:
    cards = "".join(f'<p><a href="/2026/03/{n:02}/x{n}">A story of ours</a></p>' for n in range(1, 4))
    rows = entries("newsroom", page_of(page(cards), url="https://acme.example/blog"))
    assert [row.published_precision for row in rows] == ["day"] * 3


def test_read_more_is_no_title() -> None:
    cards = "".join(
        f'<article><h2>A headline of {n} words</h2><p>1 May 2026</p><a href="/blog/{n}">Read more</a></article>'
        for n in range(3)
    )
    rows = entries("newsroom", page_of(page(cards), url="https://acme.example/blog"))
    assert rows[0].title == "A headline of 0 words"


def test_a_very_deep_page_ends() -> None:
    with pytest.raises(ParseError):
        entries("newsroom", page_of("<div>" * 100_000, url="https://acme.example/blog"))
