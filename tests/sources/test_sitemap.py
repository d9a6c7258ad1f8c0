"""Sitemaps: limits in breadth and depth, gzip, and no date that the build of a site made."""

import gzip

import pytest
from source_pairs import entries, page_of, parse

from researchkit.errors import ParseError
from researchkit.records import Request
from researchkit.sources.sitemap import MAX_CHILDREN, MAX_PAGES


def urlset(*locations: str) -> str:
    rows = "".join(f"<url><loc>{url}</loc><lastmod>2026-08-01</lastmod></url>" for url in locations)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def index(*locations: str) -> str:
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in locations)
    return f"<sitemapindex>{rows}</sitemapindex>"


def test_the_day_of_a_build_dates_no_article() -> None:
    (row,) = entries("sitemap", page_of(urlset("https://acme.example/blog/a-post")))
    assert row.published is None


def test_a_gzip_file_is_read() -> None:
    content = gzip.compress(urlset("https://acme.example/news/a-post").encode())
    (row,) = entries("sitemap", page_of(content))
    assert row.title == "A post"


def test_a_cut_gzip_file_is_a_failure() -> None:
    content = gzip.compress(urlset("https://acme.example/news/a-post").encode())
    with pytest.raises(ParseError, match="cut"):
        entries("sitemap", page_of(content[:-12]))


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(ParseError, match="MiB"):
        entries("sitemap", page_of(gzip.compress(b" " * (60 * 2**20))))


def test_an_index_leads_to_few_children_news_first() -> None:
    many = [f"https://acme.example/sitemap-{n}.xml" for n in range(40)]
    rows = parse("sitemap", page_of(index(*many, "https://acme.example/sitemap-news.xml")))
    assert len(rows) == MAX_CHILDREN
    assert rows[0].url == "https://acme.example/sitemap-news.xml"


def test_an_index_three_levels_down_is_left() -> None:
    assert parse("sitemap", page_of(index("https://acme.example/s.xml"), step="2 2026-01-01")) == []


def test_an_index_does_not_lead_to_itself() -> None:
    page = page_of(index("https://acme.example/sitemap.xml"), url="https://acme.example/sitemap.xml")
    assert [row for row in parse("sitemap", page) if isinstance(row, Request)] == []


def test_a_huge_sitemap_gives_a_bounded_number_of_pages() -> None:
    page = page_of(urlset(*(f"https://acme.example/blog/post-{n}" for n in range(3000))))
    assert len(entries("sitemap", page)) == MAX_PAGES


def test_html_is_no_sitemap() -> None:
    with pytest.raises(ParseError, match="HTML"):
        entries("sitemap", page_of("<html></html>"))


def test_another_xml_is_no_sitemap() -> None:
    with pytest.raises(ParseError, match="no sitemap"):
        entries("sitemap", page_of("<opml></opml>"))


def test_a_cut_sitemap_is_a_failure() -> None:
    with pytest.raises(ParseError, match="cannot be read"):
        entries("sitemap", page_of(urlset("https://acme.example/blog/a-post")[:-9]))


def test_a_sitemap_nested_without_end_is_refused() -> None:
    with pytest.raises(ParseError, match="too deeply"):
        entries("sitemap", page_of("<urlset>" + "<url>" * 5000))
