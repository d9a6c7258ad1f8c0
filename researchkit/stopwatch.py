"""Where the time of a run goes: wall and CPU by stage, measured only while somebody asked for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_ON: ContextVar[Stopwatch | None] = ContextVar("stopwatch", default=None)
_OTHERS = "in other threads"


@dataclass(slots=True)
class Lap:
    """What one stage took, without the stages inside it: seconds of wall and of CPU, and how often it ran."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    count: int = 0


@dataclass(slots=True)
class Stopwatch:
    """The laps of one run, in the order in which their stages began."""

    laps: dict[str, Lap] = field(default_factory=dict)
    _inner: list[list[float]] = field(default_factory=list)  # wall and CPU of the stages inside each open one

    def __str__(self) -> str:
        rows = [f"{'stage':24}{'wall s':>9}{'CPU s':>9}{'times':>8}"]
        rows += [f"{name:24}{lap.wall_s:9.3f}{lap.cpu_s:9.3f}{lap.count:8}" for name, lap in self.laps.items()]
        wall_s = sum(lap.wall_s for lap in self.laps.values())
        cpu_s = sum(lap.cpu_s for lap in self.laps.values())
        return "\n".join([*rows, f"{'all':24}{wall_s:9.3f}{cpu_s:9.3f}"])


@contextmanager
def measured() -> Iterator[Stopwatch]:
    """Measure the stages that run inside, in this thread; what other threads spend is a lap of its own at the end."""
    watch = Stopwatch()
    token = _ON.set(watch)
    everywhere, here = time.process_time(), time.thread_time()
    try:
        yield watch
    finally:
        _ON.reset(token)
        others_s = (time.process_time() - everywhere) - (time.thread_time() - here)
        watch.laps[_OTHERS] = Lap(cpu_s=max(0.0, others_s), count=1)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count what runs inside to the stage `name`, where somebody measures."""
    watch = _ON.get()
    if watch is None:
        yield
        return
    lap = watch.laps.setdefault(name, Lap())
    inner = [0.0, 0.0]
    watch._inner.append(inner)
    wall, cpu = time.perf_counter(), time.thread_time()
    try:
        yield
    finally:
        wall_s, cpu_s = time.perf_counter() - wall, time.thread_time() - cpu
        watch._inner.pop()
        lap.wall_s += wall_s - inner[0]
        lap.cpu_s += cpu_s - inner[1]
        lap.count += 1
        if watch._inner:
            watch._inner[-1][0] += wall_s
            watch._inner[-1][1] += cpu_s
