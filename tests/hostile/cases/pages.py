"""What stands between: pages fetched and read in one go, from the first byte to the text."""

from __future__ import annotations

from tests.hostile.cases.articles import BODY, _page
from tests.hostile.cases.making import floods, ok, site, status, then
from tests.hostile.model import Case, Got, Step, entries
from tests.hostile.server import Exchange

ROW = "whole line"
RSS = (
    "<rss version='2.0'><channel><title>Acme</title><item><title>Acme opens a plant in Bergen</title>"
    "<link>http://{host}/story</link><pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate>"
    "<description>Acme opened a plant in Bergen on Friday and hired people.</description></item></channel></rss>"
)


def _feed(exchange: Exchange) -> None:
    exchange.answer(RSS.replace("{host}", exchange.host), Content_Type="application/rss+xml")


def _says(*words: str) -> object:
    def judge(got: list[Got]) -> str | None:
        one = got[-1]
        if one.outcome != "entries" or one.entries:
            return f"no document was wanted: {one.outcome} {one.entries[:1]}"
        return None if any(word in one.reason for word in words) else f"coverage says {one.reason!r}"

    return judge


def _case(name: str, paths: dict[str, object], want: object, *, robots: object = None, bound_s: float = 4.0) -> Case:
    served = site(paths) if robots is None else site(paths, robots=robots)  # type: ignore[arg-type]
    return Case(
        name=f"whole-{name}",
        row=ROW,
        serve=served,
        steps=(Step(do="collect", url="/feed", expect="feed"),),
        want=want,  # type: ignore[arg-type]
        bound_s=bound_s,
        fast=False,
    )


ONE = entries("Acme opens a plant in Bergen", count=1)
STORY = ok(_page(BODY), Content_Type="text/html; charset=utf-8")

CASES: tuple[Case, ...] = (
    _case("plain", {"/feed": _feed, "/story": STORY}, ONE),
    _case("story-is-missing", {"/feed": _feed}, ONE),
    _case("story-floods", {"/feed": _feed, "/story": floods(b"HTTP/1.1 200 OK\r\n\r\n", b"y" * 65_536)}, ONE),
    _case("story-is-blocked", {"/feed": _feed, "/story": status("403 Forbidden")}, ONE),
    _case("feed-is-blocked", {"/feed": status("403 Forbidden")}, _says("403", "refuses")),
    _case("feed-is-a-page", {"/feed": ok("<!doctype html><title>Home</title><p>Welcome")}, _says("feed")),
    _case(
        "feed-is-forbidden-by-robots", {"/feed": _feed}, _says("robots.txt"), robots=ok("User-agent: *\nDisallow: /")
    ),
    _case("feed-works-at-the-second-try", {"/feed": then(status("503 Busy"), _feed), "/story": STORY}, ONE),
)
