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


def _json(name: str, content: bytes | str, want: Want) -> Case:
    made = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return _case(f"json-{name}", made, want, "application/feed+json")


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
}
_DATES = tuple(
    _case(
        f"date-{name}",
        _rss(_item(date=date)),
        _either(_published(day), _published("2026-05-01")) if name == "odd-zone" else _published(day),
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
    _json("trailing-comma", _GOOD[:-1] + ",}", no_feed()),
    _json(
        "no-items",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Acme"}',
        _either(no_feed("items"), no_feed()),
    ),
)

CASES: tuple[Case, ...] = (*_XML, *_DATES, *_JSON)
