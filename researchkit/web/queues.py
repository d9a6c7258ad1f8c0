"""One queue per host, with one or two threads that keep their connections alive, at the pace the host bears."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from researchkit.errors import WebError
from researchkit.records import Failure, Page, Request
from researchkit.web.gate import Gate
from researchkit.web.transport import Transport

_BLINK_S = 0.5  # Windows notices Ctrl-C only between waits
_LINGER_S = 1.5  # how long an idle thread keeps its connection for what may still come


Deliver = Callable[["Job", Page | Failure], None]


@dataclass(slots=True, eq=False)
class Job:
    """One URL on its way, for every request of this run that asked for it."""

    key: str
    url: str  # the current hop
    waiting: list[tuple[Request, Deliver]]
    redirects: int = 0
    tries: int = 0  # that failed
    spent_s: float = 0.0  # of the total deadline
    visited: set[str] = field(default_factory=set)
    settled: bool = False  # answered earlier in this run: the stored answer will do
    done: bool = False
    error: WebError | None = None  # what it ended with

    @property
    def request(self) -> Request:
        """The request that was first."""
        return self.waiting[0][0]


class HostQueue:
    """The jobs of one host. `perform` does one step of a job; it may put the job into a queue again."""

    def __init__(
        self,
        perform: Callable[[Job, Transport], None],
        open_transport: Callable[[], Transport],
        *,
        pace_s: float,
        max_threads: int,
        gate: Gate | None = None,
    ) -> None:
        self._gate = gate  # shared with other runs that ask this host
        self._perform = perform
        self._open_transport = open_transport
        self._pace_s = pace_s
        self._owed_s = 0.0  # what the site itself asks for
        self._max_threads = max_threads
        self._jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._threads = 0
        self._idle = 0
        self._sending = False
        self._next_turn = 0.0  # monotonic seconds
        self._stopped = False
        self.robots_lock = threading.Lock()

    def put(self, job: Job, *, first: bool = False) -> None:
        """Add a job, in front of the others when it was begun already."""
        with self._changed:
            if first:
                self._jobs.appendleft(job)
            else:
                self._jobs.append(job)
            self._start_thread()
            self._changed.notify_all()

    def turn(self) -> bool:
        """Wait until the host may be asked again, and take the turn. False when the run was stopped meanwhile.

        Raises BudgetSpent where the host is shared and its next turn too far off. `sent` gives the turn on: the pace
        is counted from when a request left, so that a slow connection does not bring two of them close together at the
        other end. `answered` ends the exchange.
        """
        with self._changed:
            while not self._stopped:
                left_s = self._next_turn - time.monotonic()
                if not self._sending and left_s <= 0:
                    self._sending = True
                    break
                self._changed.wait(None if self._sending else left_s)
            if self._stopped:
                return False
        return self._gate is None or self._pass(self._gate)

    def _pass(self, gate: Gate) -> bool:
        passed = False
        try:
            passed = gate.enter(self._pace_s, self._wait)
        finally:
            if not passed:
                self.sent()
        return passed

    def _wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        with self._changed:
            while not self._stopped and (left_s := until - time.monotonic()) > 0:
                self._changed.wait(left_s)
            return not self._stopped

    def sent(self) -> None:
        """Note that the request of the taken turn has left, or never will."""
        with self._changed:
            if self._sending:
                self._sending = False
                self._next_turn = max(self._next_turn, time.monotonic() + self._pace_s)
                self._changed.notify_all()

    def answered(self) -> None:
        """Note that the exchange of this thread is over.

        A pace that the site asked for is counted from here, so that it sees no less at its own end, however late the
        request reached it.
        """
        self.sent()
        if self._owed_s:
            self.hold(self._owed_s)
        if self._gate is not None:
            self._gate.leave()

    def hold(self, seconds: float) -> None:
        """Ask this host nothing for so long."""
        if self._gate is not None:
            self._gate.hold(seconds)
        with self._changed:
            self._next_turn = max(self._next_turn, time.monotonic() + seconds)

    def slow_to(self, pace_s: float) -> None:
        """Leave at least so long between two requests from now on, as the site asks."""
        with self._changed:
            self._owed_s = max(self._owed_s, pace_s)
            if pace_s > self._pace_s:
                self._pace_s = pace_s
                self._next_turn = max(self._next_turn, time.monotonic() + pace_s)

    def stop(self) -> None:
        """Begin nothing more."""
        with self._changed:
            self._stopped = True
            self._jobs.clear()
            self._changed.notify_all()

    def _start_thread(self) -> None:
        if self._idle < len(self._jobs) and self._threads < self._max_threads and not self._stopped:
            self._threads += 1
            threading.Thread(target=self._work, name="researchkit-web", daemon=True).start()

    def _work(self) -> None:
        transport = self._open_transport()
        counted = True
        try:
            while (job := self._take()) is not None:
                self._perform(job, transport)
            counted = False  # _take has already counted this thread out, under the same lock that saw no job
        finally:
            transport.close()
            if counted:  # a fault of ours ended the thread: the other jobs must not wait for it
                with self._changed:
                    self._threads -= 1
                    self._start_thread()

    def _take(self) -> Job | None:
        with self._changed:
            self._idle += 1
            until = time.monotonic() + _LINGER_S
            while not self._jobs and not self._stopped and (left_s := until - time.monotonic()) > 0:
                self._changed.wait(left_s)
            self._idle -= 1
            if self._jobs and not self._stopped:
                return self._jobs.popleft()
            self._threads -= 1
            return None


class Mailbox:
    """Answers that wait for the caller. Workers wait when it is full, so that pages do not pile up in memory."""

    def __init__(self, room_bytes: int) -> None:
        self._room_bytes = room_bytes
        self._held_bytes = 0
        self._answers: deque[Page | Failure] = deque()
        self._changed = threading.Condition()
        self._open = True

    def put(self, answer: Page | Failure, *, wait: bool = True) -> None:
        """Leave an answer. With `wait` the thread waits for room while the box is open."""
        with self._changed:
            while wait and self._open and self._held_bytes >= self._room_bytes:
                self._changed.wait()
            self._answers.append(answer)
            self._held_bytes += _size(answer)
            self._changed.notify_all()

    def take(self) -> Page | Failure | None:
        """Return the next answer, waiting for it; None when the box is closed and empty."""
        with self._changed:
            while not self._answers and self._open:
                self._changed.wait(_BLINK_S)
            if not self._answers:
                return None
            answer = self._answers.popleft()
            self._held_bytes -= _size(answer)
            self._changed.notify_all()
            return answer

    def close(self) -> None:
        """Let everyone who waits go; what lies in the box can still be taken."""
        with self._changed:
            self._open = False
            self._changed.notify_all()


def _size(answer: Page | Failure) -> int:
    return len(answer.content) if isinstance(answer, Page) else 0
