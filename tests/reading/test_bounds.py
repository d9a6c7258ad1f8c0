"""What nobody would write is left out before a parser sees it, and the story stays."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from researchkit.reading.article import read_article
from researchkit.reading.bounds import bounded, writable
from researchkit.reading.charsets import decode
from researchkit.reading.dates import parse_date

FETCHED = datetime(2026, 11, 23, tzinfo=UTC)
STORY = "".join(
    f"<p>Halden Works opened its mill number {n} in Sunndal and hired forty people there.</p>" for n in range(9)
)
LINKED = "<li><a href='/x'>A headline about some other mill in another valley</a></li>"


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>Halden opens a mill</title>{head}</head><body><article>{body}</article></body></html>"


HOSTILE = {
    "a giant attribute": page(f"<p class='{'x' * 3_000_000}'>y</p>{STORY}"),
    "a giant attribute full of tags": page(f"<p title='{'<b>x</b>' * 300_000}'>y</p>{STORY}"),
    "many attributes": page("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + f">y</p>{STORY}"),
    "many attributes with closing signs": page("<p " + " ".join(f"a{n}='>'" for n in range(50_000)) + f">y</p>{STORY}"),
    "unclosed tags": page(STORY + "<a " * 200_000),
    "unclosed quotes": page(STORY + "<a '<b \"" * 100_000),
    "many marks": page(STORY, head="<meta name='author' content='x'>" * 30_000),
    "many links before": page(LINKED * 15_000 + STORY),
    "many breaks before": page("<br>" * 60_000 + STORY),
    "a giant word before": page(f"<p>{'w' * 3_000_000}</p>{STORY}"),
    "many links in a block": page(f"{STORY}<p>{'<a href=x>w</a> ' * 9000}</p>"),
    "many small letters in a block": page(f"{STORY}<p>{'<sup>w</sup> ' * 9000}</p>"),
    "many spans in a block": page(f"{STORY}<p>{'<span>w</span> ' * 9000}</p>"),
    "marks piled on a letter": page(STORY + "<p>a" + "\u0301\u0323" * 300_000),
    "attributes without spaces between": page("<p " + "".join(f"a{n}='1'" for n in range(50_000)) + f">y</p>{STORY}"),
    "spaces in a tag": page(STORY + "<p a" + " " * 500_000 + "b>y</p>"),
    "many tags in JSON-LD": page(
        STORY, head='<script type="application/ld+json">{"x": "' + "<p>x</p>" * 60_000 + '"}</script>'
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_story_is_read_soon(name):
    began = time.process_time()
    article = read_article(HOSTILE[name].encode(), "https://halden.example/a", fetched=FETCHED)
    assert "Halden Works opened its mill number 5" in article.text
    assert time.process_time() - began < 3


def test_an_ordinary_page_stays_as_it_is():
    plain = page(STORY, head="<meta name='description' content='A > B'>" + f"<p data-x='{'y' * 1500}'>")
    assert bounded(writable(plain)) == (plain, False)


def test_a_long_tag_keeps_its_first_attributes():
    short, cut = bounded("<p class='a' title=\"b>c\" " + " ".join(f"x{n}" for n in range(2000)) + ">Words</p>")
    assert short.startswith("<p class='a' title=\"b>c\" x0 ")
    assert short.endswith(">Words</p>")
    assert short.count(" ") == 100
    assert not cut


def test_the_richest_stretch_of_a_flood_is_kept():
    kept, cut = bounded(page("<br>" * 60_000 + STORY + "<br>" * 60_000))
    assert cut
    assert "<title>Halden opens a mill</title>" in kept
    assert "mill number 8" in kept
    assert kept.count("<") <= 10_000


@pytest.mark.parametrize(
    "written", ["\x1b[31mred\x1b[0m", "&#27;[31mred&#x1B;[0m", "r\x08e\x01d", "r&#xFFFE;e&#0;d", "r\uffffed"]
)
def test_characters_that_no_tree_holds_are_left_out(written):
    assert writable(f"<p>{written} &#8217;&#12;</p>") in ("<p>red &#8217;</p>", "<p>red &#8217;&#12;</p>")


def test_some_broken_bytes_do_not_make_utf_8_something_else():
    broken = "Die Mühle für Käse öffnet, größer und schöner als früher.".encode().replace(b"und", b"u\xff\xfend")
    assert decode(broken, "").startswith("Die Mühle für Käse")


@pytest.mark.parametrize(
    "never", ["Mon, 01 Jan 0001 00:00:00 GMT", "Sat, 01 Jan 0000 00:00:00 +0000", "01 Jan 001 09:00:00"]
)
def test_the_year_of_no_date_is_none(never):
    assert parse_date(never) is None
