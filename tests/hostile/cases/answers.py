"""Answers that never start, never end, lie about their length or are no HTTP."""

from __future__ import annotations

from tests.hostile.cases.making import Part, drips, floods, ok, raw, resets, site, stalls, then
from tests.hostile.model import Case, Step, Want, fails, gives, gives_size
from tests.hostile.server import Exchange, Logged

ROW = "answers"
HEAD = b"HTTP/1.1 200 OK\r\n"
KIB64 = b"y" * 65_536
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
SLOW = fails("within", "in time", "larger")
BROKEN = fails("cut short", "not HTTP", "broke", "larger", "headers", "brings no page", "no such", "unpacked")


def _case(name: str, part: Part, want: Want, *, steps: tuple[Step, ...] = (Step(),), **more: object) -> Case:
    return Case(name=name, row=ROW, serve=site({"/": part}), want=want, steps=steps, **more)  # type: ignore[arg-type]


def _refuses_to_start(exchange: Exchange) -> None:
    exchange.stall()


def _little_by_little(exchange: Exchange) -> None:
    exchange.send(HEAD + b"Content-Length: 8\r\n\r\n")
    for _ in range(8):
        exchange.over.wait(0.03)
        exchange.send(b"w")


def _two_asked(paths: list[Logged]) -> str | None:
    return None if [one.path for one in paths] == ["/robots.txt", "/", "/b"] else "the second page was not asked for"


_SPLIT = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"

CASES: tuple[Case, ...] = (
    _case("never-starts", _refuses_to_start, SLOW),
    _case("stall-after-status", stalls(HEAD), SLOW),
    _case("stall-in-headers", stalls(HEAD + b"Content-Type: text/ht"), SLOW),
    _case("stall-in-body", stalls(HEAD + b"Content-Length: 500\r\n\r\n<p>half"), SLOW),
    _case("stall-in-body-without-length", stalls(HEAD + b"\r\n<p>half a story"), SLOW),
    _case("stall-in-chunk", stalls(CHUNKED + b"50\r\n<p>half"), SLOW),
    _case("stall-before-last-chunk", stalls(CHUNKED + b"5\r\nhello\r\n"), SLOW),
    _case("stall-in-trailer", stalls(CHUNKED + b"5\r\nhello\r\n0\r\nX-Trail: "), SLOW),
    _case("drip-body", drips(HEAD + b"Content-Length: 100000\r\n\r\n"), SLOW),
    _case("drip-body-without-length", drips(HEAD + b"\r\n"), SLOW),
    _case("drip-chunks", drips(CHUNKED, b"1\r\nx\r\n"), SLOW),
    _case("drip-headers", drips(HEAD, b"X-Pad: y\r\n"), SLOW),
    _case("drip-status-line", drips(b"HTTP/1.1 200 ", b"O"), SLOW),
    _case("slow-but-in-time", _little_by_little, gives("w" * 8)),
    _case("endless-body", floods(HEAD + b"\r\n", KIB64), SLOW),
    _case("endless-chunks", floods(CHUNKED, b"10000\r\n" + KIB64 + b"\r\n"), SLOW),
    _case("endless-header-line", floods(HEAD + b"X-Pad: ", KIB64), fails()),
    _case("endless-headers", floods(HEAD, b"X-Pad: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n" * 500), fails()),
    _case("endless-continues", floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500), fails()),
    _case("endless-early-hints", floods(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 500), fails()),
    _case("endless-chunk-size", floods(CHUNKED, b"0" * 65_536), fails()),
    _case("endless-chunk-extension", floods(CHUNKED + b"5;", KIB64), fails()),
    _case("endless-trailer", floods(CHUNKED + b"5\r\nhello\r\n0\r\n", b"X-Pad: y\r\n" * 5000), fails()),
    _case("endless-status-line", floods(b"HTTP/1.1 200 ", KIB64), fails()),
    _case("announces-ten-gigabytes", stalls(HEAD + b"Content-Length: 10737418240\r\n\r\n<p>"), SLOW),
    _case("one-byte-over-the-cap", ok(b"z" * 10_485_761), fails("larger")),
    _case("exactly-the-cap", ok(b"z" * 10_485_760), gives_size(10_485_760), growth_mib=60),
    _case(
        "a-feed-may-be-larger",
        ok(b"z" * 12_000_000),
        gives_size(12_000_000),
        steps=(Step(expect="feed"),),
        bound_s=4.0,
    ),
    _case("a-cap-of-its-own", ok(b"z" * 2000), fails("larger"), steps=(Step(max_bytes=1999),)),
    _case("cut-body", raw(HEAD + b"Content-Length: 500\r\n\r\n<p>half"), BROKEN),
    _case("cut-before-body", raw(HEAD + b"Content-Length: 500\r\n\r\n"), BROKEN),
    _case("cut-headers", raw(HEAD + b"Content-Type: text/ht"), BROKEN),
    _case("cut-chunk", raw(CHUNKED + b"50\r\n<p>half"), BROKEN),
    _case("cut-between-chunks", raw(CHUNKED + b"5\r\nhello\r\n"), BROKEN),
    _case("closes-without-a-word", raw(b""), BROKEN),
    _case("closes-once-then-answers", then(raw(b""), ok("good")), gives("good")),
    _case("reset-before-answer", resets(), BROKEN),
    _case("reset-in-body", resets(HEAD + b"Content-Length: 5000000\r\n\r\n" + KIB64), BROKEN),
    _case("longer-than-it-says", raw(HEAD + b"Content-Length: 5\r\n\r\nhello world"), gives("hello")),
    Case(
        name="second-answer-smuggled",
        row=ROW,
        serve=site({"/": raw(_SPLIT, close=False), "/b": ok("honest")}),
        steps=(Step(), Step(url="/b")),
        want=gives("honest"),
        served=_two_asked,
        bound_s=2.0,
    ),
    _case("negative-length", raw(HEAD + b"Content-Length: -5\r\nConnection: close\r\n\r\nhello"), gives("hello")),
    _case("two-lengths", raw(HEAD + b"Content-Length: 5\r\nContent-Length: 2\r\n\r\nhello"), fails()),
    _case("the-same-length-twice", raw(HEAD + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"), gives("hello")),
    _case("negative-chunk", floods(CHUNKED + b"-1\r\n", KIB64), fails()),
    _case("odd-chunk-size", raw(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n"), BROKEN),
    _case("vast-chunk-size", raw(CHUNKED + b"ffffffffffffffff\r\nhello"), BROKEN),
    _case("chunk-extension", raw(CHUNKED + b"5;name=value\r\nhello\r\n0\r\n\r\n"), gives("hello")),
    _case("trailer", raw(CHUNKED + b"5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", close=False), gives("hello")),
    _case("another-protocol", raw(b"SSH-2.0-OpenSSH_9.6\r\n"), BROKEN),
    _case("garbage", raw(bytes(range(256)) * 20), BROKEN),
    _case("bare-body", raw(b"<p>hello, from before headers were invented</p>"), BROKEN),
    _case("http-2-preface", raw(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" * 5), BROKEN),
    _case("status-99999", raw(b"HTTP/1.1 99999 Big\r\n\r\nhello"), BROKEN),
    _case("status-word", raw(b"HTTP/1.1 OK\r\n\r\nhello"), BROKEN),
    _case("status-without-reason", raw(b"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello"), gives("hello")),
    _case("bare-line-feeds", raw(b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"), gives("hello")),
    _case("two-thousand-headers", raw(HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(2000)) + b"\r\nhi"), fails()),
    _case("headers-of-a-megabyte", raw(HEAD + (b"X-Pad: " + b"y" * 60_000 + b"\r\n") * 18 + b"\r\nhello"), fails()),
    _case("header-without-colon", raw(HEAD + b"nonsense\r\nContent-Length: 5\r\n\r\nhello"), gives("hello")),
    _case("switching-protocols", raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nhello"), BROKEN),
    _case("early-hints", raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HEAD + b"\r\nhello"), gives("hello")),
    _case("continue-first", raw(b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"\r\nhello"), gives("hello")),
    _case("no-content", raw(b"HTTP/1.1 204 No Content\r\n\r\n"), fails()),
    _case("partial-content", raw(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("empty", ok(""), fails("empty")),
    _case("blank", ok(" \r\n\t \n"), fails("empty")),
)
