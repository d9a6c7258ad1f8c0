"""Large files: bodies that never end, end too early or are of another file; archives that are none, or bombs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from tests.hostile.cases.making import Part, drips, floods, raw, site, stalls, then, to
from tests.hostile.model import Case, Step, Want, fails, gives
from tests.hostile.server import Exchange

ROW = "downloads"
HEAD = b"HTTP/1.1 200 OK\r\n"
WHOLE = b"w" * 100_000
TAG = b'ETag: "one"\r\n'
KIB64 = b"y" * 65_536
GOOD = json.dumps({"filings": {"recent": {}}, "cik": "3"}).encode()


def _sent(body: bytes, promised: int, *, head: bytes = HEAD + TAG) -> Part:
    return raw(head + b"Content-Length: %d\r\n\r\n" % promised + body)


def _ranged(start: int, told: bytes) -> Part:
    return _sent(WHOLE[start:], len(WHOLE) - start, head=b"HTTP/1.1 206 Partial Content\r\n" + TAG + told + b"\r\n")


def _as_asked(exchange: Exchange) -> None:
    """Serve ranges as a good server does, and break off after 40,000 bytes each time."""
    start = int(exchange.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
    told = f"Content-Range: bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}\r\n".encode()
    head = b"HTTP/1.1 206 Partial Content\r\n" + told if start else HEAD
    exchange.send(head + TAG + b"Content-Length: %d\r\n\r\n" % (len(WHOLE) - start) + WHOLE[start : start + 40_000])
    exchange.close()


SHORT = _sent(WHOLE[:500], len(WHOLE))

DOWNLOADS: dict[str, tuple[Part, Want]] = {
    "endless-body": (floods(HEAD + b"\r\n", KIB64), fails("larger")),
    "endless-chunks": (
        floods(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + KIB64 + b"\r\n"),
        fails("larger"),
    ),
    "promises-a-terabyte": (_sent(b"x", 10**12), fails("larger")),
    "promises-more-than-numbers": (_sent(b"x", 10**40), fails("larger", "cut short")),
    "short-body": (SHORT, fails("cut short")),
    "short-chunk": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n10000\r\nabc"), fails("cut short")),
    "stalls": (stalls(HEAD + b"Content-Length: 500\r\n\r\nhalf"), fails("within", "too little")),
    "stalls-in-headers": (stalls(HEAD + b"Content-Le"), fails("within", "too little")),
    "drips": (drips(HEAD + b"Content-Length: 100000\r\n\r\n"), fails("within", "too little")),
    "short-then-whole": (then(SHORT, _sent(WHOLE, len(WHOLE))), gives(WHOLE)),
    "breaks-off-again-and-again": (_as_asked, gives(WHOLE)),
    "another-range": (
        then(
            _sent(WHOLE[:500], len(WHOLE)),
            _ranged(700, b"Content-Range: bytes 700-99999/100000"),
            _sent(WHOLE, 100_000),
        ),
        gives(WHOLE),
    ),
    "range-of-nothing": (
        then(SHORT, _ranged(500, b"Content-Range: lines 1-2/3"), _sent(WHOLE, 100_000)),
        gives(WHOLE),
    ),
    "range-of-a-terabyte": (
        then(SHORT, _ranged(500, b"Content-Range: bytes 500-999/1000000000000")),
        fails("larger"),
    ),
    "range-not-asked-for": (_ranged(0, b"Content-Range: bytes 9-100008/100009"), fails("another part")),
    "packed-once-more": (raw(HEAD + b"Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"), fails("packs the file")),
    "to-a-private-address": (to("http://10.0.0.1/latest"), fails("not on the public internet")),
    "to-a-file": (to("file:///etc/passwd"), fails("not an http")),
    "in-a-circle": (to("/"), fails("redirect", "circle")),
    "empty-status": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), fails("brings no page")),
}


def _archive(members: dict[str, bytes], *, blanks: int = 0) -> bytes:
    """A zip of these members; the first is followed by so many MiB of blanks."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            with made.open(name, "w") as member:
                member.write(content)
                for _ in range(blanks):
                    member.write(b" " * 2**20)
            blanks = 0
    return stream.getvalue()


def _lying() -> bytes:
    """The member of company 3 says that it has as many bytes as its text, and unpacks to 60 MiB."""
    honest = _archive({"CIK0000000003.json": GOOD, "CIK0000000004.json": GOOD}, blanks=60)
    size = len(GOOD) + 60 * 2**20
    return honest.replace(size.to_bytes(4, "little"), len(GOOD).to_bytes(4, "little"))


MEMBER = "CIK0000000003.json"
ARCHIVES: dict[str, tuple[Callable[[], bytes], Want]] = {
    "good": (lambda: _archive({MEMBER: GOOD}), gives(GOOD)),
    "bomb": (lambda: _archive({MEMBER: GOOD, "CIK0000000004.json": GOOD}, blanks=60), fails("more than")),
    "bomb-that-lies": (_lying, fails("damaged")),
    "paths": (
        lambda: _archive({"../../CIK0000000003.json": b"{}", "/etc/CIK0000000003.json": b"{}"}),
        fails("no member"),
    ),
    "path-beside": (lambda: _archive({"../CIK0000000003.json": b"{}", MEMBER: GOOD}), gives(GOOD)),
    "cut": (lambda: _archive({MEMBER: GOOD})[:-20], fails("no whole zip")),
    "a-page": (lambda: b"<html>Undeclared Automated Tool</html>", fails("no whole zip")),
    "nothing": (lambda: b"", fails("no whole zip")),
    "deep-json": (lambda: _archive({MEMBER: b"[" * 200_000}), fails("is no JSON")),
    "points-elsewhere": (
        lambda: _archive({MEMBER: GOOD}).replace(b"PK\x03\x04", b"PK\x05\x09", 1),
        fails("not where the archive says"),
    ),
}

CASES: tuple[Case, ...] = (
    *(
        Case(
            name=f"download-{name}",
            row=ROW,
            serve=site({"/": part}),
            steps=(Step(do="download", max_bytes=2**20),),
            want=want,
            bound_s=3.0,
        )
        for name, (part, want) in DOWNLOADS.items()
    ),
    *(
        Case(name=f"archive-{name}", row=ROW, steps=(Step(do="archive", content=make),), want=want, bound_s=2.0)
        for name, (make, want) in ARCHIVES.items()
    ),
)
