"""Whose turn it is at a host, over all who ask it: one ledger of next-allowed times, open exchanges and waits.

A turn is a place in time: whoever reserves gets the next free one, waits for it, and asks then. A worker that dies in
between costs the others one turn; what it knew of a host (its pace, a wait it was told) stays here, where the one who
takes over its company finds it.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from researchkit.errors import NotCached

MAX_AHEAD_S = 86_400.0  # no clock that jumps, and no site, closes a host for longer
_SPACING_S = 0.005  # what a thread may wake too early


@dataclass(frozen=True, slots=True)
class Budget:
    """What all who ask some hosts share, under one name: the seconds between two requests, in the long run.

    `burst` is how many may follow each other at once where the service counts over an hour, not from one to the next.
    """

    name: str
    pace_s: float
    burst: int = 1


class BudgetSpent(NotCached):
    """The next turn at a host that everybody asks is too far away to wait for. An outcome of "not tried"."""


class Turns(Protocol):
    """The ledger as a worker sees it. Thread-safe; times in seconds."""

    def reserve(self, name: str, *, pace_s: float, patience_s: float, burst: int = 1) -> float | None:
        """Take the next turn of `name` and return the seconds until then; None when that is past all patience."""
        ...

    def enter(self, name: str, *, connections: int, lease_s: float) -> str | None:
        """Open an exchange of at most `lease_s` and return its ticket; None while `connections` are open."""
        ...

    def leave(self, name: str, ticket: str) -> None:
        """End an exchange."""
        ...

    def hold(self, name: str, seconds: float) -> None:
        """Give no turn of `name` for so long."""
        ...


@dataclass(slots=True)
class Entry:
    """What is known of one name: up to when its turns are given, until when nobody may ask, and what is open.

    `next_at` runs ahead of the clock by the pace with every turn, and a burst is how far it may.
    """

    next_at: float = 0.0
    held_until: float = 0.0
    open: dict[str, float] = field(default_factory=dict)  # ticket → when its exchange is over at the latest

    def reserve(self, now: float, *, pace_s: float, patience_s: float, burst: int = 1) -> float | None:
        """Take the next turn, as Turns.reserve."""
        step_s = pace_s + (_SPACING_S if pace_s else 0.0)
        next_at, held_until = (min(at, now + MAX_AHEAD_S) for at in (self.next_at, self.held_until))
        turn_at = max(now, held_until, next_at - (burst - 1) * step_s)
        if turn_at - now > patience_s:
            return None
        self.next_at = max(turn_at, next_at) + step_s
        return turn_at - now

    def enter(self, now: float, ticket: str, *, connections: int, lease_s: float) -> bool:
        """Open an exchange unless enough are; those past their lease belong to workers that died."""
        self.open = {known: until for known, until in self.open.items() if now < until <= now + MAX_AHEAD_S}
        if len(self.open) >= connections:
            return False
        self.open[ticket] = now + lease_s
        return True

    def leave(self, ticket: str) -> None:
        """End an exchange."""
        self.open.pop(ticket, None)

    def hold(self, now: float, seconds: float) -> None:
        """Give no turn for so long."""
        self.held_until = max(self.held_until, now + min(seconds, MAX_AHEAD_S))


class MemoryTurns:
    """The ledger of one process: for threads, and inside a scheduler for all of its workers. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._entries: dict[str, Entry] = {}
        self._lock = threading.Lock()
        self._count = itertools.count()

    def reserve(self, name: str, *, pace_s: float, patience_s: float, burst: int = 1) -> float | None:
        """Take the next turn, as Turns says."""
        with self._lock:
            return self._of(name).reserve(self._clock(), pace_s=pace_s, patience_s=patience_s, burst=burst)

    def enter(self, name: str, *, connections: int, lease_s: float) -> str | None:
        """Open an exchange, as Turns says."""
        with self._lock:
            ticket = str(next(self._count))
            entered = self._of(name).enter(self._clock(), ticket, connections=connections, lease_s=lease_s)
            return ticket if entered else None

    def leave(self, name: str, ticket: str) -> None:
        """End an exchange."""
        with self._lock:
            self._of(name).leave(ticket)

    def hold(self, name: str, seconds: float) -> None:
        """Give no turn of `name` for so long."""
        with self._lock:
            self._of(name).hold(self._clock(), seconds)

    def _of(self, name: str) -> Entry:
        return self._entries.setdefault(name, Entry())
