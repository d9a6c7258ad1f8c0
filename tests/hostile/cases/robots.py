"""robots.txt: what it forbids, how it may be broken, and what its failure means."""

from __future__ import annotations

import gzip

from tests.hostile.cases.making import Part, ok, raw, resets, site, stalls, status, then, to
from tests.hostile.model import Case, Served, Step, fails, gives
from tests.hostile.server import Logged

ROW = "robots"
PAGE = ok("the page")
ALL = "User-agent: *\nDisallow: /\n"


def _never(*paths: str) -> Served:
    def judge(seen: list[Logged]) -> str | None:
        asked = [one.path for one in seen if one.path.partition("?")[0] in paths]
        return f"asked for {asked}" if asked else None

    return judge


def _case(name: str, robots: Part | str, *, allowed: bool, path: str = "/a", **more: object) -> Case:
    part = ok(robots) if isinstance(robots, str) else robots
    return Case(
        name=f"robots-{name}",
        row=ROW,
        serve=site({"*": PAGE}, robots=part),
        steps=(Step(url=path),),
        want=gives("the page") if allowed else fails("robots.txt", blocked=True),
        served=None if allowed else _never(path),
        **more,  # type: ignore[arg-type]
    )


def _once(seen: list[Logged]) -> str | None:
    count = sum(one.path == "/robots.txt" for one in seen)
    return None if count == 1 else f"robots.txt was asked for {count} times"


FILLER = "# " + "x" * 97 + "\n"

CASES: tuple[Case, ...] = (
    _case("all", ALL, allowed=False),
    _case("path", "User-agent: *\nDisallow: /a\n", allowed=False),
    _case("path-other", "User-agent: *\nDisallow: /b\n", allowed=True),
    _case("empty-rule", "User-agent: *\nDisallow:\n", allowed=True),
    _case("longest-allows", "User-agent: *\nDisallow: /a\nAllow: /a/b\n", allowed=True, path="/a/b/c"),
    _case("longest-forbids", "User-agent: *\nAllow: /a\nDisallow: /a/b\n", allowed=False, path="/a/b/c"),
    _case("tie-allows", "User-agent: *\nDisallow: /a\nAllow: /a\n", allowed=True),
    _case("wildcard", "User-agent: *\nDisallow: /*/private\n", allowed=False, path="/x/private/y"),
    _case("end-mark", "User-agent: *\nDisallow: /*.pdf$\n", allowed=False, path="/x.pdf"),
    _case("end-mark-other", "User-agent: *\nDisallow: /*.pdf$\n", allowed=True, path="/x.pdfs"),
    _case("own-group", "User-agent: *\nAllow: /\n\nUser-agent: researchkit\nDisallow: /\n", allowed=False),
    _case("own-group-allows", ALL + "\nUser-agent: ResearchKit\nAllow: /\n", allowed=True),
    _case("shared-group", "User-agent: one\nUser-agent: researchkit\nDisallow: /a\n", allowed=False),
    _case("merged-groups", "User-agent: *\nDisallow: /z\n\nUser-agent: *\nDisallow: /a\n", allowed=False),
    _case("other-robots", "User-agent: googlebot\nDisallow: /\n", allowed=True),
    _case("any-case", "USER-AGENT: *\nDISALLOW: /a\n", allowed=False),
    _case("comments", "# hello\nUser-agent: * # all\nDisallow: /a # here\n", allowed=False),
    _case("bom", "\ufeffUser-agent: *\nDisallow: /a\n", allowed=False),
    _case("crlf", "User-agent: *\r\nDisallow: /a\r\n", allowed=False),
    _case("cr", "User-agent: *\rDisallow: /a\r", allowed=False),
    _case("utf-16", ok("\ufeffUser-agent: *\nDisallow: /a\n".encode("utf-16-le")), allowed=False),
    _case("percent", "User-agent: *\nDisallow: /caf%C3%A9\n", allowed=False, path="/caf%c3%a9"),
    _case("binary-junk", ok(b"\x00\xff\xfe\x80" * 500), allowed=True),
    _case("web-page", "<!doctype html><title>404</title>\nUser-agent: *\nDisallow: /\n", allowed=True),
    _case("huge-with-early-rule", "User-agent: *\nDisallow: /a\n" + FILLER * 20_000, allowed=False),
    _case("huge-with-late-rule", "User-agent: *\n" + FILLER * 20_000 + "Disallow: /a\n", allowed=True),
    _case(
        "many-wildcards", "User-agent: *\nDisallow: /" + "*a" * 2000 + "$\n", allowed=True, path="/" + "a" * 900 + "b"
    ),
    _case("delay-that-is-none", "User-agent: *\nCrawl-delay: nan\nDisallow: /z\n", allowed=True),
    _case("delay-below-zero", "User-agent: *\nCrawl-delay: -5\nDisallow: /z\n", allowed=True),
    _case("rate-by-zero", "User-agent: *\nRequest-rate: 1/0\nDisallow: /z\n", allowed=True),
    _case("unknown-lines", "Noindex: /a\nHost: x\nUser-agent: *\nClean-param: s /a\nDisallow: /z\n", allowed=True),
    _case("rules-before-any-agent", "Disallow: /a\nUser-agent: *\nDisallow: /z\n", allowed=True),
    _case("no-colon", "User-agent *\nDisallow /a\n", allowed=False),
    _case("spaces-before-the-colon", "User-agent : *\nDisallow : /a\n", allowed=False),
    _case("tabs", "User-agent:\t*\nDisallow:\t/a\n", allowed=False),
    _case("no-line-end", "User-agent: *\nDisallow: /a", allowed=False),
    _case("two-thousand-groups", "User-agent: x\nDisallow: /\n\n" * 2000 + ALL, allowed=False),
    _case(
        "agents-by-the-thousand", "".join(f"User-agent: a{n}\n" for n in range(5000)) + "Disallow: /\n", allowed=True
    ),
    _case("name-within-a-name", "User-agent: researchkit-other\nDisallow: /\n", allowed=True),
    _case("query", "User-agent: *\nDisallow: /*?secret\n", allowed=False, path="/a?secret=1"),
    _case("dots-in-the-path", "User-agent: *\nDisallow: /closed\n", allowed=False, path="/closed"),
    _case("double-star", "User-agent: *\nDisallow: /**/**/a$\n", allowed=False, path="/x/y/a"),
    _case("dollar-within", "User-agent: *\nDisallow: /a$b\n", allowed=True),
    _case("utf-8-path", "User-agent: *\nDisallow: /caf\u00e9\n", allowed=False, path="/caf%C3%A9"),
    _case("two-marks", "\ufeff\ufeffUser-agent: *\nDisallow: /a\n", allowed=False),
    _case("packed", ok(gzip.compress(ALL.encode()), Content_Encoding="gzip"), allowed=False),
    _case("falsely-packed", ok(ALL, Content_Encoding="gzip"), allowed=False),
    _case("html-type-but-rules", ok(ALL, Content_Type="text/html"), allowed=False),
    _case("not-modified-unasked", raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), allowed=False),
    _case("no-content-204", raw(b"HTTP/1.1 204 No Content\r\n\r\n"), allowed=True),
    _case("moved-nowhere", status("302 Found"), allowed=False),
    _case("missing-404", status("404 Not Found", ALL), allowed=True),
    _case("login-401", status("401 Unauthorized", ALL), allowed=True),
    _case("forbidden-403", status("403 Forbidden", ALL), allowed=True),
    _case("gone-410", status("410 Gone", ALL), allowed=True),
    _case("error-500", status("500 Oops"), allowed=False),
    _case("busy-503", status("503 Busy"), allowed=False),
    _case("slow-down-429", status("429 Slow Down", Retry_After="3600"), allowed=False),
    _case("stalls", stalls(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nUser-agent"), allowed=False),
    _case("never-starts", stalls(), allowed=False),
    _case("resets", resets(b"HTTP/1.1 200 OK\r\n"), allowed=False),
    _case("garbage", raw(b"SSH-2.0\r\n\r\n"), allowed=False),
    _case("cut", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser-agent: *\nAllow: /"), allowed=False),
    _case("circle", to("/robots.txt"), allowed=True),
    _case("to-private", to("http://127.0.0.1:{port}/{case}/secret"), allowed=False),
    Case(
        name="robots-moved-to-another-host",
        row=ROW,
        serve=site(
            {"/a": PAGE, "second:/robots.txt": ok(ALL)}, robots=to("//second.{case}.hostile.example/robots.txt")
        ),
        steps=(Step(url="/a"),),
        want=fails("robots.txt", blocked=True),
        served=_never("/a"),
    ),
    Case(
        name="robots-of-the-host-a-redirect-leads-to",
        row=ROW,
        serve=site({"/a": to("//second.{case}.hostile.example/b"), "second:/robots.txt": ok(ALL), "second:/b": PAGE}),
        steps=(Step(url="/a"),),
        want=fails("robots.txt", blocked=True),
        served=_never("/b"),
    ),
    Case(
        name="robots-of-the-path-a-redirect-leads-to",
        row=ROW,
        serve=site({"/a": to("/closed"), "/closed": PAGE}, robots=ok("User-agent: *\nDisallow: /closed\n")),
        steps=(Step(url="/a"),),
        want=fails("robots.txt", blocked=True),
        served=_never("/closed"),
    ),
    Case(
        name="robots-asked-for-once",
        row=ROW,
        serve=site({"*": PAGE}, robots=then(ok("User-agent: *\nDisallow: /b\n"), status("500 Oops"))),
        steps=(Step(url="/a", together=6), Step(url="/c"), Step(url="/a", new_run=True, later_s=3600)),
        want=gives("the page"),
        served=_once,
        bound_s=3.0,
    ),
    Case(
        name="robots-fails-after-it-was-good",
        row=ROW,
        serve=site({"*": PAGE}, robots=then(ok("User-agent: *\nDisallow: /b\n"), status("500 Oops"))),
        steps=(Step(url="/a"), Step(url="/a", new_run=True, later_s=200_000)),
        want=gives("the page"),
        bound_s=2.0,
    ),
    Case(
        name="robots-crawl-delay",
        row=ROW,
        serve=site({"*": PAGE}, robots=ok("User-agent: *\nCrawl-delay: 0.4\n")),
        steps=(Step(url="/a", together=4),),
        want=gives("the page"),
        pace_s=0.4,
        bound_s=3.0,
    ),
)
