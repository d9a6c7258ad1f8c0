"""Large files to disk: whole or not at all, gone on with, and polite."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections import namedtuple
from dataclasses import replace

import pytest
from web_site import NOW, answer, ask

from researchkit.errors import AddressRefused, BadAnswer, DiskError, RobotsRefused, TooLarge, TooSlow
from researchkit.web.download import Downloader
from researchkit.web.fetch import Fetcher

URL = "https://acme.example/big.zip"
BODY = bytes(range(256)) * 1000
ETAG = {"ETag": '"one"'}


@pytest.fixture
def fetch(tmp_path, settings):
    def go(url: str = URL, max_bytes: int = 10**6, own=None, stall_s: float = 0.5, **options) -> int:
        with Downloader(tmp_path / "cache", own or settings, now=lambda: NOW, stall_s=stall_s) as web:
            return web.fetch(url, tmp_path / "big.zip", max_bytes=max_bytes, **options)

    return go


def lies(tmp_path) -> list[str]:
    return sorted(path.name for path in tmp_path.glob("big*"))


def cut(body: bytes, at: int, **headers: str) -> bytes:
    """An answer that promises all of `body` and ends early."""
    return answer(body, Connection="close", **headers)[: at - len(body)]


def test_a_file_comes_whole_and_leaves_nothing_beside_it(site, fetch, tmp_path):
    site.says("/big.zip", answer(BODY, **ETAG))
    told: list[tuple[int, int | None]] = []
    assert fetch(on_size=lambda *size: told.append(size)) == len(BODY)
    assert told[-1] == (len(BODY), len(BODY))
    assert (tmp_path / "big.zip").read_bytes() == BODY
    assert lies(tmp_path) == ["big.zip"]


def test_it_is_asked_for_unpacked_and_by_our_own_name(site, fetch):
    site.says("/big.zip", answer(BODY))
    fetch()
    headers = site.asked[-1][2]
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"].startswith("researchkit/")


def test_a_download_that_broke_off_goes_on_from_there(site, fetch, tmp_path):
    rest = answer(BODY[1000:], "206 Partial Content", Content_Range=f"bytes 1000-{len(BODY) - 1}/{len(BODY)}", **ETAG)
    site.says("/big.zip", cut(BODY, 1000, **ETAG), rest)
    told: list[tuple[int, int | None]] = []
    assert fetch(on_size=lambda *size: told.append(size)) == len(BODY)
    assert told[-1] == (len(BODY), len(BODY))
    assert (tmp_path / "big.zip").read_bytes() == BODY
    asked = site.asked[-1][2]
    assert (asked["range"], asked["if-range"]) == ("bytes=1000-", '"one"')


def test_the_next_run_goes_on_with_what_an_earlier_one_left(site, fetch, tmp_path, settings):
    site.says("/big.zip", cut(BODY, 1000, **ETAG))
    with pytest.raises(BadAnswer, match="cut short"):
        fetch(own=replace(settings, backoff_s=0.0))
    assert lies(tmp_path) == ["big.zip.part", "big.zip.part.json"]
    rest = answer(BODY[1000:], "206 Partial Content", Content_Range=f"bytes 1000-{len(BODY) - 1}/{len(BODY)}", **ETAG)
    site.says("/big.zip", rest)
    fetch()
    assert (tmp_path / "big.zip").read_bytes() == BODY


def test_a_server_that_knows_no_ranges_sends_it_all_again(site, fetch, tmp_path):
    site.says("/big.zip", cut(BODY, 1000, **ETAG), answer(BODY, **ETAG))
    told: list[int] = []
    fetch(on_size=lambda size, total: told.append(size))
    assert (tmp_path / "big.zip").read_bytes() == BODY
    assert told.count(0) == 2


def test_without_a_mark_of_the_file_it_begins_anew(site, fetch):
    site.says("/big.zip", cut(BODY, 1000), answer(BODY))
    fetch()
    assert "range" not in site.asked[-1][2]


@pytest.mark.parametrize(
    "strange",
    [
        answer(b"x" * 10, "206 Partial Content", Content_Range="bytes 7-16/17"),
        answer(b"x" * 10, "206 Partial Content"),
        answer(b"", "416 Range Not Satisfiable"),
    ],
    ids=["another part", "no range told", "out of range"],
)
def test_a_part_that_does_not_fit_is_thrown_away(site, fetch, tmp_path, strange):
    site.says("/big.zip", cut(BODY, 1000, **ETAG), strange, answer(BODY, **ETAG))
    fetch()
    assert (tmp_path / "big.zip").read_bytes() == BODY


def test_a_short_body_never_takes_the_place_of_a_good_file(site, fetch, tmp_path, settings):
    (tmp_path / "big.zip").write_bytes(b"good")
    site.says("/big.zip", cut(BODY, 1000))
    with pytest.raises(BadAnswer):
        fetch(own=replace(settings, backoff_s=0.0))
    assert (tmp_path / "big.zip").read_bytes() == b"good"


def test_a_server_that_stalls_is_given_up(site, fetch, settings):
    site.says("/big.zip", answer(BODY)[:-10] + b"STALL")
    with pytest.raises(TooSlow, match=r"too little came for 0\.1 seconds"):
        fetch(own=replace(settings, backoff_s=0.0), stall_s=0.1)


def test_a_server_that_drips_is_given_up(site, fetch, settings):
    site.says("/big.zip", b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\nDRIP")
    with pytest.raises(TooSlow):
        fetch(own=replace(settings, backoff_s=0.0), stall_s=0.2)


@pytest.mark.parametrize("head", ["Content-Length: 300000", "Connection: close"])
def test_a_file_over_its_cap_is_refused_and_leaves_nothing(site, fetch, tmp_path, head):
    site.says("/big.zip", f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + b"x" * 300_000)
    with pytest.raises(TooLarge):
        fetch(max_bytes=100_000)
    assert lies(tmp_path) == []


def test_a_disk_without_room_is_said_before_a_byte_is_taken(site, fetch, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**10, 10**10 - 10**9, 10**9))
    site.says("/big.zip", answer(BODY))
    with pytest.raises(DiskError, match=r"No room for big\.zip"):
        fetch()
    assert lies(tmp_path) == []


def test_a_file_packed_once_more_is_refused(site, fetch):
    site.says("/big.zip", answer(BODY, Content_Encoding="br"))
    with pytest.raises(BadAnswer, match="packs the file"):
        fetch()


def test_robots_txt_is_asked_and_kept_to(site, fetch):
    site.says("/robots.txt", answer(b"User-agent: *\nDisallow: /big"))
    with pytest.raises(RobotsRefused):
        fetch()
    assert site.paths() == []


def test_a_redirect_passes_the_guard(site, fetch):
    site.says("/big.zip", answer(b"", "302 Found", Location="http://169.254.169.254/latest"))
    with pytest.raises(AddressRefused):
        fetch()


def test_a_redirect_is_followed(site, fetch, tmp_path):
    site.says("/big.zip", answer(b"", "302 Found", Location="https://other.example/there.zip"))
    site.says("/there.zip", answer(BODY))
    fetch()
    assert (tmp_path / "big.zip").read_bytes() == BODY


def test_a_404_says_so(site, fetch):
    with pytest.raises(BadAnswer) as raised:
        fetch()
    assert raised.value.status == 404


def test_a_site_that_asks_to_wait_is_asked_again_later(site, fetch, tmp_path):
    site.says("/big.zip", answer(b"", "503 Service Unavailable"), answer(BODY))
    fetch()
    assert (tmp_path / "big.zip").read_bytes() == BODY


def test_robots_txt_is_read_once_a_day_for_pages_and_files(site, fetch, tmp_path, settings):
    site.says("/big.zip", answer(BODY))
    site.says("/a", answer())
    fetch()
    with Fetcher(tmp_path / "cache", settings, now=lambda: NOW) as web:
        web.get(ask("/a"))
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1


def test_ctrl_c_ends_at_once_and_keeps_the_part(site, fetch, tmp_path):
    site.says("/big.zip", answer(BODY, **ETAG)[:-50_000] + b"STALL")
    far = threading.Event()

    def interrupt() -> None:
        far.wait(10)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    threading.Thread(target=interrupt).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        fetch(on_size=lambda size, total: far.set() if size >= 131_072 else None, stall_s=10.0)
    assert time.monotonic() - began < 2
    assert lies(tmp_path) == ["big.zip.part", "big.zip.part.json"]
    assert (tmp_path / "big.zip.part").stat().st_size >= 131_072
