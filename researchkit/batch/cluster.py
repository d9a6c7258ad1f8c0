"""Batches on a Dask cluster. The ledger of turns lies in the scheduler, which outlives every worker."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from researchkit.batch.lanes import Lanes
from researchkit.batch.listing import Wanted
from researchkit.batch.work import Parcel, Task, fault, research_one
from researchkit.errors import InputError, MissingExtra, ResearchkitError
from researchkit.web.turns import MemoryTurns
from researchkit.workspace import clip

# Dask's own types are loose; what comes from it is told by what is done with it.
Client = Any
Future = Any

_HANDLER = "researchkit_turns"
_CONNECT_S = 10.0
_THREADS = 16  # of a worker of our own making: most of a company is waiting


class NoScheduler(InputError):
    """No Dask scheduler answers where one was named, or it has no workers."""


class SchedulerLost(ResearchkitError):
    """The scheduler went away in the middle."""


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """Give a client of the scheduler at an address, or of a cluster made here where none is named."""
    try:
        from distributed import Client as Connection
        from distributed import LocalCluster
    except ImportError as error:
        raise MissingExtra("Dask is not installed", do='Install it: pip install "researchkit[dask]"') from error
    if not scheduler:
        with (
            LocalCluster(n_workers=os.cpu_count() or 1, threads_per_worker=_THREADS) as cluster,
            Connection(cluster) as client,
        ):
            yield client
        return
    try:
        client = Connection(scheduler, timeout=_CONNECT_S)
    except (OSError, TimeoutError, ValueError) as error:
        raise NoScheduler(
            f"No Dask scheduler answers at {clip(scheduler)}",
            do="Start one (dask scheduler), or leave --scheduler away to work on this machine.",
        ) from error
    with client:
        yield client


def on_cluster(lanes: Lanes, make: Callable[[Wanted], Task], client: Client) -> Iterator[Parcel]:
    """Yield a parcel for every company, made by the workers of `client`. Those of a dead worker go to another."""
    from distributed import as_completed

    client.run_on_scheduler(_install)
    _await_workers(client)
    under_way: dict[str, str] = {}
    results = as_completed()
    try:
        while True:
            room = 2 * max(1, sum(client.nthreads().values()))
            while len(under_way) < room and (wanted := lanes.take()) is not None:
                task = make(wanted)
                future = client.submit(_research, task, pure=False, key=f"research-{uuid4().hex}")
                under_way[future.key] = task.company.slug
                results.add(future)
            if not under_way:
                return
            future = next(results)
            if future.status == "lost" and client.status == "running":  # it died with the worker; another makes it anew
                results.add(future)
                continue
            slug = under_way.pop(future.key)
            lanes.ended(slug)
            yield _parcel(slug, future)
            future.release()
    except OSError as error:  # Dask's own, of a connection that broke
        raise _lost() from error
    finally:
        if client.status == "running":
            client.cancel(list(results.futures))


def _lost() -> SchedulerLost:
    return SchedulerLost("The Dask scheduler went away", do="What came back is kept. Start it and run this again.")


def _parcel(slug: str, future: Future) -> Parcel:
    if future.status in ("cancelled", "lost"):
        raise _lost()
    error = future.exception()
    if error is None:
        parcel: Parcel = future.result()
        return parcel
    if type(error).__name__ == "KilledWorker":
        return Parcel(slug=slug, reason="Its worker died several times. Its pages may need more memory than there is.")
    return fault(slug, error)


def _await_workers(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=_CONNECT_S)
    except TimeoutError as error:
        raise NoScheduler(
            "The Dask scheduler has no workers", do="Start some: dask worker tcp://… --nworkers 4 --nthreads 16"
        ) from error


def _research(task: Task) -> Parcel:
    """Research one company on a worker, with the cache of its machine where it does not share our folder."""
    from distributed import get_worker

    if not task.root.is_dir():
        task = replace(task, root=_own_root())
    return research_one(task, _SchedulersTurns(get_worker()))


def _own_root() -> Path:
    from platformdirs import user_cache_path

    named = os.environ.get("RESEARCHKIT_HOME")
    return Path(named).expanduser() if named else user_cache_path("researchkit")


def _install(dask_scheduler: Any = None) -> None:
    """Put the ledger into the scheduler, unless it is there."""
    if _HANDLER not in dask_scheduler.handlers:
        ledger = MemoryTurns()
        dask_scheduler.handlers[_HANDLER] = lambda verb, terms: getattr(ledger, verb)(**terms)


@dataclass(frozen=True, slots=True)
class _SchedulersTurns:
    """The scheduler's ledger, as the threads of a worker see it."""

    worker: Any

    def reserve(self, name: str, *, pace_s: float, patience_s: float, burst: int = 1) -> float | None:
        """Take the next turn, as Turns says."""
        left_s: float | None = self._ask("reserve", name=name, pace_s=pace_s, patience_s=patience_s, burst=burst)
        return left_s

    def enter(self, name: str, *, connections: int, lease_s: float) -> str | None:
        """Open an exchange, as Turns says."""
        ticket: str | None = self._ask("enter", name=name, connections=connections, lease_s=lease_s)
        return ticket

    def leave(self, name: str, ticket: str) -> None:
        """End an exchange."""
        self._ask("leave", name=name, ticket=ticket)

    def hold(self, name: str, seconds: float) -> None:
        """Give no turn of `name` for so long."""
        self._ask("hold", name=name, seconds=seconds)

    def _ask(self, verb: str, **terms: object) -> Any:
        from distributed.utils import sync

        return sync(self.worker.loop, getattr(self.worker.scheduler, _HANDLER), verb=verb, terms=terms)
