"""Feeds: XML bombs, entities, depth, size, wrong shapes, odd dates, and text that wants to be code."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

from tests.hostile.model import Case, Got, Step, Want, both, entries, no_feed

ROW = "feeds"
XML = "application/rss+xml"


def _rss(*items: str, head: str = "", top: str = "") -> bytes:
    made = f"<?xml version='1.0' encoding='utf-8'?>{head}<rss version='2.0'><channel><title>Acme</title>{top}"
    return (made + "".join(items) + "</channel></rss>").encode("utf-8", "surrogatepass")


def _item(
    title: str = "A plain title", *, date: str = "Fri, 01 May 2026 09:00:00 GMT", link: str = "/a", more: str = ""
) -> str:
    return f"<item><title>{title}</title><link>http://acme.example{link}</link><pubDate>{date}</pubDate>{more}</item>"


def _case(name: str, content: bytes | Callable[[], bytes], want: Want, content_type: str = XML, **more: object) -> Case:
    make = content if callable(content) else lambda: content
    more.setdefault("bound_s", 3.0)
    step = Step(do="feed", content=make, content_type=content_type)
    return Case(name=f"feed-{name}", row=ROW, steps=(step,), want=want, **more)  # type: ignore[arg-type]


def _lacks(*texts: str) -> Want:
    def judge(got: list[Got]) -> str | None:
        seen = json.dumps(got[-1].entries) + got[-1].reason
        found = [text for text in texts if text in seen]
        return f"has {found}" if found else None

    return judge


def _published(day: str | None) -> Want:
    def judge(got: list[Got]) -> str | None:
        if got[-1].outcome != "entries" or not got[-1].entries:
            return f"no entries: {got[-1].reason}"
        published = got[-1].entries[0]["published"]
        # A date that names no day may still name its month.
        none = published is None or got[-1].entries[0].get("precision") == "month"
        right = none if day is None else bool(published) and str(published).startswith(day)
        return None if right else f"published {published}"

    return judge


def _either(*wants: Want) -> Want:
    def judge(got: list[Got]) -> str | None:
        said = [want(got) for want in wants]
        return None if None in said else said[0]

    return judge


LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {new} '{('&' + old + ';') * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
QUADRATIC = f"<!DOCTYPE rss [<!ENTITY a '{'x' * 100_000}'>]>"


def _dtd(inner: str) -> str:
    return f"<!DOCTYPE rss [{inner}]>"


def _json_feed(**more: object) -> dict[str, object]:
    entry = {
        "id": "1",
        "url": "http://acme.example/a",
        "title": "A plain title",
        "date_published": "2026-05-01T09:00:00Z",
    }
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Acme", "items": [entry], **more}


def _json(name: str, content: bytes | str | Callable[[], str], want: Want, **more: object) -> Case:
    if callable(content):
        return _case(f"json-{name}", lambda: content().encode(), want, "application/feed+json", **more)
    made = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return _case(f"json-{name}", made, want, "application/feed+json", **more)


PLAIN = entries("A plain title")
NO_SECRET = _lacks("root:", "SECRET", "hahaha")

_XML: tuple[Case, ...] = (
    _case("plain", _rss(_item()), entries("A plain title", count=1)),
    _case("billion-laughs", _rss(_item("&i;"), _item(), head=LAUGHS), both(NO_SECRET, PLAIN)),
    _case(
        "quadratic",
        _rss(_item("&a;" * 20_000), _item(), head=QUADRATIC),
        both(_lacks("x" * 1000), PLAIN),
    ),
    _case(
        "external-file",
        _rss(_item("&f;"), _item(), head=_dtd("<!ENTITY f SYSTEM 'file:///etc/passwd'>")),
        both(NO_SECRET, PLAIN),
    ),
    _case(
        "external-url",
        _rss(_item("&f;"), _item(), head=_dtd("<!ENTITY f SYSTEM 'http://127.0.0.1/secret'>")),
        both(NO_SECRET, PLAIN),
    ),
    _case("external-dtd", _rss(_item(), head="<!DOCTYPE rss SYSTEM 'http://127.0.0.1/evil.dtd'>"), PLAIN),
    _case("parameter-entity", _rss(_item(), head=_dtd("<!ENTITY % p SYSTEM 'http://127.0.0.1/evil.dtd'> %p;")), PLAIN),
    _case(
        "entity-in-itself",
        _rss(_item("&a;"), _item(), head=_dtd("<!ENTITY a '&b;'><!ENTITY b '&a;'>")),
        PLAIN,
    ),
    _case(
        "xinclude",
        _rss(
            _item(),
            top="<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>",
        ),
        both(NO_SECRET, PLAIN),
    ),
    _case("stylesheet", b"<?xml-stylesheet href='http://127.0.0.1/x.xsl'?>" + _rss(_item()), PLAIN),
    _case(
        "deep-nesting",
        lambda: _rss(_item(more="<a>" * 100_000 + "</a>" * 100_000)),
        no_feed("deep"),
        bound_s=4.0,
    ),
    _case("deep-channels", lambda: _rss("<channel>" * 5000 + _item() + "</channel>" * 5000), no_feed("deep")),
    _case(
        "fifty-thousand",
        lambda: _rss(*(_item(f"Title {n}") for n in range(50_000))),
        entries(most=500),
        bound_s=25.0,
        growth_mib=400.0,
        fast=False,
    ),
    _case(
        "five-thousand",
        lambda: _rss(*(_item(f"Title {n}", link=f"/{n}") for n in range(5000))),
        entries(most=500),
        bound_s=5.0,
    ),
    _case("long-title", lambda: _rss(_item("word " * 400_000), _item()), PLAIN, bound_s=5.0),
    _case("giant-attribute", lambda: _rss(_item(), top=f"<x y='{'z' * 5_000_000}'/>"), PLAIN),
    _case(
        "many-attributes", lambda: _rss(_item(), top="<x " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"), PLAIN
    ),
    _case(
        "html-instead",
        b"<!doctype html><html><head><title>Home</title></head><body><p>Welcome</p></body></html>",
        no_feed(),
    ),
    _case("html-called-xml", b"<html><body><h1>404</h1></body></html>", no_feed()),
    _case("text-instead", b"Not found", no_feed()),
    _case("nothing", b"", no_feed()),
    _case("blank", b"   \n", no_feed()),
    _case("picture-instead", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, no_feed()),
    _case(
        "other-xml", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><title>x</title></svg>", no_feed()
    ),
    _case("no-entries", _rss(), entries(count=0)),
    _case("cut", _rss(_item(), _item("Second"))[:-60], PLAIN),
    _case("unclosed", _rss(_item(), "<item><title>Open"), PLAIN),
    _case("bare-ampersand", _rss(_item("Fish & chips"), _item()), entries("Fish & chips", "A plain title")),
    _case("html-entities", _rss(_item("Caf&eacute;&nbsp;Acme"), _item()), PLAIN),
    _case("junk-before", b"\n\n<br/>Warning: mysql\n" + _rss(_item()), PLAIN),
    _case("space-before", b"  \n" + _rss(_item()), PLAIN),
    _case("bom-before", b"\xef\xbb\xbf" + _rss(_item()), PLAIN),
    _case("utf-16", _rss(_item()).decode().replace("utf-8", "utf-16").encode("utf-16"), PLAIN),
    _case(
        "lying-encoding", _rss(_item(), _item("Café")).replace(b"utf-8", b"utf-16"), entries("A plain title", "Café")
    ),
    _case("latin-1-unsaid", _rss(_item(), _item("Caf\u00e9")).replace(b"\xc3\xa9", b"\xe9"), PLAIN),
    _case("nul-bytes", _rss(_item("A pl\x00ain title"), _item()), PLAIN),
    _case("control-characters", _rss(_item("Red \x1b[31m title\x07"), _item()), PLAIN),
    _case(
        "bidi-title", _rss(_item("A \u202eplain\u2066 tit\u200ble"), _item()), both(PLAIN, _lacks("\\u202e", "\\u200b"))
    ),
    _case("newline-title", _rss(_item("A plain\n\n  title")), PLAIN),
    _case(
        "script-title",
        _rss(_item("<![CDATA[A plain <script>alert(1)</script>title]]>"), _item()),
        both(PLAIN, _lacks("<script")),
    ),
    _case(
        "javascript-link",
        _rss("<item><title>Evil</title><link>javascript:alert(1)</link></item>", _item()),
        both(PLAIN, _lacks("javascript:")),
    ),
    _case(
        "data-link",
        _rss("<item><title>Evil</title><link>data:text/html,x</link></item>", _item()),
        both(PLAIN, _lacks("data:text")),
    ),
    _case(
        "file-link",
        _rss("<item><title>Evil</title><link>file:///etc/passwd</link></item>", _item()),
        both(PLAIN, _lacks("file:")),
    ),
    _case("relative-link", _rss("<item><title>A plain title</title><link>/a</link></item>"), PLAIN),
    _case("no-link", _rss("<item><title>Lonely</title></item>", _item()), PLAIN),
    _case("no-title", _rss("<item><link>http://acme.example/b</link></item>", _item()), PLAIN),
    _case("same-entry-often", _rss(*[_item()] * 50), entries("A plain title")),
    _case("gzip-file", gzip.compress(_rss(_item())), PLAIN, "application/gzip"),
    _case(
        "rdf",
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        b"<channel><title>A</title></channel><item><title>A plain title</title><link>http://acme.example/a</link></item></rdf:RDF>",
        PLAIN,
    ),
    _case(
        "atom",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><title>A plain title</title><link href='http://acme.example/a'/><id>1</id><updated>2026-05-01T09:00:00Z</updated></entry></feed>",
        PLAIN,
    ),
)


def _atom(entry: str, *, head: str = "", top: str = "") -> bytes:
    return (
        f"<?xml version='1.0'?>{head}<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>{top}"
        f"<entry><title>A plain title</title><link href='http://acme.example/a'/><id>1</id>{entry}</entry></feed>"
    ).encode()


_MORE: tuple[Case, ...] = (
    _case(
        "laughs-in-atom", _atom("<summary>&i;</summary>", head=LAUGHS.replace("rss", "feed")), both(NO_SECRET, PLAIN)
    ),
    _case(
        "laughs-in-an-attribute",
        _atom("<link rel='x' href='&i;'/>", head=LAUGHS.replace("rss", "feed")),
        both(NO_SECRET, PLAIN),
    ),
    _case(
        "laughs-in-utf-16",
        _rss(_item("&i;"), _item(), head=LAUGHS).decode().replace("utf-8", "utf-16").encode("utf-16"),
        both(NO_SECRET, _either(PLAIN, no_feed())),
    ),
    _case(
        "laughs-in-an-attribute-in-utf-16",
        _atom("<link rel='x' href='&i;'/>", head=LAUGHS.replace("rss", "feed")).decode().encode("utf-16"),
        both(NO_SECRET, _either(PLAIN, no_feed())),
    ),
    _case(
        "laughs-after-a-long-comment",
        _rss(_item("&i;"), _item(), head=f"<!--{'x' * 80_000}-->{LAUGHS}"),
        both(NO_SECRET, PLAIN),
    ),
    _case(
        "laughs-in-small-letters",
        _rss(_item("&i;"), _item(), head=LAUGHS.replace("DOCTYPE", "doctype")),
        both(NO_SECRET, PLAIN),
    ),
    _case("laughs-as-html", _rss(_item("&lt;!DOCTYPE x [&lt;!ENTITY a 'haha'>]>&amp;a;"), _item()), PLAIN),
    _case(
        "entity-with-brackets",
        _rss(_item("&f;"), _item(), head=_dtd("<!ENTITY x ']>'><!ENTITY f SYSTEM 'file:///etc/passwd'>")),
        both(NO_SECRET, PLAIN),
    ),
    _case(
        "parameter-laughs",
        _rss(_item(), head=_dtd("<!ENTITY % a 'x'><!ENTITY % b '%a;%a;'><!ENTITY % c '%b;%b;'>%c;")),
        PLAIN,
    ),
    _case(
        "entity-by-public-id",
        _rss(_item("&f;"), _item(), head=_dtd("<!ENTITY f PUBLIC 'x' 'file:///etc/passwd'>")),
        both(NO_SECRET, PLAIN),
    ),
    _case("attribute-default", _rss(_item(), head=_dtd("<!ATTLIST item evil CDATA 'SECRET'>")), both(NO_SECRET, PLAIN)),
    _case(
        "notation",
        _rss(_item(), head=_dtd("<!NOTATION gif SYSTEM 'file:///bin/sh'><!ENTITY p SYSTEM 'x' NDATA gif>")),
        PLAIN,
    ),
    _case("references-to-no-character", _rss(_item("A &#0;&#xFFFF;&#xD800;&#x110000; title"), _item()), PLAIN),
    _case("reference-of-ten-thousand-digits", _rss(_item(f"A &#{'9' * 10_000}; title"), _item()), PLAIN),
    _case(
        "reference-of-ten-thousand-digits-as-html",
        _rss(_item(f"A &amp;#{'9' * 10_000}; &lt;b&gt;title"), _item()),
        PLAIN,
    ),
    _case("reference-of-hex-digits", _rss(_item(f"A &#x{'f' * 10_000}; title"), _item()), PLAIN),
    _case(
        "xml-base-javascript",
        _atom("").replace(b"<entry", b"<entry xml:base='javascript:alert(1)//'"),
        both(PLAIN, _lacks("javascript:")),
    ),
    _case("xml-base-loopback", _atom("", top="").replace(b"<feed ", b"<feed xml:base='http://127.0.0.1/' "), PLAIN),
    _case(
        "link-with-a-password",
        _rss(_item("Evil", link=""), _item()).replace(b"http://acme.example<", b"http://user:hush@acme.example/<"),
        both(PLAIN, _lacks("hush")),
    ),
    _case("link-with-a-break", _rss(_item("B", link="/a&#10;b&#13;c&#9;d"), _item()), both(PLAIN, _lacks("\\n"))),
    _case("link-in-other-letters", _rss(_item("B", link="/\u202egpj.exe"), _item()), both(PLAIN, _lacks("\\u202e"))),
    _case("link-of-a-megabyte", _rss(_item("B", link="/" + "a" * 1_000_000), _item()), PLAIN),
    _case(
        "link-vbscript",
        _rss("<item><title>E</title><link>vbscript:x</link><guid>javascript:1</guid></item>", _item()),
        both(PLAIN, _lacks("vbscript:", "javascript:")),
    ),
    _case("link-that-cannot-be", _rss("<item><title>E</title><link>http://[::1</link></item>", _item()), PLAIN),
    _case(
        "enclosure-everywhere",
        _rss(_item(more="<enclosure url='http://127.0.0.1/x' length='-1' type='x'/>" * 200)),
        PLAIN,
    ),
    _case(
        "body-of-inline-pictures",
        lambda: _rss(
            _item(more=f"<description>&lt;img src='data:image/png;base64,{'A' * 3_000_000}'&gt;Said.</description>")
        ),
        both(PLAIN, _lacks("AAAAAAAA")),
    ),
    _case(
        "body-of-nested-markup",
        lambda: _rss(_item(more=f"<description>{'&lt;div&gt;' * 100_000}Said.</description>")),
        PLAIN,
    ),
    _case(
        "body-of-open-tags",
        lambda: _rss(_item(more=f"<description>{'&lt;a href=' * 200_000}Said.</description>")),
        PLAIN,
    ),
    _case(
        "body-of-comments", lambda: _rss(_item(more=f"<description>{'&lt;!--' * 200_000}Said.</description>")), PLAIN
    ),
    _case("title-of-marks", lambda: _rss(_item("A" + "\u0301" * 200_000), _item()), PLAIN),
    _case(
        "title-of-zero-widths",
        _rss(_item("\u200b\u200c\u200d\u2060\ufeff"), _item()),
        both(PLAIN, _lacks("\\u200b", "\\ufeff")),
    ),
    _case("title-of-tags", _rss(_item("\U000e0041\U000e0042A hidden plan"), _item()), both(PLAIN, _lacks("\\udb40"))),
    _case(
        "title-in-a-template",
        _rss(_item("A {{ 7*7 }} {% raw %} ${7*7} #{7*7} title"), _item()),
        both(PLAIN, _lacks("49")),
    ),
    _case(
        "title-of-line-separators",
        _rss(_item("A\u2028plain\u2029line\u0085here"), _item()),
        both(PLAIN, _lacks("\\u2028", "\\u2029", "\\u0085")),
    ),
    _case(
        "title-of-a-terminal-link",
        _rss(_item("A <![CDATA[\x1b]8;;http://127.0.0.1\x07link\x1b]8;;\x07]]>"), _item()),
        both(PLAIN, _lacks("\\u001b", "\\u0007")),
    ),
    _case("language-of-a-megabyte", _rss(_item(), top=f"<language>{'e' * 1_000_000}</language>"), PLAIN),
    _case("author-of-a-megabyte", _rss(_item(more=f"<author>{'x@y.example (A) ' * 60_000}</author>"), _item()), PLAIN),
    _case("two-roots", _rss(_item()) + _rss(_item("Second")), PLAIN),
    _case("root-in-capitals", _rss(_item()).replace(b"<rss ", b"<RSS ").replace(b"</rss>", b"</RSS>"), PLAIN),
    _case("no-name-space", _atom("").replace(b" xmlns='http://www.w3.org/2005/Atom'", b""), PLAIN),
    _case("foreign-name-space", _atom("").replace(b"http://www.w3.org/2005/Atom", b"urn:x"), PLAIN),
    _case("prefix-unbound", _rss(_item(more="<foo:bar>x</foo:bar>")), PLAIN),
    _case(
        "atom-in-rss",
        _rss(_item(more="<atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='http://acme.example/b'/>")),
        PLAIN,
    ),
    _case(
        "opml-instead",
        b"<opml version='2.0'><body><outline text='A' xmlUrl='http://127.0.0.1/'/></body></opml>",
        no_feed(),
    ),
    _case(
        "sitemap-instead",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://a.example/</loc></url></urlset>",
        no_feed(),
    ),
    _case(
        "soap-instead",
        b"<?xml version='1.0'?><s:Envelope xmlns:s='x'><s:Body><s:Fault/></s:Body></s:Envelope>",
        no_feed(),
    ),
    _case(
        "gzip-bomb-as-a-file",
        lambda: gzip.compress(bytes(60_000_000), 1),
        no_feed("gzip"),
        "application/gzip",
        growth_mib=160.0,
    ),
    _case("gzip-file-cut", gzip.compress(_rss(_item()))[:-20], no_feed("gzip"), "application/gzip"),
    _case("gzip-file-in-a-gzip-file", gzip.compress(gzip.compress(_rss(_item()))), no_feed(), "application/gzip"),
    _case(
        "utf-7",
        b"<?xml version='1.0' encoding='utf-7'?>" + _rss(_item()).partition(b"?>")[2],
        PLAIN,
    ),
    _case("two-declarations", b"<?xml version='1.0'?>" + _rss(_item()), PLAIN),
    _case("version-9", _rss(_item()).replace(b"version='1.0'", b"version='9.9'"), PLAIN),
)

DATES: dict[str, tuple[str, str | None]] = {
    "plain": ("Fri, 01 May 2026 09:00:00 GMT", "2026-05-01"),
    "iso": ("2026-05-01T09:00:00Z", "2026-05-01"),
    "odd-zone": ("Fri, 01 May 2026 09:00:00 +9900", "2026-05-0"),
    "named-zone": ("Fri, 01 May 2026 09:00:00 PST", "2026-05-01"),
    "wrong-weekday": ("Mon, 01 May 2026 09:00:00 GMT", "2026-05-01"),
    "far-future": ("Fri, 01 May 2099 09:00:00 GMT", None),
    "next-week": ("Mon, 11 May 2026 09:00:00 GMT", None),
    "tomorrow": ("Mon, 04 May 2026 20:00:00 GMT", "2026-05-04"),
    "year-1": ("Mon, 01 Jan 0001 00:00:00 GMT", None),
    "epoch": ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    "year-9999": ("9999-12-31T23:59:59Z", None),
    "no-such-day": ("Sun, 30 Feb 2026 09:00:00 GMT", None),
    "words": ("the day before yesterday, roughly", None),
    "huge-number": ("9" * 400, None),
    "empty": ("", None),
    "year-of-two-digits": ("Fri, 01 May 26 09:00:00 GMT", "2026-05-01"),
    "year-of-five-digits": ("Fri, 01 May 20260 09:00:00 GMT", None),
    "arabic-digits": ("٢٠٢٦-٠٥-٠١", "2026-05-01"),
    "hour-99": ("2026-05-01T99:99:99Z", None),
    "leap-second": ("2026-05-01T23:59:60Z", "2026-05-01"),
    "hour-24": ("2026-05-01T24:00:00Z", "2026-05-01"),
    "seconds-with-a-thousand-places": ("2026-05-01T09:00:00." + "9" * 1000 + "Z", "2026-05-01"),
    "zone-of-a-name": ("Fri, 01 May 2026 09:00:00 Europe/Berlin", "2026-05-01"),
    "zone-below-a-day": ("2026-05-01T09:00:00-23:59", "2026-05-0"),
    "month-13": ("2026-13-01", None),
    "with-markup": ("&lt;b&gt;2026-05-01&lt;/b&gt;", "2026-05-01"),
    "year-minus-one": ("-0001-05-01T09:00:00Z", None),
    "a-megabyte": ("x" * 1_000_000, None),
}
_DATES = tuple(
    _case(
        f"date-{name}",
        _rss(_item(date=date)),
        _either(_published(day), _published("2026-05-01"))
        if name in ("odd-zone", "zone-below-a-day")
        else _published(day),
    )
    for name, (date, day) in DATES.items()
)

_GOOD = json.dumps(_json_feed())
_JSON = (
    _json("plain", _GOOD, entries("A plain title", count=1)),
    _json("bom", b"\xef\xbb\xbf" + _GOOD.encode(), PLAIN),
    _json("utf-16", _GOOD.encode("utf-16"), _either(PLAIN, no_feed())),
    _json("cut", _GOOD[:-30], no_feed()),
    _json(
        "deep",
        '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000 + "]" * 100_000 + "}",
        no_feed(),
    ),
    _json("deep-objects", '{"a":' * 100_000 + "1" + "}" * 100_000, no_feed()),
    _json("a-list", "[1, 2, 3]", no_feed()),
    _json("null", "null", no_feed()),
    _json("items-is-an-object", json.dumps(_json_feed(items={"a": 1})), no_feed("items")),
    _json("items-is-text", json.dumps(_json_feed(items="none")), no_feed("items")),
    _json(
        "an-item-is-text",
        json.dumps(_json_feed(items=["x", {"id": "1", "url": "http://acme.example/a", "title": "A plain title"}])),
        _either(PLAIN, no_feed("items")),
    ),
    _json(
        "title-is-a-list",
        json.dumps(_json_feed(items=[{"id": "1", "url": "http://acme.example/a", "title": ["x"]}])),
        _either(entries(), no_feed("title")),
    ),
    _json("nan", _GOOD.replace('"Acme"', "NaN"), _either(PLAIN, no_feed())),
    _json("huge-number", _GOOD.replace('"1"', "9" * 100_000), _either(PLAIN, no_feed())),
    _json(
        "duplicate-keys",
        _GOOD.replace('"title": "Acme"', '"title": "Acme", "title": "Other"'),
        _either(PLAIN, no_feed()),
    ),
    _json("lone-surrogate", _GOOD.replace("A plain title", "A \\ud800 title"), _either(entries(count=1), no_feed())),
    _json("control-characters", _GOOD.replace("A plain title", "A plain\\u0000\\u001b title"), entries(count=1)),
    _json("infinity", _GOOD.replace('"Acme"', "-Infinity"), no_feed("finite")),
    _json("number-beyond-floats", _GOOD.replace('"Acme"', "1e999"), no_feed("finite")),
    _json("duplicate-keys-in-an-item", _GOOD.replace('"id": "1"', '"id": "1", "id": "2"'), no_feed("twice")),
    _json("surrogate-in-a-key", _GOOD.replace('"title": "Acme"', '"\\ud800": "Acme"'), no_feed("surrogate")),
    _json("two-values", _GOOD + _GOOD, no_feed()),
    _json("comment", "// hello\n" + _GOOD, no_feed()),
    _json("callback", f"callback({_GOOD})", no_feed()),
    _json("single-quotes", _GOOD.replace('"', "'"), no_feed()),
    _json("two-marks", b"\xef\xbb\xbf\xef\xbb\xbf" + _GOOD.encode(), _either(PLAIN, no_feed())),
    _json("latin-1", _GOOD.replace("A plain", "A pl\u00e9in").encode("latin-1"), no_feed("JSON")),
    _json("prototype", _GOOD.replace('"title": "Acme"', '"__proto__": {"a": 1}, "__class__": "x"'), PLAIN),
    _json("nested-65", _GOOD.replace('"Acme"', "[" * 65 + "]" * 65), no_feed("deeper")),
    _json("string-of-a-megabyte", _GOOD.replace("Acme", "x" * 1_000_000), PLAIN),
    _json(
        "fifty-thousand",
        lambda: json.dumps(
            _json_feed(
                items=[{"id": str(n), "url": f"http://acme.example/{n}", "title": f"Title {n}"} for n in range(50_000)]
            )
        ),
        entries(most=500),
        bound_s=6.0,
    ),
    _json(
        "url-javascript",
        _GOOD.replace("http://acme.example/a", "javascript:alert(1)"),
        both(entries(count=1), _lacks("javascript:")),
    ),
    _json("trailing-comma", _GOOD[:-1] + ",}", no_feed()),
    _json(
        "no-items",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Acme"}',
        _either(no_feed("items"), no_feed()),
    ),
)

CASES: tuple[Case, ...] = (*_XML, *_MORE, *_DATES, *_JSON)
