"""Feeds: what is no feed is said so, nothing is expanded, the newest entries are kept."""

import contextlib
import time
from dataclasses import replace

import pytest
from source_pairs import ACME, FIXTURES, entries, page_of

from researchkit.errors import ParseError
from researchkit.records import Place
from researchkit.sources.feed import MAX_ENTRIES
from researchkit.sources.listing import mended, person

BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "%s"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>t</title><item><title>Boom &b;&b;&b;</title><link>https://x.example/1</link></item>
</channel></rss>"""


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


def test_an_html_page_is_no_feed() -> None:
    with pytest.raises(ParseError, match="HTML"):
        entries("feed", page_of("<!doctype html><html><body><p>Not here</p></body></html>"))


def test_nothing_is_no_feed() -> None:
    with pytest.raises(ParseError, match="empty"):
        entries("feed", page_of(b"  \n"))


def test_prose_is_no_feed() -> None:
    with pytest.raises(ParseError):
        entries("feed", page_of("Sorry, the feed is resting today."))


def test_json_that_is_no_json_feed_says_so() -> None:
    with pytest.raises(ParseError, match="JSON Feed"):
        entries("feed", page_of('{"items": []}'))


def test_an_empty_feed_is_no_failure() -> None:
    assert entries("feed", page_of(rss(""))) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(encoding: str) -> None:
    content = (BOMB % (b"x" * 2000)).decode().encode(encoding)
    (row,) = entries("feed", page_of(content))
    assert "xxxx" not in row.title


def test_an_external_entity_is_not_read() -> None:
    content = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + rss("<item><title>A &x; b</title></item>")
    (row,) = entries("feed", page_of(content))
    assert row.title.startswith("A ")
    assert len(row.title) < 10


def test_only_the_newest_entries_are_kept() -> None:
    items = "".join(
        f"<item><title>Post {n}</title><link>https://acme.example/{n}</link>"
        f"<pubDate>{1 + n % 28:02} Mar {1996 + n // 100} 10:00:00 GMT</pubDate></item>"
        for n in range(3000)
    )
    rows = entries("feed", page_of(rss(items)))
    assert len(rows) == MAX_ENTRIES
    assert rows[0].published is not None
    assert rows[0].published.year == 2025


def test_a_feed_of_comments_yields_nothing() -> None:
    page = page_of(
        '<rss version="2.0"><channel><title>Comments on: A post</title><item><title>By x</title></item></channel></rss>'
    )
    assert entries("feed", page) == []


def test_a_whole_post_of_the_company_needs_no_visit() -> None:
    body = " ".join(["word"] * 200)
    item = f"<item><title>T</title><link>https://acme.example/a</link><description>{body} {body}</description></item>"
    (row,) = entries("feed", page_of(rss(item)))
    assert row.text_scope == "full"
    assert not row.follow


def test_an_outlets_entry_about_others_is_not_followed() -> None:
    item = "<item><title>Rain in spring</title><link>https://paper.example/a</link></item>"
    (row,) = entries("feed", page_of(rss(item), url="https://paper.example/feed"))
    assert not row.follow


def test_the_real_address_is_taken_from_a_news_services_redirect() -> None:
    link = "https://www.google.com/url?rct=j&amp;url=https://paper.example/a%3Fid%3D1&amp;ct=ga"
    (row,) = entries("feed", page_of(rss(f"<item><title>Acme</title><link>{link}</link></item>")))
    assert row.url == "https://paper.example/a?id=1"


@pytest.mark.parametrize(
    "content",
    [
        "<rss>" + "<a>" * 100_000,
        "<rss version='2.0'><channel><item><title>" + "<" * 200_000,
        "<rss version='2.0'><channel><item><title a='" + "x\" y='" * 50_000,
        "<rss version='2.0'><channel>" + "<item><title>" * 20_000,
        "<feed><entry>" + "<![CDATA[" * 50_000,
        "<rss><channel><item><description>" + "&amp;lt;" * 100_000,
        "<!DOCTYPE " + "[" * 100_000,
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 50_000,
    ],
    ids=["deep", "open", "quotes", "items", "cdata", "entities", "doctype", "json"],
)
def test_hostile_bytes_end_in_time(content: str) -> None:
    start = time.process_time()
    with contextlib.suppress(ParseError):
        entries("feed", page_of(content))
    assert time.process_time() - start < 5


def test_a_cut_feed_keeps_its_whole_entries() -> None:
    content = (FIXTURES / "feed" / "rss.xml").read_bytes()
    rows = entries("feed", page_of(content[: content.index(b"A note without")]))
    assert [row.title for row in rows][:2] == [
        "PalletPal 3 lifts 40 kg & learns a shelf in a day",
        "What we stopped doing",
    ]


def test_text_read_with_the_wrong_charset_is_put_right() -> None:
    assert mended("Itâ€™s Ã¶ffentlich") == "It’s öffentlich"


def test_text_with_accents_stays_as_it_is() -> None:
    assert mended("Ângelo’s Ñandú") == "Ângelo’s Ñandú"


def test_an_authors_mail_address_is_left_out() -> None:
    assert person("press@acme.example (Lena Brandt)") == "Lena Brandt"
    assert person("press@acme.example") is None


@pytest.mark.parametrize(
    "piece",
    [
        "<title>A &#x110000; b</title>",
        "<title>A</title><link>http://[::1</link>",
        "<link href='http://[bad'/>",
        "&#0;<b",
    ],
)
def test_broken_pieces_never_crash_the_lenient_reader(piece: str) -> None:
    content = f"<rss version='2.0'><channel><title>T & t</title><item><title>One</title>{piece}</item></channel></rss>"
    assert [row.title for row in entries("feed", page_of(content))]


def test_an_address_that_is_none_is_left_out() -> None:
    (row,) = entries("feed", page_of(rss("<item><title>One</title><link>http://[bad/x</link></item>")))
    assert row.url == ""


ELSEWHERE = "https://blogs.example/feed/@acme"
POSTS = rss(
    "<item><title>PalletPal 3 is here</title><link>https://blogs.example/@acme/palletpal-3</link></item>"
    "<item><title>What others say of Acme</title><link>https://paper.example/acme</link></item>"
)


@pytest.mark.parametrize(("options", "own"), [({"own": "true"}, [True, None]), ({}, [None, None])])
def test_a_blog_kept_elsewhere_is_the_companys_own_word_where_the_profile_says_so(options, own):
    company = replace(ACME, places=(Place(source="feed", target=ELSEWHERE, options=options),))
    page = page_of(POSTS, url=ELSEWHERE, source_id="feed blogs.example/feed/@acme")
    assert [entry.first_party for entry in entries("feed", page, company)] == own
