from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from researchkit.web.robots import read_robots, rules_from_status

SITE = "https://acme.example"


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (b"", "/a", True),
        (b"User-agent: *\nDisallow:", "/a", True),
        (b"User-agent: *\nDisallow: /", "/a", False),
        (b"User-agent: *\nDisallow: /", "/robots.txt", True),
        (b"User-agent: other\nDisallow: /", "/a", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: ResearchKit\nAllow: /", "/a", True),
        (b"User-agent: a\nUser-agent: researchkit\nDisallow: /x", "/x/y", False),
        (b"User-agent: researchkit\nDisallow: /x\n\nUser-agent: researchkit\nDisallow: /y", "/y", False),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        (b"User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", False),
        (b"User-agent: *\nAllow: /page\nDisallow: /page", "/page", True),
        (b"User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        (b"User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a", True),
        (b"User-agent: *\nDisallow: /a*z", "/abcz/more", False),
        (b"User-agent: *\nDisallow: /caf%C3%A9", "/caf%c3%a9", False),
        (b"User-agent: *\r\nDisallow: /a\r\n", "/a", False),
        (b"User-agent: *\rDisallow: /a\r", "/a", False),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /a".encode("utf-16-le"), "/a", False),
        (b"# words\nUser-agent: * # all\nDisallow: /a # no", "/a", False),
        (b"DISALLOW: /a\nuser-AGENT: *\ndisALLOW: /b", "/a", True),
        (b"<html><body>User-agent: *\nDisallow: /\n</body>", "/a", True),
        (b"  \n<!DOCTYPE html>\nUser-agent: *\nDisallow: /", "/a", True),
        (b"\x00\x01\xff\xfe\x00" * 50, "/a", True),
        (b"User-agent: *\nDisallow: /A", "/a", True),
    ],
)
def test_what_a_robots_txt_allows(robots, path, allowed):
    assert read_robots(robots).allows(SITE + path) is allowed


def test_only_the_first_500_kib_count():
    filler = b"# " + b"x" * 98 + b"\n"
    late = b"User-agent: *\n" + filler * 5200 + b"Disallow: /a\n"
    early = b"User-agent: *\nDisallow: /a\n" + filler * 5200
    assert read_robots(late).allows(SITE + "/a")
    assert not read_robots(early).allows(SITE + "/a")


@pytest.mark.parametrize(
    ("said", "delay_s"),
    [("2", 2.0), ("0.5", 0.5), ("3600", 30.0), ("-5", 0.0), ("soon", 0.0), ("inf", 0.0), ("nan", 0.0), ("1e9", 30.0)],
)
def test_crawl_delay_counts_up_to_thirty_seconds(said, delay_s):
    assert read_robots(f"User-agent: *\nCrawl-delay: {said}".encode()).delay_s == delay_s


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (401, True), (403, True), (410, True), (429, False), (500, False), (503, False)],
)
def test_what_a_status_means(status, allowed):
    rules = rules_from_status(status)
    assert rules is not None
    assert rules.allows(SITE + "/a") is allowed


def test_a_good_status_has_its_body_read():
    assert rules_from_status(200) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_some_rules(junk):
    rules = read_robots(junk)
    assert rules.allows(SITE + "/a") in (True, False)
    assert 0 <= rules.delay_s <= 30
