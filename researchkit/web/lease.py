"""One exchange's share of time and bytes, and the watchdog that shuts its socket when the time is up.

A check between chunks would fire too late: a stalled or dripping server keeps the reading thread inside one `recv`.
Shutting the socket from another thread ends that call at once.
"""

from __future__ import annotations

import heapq
import io
import itertools
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from researchkit.web.guard import Target


class OverBudget(OSError):
    """More bytes came over the wire than the exchange may take."""


class Lease:
    """What one exchange may use until `deadline` (monotonic seconds); `max_wire_bytes` counts headers and marks too."""

    def __init__(
        self, target: Target, *, deadline: float, max_wire_bytes: int, on_sent: Callable[[], None] = lambda: None
    ) -> None:
        self._on_sent = on_sent  # called once the request is on its way, from where the pace of a host is counted
        self.target = target
        self.deadline = deadline
        self.max_wire_bytes = max_wire_bytes
        self.expired = False
        self.sent = False  # a connection stood, TLS and all, and took the request
        self.overflowed = False
        self.renewed = False
        self._released = False
        self._lock = threading.Lock()
        self._twin: socket.socket | None = None
        self._adopted = False

    def note_sent(self) -> None:
        """Note that the request is on its way."""
        self.sent = True
        self._on_sent()

    def renew(self, seconds: float) -> None:
        """Put the deadline off: something came. For answers that may take long, as long as they come."""
        self.deadline = time.monotonic() + seconds
        self.renewed = True

    def left_s(self) -> float:
        """Return the seconds left, at least a blink, so that it can be a socket's timeout."""
        return max(self.deadline - time.monotonic(), 0.001)

    def hold(self, twin: socket.socket) -> None:
        """Name the socket to shut; `twin` is a duplicate, which TLS wrapping does not take away."""
        with self._lock:
            self._twin = twin
            if self.expired:
                _shut(twin)

    def adopt(self, twin: socket.socket) -> bool:
        """Keep `twin`, whose connection is closed while its answer is still read, until the exchange is over.

        False when it is not the socket of this exchange, or the exchange is over.
        """
        with self._lock:
            if self._released or self._twin is not twin:
                return False
            self._adopted = True
            return True

    def release(self) -> None:
        """The exchange is over: the socket may serve another one."""
        with self._lock:
            self._released = True
            if self._adopted and self._twin is not None:
                self._twin.close()
            self._twin = None

    def expire(self) -> None:
        """Shut the socket now. Called by the watchdog, or when the run is stopped."""
        with self._lock:
            if self._released:
                return
            self.expired = True
            if self._twin is not None:
                _shut(self._twin)


class Watchdog:
    """One thread that expires leases at their deadlines."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[tuple[float, int, Lease]] = []
        self._count = itertools.count()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def watch(self, lease: Lease) -> None:
        """Expire `lease` at its deadline; at once when the run has been stopped."""
        with self._changed:
            if self._stopped:
                lease.expire()
                return
            heapq.heappush(self._due, (lease.deadline, next(self._count), lease))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="researchkit-watchdog", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        """Expire every lease now and end the thread."""
        with self._changed:
            self._stopped = True
            leases = [lease for _, _, lease in self._due]
            self._due.clear()
            self._changed.notify()
        for lease in leases:
            lease.expire()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                if not self._due:
                    self._changed.wait()
                    continue
                deadline, _, lease = self._due[0]
                left_s = deadline - time.monotonic()
                if left_s > 0:
                    self._changed.wait(left_s)
                    continue
                heapq.heappop(self._due)
                if lease.deadline > time.monotonic():  # it was renewed meanwhile
                    heapq.heappush(self._due, (lease.deadline, next(self._count), lease))
                    continue
            lease.expire()


class MeteredFile(io.RawIOBase):
    """The raw bytes of one answer, under the lease's wire budget. A reader on top cannot read past it."""

    def __init__(self, raw: io.RawIOBase, lease: Lease) -> None:
        self._raw = raw
        self._lease = lease
        self._count = 0

    def readable(self) -> bool:
        """Tell that this is for reading."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        """Read into `buffer`. Raises OverBudget (an OSError) when too much has come."""
        count = self._raw.readinto(buffer)
        self._count += count or 0
        if self._count > self._lease.max_wire_bytes:
            self._lease.overflowed = True
            raise OverBudget("the answer is larger than its budget")
        return count

    def close(self) -> None:
        """Close the file below as well."""
        if not self.closed:
            self._raw.close()
        super().close()


def _shut(twin: socket.socket) -> None:
    with suppress(OSError):
        twin.shutdown(socket.SHUT_RDWR)
