"""Batches on this machine: a few processes, each with many companies under way, since most of a company is waiting."""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

from researchkit.batch.lanes import Lanes
from researchkit.batch.listing import Wanted
from researchkit.batch.work import Parcel, Task, fault, research_one
from researchkit.batch.worker import Start, send
from researchkit.web.turns_file import FileTurns

_T = TypeVar("_T")
_BLINK_S = 0.5  # Windows notices Ctrl-C only between waits
_POISON = "Its worker died three times, at last with nothing else to do. Its pages may need too much memory."


def on_threads(lanes: Lanes, make: Callable[[Wanted], Task], turns: Path, *, at_once: int) -> Iterator[Parcel]:
    """Yield a parcel for every company, made by `at_once` threads of this process."""
    ledger = FileTurns(turns)
    done: queue.Queue[tuple[str, Future[Parcel]]] = queue.Queue()
    under_way = 0
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="researchkit-batch")
    try:
        while True:
            while under_way < at_once and (wanted := lanes.take()) is not None:
                under_way += 1
                slug = wanted.company.slug
                made = pool.submit(research_one, make(wanted), ledger)
                made.add_done_callback(lambda future, slug=slug: done.put((slug, future)))  # type: ignore[misc]
            if not under_way:
                return
            slug, future = _wait(done)
            under_way -= 1
            error = future.exception()
            lanes.ended(slug)
            yield future.result() if error is None else fault(slug, error)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        ledger.close()


def on_processes(
    lanes: Lanes, make: Callable[[Wanted], Task], turns: Path, *, workers: int, at_once: int
) -> Iterator[Parcel]:
    """Yield a parcel for every company, made by `workers` processes. One that dies is replaced, its companies redone.

    What dies twice is done by itself, so that it takes no other company with it; the third time it is a failed row.
    """
    events: queue.Queue[tuple[_Worker, Parcel | None]] = queue.Queue()
    start = Start(turns, at_once)
    crew = [_Worker(start, events) for _ in range(workers)]
    try:
        while True:
            for worker in crew:
                _fill(worker, lanes, make, at_once)
            if not any(worker.under_way for worker in crew):
                return
            worker, parcel = _wait(events)
            if parcel is not None:
                worker.under_way.pop(parcel.slug, None)
                lanes.ended(parcel.slug)
                yield parcel
                continue
            crew[crew.index(worker)] = _Worker(start, events)
            for slug, wanted in worker.under_way.items():
                if worker.alone:
                    lanes.ended(slug)
                    yield Parcel(slug=slug, reason=_POISON)
                else:
                    lanes.died(wanted)
    finally:
        for worker in crew:
            worker.end()


def _fill(worker: _Worker, lanes: Lanes, make: Callable[[Wanted], Task], at_once: int) -> None:
    """Give a worker what it can take; to one that has nothing under way, first what another died of, by itself."""
    if not worker.under_way:
        again = lanes.take_alone()
        worker.alone = again is not None
        if again is not None:
            worker.give(again, make(again))
    while not worker.alone and len(worker.under_way) < at_once and (wanted := lanes.take()) is not None:
        worker.give(wanted, make(wanted))


class _Worker:
    """One process and the companies it has under way. Its parcels, and then None, come as events."""

    def __init__(self, start: Start, events: queue.Queue[tuple[_Worker, Parcel | None]]) -> None:
        self.under_way: dict[str, Wanted] = {}
        self.alone = False
        self._events = events
        # In a session of its own: Ctrl-C is for the one who started it, who then ends it.
        self._child = subprocess.Popen(
            [sys.executable, "-m", "researchkit.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._tell(start)
        assert self._child.stdout is not None
        threading.Thread(target=self._listen, args=(self._child.stdout,), daemon=True).start()

    def give(self, wanted: Wanted, task: Task) -> None:
        """Hand it one company more."""
        self.under_way[wanted.company.slug] = wanted
        self._tell(task)

    def end(self) -> None:
        """End it at once."""
        self._child.kill()
        self._child.wait()

    def _tell(self, message: object) -> None:
        assert self._child.stdin is not None
        with suppress(OSError):  # it died; that comes as an event
            send(self._child.stdin, message)

    def _listen(self, stream: IO[bytes]) -> None:
        try:
            while True:
                self._events.put((self, pickle.load(stream)))
        except (EOFError, pickle.UnpicklingError, OSError):
            self._child.wait()
            self._events.put((self, None))


def _wait(events: queue.Queue[_T]) -> _T:
    while True:
        try:
            return events.get(timeout=_BLINK_S)
        except queue.Empty:
            continue
