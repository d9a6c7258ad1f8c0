"""429 and 503: wait as told when it is short, come back later when it is long, three tries at most."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.hostile.cases.making import Part, ok, site, status, then
from tests.hostile.model import Case, Served, Step, Want, both, fails, gives
from tests.hostile.server import Exchange, Logged

ROW = "waiting"
BUSY = "503 Service Unavailable"
SLOW_DOWN = "429 Too Many Requests"


def _case(name: str, part: Part, want: Want, *, steps: tuple[Step, ...] = (Step(),), **more: object) -> Case:
    return Case(name=name, row=ROW, serve=site({"/": part}), want=want, steps=steps, **more)  # type: ignore[arg-type]


def _busy(retry_after: str, line: str = BUSY) -> Part:
    return then(status(line, Retry_After=retry_after), ok("in the end"))


def _asked(count: int) -> Served:
    def judge(seen: list[Logged]) -> str | None:
        own = [one for one in seen if one.path == "/"]
        return None if len(own) == count else f"asked {len(own)} times, not {count}"

    return judge


def _after(seconds: float) -> Served:
    def judge(seen: list[Logged]) -> str | None:
        own = [one for one in seen if one.path != "/robots.txt"]
        if len(own) < 2:
            return "never came back"
        gap = own[1].at - own[0].at
        return None if gap >= seconds else f"came back after {gap:.2f} s, told {seconds:.0f}"

    return judge


def _date_soon(exchange: Exchange) -> None:
    if exchange.number > 1:
        exchange.answer("in the end")
        return
    until = datetime.now(UTC) + timedelta(seconds=2)
    exchange.answer("", BUSY, Retry_After=format_datetime(until.replace(microsecond=0), usegmt=True))


TOMORROW = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
LAST_YEAR = format_datetime(datetime.now(UTC) - timedelta(days=365), usegmt=True)


def _obsolete(seconds: float, form: str) -> Part:
    """Say a date in one of the two forms that RFC 9110 calls obsolete, and asks everyone to read."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return status(SLOW_DOWN, Retry_After=moment.strftime(form))


CASES: tuple[Case, ...] = (
    _case("told-in-rfc-850", _obsolete(90_000, "%A, %d-%b-%y %H:%M:%S GMT"), fails("hours", "1 day"), served=_asked(1)),
    _case("told-in-asctime", _obsolete(90_000, "%a %b %e %H:%M:%S %Y"), fails("hours", "1 day"), served=_asked(1)),
    _case("told-in-another-zone", _obsolete(7200, "%a, %d %b %Y %H:%M:%S +0000"), fails("hours"), served=_asked(1)),
    _case("told-with-spaces", _busy("  1  "), gives("in the end"), served=_after(1.0), bound_s=2.2),
    _case("told-half-seconds", _busy("1.5"), gives("in the end"), served=_after(1.5), bound_s=3.0),
    _case("told-in-arabic-digits", _busy("\u0663"), gives("in the end"), served=_asked(2)),
    _case("told-the-year-10000", _busy("Fri, 31 Dec 10000 23:59:59 GMT"), gives("in the end"), served=_asked(2)),
    _case("told-in-hex", _busy("0x10"), gives("in the end"), served=_asked(2)),
    _case("told-by-an-ansi-sequence", _busy("\x1b[31m9"), gives("in the end"), served=_asked(2)),
    _case("told-a-thousand-digits", _busy("9" * 1000, SLOW_DOWN), gives("in the end"), served=_asked(2)),
    _case("told-with-a-success", ok("fine", Retry_After="3600"), gives("fine"), served=_asked(1)),
    _case("told-with-a-missing-page", status("404 Not Found", Retry_After="3600"), fails("404"), served=_asked(1)),
    _case("told-one-second", _busy("1"), gives("in the end"), served=_after(1.0), bound_s=2.2),
    _case("told-two-seconds-429", _busy("2", SLOW_DOWN), gives("in the end"), served=_after(2.0), bound_s=3.2),
    _case("told-a-date", _date_soon, gives("in the end"), served=_after(1.0), bound_s=3.2),
    _case("told-nothing", _busy(""), gives("in the end"), served=_asked(2)),
    _case("told-zero", _busy("0"), gives("in the end"), served=_asked(2)),
    _case("told-nonsense", _busy("soon, dear"), gives("in the end"), served=_asked(2)),
    _case("told-minus-five", _busy("-5"), gives("in the end"), served=_asked(2)),
    _case("told-last-year", _busy(LAST_YEAR), gives("in the end"), served=_asked(2)),
    _case("told-an-hour", _busy("3600", SLOW_DOWN), fails("1 hour", blocked=True), served=_asked(1)),
    _case("told-a-day", _busy("86400"), fails("1 day"), served=_asked(1)),
    _case("told-tomorrow", _busy(TOMORROW, SLOW_DOWN), fails("hours", "1 day", blocked=True), served=_asked(1)),
    _case("told-for-ever", _busy("9" * 12, SLOW_DOWN), fails("days", blocked=True), served=_asked(1)),
    _case("told-61-seconds", _busy("61"), fails("minute", "61"), served=_asked(1)),
    _case("always-429", status(SLOW_DOWN), fails(blocked=True), served=_asked(3)),
    _case("always-503", status(BUSY), fails("503"), served=_asked(3)),
    _case("gateway-once", then(status("502 Bad Gateway"), ok("in the end")), gives("in the end"), served=_asked(2)),
    _case("error-500", status("500 Oops", "<h1>Traceback</h1>"), fails("500")),
    _case("login-401", status("401 Unauthorized", WWW_Authenticate="Basic"), fails(blocked=True), served=_asked(1)),
    _case("forbidden-403", status("403 Forbidden", "<p>denied"), fails(blocked=True), served=_asked(1)),
    _case("legal-451", status("451 Unavailable For Legal Reasons"), fails(blocked=True), served=_asked(1)),
    _case("gone-410", status("410 Gone", "<p>gone"), fails("410", blocked=False)),
    _case("missing-404", status("404 Not Found", "<p>not here"), fails("404", blocked=False)),
    _case("teapot-418", status("418 Teapot", "<p>short and stout"), fails("418")),
    _case(
        "busy-after-a-good-page",
        then(ok("good"), status(BUSY, Retry_After="7200")),
        gives("good", stale=True),
        steps=(Step(), Step(new_run=True)),
        bound_s=2.0,
    ),
    Case(
        name="the-whole-host-is-held",
        row=ROW,
        serve=site({"/": then(status(SLOW_DOWN, Retry_After="1"), ok("x")), "*": ok("x")}),
        steps=(Step(), Step(url="/other", together=3)),
        want=both(gives("x", last=0), gives("x")),
        served=_after(1.0),
        bound_s=4.0,
    ),
)
