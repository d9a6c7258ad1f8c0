"""Where an answer begins and ends: every place to cut it, lengths and codings in two minds, connections used again."""

from __future__ import annotations

import gzip

from tests.hostile.cases.making import Part, ok, raw, site, then, to
from tests.hostile.model import Case, Got, Step, Want, fails, gives
from tests.hostile.server import Exchange, Serve

ROW = "framing"
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
HELLO = b"5\r\nhello\r\n0\r\n\r\n"
STORY = b"<p>A story that must come whole.</p>"


def _case(name: str, part: Part, want: Want, *, steps: tuple[Step, ...] = (Step(),), **more: object) -> Case:
    return Case(name=name, row=ROW, serve=site({"/": part}), want=want, steps=steps, **more)  # type: ignore[arg-type]


def _hello_or_nothing(got: list[Got]) -> str | None:
    """Browsers and libraries differ here; what counts is that no other bytes are taken for the page."""
    return None if got[-1].outcome == "failure" else gives("hello")(got)


def _chunks(body: bytes, *, size: int = 11) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


WHOLE: dict[str, bytes] = {
    "length": HEAD + b"Content-Length: %d\r\n\r\n" % len(STORY) + STORY,
    "chunks": CHUNKED + _chunks(STORY),
    "gzip": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(STORY, mtime=0),
    "gzip-chunks": HEAD
    + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    + _chunks(gzip.compress(STORY, mtime=0)),
}


def _cut_at_its_number(whole: bytes) -> Serve:
    """Serve so many bytes of `whole` as the query says, then close."""

    def serve(exchange: Exchange) -> None:
        exchange.send(whole[: int(exchange.path.rpartition("?")[2] or 0)])
        exchange.close()

    return serve


def _only_whole(places: int) -> Want:
    """Want the whole story or a failure at each place, and a failure nearly everywhere."""

    def judge(got: list[Got]) -> str | None:
        pages = [one for one in got if one.outcome == "page"]
        cut = next((one.content for one in pages if one.content != STORY), None)
        if cut is not None:
            return f"a cut story was taken for whole: {cut[:40]!r}"
        # What may be missing without harm: the last chunk's line ends.
        return None if len(got) == places and len(pages) <= 4 else f"{len(pages)} pages of {len(got)}"

    return judge


def _cut(name: str, whole: bytes) -> Case:
    return Case(
        name=f"cut-anywhere-{name}",
        row=ROW,
        serve=site({"/": _cut_at_its_number(whole)}),
        steps=(Step(together=len(whole)),),
        want=_only_whole(len(whole)),
        bound_s=20.0,
        fast=name == "gzip-chunks",
    )


def _late_second_answer(exchange: Exchange) -> None:
    exchange.answer("hello")
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")


def _reused(name: str, first: bytes, *, more: Want | None = None) -> Case:
    """The first answer leaves bytes behind on a connection that is kept: they are not the second page."""
    return Case(
        name=f"left-behind-{name}",
        row=ROW,
        serve=site({"/": raw(first, close=False), "/b": ok("honest")}),
        steps=(Step(), Step(url="/b")),
        want=more or gives("honest"),
        bound_s=2.0,
    )


EVIL = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"

CASES: tuple[Case, ...] = (
    *(_cut(name, whole) for name, whole in WHOLE.items()),
    _reused("no-content", b"HTTP/1.1 204 No Content\r\nContent-Length: 90\r\n\r\n" + EVIL),
    _reused("not-modified", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 90\r\n\r\n" + EVIL),
    _reused("not-found", b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno" + EVIL),
    _reused("chunks", CHUNKED + HELLO + EVIL),
    _reused(
        "after-the-gzip",
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 25\r\n\r\n" + gzip.compress(b"hello") + EVIL,
    ),
    _reused("two-ends", CHUNKED + b"5\r\nhello\r\n0\r\n\r\n0\r\n\r\n"),
    _case("gzip-as-transfer-coding", raw(HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + HELLO), fails()),
    _case("unknown-transfer-coding", raw(HEAD + b"Transfer-Encoding: x-odd\r\n\r\n" + HELLO), fails()),
    _case("chunked-not-last", raw(HEAD + b"Transfer-Encoding: chunked, gzip\r\n\r\n" + HELLO), fails()),
    _case("chunked-twice", raw(HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + HELLO), fails()),
    _case(
        "identity-then-chunked",
        raw(HEAD + b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO),
        _hello_or_nothing,
    ),
    _case("chunked-in-capitals", raw(HEAD + b"Transfer-Encoding: CHUNKED \r\n\r\n" + HELLO), gives("hello")),
    _case(
        "chunked-and-a-length",
        raw(HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO),
        _hello_or_nothing,
    ),
    _case(
        "chunked-in-http-1-0", raw(b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO), _hello_or_nothing
    ),
    _case("chunks-without-line-ends", raw(CHUNKED + b"5\r\nhello5\r\nworld0\r\n\r\n"), fails()),
    _case("chunk-longer-than-it-says", raw(CHUNKED + b"3\r\nhello\r\n0\r\n\r\n"), fails()),
    _case("chunk-sizes-spelt-oddly", raw(CHUNKED + b"0x5\r\nhello\r\n0\r\n\r\n"), _hello_or_nothing),
    _case(
        "chunk-size-of-a-thousand-digits", raw(CHUNKED + b"0" * 1000 + b"5\r\nhello\r\n0\r\n\r\n"), _hello_or_nothing
    ),
    _case("chunk-size-missing", raw(CHUNKED + b"\r\nhello\r\n0\r\n\r\n"), fails()),
    _case(
        "a-million-tiny-chunks",
        raw(CHUNKED + b"1\r\nx\r\n" * 1_000_000 + b"0\r\n\r\n"),
        fails("larger", "within"),
        bound_s=3.0,
        fast=False,
    ),
    _case("length-in-a-list", raw(HEAD + b"Content-Length: 5, 5\r\n\r\nhello"), gives("hello")),
    _case("lengths-in-a-list-that-differ", raw(HEAD + b"Content-Length: 5, 6\r\n\r\nhello"), fails()),
    _case("length-in-hex", raw(HEAD + b"Content-Length: 0x5\r\n\r\nhello"), _hello_or_nothing),
    _case("length-with-a-sign", raw(HEAD + b"Content-Length: +500\r\n\r\nhello"), fails()),
    _case("length-with-an-underscore", raw(HEAD + b"Content-Length: 5_0\r\n\r\nhello"), fails()),
    _case("length-of-a-thousand-digits", raw(HEAD + b"Content-Length: " + b"9" * 1000 + b"\r\n\r\nhello"), fails()),
    _case("length-of-five-thousand-digits", raw(HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nhello"), fails()),
    _case("length-zero-and-a-body", raw(HEAD + b"Content-Length: 0\r\n\r\nhello"), fails("empty")),
    _case("reset-content", raw(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("im-used", raw(b"HTTP/1.1 226 IM Used\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("created", raw(b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("http-2-in-words", raw(b"HTTP/2 200 OK\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("http-3-0", raw(b"HTTP/3.0 200 OK\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("http-0-9", raw(b"HTTP/0.9 200 OK\r\n\r\nhello"), _hello_or_nothing),
    _case("icy", raw(b"ICY 200 OK\r\nicy-name: radio\r\n\r\nhello"), fails()),
    _case("status-minus-200", raw(b"HTTP/1.1 -200 OK\r\n\r\nhello"), fails()),
    _case("status-200-5", raw(b"HTTP/1.1 200.5 OK\r\n\r\nhello"), fails()),
    _case("status-000", raw(b"HTTP/1.1 000 Nothing\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("status-600", raw(b"HTTP/1.1 600 Beyond\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("status-999", raw(b"HTTP/1.1 999 Denied\r\nContent-Length: 5\r\n\r\nhello"), fails()),
    _case("reason-with-controls", raw(b"HTTP/1.1 404 \x1b[31mNo\x07\r\nContent-Length: 2\r\n\r\nno"), fails("404")),
    _case("blank-lines-first", raw(b"\r\n\r\n" + HEAD + b"Content-Length: 5\r\n\r\nhello"), _hello_or_nothing),
    _case("folded-header", raw(HEAD + b"X-Long: a\r\n b\r\n\tc\r\nContent-Length: 5\r\n\r\nhello"), gives("hello")),
    _case(
        "folded-first-header", raw(HEAD + b" Content-Length: 500\r\nContent-Length: 5\r\n\r\nhello"), _hello_or_nothing
    ),
    _case("space-before-the-colon", raw(HEAD + b"Content-Length : 500\r\n\r\nhello"), _hello_or_nothing),
    _case(
        "header-names-that-are-none",
        raw(HEAD + b": x\r\n\x00: y\r\n\xff\xfe: z\r\nContent-Length: 5\r\n\r\nhello"),
        _hello_or_nothing,
    ),
    _case("nul-in-a-header", raw(HEAD + b"X: a\x00b\r\nContent-Length: 5\r\n\r\nhello"), gives("hello")),
    _case("bare-returns-in-headers", raw(b"HTTP/1.1 200 OK\rContent-Length: 5\r\rhello"), fails()),
    _case(
        "early-hints-by-the-hundred",
        raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100 + HEAD + b"Content-Length: 5\r\n\r\nhello"),
        _hello_or_nothing,
    ),
    _case(
        "hints-that-redirect",
        raw(
            b"HTTP/1.1 103 Early Hints\r\nLocation: http://127.0.0.1/\r\n\r\n"
            + HEAD
            + b"Content-Length: 5\r\n\r\nhello"
        ),
        gives("hello"),
    ),
    _case("status-199", raw(b"HTTP/1.1 199 Soon\r\n\r\n" + HEAD + b"Content-Length: 5\r\n\r\nhello"), gives("hello")),
    _case("half-a-surrogate-in-the-type", ok("hello", Content_Type="text/html; charset=\x7f\x80"), gives("hello")),
    _case(
        "upgrade-to-another-protocol",
        ok("hello", Upgrade="h2c, websocket", Connection="Upgrade", Alt_Svc='h3="127.0.0.1:1"'),
        gives("hello"),
    ),
    Case(
        name="no-cookie-is-sent-back",
        row=ROW,
        serve=site({"/": ok("one", Set_Cookie="sid=secret; Path=/"), "/b": then(ok("two"))}),
        steps=(Step(), Step(url="/b")),
        want=gives("two"),
        served=lambda seen: "a cookie was sent" if any("cookie" in one.headers for one in seen) else None,
        bound_s=2.0,
    ),
    Case(
        name="no-login-is-sent",
        row=ROW,
        serve=site({"/": to("/b"), "/b": ok("two", WWW_Authenticate="Basic realm=x")}),
        want=gives("two"),
        served=lambda seen: "a login was sent" if any("authorization" in one.headers for one in seen) else None,
        bound_s=2.0,
    ),
    Case(
        name="second-answer-unasked",
        row=ROW,
        serve=site({"/": _late_second_answer, "/b": ok("honest")}),
        steps=(Step(), Step(url="/b")),
        want=gives("honest"),
        bound_s=2.0,
    ),
)
