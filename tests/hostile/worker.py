"""A caged process that runs one case after another for one client: a line in, a line out."""

from __future__ import annotations

import json
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from tests.hostile.cage import Cage
from tests.hostile.cases import CASES
from tests.hostile.clients import CLIENTS, Ours
from tests.hostile.model import Case, Got, Step, unsafe

_MIB = 1024 * 1024


def main(client_name: str) -> None:
    """Run the cases named on standard input, until it ends."""
    cage = Cage()
    cage.shut()
    client = CLIENTS[client_name]()
    by_name = {case.name: case for case in CASES}
    if isinstance(client, Ours):
        _warm(client)
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_run(client, by_name[asked["case"]], asked["port"], cage)), flush=True)
    client.close()


def _run(client: Any, case: Case, port: int, cage: Cage) -> dict[str, Any]:
    cage.begin(case.names)
    before = _forget_peak()
    # Reading takes processor time, which a busy machine does not stretch; the web takes time by the clock.
    clock = (
        time.process_time if all(step.do in ("article", "feed", "collect") for step in case.steps) else time.monotonic
    )
    began = clock()
    crash = None
    got: list[Got] = []
    try:
        got = client.run(case, port)
    except Exception:  # noqa: BLE001 – whatever comes out of a client is a crash, and the report says which
        crash = traceback.format_exc(limit=-6)
    took_s = clock() - began
    growth_mib = (_peak() - before) / _MIB
    wrong = None if crash else case.want(got) if len(got) >= len(case.steps) else f"only {len(got)} answers"
    outside = [address for address in cage.attempts if address not in case.may_try]
    return {
        "case": case.name,
        "wrong": wrong,
        "crash": crash,
        "unsafe": next((said for one in got if (said := unsafe(one)) is not None), None),
        "forbidden": outside,
        "looked_up": cage.looked_up,
        "took_s": took_s,
        "growth_mib": growth_mib,
        "got": [one.shown() for one in got[-2:]],
    }


def _warm(client: Ours) -> None:
    """Load what is loaded once, so that no case pays for it."""
    html = b"<html><head><title>Warm</title></head><body><article>" + b"<p>Words of a story. " * 40 + b"</article>"
    feed = b"<rss version='2.0'><channel><title>F</title><item><title>T</title></item></channel></rss>"
    steps = (Step(do="article", content=lambda: html), Step(do="feed", content=lambda: feed), Step(do="fetch"))
    client.run(Case(name="warm", row="none", steps=steps, want=lambda got: None), 9)


def _forget_peak() -> int:
    """Let the kernel forget this process's peak; return its present size in bytes."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return _peak()
    return _status("VmRSS:")


def _peak() -> int:
    return _status("VmHWM:")


def _status(name: str) -> int:
    try:
        rows = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith(name)), 0)


if __name__ == "__main__":
    main(sys.argv[1])
