"""Large files to disk: the same guard, robots.txt, pace and name as every page, and never the whole of it in memory.

A download that was broken off goes on from where it was if the server still has the same file and knows ranges; else
it begins anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from researchkit.errors import BadAnswer, RobotsRefused, TooSlow
from researchkit.web.guard import Target, check_url, redirect_target
from researchkit.web.lease import Watchdog
from researchkit.web.limits import DOWNLOAD_S, MAX_REDIRECTS, STALL_S, WebSettings, pace_of
from researchkit.web.part import OnSize, Part
from researchkit.web.queues import HostQueue
from researchkit.web.shelf import Shelf
from researchkit.web.sites import Sites
from researchkit.web.statuses import bad_status
from researchkit.web.store import Store
from researchkit.web.transport import Answer, Terms, Transport, log_exchange
from researchkit.web.waits import AskedToWait, retry_after_s, wait_before_retry

_BODIES = frozenset({200, 203, 206})
_BROKEN_TRIES = 5  # in a row that bring nothing more


class Downloader:
    """Fetches files one after another, in the caller's thread. Use it in a `with` block.

    Ctrl-C passes through at once, and the part that came stays. `cache` holds the robots.txt that were read.
    """

    def __init__(
        self, cache: Path, settings: WebSettings, *, now: Callable[[], datetime], stall_s: float = STALL_S
    ) -> None:
        self._settings = settings
        self._stall_s = stall_s
        self._shelf = Shelf(Store(cache / "http.sqlite"), now)
        self._watchdog = Watchdog()
        self._transport = Transport(settings, self._watchdog, nullcontext())
        self._queues: dict[str, HostQueue] = {}
        self._sites = Sites(settings, self._shelf, self._queue, now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._watchdog.stop()
        self._transport.close()
        self._shelf.close()

    def fetch(self, url: str, path: Path, *, max_bytes: int, on_size: OnSize = lambda size, total: None) -> int:
        """Bring the file at `url` to `path`, in place of one that lies there, and return its size.

        `on_size` is told how far it is with every piece. Raises WebError, or DiskError where there is no room for
        it; the file that lay at `path` is then untouched.
        """
        until = time.monotonic() + DOWNLOAD_S
        tries, broken, furthest = 0, 0, 0
        with Part(url, path, max_bytes, on_size, until) as part:
            while True:
                part.begun = False
                try:
                    self._bring(url, part, max_bytes)
                    return part.finish()
                except AskedToWait as error:
                    tries += 1
                    wait_s = wait_before_retry(error, tries=tries, settings=self._settings)
                    if wait_s is None:
                        raise
                except (BadAnswer, TooSlow):
                    broken = 1 if part.size > furthest else broken + 1
                    furthest = max(furthest, part.size)
                    if not part.begun or part.refused or broken >= _BROKEN_TRIES or time.monotonic() > until:
                        raise
                    wait_s = self._settings.backoff_s * 2 ** (broken - 1)
                time.sleep(wait_s)

    def _bring(self, url: str, part: Part, max_bytes: int) -> None:
        target = check_url(url, self._settings)
        for _ in range(MAX_REDIRECTS + 1):
            rules = self._sites.rules(target, self._transport, timeout_s=self._settings.timeout_s)
            if rules.closed is not None or not rules.allows(target.url):
                why = f"its robots.txt {rules.closed}" if rules.closed else "its robots.txt asks programs to stay away"
                raise RobotsRefused(target.url, f"{target.host} was not asked for the file, since {why}")
            answer = self._exchange(target, part, max_bytes)
            if answer.status == 416:  # the file has changed and is shorter now: it is begun anew
                part.forget()
                part.begun = True
                raise BadAnswer(target.url, f"{target.host} no longer has the file that was begun", status=416)
            if not answer.is_redirect:
                break
            target = check_url(redirect_target(target.url, answer.headers.get("location", "")), self._settings)
        if answer.status not in _BODIES:
            told_s = retry_after_s(answer.headers.get("retry-after", ""), now=datetime.now(UTC))
            raise bad_status(target.url, target.host, answer.status, retry_after_s=told_s)
        part.check_whole(target)

    def _exchange(self, target: Target, part: Part, max_bytes: int) -> Answer:
        queue = self._queue(target.host)
        queue.turn()
        began = time.monotonic()
        terms = Terms(
            headers={"Accept-Encoding": "identity", **part.headers()},
            timeout_s=self._stall_s,
            max_bytes=max_bytes,
            on_sent=queue.sent,
            sink=part,
        )
        try:
            answer = self._transport.exchange(target, terms)
        finally:
            queue.answered()
        log_exchange(target.url, answer, time.monotonic() - began)
        return answer

    def _queue(self, host: str) -> HostQueue:
        """Return the queue that keeps the pace of a host; nothing is ever put into it."""
        if host not in self._queues:
            pace_s = pace_of(host, self._settings)
            self._queues[host] = HostQueue(
                lambda job, transport: None, lambda: self._transport, pace_s=pace_s, max_threads=1
            )
        return self._queues[host]
