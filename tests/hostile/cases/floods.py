"""Answers of millions of small things, that fill the memory or hold a parser up: JSON, XML, lists, PDFs."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.hostile.cases.making import site
from tests.hostile.model import Case, Got, Step, Want, entries, no_article, no_feed, reads

ROW = "floods"
ITEM = (
    "<item><title>A plain title</title><link>http://acme.example/a</link>"
    "<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate></item>"
)
PLAIN = entries("A plain title")


def _rss(inner: str, *, before: str = "") -> bytes:
    return f"<?xml version='1.0'?>{before}<rss version='2.0'><channel>{ITEM}{inner}</channel></rss>".encode()


def _attributes(count: int) -> str:
    return " ".join(f"a{number}='1'" for number in range(count))


FEEDS: dict[str, tuple[Callable[[], bytes], Want]] = {
    "elements": (lambda: _rss("<a/>" * 2_400_000), PLAIN),
    "elements-in-an-entry": (lambda: _rss("<item><title>B</title>" + "<a/>" * 2_400_000 + "</item>"), PLAIN),
    "attributes": (lambda: _rss(f"<x {_attributes(500_000)}/>"), PLAIN),
    "attributes-unclosed": (lambda: _rss(f"<b> & <x {_attributes(300_000)}/>"), PLAIN),
    "name-spaces": (lambda: _rss("<x " + " ".join(f"xmlns:a{n}='u{n}'" for n in range(200_000)) + "/>"), PLAIN),
    "doctypes-alone": (lambda: b"<!DOCTYPE [" * 500_000, no_feed()),
    "doctypes-before": (lambda: _rss("", before="<!DOCTYPE a [" * 300_000), no_feed()),
    "doctypes-within": (lambda: _rss("<b> & " + "<!DOCTYPE a [" * 300_000), PLAIN),
    "entities-before": (lambda: b"\n<!ENTITY a" * 300_000 + _rss(" & "), no_feed("neither")),
    "sections": (lambda: _rss("<b> & " + "<![CDATA[" * 300_000), PLAIN),
    "references": (lambda: _rss("<b> & " + "&#" * 1_000_000), PLAIN),
    "utf-16": (lambda: ("\ufeff" + _rss("<a/>" * 1_200_000).decode()).encode("utf-16-le"), PLAIN),
    "json-lists": (lambda: b'{"items": [' + b"[]," * 3_000_000 + b"0]}", no_feed("values")),
    "json-objects": (lambda: b'{"items": [' + b"{}," * 3_000_000 + b"0]}", no_feed("values")),
    "json-keys": (lambda: b"{" + b",".join(b'"%x":1' % n for n in range(900_000)) + b"}", no_feed("values")),
    "json-numbers": (lambda: b'{"items": [' + b"0," * 5_000_000 + b"0]}", no_feed("values")),
    "json-within-bounds": (lambda: b'{"items": [' + b"[]," * 500_000 + b"0]}", no_feed("version")),
}


def _newsroom(inner: str) -> bytes:
    rows = "".join(
        f'<article><h2><a href="/news/{n}">Acme opens plant number {n} in Bergen</a></h2>'
        f'<time datetime="2026-04-{n + 1:02}">April {n + 1}, 2026</time><p>Acme opened one more plant.</p></article>'
        for n in range(5)
    )
    return f"<!doctype html><title>News</title><main>{rows}</main>{inner}".encode()


def _urls(inner: str) -> bytes:
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f"<urlset xmlns='{name}'><url><loc>http://acme.example/news/a</loc></url>{inner}</urlset>".encode()


LISTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "newsroom-attributes": ("newsroom", lambda: _newsroom(f"<a href='/x' {_attributes(600_000)}>x</a>")),
    "newsroom-elements": ("newsroom", lambda: _newsroom("<p>x" * 2_000_000)),
    "newsroom-links": ("newsroom", lambda: _newsroom("<a href='/news/x'>x</a>" * 400_000)),
    "newsroom-nested": ("newsroom", lambda: _newsroom("<div>" * 1_000_000)),
    "newsroom-misnested": ("newsroom", lambda: _newsroom("<a href=/n><p>" * 300_000)),
    "sitemap-elements": (
        "sitemap",
        lambda: _urls("<url><loc>http://acme.example/b</loc>" + "<a/>" * 2_000_000 + "</url>"),
    ),
    "sitemap-attributes": ("sitemap", lambda: _urls(f"<url {_attributes(400_000)}/>")),
    "sitemap-names": ("sitemap", lambda: f"<{'a' * 40_000}/>".encode()),
}


def _short_reason(got: list[Got]) -> str | None:
    if got[-1].outcome != "entries":
        return f"{got[-1].outcome}: {got[-1].reason[:80]}"
    return None if len(got[-1].reason) < 1000 else f"a reason of {len(got[-1].reason)} characters"


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _stream(number: int, content: bytes, *, filtered: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 1) if filtered == b"/FlateDecode" else content
    head = b"<< /Length %d /Filter %s %s >>\nstream\n" % (len(packed), filtered, more)
    return _object(number, head + packed + b"\nendstream")


def _packed(mebibytes: int) -> bytes:
    packer = zlib.compressobj(1)
    blank = b"\n" * 1024 * 1024
    return b"".join(packer.compress(blank) for _ in range(mebibytes)) + packer.flush()


def _pdf(contents: bytes, *, pages: int = 1, trailer: bytes = b"") -> bytes:
    resources = b"<< /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>"
    return b"".join(
        (
            b"%PDF-1.7\n",
            _object(1, b"<< /Type /Catalog /Pages 2 0 R >>"),
            _object(2, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b"3 0 R " * pages)),
            _object(3, b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources %s >>" % resources),
            _object(5, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
            contents,
            b"trailer << /Root 1 0 R /Size 10 %s >>\nstartxref\n0\n%%%%EOF\n" % trailer,
        )
    )


TEXT = b"BT /F1 12 Tf 10 10 Td (Acme opened a plant in Bergen on Friday.) Tj ET\n"
ACME = reads("Acme opened a plant in Bergen")
_LOCK = b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /O (x) /U (y) /OE (a) /UE (b) /P -1 >> /ID [(a)(b)]"


def _short_title(got: list[Got]) -> str | None:
    return ACME(got) or (None if len(got[-1].title) <= 2000 else f"a title of {len(got[-1].title)} characters")


def _read_or_not(got: list[Got]) -> str | None:
    """Which of the two depends on how fast the machine is; what counts is that it ends."""
    return None if no_article("too long")(got) is None else ACME(got)


PDFS: dict[str, tuple[Callable[[], bytes], Want]] = {
    "plain": (lambda: _pdf(_stream(4, TEXT * 20)), ACME),
    "bomb": (
        lambda: _pdf(_object(4, b"<< /Filter /FlateDecode >>\nstream\n" + _packed(400) + b"\nendstream")),
        no_article("PDF"),
    ),
    "operators": (lambda: _pdf(_stream(4, TEXT * 300_000)), no_article("PDF")),
    "operators-on-every-page": (lambda: _pdf(_stream(4, TEXT * 20_000), pages=120), ACME),
    "states": (lambda: _pdf(_stream(4, b"q " * 5_000_000 + TEXT)), no_article("PDF")),
    "ascii-85": (lambda: _pdf(_stream(4, b"z" * 30_000_000, filtered=b"/ASCII85Decode")), no_article("PDF")),
    "predictor": (
        lambda: _pdf(_stream(4, bytes(50_000_000), more=b"/DecodeParms << /Predictor 12 /Columns 1 >>")),
        no_article("PDF"),
    ),
    "objects": (lambda: _pdf(_stream(4, TEXT) + b"20 0 obj null endobj\n" * 1_000_000), _read_or_not),
    "form-in-itself": (
        lambda: _pdf(
            _stream(4, TEXT + b"/X Do")
            + _stream(6, b"/X Do /X Do", more=b"/Subtype /Form /Resources << /XObject << /X 6 0 R >> >>")
        ),
        ACME,
    ),
    "pages-in-a-circle": (lambda: _pdf(_stream(4, TEXT)).replace(b"[3 0 R ]", b"[2 0 R 3 0 R]"), no_article("PDF")),
    "locked": (lambda: _pdf(_stream(4, TEXT), trailer=_LOCK), no_article("locked")),
    "title": (
        lambda: _pdf(
            _stream(4, TEXT) + _object(8, b"<< /Title (" + b"A" * 2_000_000 + b") >>"), trailer=b"/Info 8 0 R"
        ),
        _short_title,
    ),
}

CASES: tuple[Case, ...] = (
    *(
        Case(
            name=f"flood-{name}",
            row=ROW,
            steps=(Step(do="feed", content=make, content_type="text/xml"),),
            want=want,
            bound_s=3.0,
            fast=name in ("doctypes-alone", "json-lists"),
        )
        for name, (make, want) in FEEDS.items()
    ),
    *(
        Case(
            name=f"flood-{name}",
            row=ROW,
            serve=site({"/list": lambda exchange, make=make: exchange.answer(make(), Content_Type="text/html")}),
            steps=(Step(do="collect", url="/list", expect=source),),
            want=_short_reason,
            bound_s=6.0,
            fast=name == "newsroom-attributes",
        )
        for name, (source, make) in LISTS.items()
    ),
    *(
        Case(
            name=f"pdf-{name}",
            row=ROW,
            steps=(Step(do="article", content=make, content_type="application/pdf"),),
            want=want,
            bound_s=10.0,
            fast=name in ("plain", "locked", "ascii-85"),
        )
        for name, (make, want) in PDFS.items()
    ),
)
