"""Names that resolve to where nobody may go, and addresses asked for outright."""

from __future__ import annotations

from tests.hostile.cases.making import ok, site
from tests.hostile.model import Case, Step, Want, fails, gives

ROW = "addresses"
PUBLIC = "93.184.216.34"

RESOLVES: dict[str, tuple[tuple[str, ...], ...]] = {
    "loopback": (("127.0.0.1",),),
    "loopback-v6": (("::1",),),
    "private": (("10.1.2.3",),),
    "private-192": (("192.168.0.10",),),
    "link-local": (("169.254.169.254",),),
    "carrier": (("100.64.7.8",),),
    "unique-local": (("fd12:3456::1",),),
    "mapped": (("::ffff:10.0.0.1",),),
    "nat64": (("64:ff9b::a00:1",),),
    "6to4": (("2002:a00:1::",),),
    "multicast": (("224.0.0.251",),),
    "zero": (("0.0.0.0",),),
    "six-in-four": (("::ffff:169.254.169.254",),),
    "site-local": (("fec0::1",),),
    "translated": (("::ffff:0:7f00:1",),),
    "teredo": (("2001:0:4136:e378:8000:63bf:3fff:fdd2",),),
    "orchid": (("2001:20::1",),),
    "broadcast": (("255.255.255.255",),),
    "benchmark": (("198.19.0.1",),),
    "nowhere-v6": (("100::1",),),
    "with-a-zone": (("fe80::1%lo",),),
    "no-address": (("not-an-address",),),
    "six-public-then-private": ((*[f"93.184.216.{n}" for n in range(30, 60)], "192.168.1.1"),),
    "public-and-private": ((PUBLIC, "127.0.0.1"),),
    "private-and-public": (("10.0.0.1", PUBLIC),),
}

DIRECT: dict[str, str] = {
    "loopback": "http://127.0.0.1:{port}/asks-loopback/secret",
    "number": "http://2130706433:{port}/asks-number/secret",
    "localhost": "http://localhost:{port}/asks-localhost/secret",
    "mapped": "http://[::ffff:127.0.0.1]:{port}/asks-mapped/secret",
    "metadata": "http://169.254.169.254/latest/",
    "file": "file:///etc/hostname",
    "data": "data:text/html,hello",
    "credentials": "http://user:hush@asks-credentials.hostile.example/",
    "control-characters": "http://asks-control-characters.hostile.example/\r\nX-Evil: yes",
    "wide-digits": "http://１２７.０.０.１:{port}/asks-wide-digits/secret",
    "short": "http://127.1:{port}/asks-short/secret",
    "zone": "http://[fe80::1%25eth0]/",
    "escape-codes": "http://asks-escape-codes.hostile.example/\x1b[2J",
    "right-to-left": "http://asks-right-to-left.hostile.example/\u202egpj",
    "nul": "http://asks-nul.hostile.example/\x00",
    "backslash": "http://asks-backslash.hostile.example\\@127.0.0.1:{port}/asks-backslash/secret",
    "nine-thousand-characters": "http://asks-nine-thousand-characters.hostile.example/" + "a" * 9000,
    "empty": "http:///",
    "nothing": "http://",
    "javascript": "javascript://asks-javascript.hostile.example/%0aalert(1)",
    "port-25": "http://asks-port-25.hostile.example:25/",
}


def _no_hush(want: Want) -> Want:
    return lambda got: "the password is shown" if "hush" in got[-1].reason else want(got)


CASES: tuple[Case, ...] = (
    *(
        Case(
            name=f"resolves-to-{name}",
            row=ROW,
            steps=(Step(url=f"http://resolves-to-{name}.outside.example:8080/"),),
            want=fails("public internet", "no address"),
            names={f"resolves-to-{name}.outside.example": turns},
        )
        for name, turns in RESOLVES.items()
    ),
    *(
        Case(
            name=f"asks-{name}",
            row=ROW,
            serve=site({"/": ok("SECRET")}),
            steps=(Step(url=url),),
            want=_no_hush(fails()),
        )
        for name, url in DIRECT.items()
    ),
    Case(
        name="rebinding",
        row=ROW,
        steps=(Step(url="http://rebinding.outside.example:8080/rebinding/secret"),),
        want=fails(),
        names={"rebinding.outside.example": ((PUBLIC,), ("127.0.0.1",))},
        may_try=(PUBLIC,),
    ),
    Case(
        name="name-that-is-none",
        row=ROW,
        steps=(Step(url="http://no-such-name.outside.example/"),),
        want=fails("does not resolve"),
    ),
    Case(
        name="look-up-that-stalls",
        row=ROW,
        steps=(Step(url="http://stalls.outside.example/"),),
        want=fails("resolved in time"),
        names={"stalls.outside.example": (("STALL",),)},
    ),
    Case(
        name="own-host-on-another-port",
        row=ROW,
        serve=site({"/": ok("SECRET")}),
        steps=(Step(url="http://own-host-on-another-port.hostile.example:8081/"),),
        want=fails(),
    ),
    Case(
        name="plain-page",
        row=ROW,
        serve=site({"/": ok("a plain page")}),
        want=gives("a plain page"),
    ),
)
