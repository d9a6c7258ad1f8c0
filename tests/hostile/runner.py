"""Runs cases against clients in caged processes, and says what came of it."""

from __future__ import annotations

import itertools
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.hostile.clients import CONTACT, hosts_of
from tests.hostile.model import SLACK_S, Case
from tests.hostile.server import Logged, Server

_ROOT = Path(__file__).parents[2]
_PATIENCE_S = 40.0  # over a case's bound, before its process is ended and the case called a hang
_START_S = 60.0
_BUSY_S = 0.03  # by which the runner's own clock lags
_CROWDED = 2.5  # processes that want a processor; three workers alone are fewer
_EARLY = "two requests within"
_AGAIN = 5  # runs of a case, alone, that failed while the machine was too busy to tell


@dataclass(kw_only=True)
class Verdict:
    """What came of one case for one client."""

    case: Case
    wrong: str | None = None
    hang: bool = False
    crash: str | None = None
    unsafe: str | None = None
    impolite: str | None = None
    forbidden: list[str] = field(default_factory=list)
    took_s: float = 0.0
    growth_mib: float = 0.0
    got: list[dict[str, Any]] = field(default_factory=list)
    busy: bool = False  # the machine had other work meanwhile, more than it could do
    runs: int = 1

    @property
    def may_be_load(self) -> bool:
        """Tell whether a busy machine may be what failed: it makes late, and never unsafe."""
        grave = self.crash or self.unsafe or self.forbidden or self.growth_mib > self.case.growth_mib
        return not self.passed and not grave and self.busy

    @property
    def passed(self) -> bool:
        """Tell whether the client did what a correct one does, in time, within memory, politely and safely."""
        return not self.faults()

    def faults(self) -> list[str]:
        """Return what was wrong, in words."""
        said = {
            "hang": "hangs" if self.hang else None,
            "crash": self.crash and self.crash.strip().splitlines()[-1],
            "wrong": self.wrong,
            "unsafe": self.unsafe,
            "impolite": self.impolite,
            "forbidden": ", ".join(self.forbidden) or None,
            "time": f"{self.took_s:.1f} s" if self.took_s > self.case.bound_s + SLACK_S else None,
            "memory": f"{self.growth_mib:.0f} MiB" if self.growth_mib > self.case.growth_mib else None,
        }
        return [f"{name}: {what}" for name, what in said.items() if what]


def run(client: str, cases: Sequence[Case], server: Server, *, workers: int = 3) -> list[Verdict]:
    """Run `cases` for one client. Verdicts come in the order of the cases.

    A case of ours that came late while the machine was busy with other work is run again, alone; the bounds stay.
    """
    verdicts: dict[str, Verdict] = {}
    _run(client, sorted(cases, key=lambda case: -case.bound_s), server, verdicts, workers)
    for runs in range(2, _AGAIN + 2) if client == "ours" else ():
        unclear = [one.case for one in verdicts.values() if one.may_be_load]
        _run(client, unclear, server, verdicts, 1)
        for case in unclear:
            verdicts[case.name].runs = runs
    return [verdicts[case.name] for case in cases]


def _run(client: str, cases: Sequence[Case], server: Server, verdicts: dict[str, Verdict], workers: int) -> None:
    waiting: queue.Queue[Case] = queue.Queue()
    for case in cases:
        server.forget(case.name)
        waiting.put(case)
    several = min(workers, len(cases))
    threads = [threading.Thread(target=_work, args=(client, waiting, server, verdicts)) for _ in range(several)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class _Worker:
    """One caged process and the lines it sends."""

    def __init__(self, client: str) -> None:
        command = [sys.executable, "-m", "tests.hostile.worker", client]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        self.answer(_START_S)

    def ask(self, case: Case, port: int) -> None:
        """Begin a case."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"case": case.name, "port": port}) + "\n")
        self._process.stdin.flush()

    def answer(self, timeout_s: float) -> str | None:
        """Return the next line, "" when the process ended, None when it took too long."""
        try:
            return self._lines.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait(10)

    def _read(self, stdout: IO[str] | None) -> None:
        assert stdout is not None
        for line in stdout:
            self._lines.put(line.strip())
        self._lines.put("")


def _work(client: str, waiting: queue.Queue[Case], server: Server, verdicts: dict[str, Verdict]) -> None:
    worker = _Worker(client)
    while True:
        try:
            case = waiting.get_nowait()
        except queue.Empty:
            worker.end()
            return
        began = time.monotonic()
        worker.ask(case, server.port)
        line = worker.answer(case.bound_s + SLACK_S + _PATIENCE_S)
        verdict = Verdict(case=case, took_s=time.monotonic() - began)
        if not line:
            verdict.hang = line is None
            verdict.crash = "its process died" if line == "" else None
            worker.end()
            worker = _Worker(client)
        else:
            brought = json.loads(line)
            for name in ("wrong", "crash", "unsafe", "forbidden", "took_s", "growth_mib", "got"):
                setattr(verdict, name, brought[name])
        seen = server.seen(case.name)
        if verdict.wrong is None and case.served is not None and not verdict.hang:
            verdict.wrong = case.served(seen)
        crowded = os.getloadavg()[0] > _CROWDED * (os.cpu_count() or 1)
        verdict.busy = crowded or server.late_s(began, time.monotonic()) > _BUSY_S
        verdict.impolite = impolite(seen, case, late_s=server.late_s)
        # One request logged late makes the next look early; a client that keeps no pace is too fast in every run.
        verdict.busy = verdict.busy or (verdict.impolite or "").startswith(_EARLY)
        secret = f"/{case.name}/secret"
        verdict.forbidden += [one.host for one in server.log if one.path == secret]
        verdicts[case.name] = verdict


def impolite(seen: list[Logged], case: Case, *, late_s: Callable[[float, float], float]) -> str | None:
    """Return what no polite client does: no name, no look at robots.txt, too many connections or tries, too fast.

    `late_s` tells by how much the log may err between two moments.
    """
    asked = [one for one in seen if one.host in hosts_of(case)]
    for host in {one.host for one in asked}:
        own = [one for one in asked if one.host == host]
        if own[0].path != "/robots.txt":
            return f"{own[0].path} of {host} before robots.txt"
        if max(one.open_then for one in own) > 2:
            return f"{max(one.open_then for one in own)} connections to {host}"
        if not case.pace_s:
            continue
        for earlier, later in itertools.pairwise(own):
            gap = later.at - earlier.at
            if gap < case.pace_s * 0.95 and gap + late_s(earlier.at, later.at) < case.pace_s:
                return f"{_EARLY} {gap:.3f} s"
    if any("researchkit" not in one.headers.get("user-agent", "") for one in asked):
        return "no honest User-Agent"
    if any(CONTACT not in one.headers.get("user-agent", "") for one in asked):
        return "no contact"
    return None
