"""Redirects: in circles, in chains, to other schemes, and to addresses where nobody may go."""

from __future__ import annotations

from tests.hostile.cases.making import Part, ok, raw, site, status, to
from tests.hostile.model import Case, Want, fails, gives
from tests.hostile.server import Exchange

ROW = "redirects"
END = ok("the end")

# Where a redirect may not lead; the hostile server waits at {port}, and whoever gets there finds a secret.
FORBIDDEN: dict[str, str | bytes] = {
    "loopback": "http://127.0.0.1:{port}/{case}/secret",
    "loopback-port-80": "http://127.0.0.1/{case}/secret",
    "loopback-short": "http://127.1:{port}/{case}/secret",
    "loopback-hex": "http://0x7f.1:{port}/{case}/secret",
    "loopback-hex-whole": "http://0x7f000001:{port}/{case}/secret",
    "loopback-number": "http://2130706433:{port}/{case}/secret",
    "loopback-octal": "http://0177.0.0.1:{port}/{case}/secret",
    "loopback-dot": "http://127.0.0.1.:{port}/{case}/secret",
    "loopback-other": "http://127.8.9.10:{port}/{case}/secret",
    "loopback-wide-digits": "http://１２７.０.０.１:{port}/{case}/secret",
    "loopback-circled-digits": "http://①②⑦.⓪.⓪.①:{port}/{case}/secret",
    "loopback-zero": "http://0.0.0.0:{port}/{case}/secret",
    "loopback-zero-alone": "http://0:{port}/{case}/secret",
    "loopback-v6": "http://[::1]:{port}/{case}/secret",
    "loopback-mapped": "http://[::ffff:127.0.0.1]:{port}/{case}/secret",
    "loopback-mapped-hex": "http://[::ffff:7f00:1]:{port}/{case}/secret",
    "loopback-compatible": "http://[::127.0.0.1]:{port}/{case}/secret",
    "loopback-nat64": "http://[64:ff9b::7f00:1]/",
    "loopback-6to4": "http://[2002:7f00:1::]/",
    "loopback-name": "http://localhost:{port}/{case}/secret",
    "loopback-subname": "http://a.localhost:{port}/{case}/secret",
    "private-10": "http://10.0.0.1/",
    "private-172": "http://172.16.5.4/",
    "private-192": "http://192.168.1.1/",
    "private-carrier": "http://100.64.0.1/",
    "private-v6": "http://[fd00::1]/",
    "link-local": "http://169.254.169.254/latest/meta-data/",
    "link-local-v6": "http://[fe80::1]/",
    "metadata-number": "http://2852039166/latest/",
    "metadata-v6": "http://[fd00:ec2::254]/",
    "metadata-name": "http://metadata.google.internal/",
    "metadata-100": "http://100.100.100.200/",
    "metadata-168": "http://168.63.129.16/",
    "multicast": "http://224.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "reserved": "http://240.0.0.1/",
    "teredo": "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "local-name": "http://printer.local/",
    "bare-name": "http://intranet/",
    "file": "file:///etc/passwd",
    "data": "data:text/html,<p>hello</p>",
    "javascript": "javascript:alert(1)",
    "ftp": "ftp://second.{case}.hostile.example/",
    "gopher": "gopher://127.0.0.1:{port}/_GET%20/{case}/secret",
    "view-source": "view-source:http://127.0.0.1:{port}/{case}/secret",
    "credentials": "http://user:hush@second.{case}.hostile.example/",
    "credentials-trick": "http://second.{case}.hostile.example@127.0.0.1:{port}/{case}/secret",
    "backslash-trick": "http://127.0.0.1:{port}\\@second.{case}.hostile.example/",
    "port-22": "http://second.{case}.hostile.example:22/",
    "port-redis": "http://second.{case}.hostile.example:6379/",
    "port-odd": "http://second.{case}.hostile.example:99999/",
    "tab-in-scheme": b"java\tscript:alert(1)",
    "nul": b"http://second.x.hostile.example/\x00",
    "endless-location": b"/" + b"a" * 20_000,
    "no-host": "http:///path",
    "unreadable": b"http://[::1",
}


def _case(name: str, paths: dict[str, Part], want: Want, **more: object) -> Case:
    return Case(name=name, row=ROW, serve=site({"second:*": END, **paths}), want=want, **more)  # type: ignore[arg-type]


def _chain(length: int) -> dict[str, Part]:
    steps: dict[str, Part] = {"/" if n == 0 else f"/{n}": to(f"/{n + 1}") for n in range(length)}
    return {**steps, f"/{length}": END}


def _endless(exchange: Exchange) -> None:
    exchange.redirect(f"/next?{exchange.number}")


def _flooding_redirect(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\n")
    exchange.flood(b"y" * 65_536)


def _slowly(exchange: Exchange) -> None:
    exchange.over.wait(0.2)  # each hop is quick enough, all of them are not
    exchange.redirect(f"/s?{exchange.number}")


CASES: tuple[Case, ...] = (
    *(_case(f"to-{name}", {"/": to(where)}, fails()) for name, where in FORBIDDEN.items()),
    *(
        _case(f"follows-{code}", {"/": to("/end", f"{code} Moved"), "/end": END}, gives("the end"))
        for code in (301, 302, 303, 307, 308)
    ),
    _case("follows-relative", {"/": to("deep/../end"), "/end": END}, gives("the end")),
    _case("follows-to-another-host", {"/": to("//second.{case}.hostile.example/b")}, gives("the end")),
    _case("follows-to-https", {"/": to("https://second.{case}.hostile.example/b")}, gives("the end")),
    _case("follows-raw-utf-8", {"/": to("/caf\u00e9"), "/caf%C3%A9": END}, gives("the end")),
    _case("follows-with-a-fragment", {"/": to("/end#part"), "/end": END}, gives("the end")),
    _case("ten-redirects", _chain(10), gives("the end")),
    _case("eleven-redirects", _chain(11), fails("10 redirects")),
    _case("to-itself", {"/": to("/")}, fails("circle")),
    _case("two-in-a-circle", {"/": to("/b"), "/b": to("/")}, fails("circle")),
    _case(
        "circle-over-two-hosts",
        {"/": to("//second.{case}.hostile.example/"), "second:*": to("//{case}.hostile.example/")},
        fails("circle"),
    ),
    _case("circle-by-fragment", {"/": to("/#a")}, fails("circle")),
    _case("endless-redirects", {"/": to("/next"), "/next": _endless}, fails("redirects")),
    _case("redirect-without-location", {"/": status("302 Found")}, fails("without saying where")),
    _case("redirect-with-endless-body", {"/": _flooding_redirect, "/end": END}, gives("the end")),
    _case(
        "header-split-in-location",
        {
            "/": raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /end\r\nX: y\r\n\r\n", close=False),
            "/end": END,
        },
        gives("the end"),
    ),
    _case("three-hundred", {"/": status("300 Multiple Choices", "<p>choose")}, fails()),
    _case("use-proxy", {"/": status("305 Use Proxy", Location="http://127.0.0.1/")}, fails()),
    _case("refresh-is-not-followed", {"/": ok("here", Refresh="0; url=http://127.0.0.1/")}, gives("here")),
    _case("slow-chain", {"/": _slowly, "/s": _slowly}, fails("within", "complete", "redirects")),
)
