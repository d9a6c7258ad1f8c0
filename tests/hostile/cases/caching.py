"""The cache: conditional requests, validators that lie, and bad news after good."""

from __future__ import annotations

from tests.hostile.cases.making import Part, ok, raw, resets, site, stalls, status, then, to
from tests.hostile.model import Case, Got, Served, Step, Want, both, fails, gives
from tests.hostile.server import Exchange, Logged

ROW = "cache"
AGAIN = (Step(), Step(new_run=True, later_s=3600))
THRICE = (*AGAIN, Step(new_run=True, later_s=7200))
HEAD = b"HTTP/1.1 200 OK\r\n"
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


def _case(name: str, part: Part, want: Want, *, steps: tuple[Step, ...] = AGAIN, **more: object) -> Case:
    more.setdefault("bound_s", float(len(steps)))
    return Case(name=name, row=ROW, serve=site({"/": part}), want=want, steps=steps, **more)  # type: ignore[arg-type]


def _second(part: Part, **headers: str) -> Part:
    return then(ok("the good page", **headers), part)


def _sent(name: str, *values: str | None) -> Served:
    """Want these values of a header, request by request; None where it must not be sent."""

    def judge(seen: list[Logged]) -> str | None:
        sent = [one.headers.get(name) for one in seen if one.path == "/"]
        return None if sent == list(values) else f"{name} was {sent}"

    return judge


def _times(count: int) -> Served:
    def judge(seen: list[Logged]) -> str | None:
        asked = sum(one.path == "/" for one in seen)
        return None if asked == count else f"asked {asked} times, not {count}"

    return judge


def _stale(got: list[Got]) -> str | None:
    return gives("the good page", stale=True)(got)


def _flips(exchange: Exchange) -> None:
    exchange.answer(f"page {exchange.number}", ETag=f'"{exchange.number}"')


def _good_or_new(got: list[Got]) -> str | None:
    """An odd validator may be sent or not; the page is there either way."""
    return None if got[-1].outcome == "page" else f"{got[-1].outcome}: {got[-1].reason}"


GOOD = gives("the good page", stale=False)
DATE = "Mon, 04 May 2026 10:00:00 GMT"

CASES: tuple[Case, ...] = (
    _case("not-modified", _second(NOT_MODIFIED, ETag='"v1"'), GOOD, served=_sent("if-none-match", None, '"v1"')),
    _case(
        "not-modified-since",
        _second(NOT_MODIFIED, Last_Modified=DATE),
        GOOD,
        served=_sent("if-modified-since", None, DATE),
    ),
    _case("weak-etag", _second(NOT_MODIFIED, ETag='W/"v1"'), GOOD, served=_sent("if-none-match", None, 'W/"v1"')),
    _case("flipping-etag", _flips, gives("page 3"), steps=THRICE, served=_sent("if-none-match", None, '"1"', '"2"')),
    _case(
        "endless-etag",
        _second(ok("new"), ETag='"' + "e" * 9000 + '"'),
        gives("new"),
        served=_sent("if-none-match", None, None),
    ),
    _case(
        "etag-without-quotes", _second(ok("new"), ETag="v1"), gives("new"), served=_sent("if-none-match", None, None)
    ),
    _case(
        "etag-with-a-break",
        then(raw(HEAD + b'ETag: "a\r\n b"\r\nContent-Length: 3\r\n\r\nold', close=False), ok("new")),
        gives("new"),
    ),
    _case(
        "modified-at-no-time",
        _second(ok("new"), Last_Modified="yesterday"),
        gives("new"),
        served=_sent("if-modified-since", None, None),
    ),
    _case("not-modified-unasked", raw(NOT_MODIFIED, close=False), fails("304"), steps=(Step(),)),
    _case("not-modified-unasked-after-good", _second(NOT_MODIFIED), GOOD),
    _case("max-age-is-believed", _second(ok("new"), Cache_Control="max-age=86000"), GOOD, served=_times(1)),
    _case("max-age-ends", _second(ok("new"), Cache_Control="max-age=60"), gives("new"), served=_times(2)),
    _case(
        "no-cache-asks-again",
        _second(ok("new"), Cache_Control="no-cache, max-age=9000"),
        gives("new"),
        served=_times(2),
    ),
    _case(
        "no-store-is-not-reused", _second(status("500 Oops"), Cache_Control="no-store"), fails("500"), served=_times(2)
    ),
    _case("max-age-in-quotes", _second(ok("new"), Cache_Control='max-age="86000"'), GOOD, served=_times(1)),
    _case("max-age-below-zero", _second(ok("new"), Cache_Control="max-age=-1"), gives("new"), served=_times(2)),
    _case(
        "max-age-of-a-thousand-digits",
        _second(ok("new"), Cache_Control="max-age=" + "9" * 1000),
        GOOD,
        served=_times(1),
    ),
    _case(
        "max-age-for-ever-ends",
        _second(ok("new"), Cache_Control="max-age=999999999"),
        gives("new"),
        steps=(Step(), Step(new_run=True, later_s=200_000)),
        served=_times(2),
    ),
    _case("max-age-word", _second(ok("new"), Cache_Control="max-age=soon, =, ,,;x"), gives("new"), served=_times(2)),
    _case(
        "no-store-in-capitals", _second(status("500 Oops"), Cache_Control="NO-STORE"), fails("500"), served=_times(2)
    ),
    _case(
        "two-cache-controls",
        then(
            raw(
                HEAD + b"Cache-Control: max-age=9000\r\nCache-Control: no-cache\r\nContent-Length: 3\r\n\r\nold",
                close=False,
            ),
            ok("new"),
        ),
        gives("new"),
        served=_times(2),
    ),
    _case("etag-of-a-quote", _second(ok("new"), ETag='"'), gives("new"), served=_sent("if-none-match", None, None)),
    _case("etag-star", _second(ok("new"), ETag="*"), gives("new"), served=_sent("if-none-match", None, None)),
    _case("etag-empty", _second(NOT_MODIFIED, ETag='""'), _good_or_new),
    _case(
        "etag-with-quotes-inside",
        _second(ok("new"), ETag='"a"b"'),
        gives("new"),
        served=_sent("if-none-match", None, None),
    ),
    _case("etag-beyond-ascii", _second(NOT_MODIFIED, ETag='"v\u00e9"'), _good_or_new),
    _case("modified-in-the-future", _second(NOT_MODIFIED, Last_Modified="Mon, 04 May 2099 10:00:00 GMT"), GOOD),
    _case(
        "modified-with-a-break",
        then(
            raw(
                HEAD + b"Last-Modified: Mon, 04 May 2026\r\n 10:00:00 GMT\r\nContent-Length: 3\r\n\r\nold", close=False
            ),
            ok("new"),
        ),
        gives("new"),
    ),
    _case(
        "not-modified-with-a-body",
        _second(raw(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil", close=False), ETag='"v1"'),
        GOOD,
    ),
    _case(
        "good-then-bad-then-good",
        then(ok("the good page"), status("500 Oops"), ok("the good page")),
        GOOD,
        steps=THRICE,
    ),
    _case("bad-gateway-after-good", _second(status("502 Bad Gateway")), _stale),
    _case("too-large-after-good", _second(ok("z" * 10_500_000)), _stale),
    _case("coded-oddly-after-good", _second(raw(HEAD + b"Transfer-Encoding: x-odd\r\n\r\nevil")), _stale),
    _case("gone-after-good", _second(status("410 Gone")), fails("410")),
    _case(
        "to-loopback-after-good",
        _second(to("http://127.0.0.1:{port}/{case}/secret")),
        lambda got: None if b"SECRET" not in got[-1].content else "went there",
    ),
    _case(
        "the-clock-goes-back",
        _second(ok("new"), Cache_Control="max-age=9000"),
        gives("new"),
        steps=(Step(), Step(new_run=True, later_s=-7200)),
        served=_times(2),
    ),
    _case("changed", _second(ok("changed")), gives("changed", stale=False)),
    _case("error-after-good", _second(status("500 Oops", "<h1>Oops")), _stale),
    _case("empty-after-good", _second(ok("")), _stale),
    _case("blank-after-good", _second(ok("  \n")), _stale),
    _case("cut-after-good", _second(raw(HEAD + b"Content-Length: 900\r\n\r\n<p>half")), _stale),
    _case("cut-packing-after-good", _second(ok(b"\x1f\x8b\x08\x00", Content_Encoding="gzip")), _stale),
    _case("stall-after-good", _second(stalls(HEAD)), _stale),
    _case("reset-after-good", _second(resets()), _stale),
    _case("garbage-after-good", _second(raw(b"\x00\x01\x02\r\n\r\n")), _stale),
    _case("partial-after-good", _second(status("206 Partial Content", "the")), fails("206")),
    _case("missing-after-good", _second(status("404 Not Found", "gone")), fails("404")),
    _case("forbidden-after-good", _second(status("403 Forbidden")), fails(blocked=True)),
    _case("circle-after-good", _second(to("/")), _stale),
    _case("offline-after-bad-news", _second(ok("")), GOOD, steps=(*AGAIN, Step(offline=True)), served=_times(2)),
    _case("offline-after-missing", _second(status("404 Not Found")), GOOD, steps=(*AGAIN, Step(offline=True))),
    _case("offline-asks-nothing", ok("page"), fails("offline"), steps=(Step(offline=True),), served=_times(0)),
    _case(
        "asked-twice-fetched-once",
        then(ok("one"), ok("two")),
        both(gives("one", last=0), gives("one", last=1)),
        steps=(Step(), Step(), Step(url="/#part")),
        served=_times(1),
    ),
)
