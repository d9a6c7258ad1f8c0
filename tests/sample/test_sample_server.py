"""How the sample's server answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from researchkit import sample
from researchkit.sample.pages import build

Ask = Callable[..., Any]
TRAPS = sample.truth().traps


def test_two_builds_are_equal_byte_for_byte() -> None:
    assert build() == build()


def test_two_answers_are_equal_to_the_last_header(ask: Ask) -> None:
    url = "https://patchbay.example/feed"
    with sample.serve() as routes:
        again = type(ask)(routes)(url, Accept_Encoding="gzip")
    assert again == ask(url, Accept_Encoding="gzip")


def test_a_host_answers_only_its_own_paths(ask: Ask) -> None:
    path = "/business/kelbrin-jobs-20261103"
    assert ask(f"https://www.halyard.example{path}").status == 200
    assert ask(f"https://patchbay.example{path}").status == 404


def test_an_unknown_host_has_no_pages(routes: dict[str, tuple[str, int]]) -> None:
    from http.client import HTTPConnection

    connection = HTTPConnection(*routes["patchbay.example"], timeout=10)
    connection.request("GET", "/", headers={"Host": "elsewhere.example"})
    assert connection.getresponse().status == 404
    connection.close()


def test_every_host_there_is_leads_to_loopback(routes: Mapping[str, tuple[str, int]]) -> None:
    assert routes.get("news.elsewhere.example") == routes["patchbay.example"]


def test_the_bare_domain_leads_to_www(ask: Ask) -> None:
    reply = ask("https://kelbrin.example/")
    assert (reply.status, reply.headers["Location"]) == (301, "https://www.kelbrin.example/")


def test_a_known_page_is_not_sent_again(ask: Ask) -> None:
    url = "https://www.kelbrin.example/blog/feed.xml"
    first = ask(url)
    assert ask(url, If_None_Match=first.headers["ETag"]).status == 304
    assert ask(url, If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert ask(url, If_None_Match='"another"').status == 200


def test_head_sends_no_body(ask: Ask) -> None:
    reply = ask("https://www.kelbrin.example/about", method="HEAD")
    assert (reply.status, reply.content) == (200, b"")


def test_a_tracking_mark_leads_to_the_same_page(ask: Ask) -> None:
    url = "https://patchbay.example/2026/11/kelbrin-layoffs"
    assert ask(url + "?utm_source=rss").content == ask(url).content


@pytest.mark.parametrize("host", ["www.kelbrin.example", "www.halyard.example", "status.kelbrin.example"])
def test_a_host_has_robots(ask: Ask, host: str) -> None:
    assert "User-agent: *" in ask(f"https://{host}/robots.txt").text


def test_the_consent_page_stands_where_the_article_should(ask: Ask) -> None:
    assert "Before you continue" in ask(TRAPS["consent_page"]).text


def test_the_soft_404_answers_200(ask: Ask) -> None:
    reply = ask(TRAPS["soft_404"])
    assert reply.status == 200
    assert "nothing was found at this location" in reply.text


def test_the_paywalled_teaser_says_so(ask: Ask) -> None:
    text = ask(TRAPS["paywall"]).text
    assert '"isAccessibleForFree": false' in text
    assert "Subscribe to read on" in text


def test_one_feed_is_refused(ask: Ask) -> None:
    assert ask(TRAPS["blocked_feed"]).status == 403


def test_one_feed_is_malformed_and_can_be_read(ask: Ask) -> None:
    from xml.etree import ElementTree

    import feedparser

    reply = ask(TRAPS["malformed_feed"])
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(reply.content)
    assert len(feedparser.parse(reply.content).entries) == 3


def test_one_feed_cannot_be_read(ask: Ask) -> None:
    import feedparser

    reply = ask(TRAPS["unreadable_feed"])
    assert reply.headers["Content-Type"] == "application/rss+xml"
    assert feedparser.parse(reply.content).entries == []


def test_one_post_is_dated_in_2099(ask: Ask) -> None:
    assert "01 Jan 2099" in ask("https://www.kelbrin.example/blog/feed.xml").text


@pytest.mark.parametrize(
    ("path", "version", "count"),
    [("/blog/feed.xml", "rss20", 14), ("/engineering/atom.xml", "atom10", 7)],
)
def test_the_companys_feeds_are_well_formed(ask: Ask, path: str, version: str, count: int) -> None:
    import feedparser

    feed = feedparser.parse(ask(f"https://www.kelbrin.example{path}").content)
    assert (feed.bozo, feed.version, len(feed.entries)) == (False, version, count)


def test_the_json_feed_is_one(ask: Ask) -> None:
    feed = json.loads(ask("https://www.kelbrin.example/customers/feed.json").text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(feed["items"]) == 3


def test_the_newsroom_declares_no_feed_of_its_own(ask: Ask) -> None:
    text = ask("https://www.kelbrin.example/newsroom").text
    assert text.count('href="/newsroom/') == 13
    assert text.count("application/rss+xml") == 1  # the blog's


def test_the_sitemap_index_leads_to_a_zipped_and_a_plain_one(ask: Ask, unzip: Callable[[bytes], str]) -> None:
    assert "sitemap-pages.xml.gz" in ask("https://www.kelbrin.example/sitemap_index.xml").text
    assert "/newsroom/2026/series-c" in unzip(ask("https://www.kelbrin.example/sitemap-pages.xml.gz").content)
    assert "/blog/beacon-3" in ask("https://www.kelbrin.example/sitemap-posts.xml").text


def test_the_status_page_has_the_interface_of_such_pages(ask: Ask) -> None:
    page = json.loads(ask("https://status.kelbrin.example/api/v2/incidents.json").text)
    worst = page["incidents"][0]
    assert (worst["impact"], worst["started_at"]) == ("critical", "2026-10-21T05:38:00.000Z")
    assert [update["status"] for update in worst["incident_updates"]] == ["resolved", "identified", "investigating"]


def test_the_job_board_is_shaped_like_a_greenhouse_board(ask: Ask) -> None:
    board = json.loads(ask("https://careers.kelbrin.example/jobs.json").text)
    job = board["jobs"][0]
    assert board["meta"]["total"] == len(board["jobs"]) == 8
    assert job["location"]["name"] == "Leeds, hybrid"
    assert job["content"].startswith("&lt;p&gt;")


def test_one_outlet_writes_windows_1252(ask: Ask) -> None:
    reply = ask("https://www.coldchainweekly.example/news/brinecast-goes-on-general-sale")
    assert b"\xa31.10" in reply.content


def test_the_server_stops_when_left() -> None:
    import socket

    with sample.serve() as routes:
        address = routes["patchbay.example"]
    with pytest.raises(OSError):
        socket.create_connection(address, timeout=1)
