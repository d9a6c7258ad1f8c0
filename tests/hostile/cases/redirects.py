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
    "loopback-ten-digits": "http://127.000.000.001:{port}/{case}/secret",
    "loopback-mixed": "http://0x7f.0.0.0x1:{port}/{case}/secret",
    "loopback-octal-whole": "http://017700000001:{port}/{case}/secret",
    "loopback-overflow": "http://4294967297:{port}/{case}/secret",
    "loopback-five-parts": "http://127.0.0.0.1:{port}/{case}/secret",
    "loopback-plus": "http://127.0.0.+1:{port}/{case}/secret",
    "loopback-percent": "http://127.0.0.%31:{port}/{case}/secret",
    "loopback-percent-all": "http://%31%32%37%2e%30%2e%30%2e%31:{port}/{case}/secret",
    "loopback-arabic-digits": "http://١٢٧.٠.٠.١:{port}/{case}/secret",
    "loopback-ideographic-dots": "http://127。0。0。1:{port}/{case}/secret",
    "loopback-halfwidth-dots": "http://127｡0｡0｡1:{port}/{case}/secret",
    "loopback-bold-digits": "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:{port}/{case}/secret",
    "loopback-soft-hyphen": "http://127.0.0.\u00ad1:{port}/{case}/secret",
    "loopback-zero-width": "http://127.0.0.\u200b1:{port}/{case}/secret",
    "loopback-tab": b"http://127.0.0.\t1/secret",
    "loopback-two-dots": "http://127.0.0.1..:{port}/{case}/secret",
    "localhost-dot": "http://localhost.:{port}/{case}/secret",
    "localhost-capitals": "http://LocalHost:{port}/{case}/secret",
    "localhost-wide": "http://ｌocalhost:{port}/{case}/secret",
    "localhost-kelvin": "http://loca\u2113host:{port}/{case}/secret",
    "localhost-localdomain": "http://localhost.localdomain:{port}/{case}/secret",
    "loopback-v6-long": "http://[0:0:0:0:0:0:0:1]:{port}/{case}/secret",
    "loopback-v6-zeros": "http://[0000::0001]:{port}/{case}/secret",
    "loopback-v6-zone": "http://[::1%25lo]:{port}/{case}/secret",
    "loopback-v6-any": "http://[::]:{port}/{case}/secret",
    "loopback-v6-dotted": "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/{case}/secret",
    "loopback-translated": "http://[::ffff:0:127.0.0.1]:{port}/{case}/secret",
    "loopback-nat64-local": "http://[64:ff9b:1::7f00:1]/",
    "loopback-nat64-dotted": "http://[64:ff9b::127.0.0.1]/",
    "private-v6-site": "http://[fec0::1]/",
    "private-v6-document": "http://[2001:db8::1]/",
    "private-v6-isatap": "http://[fe80::5efe:10.0.0.1]/",
    "private-v6-multicast": "http://[ff02::1]/",
    "private-v6-future": "http://[v1.fe80::a]/",
    "private-benchmark": "http://198.18.0.1/",
    "private-test": "http://192.0.2.1/",
    "link-local-hex": "http://0xa9fea9fe/latest/",
    "link-local-octal": "http://0251.0376.0251.0376/latest/",
    "link-local-mapped": "http://[::ffff:a9fe:a9fe]/latest/",
    "home-arpa": "http://router.home.arpa/",
    "internal-name": "http://vault.service.internal/",
    "no-slashes": "http:127.0.0.1:{port}/{case}/secret",
    "one-slash": "http:/127.0.0.1:{port}/{case}/secret",
    "three-slashes": "http:///127.0.0.1:{port}/{case}/secret",
    "no-scheme": "//127.0.0.1:{port}/{case}/secret",
    "backslashes": "\\\\127.0.0.1:{port}\\{case}\\secret",
    "slash-backslash": "/\\127.0.0.1:{port}/{case}/secret",
    "scheme-in-capitals": "HTTP://127.0.0.1:{port}/{case}/secret",
    "space-first": "  http://127.0.0.1:{port}/{case}/secret",
    "empty-user": "http://@127.0.0.1:{port}/{case}/secret",
    "colon-user": "http://:@127.0.0.1:{port}/{case}/secret",
    "two-ats": "http://a@second.{case}.hostile.example@127.0.0.1:{port}/{case}/secret",
    "fragment-trick": "http://127.0.0.1:{port}#@second.{case}.hostile.example/",
    "query-trick": "http://127.0.0.1:{port}?@second.{case}.hostile.example/",
    "semicolon-trick": "http://127.0.0.1:{port};@second.{case}.hostile.example/",
    "full-width-slash": "http://second.{case}.hostile.example\uff0f@127.0.0.1:{port}/",
    "full-width-at": "http://second.{case}.hostile.example\uff20127.0.0.1:{port}/",
    "punycode-that-is-none": "http://xn--\u0080.example/",
    "punycode-broken": "http://xn--a-ecp.ru-xn--/",
    "label-too-long": "http://" + "a" * 64 + ".example/",
    "name-too-long": "http://" + "a.{case}" * 80 + ".example/",
    "empty-label": "http://second..hostile.example/",
    "port-zero": "http://second.{case}.hostile.example:0/",
    "port-minus": "http://second.{case}.hostile.example:-80/",
    "port-word": "http://second.{case}.hostile.example:http/",
    "port-of-digits": "http://second.{case}.hostile.example:" + "8" * 500 + "/",
    "port-smtp": "http://second.{case}.hostile.example:587/",
    "port-mongo": "http://second.{case}.hostile.example:27017/",
    "blob": "blob:http://second.{case}.hostile.example/1",
    "about": "about:blank",
    "mailto": "mailto:x@second.{case}.hostile.example",
    "jar": "jar:http://127.0.0.1:{port}!/",
    "dict": "dict://127.0.0.1:{port}/d",
    "ldap": "ldap://127.0.0.1:{port}/",
    "unix-socket": "http+unix://%2Fvar%2Frun%2Fdocker.sock/v1",
    "websocket": "ws://second.{case}.hostile.example/",
    "file-one-slash": "file:/etc/passwd",
    "file-with-host": "file://localhost/etc/passwd",
    "local-path": "C:\\Windows\\win.ini",
    "escape-codes": b"\x1b[31mhttp://127.0.0.1/",
    "half-utf-8": b"http://\xe9\xe9.example/",
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


def _grows(exchange: Exchange) -> None:
    exchange.redirect(f"{exchange.path}&a")


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
    _case("follows-a-query-alone", {"/": to("?a=b"), "/end": END}, fails("circle", "redirects")),
    _case("follows-in-capitals", {"/": to("HTTP://SECOND.{case}.HOSTILE.EXAMPLE/b")}, gives("the end")),
    _case("follows-percent-encoding", {"/": to("/%65nd"), "/%65nd": END, "/end": END}, gives("the end")),
    _case("follows-above-the-root", {"/": to("/../../../end"), "/end": END}, gives("the end")),
    _case("follows-a-dot-at-the-end", {"/": to("//second.{case}.hostile.example./b")}, gives("the end")),
    _case("follows-the-default-port", {"/": to("//second.{case}.hostile.example:80/b")}, gives("the end")),
    _case(
        "two-locations",
        {
            "/": raw(
                b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /end\r\nLocation: http://127.0.0.1/\r\n\r\n",
                close=False,
            ),
            "/end": END,
        },
        gives("the end"),
    ),
    _case(
        "folded-location",
        {
            "/": raw(
                b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.1\r\n @x/\r\n\r\n", close=False
            )
        },
        fails(),
    ),
    _case("circle-that-grows", {"/": to("/?a"), "*": _grows}, fails("redirects")),
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
