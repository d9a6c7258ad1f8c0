from __future__ import annotations

import gzip
import logging
import signal
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from web_site import LATE_S, NOW, answer, ask

from researchkit.errors import AddressRefused, BadAnswer, NotCached, RobotsRefused, TooLarge, TooSlow
from researchkit.records import Entry, Failure, Page, Request


def test_a_page_comes_with_its_bytes_type_and_time(site, open_fetcher):
    site.says("/a", answer(b"<p>hi</p>", Content_Type="text/html; charset=utf-8"))
    page = open_fetcher().get(ask("/a"))
    assert (page.content, page.content_type, page.fetched, page.status) == (
        b"<p>hi</p>",
        "text/html; charset=utf-8",
        NOW,
        200,
    )
    assert not page.from_cache
    assert not page.stale


def test_a_route_answers_plain_http_under_the_host_s_own_name(site, open_fetcher):
    site.says("/a", answer())
    assert open_fetcher().get(ask("/a")).url == "https://acme.example/a"
    assert site.asked[-1][0] == "acme.example"


def test_the_user_agent_names_the_project_and_the_contact(site, open_fetcher, settings):
    site.says("/a", answer())
    open_fetcher(replace(settings, contact="me@person.example")).get(ask("/a"))
    agent = site.asked[-1][2]["user-agent"]
    assert agent.startswith("researchkit/")
    assert "me@person.example" in agent


def test_an_address_asked_for_twice_is_fetched_once(site, open_fetcher):
    site.says("/a", answer())
    fetcher = open_fetcher()
    for _ in range(3):
        fetcher.submit(ask("/a"))
    fetcher.submit(ask("/a#part"))
    assert [type(one) for one in fetcher.results()] == [Page] * 4
    fetcher.submit(ask("/a"))
    assert next(iter(fetcher.results())).from_cache
    assert site.paths() == ["/a"]


def test_more_may_be_submitted_while_results_are_read(site, open_fetcher):
    site.says("/1", answer(b"1"))
    site.says("/2", answer(b"2"))
    fetcher = open_fetcher()
    fetcher.submit(ask("/1"))
    seen = []
    for page in fetcher.results():
        seen.append(page.content)
        if page.content == b"1":
            fetcher.submit(ask("/2"))
    assert seen == [b"1", b"2"]


def test_one_connection_serves_many_requests(site, open_fetcher, settings):
    fetcher = open_fetcher(replace(settings, connections_per_host=1))
    for number in range(10):
        site.says(f"/{number}", answer())
        fetcher.submit(ask(f"/{number}"))
    assert len(list(fetcher.results())) == 10
    assert site.connections == 1


def test_never_more_than_two_connections_to_a_host(site, open_fetcher):
    fetcher = open_fetcher()
    for number in range(30):
        site.says(f"/{number}", answer())
        fetcher.submit(ask(f"/{number}"))
    assert len(list(fetcher.results())) == 30
    assert site.connections <= 2


def test_a_second_run_asks_only_whether_the_page_changed(site, open_fetcher):
    site.says("/a", answer(b"first", ETag='"v1"'), b"HTTP/1.1 304 Not Modified\r\n\r\n")
    open_fetcher().get(ask("/a"))
    later = NOW + timedelta(hours=1)
    page = open_fetcher(now=later).get(ask("/a"))
    assert site.asked[-1][2]["if-none-match"] == '"v1"'
    assert (page.content, page.from_cache, page.fetched) == (b"first", True, later)


def test_a_304_that_nobody_asked_for_is_a_failure(site, open_fetcher):
    site.says("/a", b"HTTP/1.1 304 Not Modified\r\n\r\n")
    with pytest.raises(BadAnswer, match="304"):
        open_fetcher().get(ask("/a"))


def test_an_article_a_listing_announced_is_not_asked_for_again(site, open_fetcher):
    site.says("/a", answer())
    entry = Entry(source_id="feed x", kind="news", url="https://acme.example/a", title="A")
    open_fetcher().get(ask("/a", entry=entry))
    assert open_fetcher(now=NOW + timedelta(days=3)).get(ask("/a", entry=entry)).from_cache
    assert site.paths() == ["/a"]


def test_offline_gives_the_same_page_at_the_same_time(site, open_fetcher, settings):
    site.says("/a", answer(b"first"))
    online = open_fetcher().get(ask("/a"))
    offline = open_fetcher(replace(settings, offline=True), now=NOW + timedelta(days=9)).get(ask("/a"))
    assert (offline.content, offline.fetched, offline.url) == (online.content, online.fetched, online.url)


def test_offline_without_the_page_is_not_tried(open_fetcher, settings):
    fetcher = open_fetcher(replace(settings, offline=True))
    fetcher.submit(ask("/a"))
    (failure,) = fetcher.results()
    assert failure.outcome == "not_tried"
    assert failure.what_to_do
    with pytest.raises(NotCached):
        fetcher.get(ask("/b"))


BAD_NEWS = {
    "error": answer(b"oops", "500 Internal Server Error"),
    "empty": answer(b""),
    "blank": answer(b" \r\n"),
    "cut": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\nshort",
    "cut gzip": answer(gzip.compress(b"x" * 5000)[:-9], Content_Encoding="gzip"),
    "bomb": answer(gzip.compress(bytes(12_000_000)), Content_Encoding="gzip"),
    "garbage": b"SSH-2.0-OpenSSH\r\n\r\n",
    "busy": answer(b"", "503 Service Unavailable", Retry_After="3600"),
    "no_answer": b"",
}


@pytest.mark.parametrize("bad", BAD_NEWS.values(), ids=list(BAD_NEWS))
def test_bad_news_never_overwrites_good(site, open_fetcher, settings, bad):
    site.says("/a", answer(b"good"))
    open_fetcher().get(ask("/a"))
    site.says("/a", bad)
    page = open_fetcher().get(ask("/a"))
    assert (page.content, page.stale) == (b"good", True)
    assert open_fetcher(replace(settings, offline=True)).get(ask("/a")).content == b"good"


@pytest.mark.parametrize("bad", BAD_NEWS.values(), ids=list(BAD_NEWS))
def test_bad_news_alone_is_a_failure_in_one_sentence(site, open_fetcher, bad):
    site.says("/a", bad)
    fetcher = open_fetcher()
    fetcher.submit(ask("/a"))
    (failure,) = fetcher.results()
    assert isinstance(failure, Failure)
    assert failure.outcome == "failed"
    assert failure.reason.endswith(".")
    assert "\n" not in failure.reason
    assert failure.what_to_do


def test_what_a_site_asks_not_to_store_is_never_reused_online(site, open_fetcher):
    site.says("/a", answer(b"one", Cache_Control="no-store", ETag='"1"'), answer(b"", "500 Oops"))
    open_fetcher().get(ask("/a"))
    with pytest.raises(BadAnswer):
        open_fetcher().get(ask("/a"))


@pytest.mark.parametrize("status", [401, 403, 451])
def test_a_closed_door_is_blocked(site, open_fetcher, status):
    site.says("/a", answer(b"", f"{status} No"))
    fetcher = open_fetcher()
    fetcher.submit(ask("/a"))
    (failure,) = fetcher.results()
    assert (failure.outcome, failure.status) == ("blocked", status)


def test_a_429_is_waited_for_and_tried_again(site, open_fetcher):
    site.says("/a", answer(b"", "429 Slow Down", Retry_After="0"), answer(b"good"))
    assert open_fetcher().get(ask("/a")).content == b"good"


def test_never_earlier_than_told(site, open_fetcher):
    site.says("/a", answer(b"", "503 Busy", Retry_After="1"), answer(b"good"))
    began = time.monotonic()
    assert open_fetcher().get(ask("/a")).content == b"good"
    assert time.monotonic() - began >= 1.0


def test_a_long_wait_is_given_up_with_when_to_come_back(site, open_fetcher):
    site.says("/a", answer(b"", "429 Slow Down", Retry_After="86400"))
    fetcher = open_fetcher()
    fetcher.submit(ask("/a"))
    (failure,) = fetcher.results()
    assert (failure.outcome, failure.retry_after_s) == ("blocked", 86400)
    assert "1 day" in failure.what_to_do
    assert site.paths() == ["/a"]


def test_three_tries_at_most(site, open_fetcher):
    site.says("/a", answer(b"", "503 Busy", Retry_After="soon"))
    with pytest.raises(BadAnswer):
        open_fetcher().get(ask("/a"))
    assert len(site.paths()) == 3


def test_a_stalled_answer_ends_at_the_deadline(site, open_fetcher, settings):
    site.says("/a", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabSTALL")
    began = time.monotonic()
    with pytest.raises(TooSlow):
        open_fetcher(replace(settings, timeout_s=0.3)).get(ask("/a"))
    assert time.monotonic() - began < 2


def test_a_body_without_length_that_stalls_is_not_a_short_page(site, open_fetcher, settings):
    site.says("/a", b"HTTP/1.1 200 OK\r\n\r\nhalf a storySTALL")
    with pytest.raises(TooSlow):
        open_fetcher(replace(settings, timeout_s=0.3)).get(ask("/a"))


def test_more_bytes_than_allowed_is_a_failure(site, open_fetcher):
    site.says("/a", answer(b"x" * 5000))
    with pytest.raises(TooLarge):
        open_fetcher().get(ask("/a", max_bytes=4999))
    assert len(open_fetcher().get(ask("/a", max_bytes=5000)).content) == 5000


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n" + b"x" * 3_000_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhelloyo",
        b"HTTP/1.1 200 OK\r\n" + b"X-Pad: " + b"y" * 70_000 + b"\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 8000) for n in range(90)) + b"\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain text",
        b"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhello",
    ],
    ids=[
        "negative chunk",
        "cut chunk",
        "odd chunk",
        "two lengths",
        "long header",
        "much header",
        "layers",
        "lie",
        "206",
    ],
)
def test_an_answer_that_is_not_whole_http_is_a_bad_answer(site, open_fetcher, raw):
    site.says("/a", raw)
    with pytest.raises((BadAnswer, TooLarge)):
        open_fetcher().get(ask("/a", max_bytes=100_000))


def redirect(to: str) -> bytes:
    return answer(b"", "302 Found", Location=to)


def test_a_redirect_is_followed_and_the_final_address_kept(site, open_fetcher):
    site.says("/a", redirect("//other.example/b"))
    site.says("/b", answer(b"there"))
    page = open_fetcher().get(ask("/a"))
    assert (page.url, page.content) == ("https://other.example/b", b"there")


def test_own_headers_do_not_travel_to_another_site(site, open_fetcher):
    site.says("/a", redirect("https://other.example/b"))
    site.says("/b", answer())
    open_fetcher().get(ask("/a", headers={"X-Key": "hush"}))
    keys = {path: headers.get("x-key") for _, path, headers in site.asked}
    assert keys == {"/robots.txt": None, "/a": "hush", "/b": None}


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://user:secret@acme.example/b",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://acme.example/b",
        "javascript:alert(1)",
        "http:\\\\127.0.0.1\\",
        "http://localhost/",
        "gopher://acme.example:70/",
        "http://acme.example:22/",
    ],
)
def test_a_redirect_to_where_nobody_may_go_is_refused(site, open_fetcher, to):
    site.says("/a", redirect(to))
    with pytest.raises(AddressRefused) as refused:
        open_fetcher().get(ask("/a"))
    assert "secret" not in str(refused.value)


def test_a_circle_of_redirects_ends(site, open_fetcher):
    site.says("/a", redirect("/b"))
    site.says("/b", redirect("/a"))
    with pytest.raises(BadAnswer, match="circle"):
        open_fetcher().get(ask("/a"))


@pytest.mark.parametrize(("count", "works"), [(10, True), (11, False)])
def test_ten_redirects_and_no_more(site, open_fetcher, count, works):
    for number in range(count):
        site.says(f"/{number}", redirect(f"/{number + 1}"))
    site.says(f"/{count}", answer(b"end"))
    fetcher = open_fetcher()
    fetcher.submit(ask("/0"))
    (result,) = fetcher.results()
    assert isinstance(result, Page) is works


def test_robots_are_obeyed_at_every_hop(site, open_fetcher):
    site.says("/robots.txt", answer(b"User-agent: *\nDisallow: /closed"))
    site.says("/a", redirect("/closed/b"))
    with pytest.raises(RobotsRefused):
        open_fetcher().get(ask("/a"))
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer(b"", "404 Not Found"), True),
        (answer(b"", "403 Forbidden"), True),
        (answer(b"", "500 Oops"), False),
        (answer(b"", "503 Oops"), False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabSTALL", False),
        (b"nonsense\r\n\r\n", False),
        (answer(b"<!doctype html><p>User-agent: *\nDisallow: /"), True),
        (answer(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /a\r\n"), False),
        (answer(b"", "301 Moved", Location="/robots.txt"), True),
    ],
    ids=["404", "403", "500", "503", "stall", "garbage", "html", "bom", "circle"],
)
def test_what_robots_txt_says_or_fails_to_say(site, open_fetcher, settings, robots, allowed):
    site.says("/robots.txt", robots)
    site.says("/a", answer())
    fetcher = open_fetcher(replace(settings, timeout_s=0.5))
    fetcher.submit(ask("/a"))
    (result,) = fetcher.results()
    assert isinstance(result, Page) is allowed
    if not allowed:
        assert result.outcome == "blocked"
    assert site.paths() == (["/a"] if allowed else [])


def test_robots_txt_is_kept_for_a_day(site, open_fetcher):
    site.says("/a", answer())
    open_fetcher().get(ask("/a"))
    open_fetcher(now=NOW + timedelta(hours=20)).get(ask("/a"))
    open_fetcher(now=NOW + timedelta(hours=30)).get(ask("/a"))
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 2


def test_crawl_delay_is_honoured(site, open_fetcher):
    site.says("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 0.4"))
    site.says("/a", answer())
    began = time.monotonic()
    open_fetcher().get(ask("/a"))
    assert time.monotonic() - began >= 0.4


def test_crawl_delay_is_counted_from_the_answer(site, open_fetcher):
    site.says("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 0.3"))
    site.says("/a", answer() + b"LATE")
    site.says("/b", answer())
    fetcher = open_fetcher()
    began = time.monotonic()
    fetcher.get(ask("/a"))
    fetcher.get(ask("/b"))
    assert time.monotonic() - began >= 0.3 + LATE_S + 0.3


def test_the_pace_of_a_host_holds_over_redirects(site, open_fetcher, settings):
    site.says("/a", redirect("/b"))
    site.says("/b", answer())
    began = time.monotonic()
    open_fetcher(replace(settings, routed_pace_s=0.2)).get(ask("/a"))
    assert time.monotonic() - began >= 0.4  # robots.txt, /a, /b


def test_proxies_of_the_environment_are_not_used(site, open_fetcher, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    site.says("/a", answer())
    assert open_fetcher().get(ask("/a")).status == 200


def test_a_name_that_resolves_to_a_private_address_is_refused(open_fetcher, monkeypatch):
    looked_up = []

    def resolve(host, port, **_):
        looked_up.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    with pytest.raises(AddressRefused, match="public internet"):
        open_fetcher().get(ask("/a", host="rebind.example"))
    assert looked_up == ["rebind.example"]


def test_a_host_the_user_named_may_be_private(site, open_fetcher, settings):
    site.says("/a", answer())
    port = site.server_address[1]
    own = replace(settings, routes={}, private_hosts=(f"127.0.0.1:{port}",), pace_s=0.0)
    request = Request(source_id="page", url=f"http://127.0.0.1:{port}/a")
    assert open_fetcher(own).get(request).status == 200
    with pytest.raises(AddressRefused):
        open_fetcher(own).get(Request(source_id="page", url=f"http://127.0.0.1:{port + 1}/a"))


def test_ctrl_c_stops_at_once_and_keeps_what_was_fetched(site, open_fetcher, settings, monkeypatch):
    site.says("/a", answer(b"kept"))
    site.says("/slow", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabSTALL")
    fetcher = open_fetcher(replace(settings, timeout_s=20))
    fetcher.submit(ask("/a"))
    fetcher.submit(ask("/slow"))
    results = fetcher.results()
    assert next(results).content == b"kept"

    waiting = threading.Event()
    take = fetcher._mailbox.take

    def take_and_tell():
        waiting.set()
        return take()

    def interrupt() -> None:
        waiting.wait(10)
        site.arrived.wait(10)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    monkeypatch.setattr(fetcher._mailbox, "take", take_and_tell)
    threading.Thread(target=interrupt).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        next(results)
    (left,) = fetcher.results()
    assert left.outcome == "not_tried"
    assert time.monotonic() - began < 2
    assert open_fetcher(replace(settings, offline=True)).get(ask("/a")).content == b"kept"


def test_every_request_leaves_one_line_without_secrets(site, open_fetcher, caplog):
    site.says("/a?api_key=hush&page=2", answer())
    with caplog.at_level(logging.INFO, logger="researchkit.web"):
        open_fetcher().get(ask("/a?api_key=hush&page=2", headers={"X-Key": "hush"}))
    (line,) = [record.getMessage() for record in caplog.records if "/a?" in record.getMessage()]
    assert "status=200" in line
    assert "page=2" in line
    assert "hush" not in caplog.text


def test_a_saved_file_is_read_below_the_saved_roots_only(tmp_path, open_fetcher, settings):
    root = tmp_path / "saved"
    root.mkdir()
    (root / "report.html").write_bytes(b"<p>report</p>")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    fetcher = open_fetcher(replace(settings, saved_roots=(root,)))

    def read(path):
        return fetcher.get(Request(source_id="saved", url=path.as_uri(), expect="file"))

    assert read(root / "report.html").content == b"<p>report</p>"
    assert read(root / "report.html").content_type == "text/html"
    for outside in (tmp_path / "secret.txt", root / "link.txt", root / ".." / "secret.txt"):
        with pytest.raises(AddressRefused):
            fetcher.get(Request(source_id="saved", url=f"file://{outside}", expect="file"))
    with pytest.raises(BadAnswer):
        read(root / "missing.html")
    with pytest.raises(AddressRefused):
        fetcher.get(Request(source_id="saved", url=(root / "report.html").as_uri()))


def test_a_disk_that_cannot_be_written_loses_no_page(site, open_fetcher, monkeypatch):
    from researchkit.errors import DiskError
    from researchkit.web.store import Store

    def full(*_):
        raise DiskError("The disk is full")

    monkeypatch.setattr(Store, "put", full)
    site.says("/a", answer(b"read"))
    assert open_fetcher().get(ask("/a")).content == b"read"


def test_a_dripping_body_without_length_ends_at_the_deadline(site, open_fetcher, settings):
    # http.client closes such a connection before its body is read; the watchdog must still have the socket.
    site.says("/a", b"HTTP/1.1 200 OK\r\n\r\nDRIP")
    began = time.monotonic()
    with pytest.raises(TooSlow):
        open_fetcher(replace(settings, timeout_s=0.4)).get(ask("/a"))
    assert time.monotonic() - began < 2


def test_an_early_hint_is_not_the_answer(site, open_fetcher):
    site.says("/a", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer(b"page"))
    assert open_fetcher().get(ask("/a")).content == b"page"


def test_layers_told_in_two_headers_are_a_failure(site, open_fetcher):
    packed = gzip.compress(gzip.compress(b"page"))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n"
    site.says("/a", head + b"Content-Length: %d\r\n\r\n" % len(packed) + packed)
    with pytest.raises(BadAnswer, match="layers"):
        open_fetcher().get(ask("/a"))


def test_a_refused_address_is_named_without_its_secrets(open_fetcher):
    fetcher = open_fetcher()
    fetcher.submit(Request(source_id="page", url="http://127.0.0.1/?api_key=hush"))
    (failure,) = fetcher.results()
    assert "hush" not in failure.reason
