"""The fetcher: requests in, pages and failures out as they complete, a queue per host between."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from researchkit.errors import AddressRefused, NotCached, WebError
from researchkit.records import Failure, Page, Request
from researchkit.web.asking import Asker, Onward
from researchkit.web.explain import Dropped
from researchkit.web.gate import Gate
from researchkit.web.guard import check_url
from researchkit.web.lease import Watchdog
from researchkit.web.limits import OPEN_EXCHANGES, WAITING_BYTES, WebSettings, pace_of
from researchkit.web.local import is_local, read_local
from researchkit.web.queues import HostQueue, Job, Mailbox
from researchkit.web.shelf import Shelf, to_page
from researchkit.web.statuses import serves_stale, shown, to_failure
from researchkit.web.store import Store
from researchkit.web.transport import Transport
from researchkit.web.turns import Budget
from researchkit.web.waits import AskedToWait, wait_before_retry

_LOG = logging.getLogger("researchkit.web")
_LOCAL = ""  # the queue of the user's own files


class Fetcher:
    """Fetches politely and safely; its cache lies at `cache`/http.sqlite. Use it in a `with` block.

    `now` stamps what is fetched. Raises DiskError when the cache cannot be opened.
    """

    def __init__(self, cache: Path, settings: WebSettings, *, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._shelf = Shelf(Store(cache / "http.sqlite"), now)
        self._watchdog = Watchdog()
        self._mailbox = Mailbox(WAITING_BYTES)
        self._asker = Asker(settings, self._shelf, self._queue, now)
        self._slots = threading.BoundedSemaphore(OPEN_EXCHANGES)
        self._lock = threading.RLock()
        self._queues: dict[str, HostQueue] = {}
        self._open: dict[str, Job] = {}
        self._ended: dict[str, WebError | None] = {}  # None: its page is in the store
        self._pending = 0
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, request: Request) -> None:
        """Ask for a page. An address that was asked for before in this run is not fetched again."""
        with self._lock:
            self._pending += 1
        self._begin(request, self._deliver)

    def results(self) -> Iterator[Page | Failure]:
        """Yield what was submitted, as it completes; submit more meanwhile. Ends when nothing is pending.

        Ctrl-C stops the run and passes through; what was fetched is in the cache, and iterating once more yields
        what is left: pages that had come already, and a "not tried" Failure for every other request.
        """
        while self._pending:
            try:
                answer = self._mailbox.take()
            except KeyboardInterrupt:
                self.stop()
                raise
            if answer is None:
                return
            with self._lock:
                self._pending -= 1
            yield answer

    def get(self, request: Request) -> Page:
        """Return one page. Raises WebError."""
        ready = threading.Event()
        ended: list[tuple[Job, Page | Failure]] = []

        def deliver(job: Job, answer: Page | Failure) -> None:
            ended.append((job, answer))
            ready.set()

        self._begin(request, deliver)
        try:
            while not ready.wait(0.5):  # Windows notices Ctrl-C only between waits
                pass
        except KeyboardInterrupt:
            self.stop()
            raise
        job, answer = ended[0]
        if isinstance(answer, Page):
            return answer
        raise job.error or NotCached(request.url, answer.reason, do=answer.what_to_do)

    def stop(self) -> None:
        """Stop within a blink: sockets are shut, nothing more is asked for. What was fetched stays."""
        with self._lock:
            self._stopped = True
            queues = list(self._queues.values())
        for queue in queues:
            queue.stop()
        self._watchdog.stop()
        with self._lock:
            unfinished = list(self._open.values())
        for job in unfinished:
            self._settle(job, _stopped(job))
        self._mailbox.close()

    def close(self) -> None:
        """Stop what still runs and close the cache."""
        self.stop()
        self._shelf.close()

    def _begin(self, request: Request, deliver: Callable[[Job, Page | Failure], None]) -> None:
        url, host, refused = request.url, _LOCAL, None
        if not is_local(request):
            try:
                target = check_url(request.url, self._settings)
                url, host = target.url, target.host
            except AddressRefused as error:
                refused = error
        job = Job(_key(request, url), url, [(request, deliver)])
        if refused is not None:
            self._settle(job, refused)
            return
        with self._lock:
            running = self._open.get(job.key)
            if running is not None:
                running.waiting.append((request, deliver))
                return
            ended = self._ended.get(job.key)
            job.settled = job.key in self._ended
            if ended is None and not self._stopped:
                self._open[job.key] = job
        if ended is not None or self._stopped:
            self._settle(job, ended or _stopped(job))
            return
        self._queue(host).put(job)

    def _perform(self, job: Job, transport: Transport) -> None:
        """Do one step of `job` in a worker's thread; end it, or put it into a queue again."""
        settled = False
        try:
            settled = self._advance(job, transport)
        finally:
            if not settled:  # only a fault of ours comes here; it shows itself, and no caller waits for ever
                self._settle(job, WebError(job.url, "Reading this page met a fault in researchkit", do="Report it."))

    def _advance(self, job: Job, transport: Transport) -> bool:
        if is_local(job.request):
            try:
                self._settle(job, read_local(job.request, self._settings))
            except WebError as error:
                self._settle(job, error)
            return True
        stored = self._shelf.get(job.key)
        try:
            answer = self._asker.step(job, stored, transport)
        except WebError as error:
            if self._stopped:
                self._settle(job, _stopped(job))
            elif not self._tries_again(job, error):
                stale = stored is not None and not stored.no_store and serves_stale(error)
                _LOG.info(
                    "%s failed: %s%s", shown(job.url), error.what, " (an earlier answer is used)" if stale else ""
                )
                fallback = to_page(stored, job.request, from_cache=True, stale=True) if stored and stale else error
                self._settle(job, fallback)
            return True
        if isinstance(answer, Onward):
            job.url = answer.url
            job.redirects += 1
            self._requeue(job)
        else:
            if answer.from_cache:
                where = f"from the bulk files: {answer.mirrored}" if answer.mirrored else "from_cache=yes"
                _LOG.info("%s status=%s bytes=%s %s", shown(job.url), answer.status, len(answer.content), where)
            self._settle(job, answer)
        return True

    def _tries_again(self, job: Job, error: WebError) -> bool:
        """Put the job back when another try is polite and may help."""
        job.tries += 1
        told = isinstance(error, AskedToWait) and bool(error.retry_after_s)
        if isinstance(error, AskedToWait):
            wait_s = wait_before_retry(error, tries=job.tries, settings=self._settings)
        else:
            once_more = isinstance(error, Dropped) and job.tries < min(2, self._settings.tries)
            wait_s = self._settings.backoff_s if once_more else None
        if wait_s is None:
            return False
        if not told:  # what the site told us to wait is not held against its answer
            job.spent_s += wait_s
            if job.spent_s >= min(job.request.timeout_s, self._settings.timeout_s):
                return False
        self._queue(check_url(job.url, self._settings).host).hold(wait_s)
        self._requeue(job)
        return True

    def _requeue(self, job: Job) -> None:
        host = check_url(job.url, self._settings).host
        self._queue(host).put(job, first=True)

    def _settle(self, job: Job, ended: Page | WebError) -> None:
        """End the job: everyone who asked for its address gets the answer, once."""
        with self._lock:
            if job.done:
                return
            job.done = True
            self._open.pop(job.key, None)
            if not self._stopped:
                self._ended[job.key] = ended if isinstance(ended, WebError) else None
            waiting = list(job.waiting)
        job.error = ended if isinstance(ended, WebError) else None
        for request, deliver in waiting:
            answer = to_failure(request, ended) if isinstance(ended, WebError) else replace(ended, request=request)
            deliver(job, answer)

    def _deliver(self, job: Job, answer: Page | Failure) -> None:
        # The caller's own thread never waits for room that only it can make.
        self._mailbox.put(answer, wait=threading.current_thread().name == "researchkit-web")

    def _queue(self, host: str) -> HostQueue:
        settings = self._settings
        with self._lock:
            queue = self._queues.get(host)
            if queue is None:
                pace_s, gate = self._pace(host)
                queue = self._queues[host] = HostQueue(
                    self._perform,
                    lambda: Transport(settings, self._watchdog, self._slots),
                    pace_s=pace_s,
                    max_threads=max(1, settings.connections_per_host),
                    gate=gate,
                )
            return queue

    def _pace(self, host: str) -> tuple[float, Gate | None]:
        """Return the seconds between two requests to `host`, and the gate where others ask it at the same time."""
        settings = self._settings
        pace_s = 0.0 if host == _LOCAL else pace_of(host, settings)
        if settings.turns is None or not pace_s:
            return pace_s, None
        budget = settings.budgets.get(host, Budget(host, pace_s))
        gate = Gate(
            settings.turns,
            budget,
            connections=max(1, settings.connections_per_host),
            lease_s=2 * settings.timeout_s,
            patience_s=settings.patience_s,
        )
        return (budget.pace_s if budget.burst == 1 else pace_s), gate


def _key(request: Request, url: str) -> str:
    """Return what makes two requests the same: the address, and the headers of their own (hashed: some are keys)."""
    if not request.headers:
        return url
    own = json.dumps(sorted(request.headers.items()))
    return f"{url} {hashlib.sha256(own.encode()).hexdigest()[:16]}"


def _stopped(job: Job) -> WebError:
    return NotCached(job.url, "The run was stopped before this was fetched", do="Run again: it goes on from here.")
