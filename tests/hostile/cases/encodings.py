"""Packed answers: bombs, layers, cut and false packings."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

from tests.hostile.cases.making import Part, ok, raw, site, then
from tests.hostile.model import Case, Step, Want, fails, gives
from tests.hostile.server import Exchange, Serve

ROW = "encodings"
TEXT = b"<p>A story that is packed.</p>" * 50


def _case(name: str, part: Part, want: Want, steps: tuple[Step, ...] = (Step(),), **more: object) -> Case:
    return Case(name=name, row=ROW, serve=site({"/": part}), want=want, steps=steps, **more)  # type: ignore[arg-type]


@cache
def _bomb(kind: str) -> bytes:
    packer = zlib.compressobj(1, wbits={"gzip": 31, "deflate": 15, "raw": -15}[kind])
    zeros = bytes(1024 * 1024)
    return b"".join(packer.compress(zeros) for _ in range(24)) + packer.flush()


def _bombs(kind: str) -> Serve:
    encoding = "gzip" if kind == "gzip" else "deflate"
    return lambda exchange: exchange.answer(_bomb(kind), Content_Encoding=encoding)


def _brotli_bomb(exchange: Exchange) -> None:
    try:
        import brotli
    except ImportError:
        exchange.answer(b"no brotli here", Content_Encoding="br")
    else:
        exchange.answer(brotli.compress(bytes(24_000_000), quality=1), Content_Encoding="br")


def _endless_gzip(exchange: Exchange) -> None:
    packer = zlib.compressobj(1, wbits=31)
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    piece = packer.compress(b"ab" * 500_000)
    exchange.send(piece)
    while not exchange.over.is_set():
        exchange.send(packer.compress(b"ab" * 500_000) + packer.flush(zlib.Z_SYNC_FLUSH))


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def _wrong_sum(body: bytes) -> bytes:
    packed = bytearray(gzip.compress(body))
    packed[-8] ^= 0xFF
    return bytes(packed)


def _named(name: bytes) -> bytes:
    """A gzip file whose header carries a file name."""
    return PACKED[:3] + b"\x08" + PACKED[4:10] + name + b"\x00" + PACKED[10:]


def _dictionary(body: bytes) -> bytes:
    packer = zlib.compressobj(zdict=b"a dictionary that nobody else has")
    return packer.compress(body) + packer.flush()


def _layers(count: int) -> bytes:
    body = TEXT
    for _ in range(count):
        body = gzip.compress(body)
    return body


PACKED = gzip.compress(TEXT, mtime=0)
_TWO_HEADERS = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n"

CASES: tuple[Case, ...] = (
    _case("gzip", ok(PACKED, Content_Encoding="gzip"), gives(TEXT)),
    _case("x-gzip", ok(PACKED, Content_Encoding="x-gzip"), gives(TEXT)),
    _case("gzip-in-capitals", ok(PACKED, Content_Encoding=" GZip "), gives(TEXT)),
    _case("gzip-in-chunks", lambda exchange: _chunks(exchange, PACKED), gives(TEXT)),
    _case("deflate", ok(zlib.compress(TEXT), Content_Encoding="deflate"), gives(TEXT)),
    _case("deflate-bare", ok(_raw_deflate(TEXT), Content_Encoding="deflate"), gives(TEXT)),
    _case("identity", ok(TEXT, Content_Encoding="identity"), gives(TEXT)),
    _case(
        "gzip-members", ok(gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip"), gives("one two")
    ),
    _case("gzip-with-padding", ok(PACKED + bytes(64), Content_Encoding="gzip"), gives(TEXT)),
    _case("gzip-bomb", _bombs("gzip"), fails("larger")),
    _case("deflate-bomb", _bombs("deflate"), fails("larger")),
    _case("bare-deflate-bomb", _bombs("raw"), fails("larger")),
    _case("brotli-bomb", _brotli_bomb, fails("larger", "unpacked"), bound_s=3.0),
    _case("endless-gzip", _endless_gzip, fails("larger", "within")),
    _case(
        "bomb-in-an-error-page", then(lambda e: e.answer(_bomb("gzip"), "500 Oops", Content_Encoding="gzip")), fails()
    ),
    Case(
        name="bomb-in-a-redirect",
        row=ROW,
        serve=site(
            {
                "/": lambda e: e.answer(_bomb("gzip"), "302 Found", Content_Encoding="gzip", Location="/b"),
                "/b": ok("there"),
            }
        ),
        want=gives("there"),
    ),
    Case(
        name="bomb-as-robots-txt",
        row=ROW,
        serve=site({"/": ok("page")}, robots=_bombs("gzip")),
        want=gives("page"),
    ),
    _case("identity-then-gzip", ok(PACKED, Content_Encoding="identity, gzip"), gives(TEXT)),
    _case("empty-names-then-gzip", ok(PACKED, Content_Encoding=" , ,gzip,"), gives(TEXT)),
    _case("bare-gzip-unsaid", ok(PACKED), gives(PACKED)),
    _case(
        "zstd-that-was-not-asked-for",
        ok(b"\x28\xb5\x2f\xfd\x04\x00" + TEXT, Content_Encoding="zstd"),
        fails("unpacked"),
    ),
    _case("compress", ok(b"\x1f\x9d\x90" + TEXT, Content_Encoding="compress"), fails("unpacked")),
    _case("aws-chunked", ok(TEXT, Content_Encoding="aws-chunked"), fails("unpacked")),
    _case(
        "gzip-with-a-giant-name",
        ok(_named(b"n" * 3_000_000), Content_Encoding="gzip"),
        fails("larger"),
        steps=(Step(max_bytes=1_000_000),),
    ),
    _case(
        "gzip-with-an-endless-name", ok(_named(b"n" * 900_000)[:800_000], Content_Encoding="gzip"), fails("cut short")
    ),
    _case(
        "members-by-the-million",
        ok(gzip.compress(b"") * 400_000, Content_Encoding="gzip"),
        fails("pieces", "larger"),
        bound_s=3.0,
    ),
    _case("member-then-bomb", lambda e: e.answer(PACKED + _bomb("gzip"), Content_Encoding="gzip"), fails("larger")),
    _case("member-then-half", ok(PACKED + PACKED[:20], Content_Encoding="gzip"), fails("cut short")),
    _case("wrong-length-in-the-end", ok(PACKED[:-4] + b"\x01\x00\x00\x00", Content_Encoding="gzip"), fails("unpacked")),
    _case("deflate-with-a-dictionary", ok(_dictionary(TEXT), Content_Encoding="deflate"), fails("unpacked")),
    _case(
        "bomb-in-chunks",
        lambda e: _chunks(e, _bomb("gzip")[:60_000]),
        fails("larger", "cut short", "within"),
        bound_s=3.0,
    ),
    _case("gzip-twice", ok(_layers(2), Content_Encoding="gzip, gzip"), fails("layers")),
    _case("gzip-fifty-times", ok(_layers(50), Content_Encoding=", ".join(["gzip"] * 50)), fails("layers")),
    _case("gzip-within-deflate", ok(zlib.compress(PACKED), Content_Encoding="gzip, deflate"), fails("layers")),
    _case("two-encoding-headers", raw(_TWO_HEADERS + _layers(2)), fails("layers")),
    _case("cut-gzip", ok(PACKED[:-12], Content_Encoding="gzip"), fails("cut short")),
    _case("cut-gzip-at-the-sum", ok(PACKED[:-4], Content_Encoding="gzip"), fails("cut short")),
    _case("cut-deflate", ok(zlib.compress(TEXT)[:-6], Content_Encoding="deflate"), fails("cut short")),
    _case("wrong-sum", ok(_wrong_sum(TEXT), Content_Encoding="gzip"), fails("unpacked")),
    _case("damaged-gzip", ok(PACKED[:30] + b"\xff" * 20 + PACKED[50:], Content_Encoding="gzip"), fails("unpacked")),
    _case("false-gzip", ok(TEXT, Content_Encoding="gzip"), fails("unpacked")),
    _case("false-deflate", ok(TEXT, Content_Encoding="deflate"), fails("unpacked")),
    _case("false-brotli", ok(TEXT, Content_Encoding="br"), fails("unpacked")),
    _case("packed-but-empty", ok(b"", Content_Encoding="gzip"), fails()),
    _case("unknown-packing", ok(TEXT, Content_Encoding="middle-out"), fails("unpacked")),
    _case("packing-with-controls", ok(TEXT, Content_Encoding="a\x1b[31mb"), fails("unpacked")),
    _case(
        "good-page-then-bomb",
        then(ok("good"), _bombs("gzip")),
        gives("good", stale=True),
        steps=(Step(), Step(new_run=True)),
        bound_s=2.0,
    ),
)


def _chunks(exchange: Exchange, body: bytes) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n")
    for start in range(0, len(body), 7):
        piece = body[start : start + 7]
        exchange.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    exchange.send(b"0\r\n\r\n")
