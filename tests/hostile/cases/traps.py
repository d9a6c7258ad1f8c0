"""Traps for a reader who follows every link, and politeness under many requests."""

from __future__ import annotations

import gzip

from tests.hostile.cases.making import ok, site
from tests.hostile.model import Case, Got, Served, Step, entries, gives
from tests.hostile.server import Exchange, Logged

ROW = "traps"


def _at_most(count: int) -> Served:
    def judge(seen: list[Logged]) -> str | None:
        return None if 0 < len(seen) <= count else f"{len(seen)} requests"

    return judge


def _listing(exchange: Exchange) -> None:
    page = int(exchange.path.rpartition("=")[2] or 1) if "=" in exchange.path else 1
    rows = "".join(
        f'<article><h2><a href="/news/{page}-{n}">Acme opens plant number {page}-{n}</a></h2>'
        f'<time datetime="2026-04-{n + 1:02}">April {n + 1}, 2026</time><p>Acme opened one more plant.</p></article>'
        for n in range(5)
    )
    exchange.answer(
        f'<!doctype html><title>News</title><main>{rows}</main><a rel="next" href="/news?page={page + 1}">Next</a>',
        Content_Type="text/html",
    )


def _calendar(exchange: Exchange) -> None:
    links = "".join(
        f'<a href="/calendar/{year}/{month}">{month}/{year}</a>' for year in range(1900, 2100) for month in range(12)
    )
    exchange.answer(
        "<!doctype html><title>News</title><main><article><h2><a href='/news/one'>Acme opens a plant in Bergen</a></h2>"
        f"<time datetime='2026-04-01'>April 1, 2026</time></article></main><nav>{links}</nav>",
        Content_Type="text/html",
    )


def _story(exchange: Exchange) -> None:
    exchange.answer(
        "<!doctype html><html><head><title>Acme opens a plant</title></head><body><article><h1>Acme opens a plant</h1>"
        + f"<p>Acme, the maker of fine anvils, opened a plant today and hired {len(exchange.path)} people there. </p>"
        * 8
        + f"<a href='{exchange.path}/more'>more</a></article></body></html>",
        Content_Type="text/html; charset=utf-8",
    )


def _sessions(exchange: Exchange) -> None:
    rows = "".join(
        f"<item><title>Acme opens a plant</title><link>http://{exchange.host}/story?sid={n}&amp;utm_source=x{n}</link>"
        "<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate></item>".replace(f"sid={n}&amp;", "")
        for n in range(60)
    )
    exchange.answer(f"<rss version='2.0'><channel><title>Acme</title>{rows}</channel></rss>", Content_Type="text/xml")


def _index_of_itself(exchange: Exchange) -> None:
    rows = "".join(f"<sitemap><loc>http://{exchange.host}/sitemap{n}.xml</loc></sitemap>" for n in range(300))
    exchange.answer(
        f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</sitemapindex>",
        Content_Type="text/xml",
    )


def _deep_index(exchange: Exchange) -> None:
    depth = len(exchange.path)
    exchange.answer(
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<sitemap><loc>http://{exchange.host}{exchange.path}/{depth}</loc></sitemap></sitemapindex>",
        Content_Type="text/xml",
    )


def _vast_sitemap(exchange: Exchange) -> None:
    rows = "".join(
        f"<url><loc>http://{exchange.host}/news/{n}</loc><lastmod>2026-04-20</lastmod></url>" for n in range(50_000)
    )
    body = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()
    exchange.answer(gzip.compress(body, 1), Content_Type="application/x-gzip")


def _survives(got: list[Got]) -> str | None:
    return None if got[-1].outcome == "entries" and "refused" not in got[-1].reason else f"{got[-1].outcome}"


def _collects(name: str, source: str, path: str, paths: dict[str, object], most: int, **more: object) -> Case:
    return Case(
        name=f"trap-{name}",
        row=ROW,
        serve=site(paths),  # type: ignore[arg-type]
        steps=(Step(do="collect", url=path, expect=source),),
        want=more.pop("want", _survives),  # type: ignore[arg-type]
        served=_at_most(most),
        fast=False,
        bound_s=float(more.pop("bound_s", 20.0)),  # type: ignore[arg-type]
    )


CASES: tuple[Case, ...] = (
    _collects("pagination", "newsroom", "/news", {"/news": _listing, "*": _story}, 420),
    _collects("calendar", "newsroom", "/news", {"/news": _calendar, "*": _story}, 30, want=entries(most=20)),
    _collects("session-ids", "feed", "/feed", {"/feed": _sessions, "*": _story}, 5, want=entries(count=1)),
    _collects("sitemap-of-itself", "sitemap", "/sitemap.xml", {"*": _index_of_itself}, 420),
    _collects("deep-sitemaps", "sitemap", "/sitemap.xml", {"*": _deep_index}, 20),
    _collects("vast-sitemap", "sitemap", "/sitemap.xml.gz", {"/sitemap.xml.gz": _vast_sitemap, "*": _story}, 420),
    Case(
        name="two-connections-a-host",
        row=ROW,
        serve=site({"*": lambda exchange: (exchange.over.wait(0.03), exchange.answer("page"))}),  # type: ignore[arg-type,func-returns-value]
        steps=(Step(url="/a", together=40),),
        want=gives("page"),
        bound_s=3.0,
    ),
    Case(
        name="the-pace-is-kept",
        row=ROW,
        serve=site({"*": ok("page")}),
        steps=(Step(url="/a", together=5),),
        want=gives("page"),
        pace_s=0.3,
        bound_s=3.0,
    ),
)
