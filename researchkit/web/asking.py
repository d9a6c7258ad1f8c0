"""One step of one job: from the store, or one guarded, paced exchange and what its answer means."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from researchkit.errors import BadAnswer, NotCached, RobotsRefused, TooSlow
from researchkit.records import Page
from researchkit.web.freshness import conditional_headers, is_fresh
from researchkit.web.guard import Target, check_url, redirect_target
from researchkit.web.limits import MAX_REDIRECTS, WebSettings, accept_header, cap_bytes
from researchkit.web.mirror import mirrored_page
from researchkit.web.queues import HostQueue, Job
from researchkit.web.shelf import Shelf, to_page
from researchkit.web.sites import Sites
from researchkit.web.statuses import GOOD, bad_status
from researchkit.web.store import Stored
from researchkit.web.transport import Answer, Terms, Transport, log_exchange
from researchkit.web.waits import retry_after_s


@dataclass(frozen=True, slots=True)
class Onward:
    """The job goes on at another address."""

    url: str


class Asker:
    """Knows how a job goes on. Thread-safe; every thread brings its own transport."""

    def __init__(
        self,
        settings: WebSettings,
        shelf: Shelf,
        queue_of: Callable[[str], HostQueue],
        now: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._shelf = shelf
        self._queue_of = queue_of
        self._now = now
        self._sites = Sites(settings, shelf, queue_of, now)

    def step(self, job: Job, stored: Stored | None, transport: Transport) -> Page | Onward:
        """Do one step. Raises WebError; AskedToWait and Dropped among them may be tried again."""
        if self._settings.offline:
            if (page := self._mirrored(job, stored, alone=True)) is not None:
                return page
            if stored is None:
                raise NotCached(
                    job.url,
                    "This page is not in the cache, and nothing is fetched offline",
                    do="Run without --offline.",
                )
            return to_page(stored, job.request, from_cache=True)
        if stored is not None and (
            job.settled or is_fresh(stored, job.request, now=self._now(), settings=self._settings)
        ):
            return to_page(stored, job.request, from_cache=True)
        if (page := self._mirrored(job, stored, alone=self._settings.mirrors_alone)) is not None:
            return page
        target = check_url(job.url, self._settings)
        self._ask_robots(job, target, transport)
        answer = self._exchange(job, target, stored, transport)
        if answer.is_redirect:
            return self._redirect(job, target, answer)
        return self._read(job, target, answer, stored)

    def _mirrored(self, job: Job, stored: Stored | None, *, alone: bool) -> Page | None:
        """Return what the bulk files say; with `alone`, what was stored where that is newer.

        None where the site is to be asked: no files answer, they know a part only, or we have asked it since.
        """
        if job.redirects or job.request.headers:
            return None
        for mirror in self._settings.mirrors:
            reflection = mirror.reflect(job.request, now=self._now())
            if reflection is None or not (reflection.whole or alone):
                continue
            if stored is None or stored.fetched < reflection.fetched:
                return mirrored_page(job.request, reflection)
            return to_page(stored, job.request, from_cache=True) if alone else None
        return None

    def _ask_robots(self, job: Job, target: Target, transport: Transport) -> None:
        began = time.monotonic()
        rules = self._sites.rules(target, transport, timeout_s=self._left_s(job))
        job.spent_s += min(time.monotonic() - began, self._settings.timeout_s / 2)
        if rules.closed is not None:
            raise RobotsRefused(
                target.url,
                f"{target.host} was not asked, since its robots.txt {rules.closed}",
                do="Try again later; a site whose wishes cannot be read is left alone.",
            )
        if not rules.allows(target.url):
            raise RobotsRefused(
                target.url,
                f"The robots.txt of {target.host} asks programs to stay away from this page",
                do="Open it in a browser and save it into the saved folder.",
            )

    def _exchange(self, job: Job, target: Target, stored: Stored | None, transport: Transport) -> Answer:
        queue = self._queue_of(target.host)
        if not queue.turn():
            raise TooSlow(target.url, "The run was stopped")
        began = time.monotonic()
        terms = Terms(
            headers=self._headers(job, target, stored),
            timeout_s=self._left_s(job),
            max_bytes=cap_bytes(job.request),
            on_sent=queue.sent,
        )
        try:
            answer = transport.exchange(target, terms)
        finally:
            queue.answered()
            took_s = time.monotonic() - began
            job.spent_s += took_s
        log_exchange(target.url, answer, took_s)
        return answer

    def _headers(self, job: Job, target: Target, stored: Stored | None) -> dict[str, str]:
        headers = {"Accept": accept_header(job.request)}
        if stored is not None and stored.url == target.url:
            headers |= conditional_headers(stored)
        if job.request.headers and check_url(job.request.url, self._settings).origin == target.origin:
            headers |= dict(job.request.headers)  # a key for one site is not for the one it redirects to
        return headers

    def _redirect(self, job: Job, target: Target, answer: Answer) -> Onward:
        location = answer.headers.get("location", "")
        if not location:
            raise BadAnswer(target.url, f"{target.host} redirects without saying where", do="Check the address.")
        if job.redirects >= MAX_REDIRECTS:
            raise BadAnswer(
                job.request.url,
                f"The address leads through more than {MAX_REDIRECTS} redirects",
                do="Open it in a browser and use the address it ends at.",
            )
        job.visited.add(target.url)
        onward = check_url(redirect_target(target.url, location), self._settings).url
        if onward in job.visited:
            raise BadAnswer(job.request.url, f"{target.host} redirects in a circle", do="Check the address.")
        return Onward(onward)

    def _read(self, job: Job, target: Target, answer: Answer, stored: Stored | None) -> Page:
        if answer.status == 304 and stored is not None and stored.url == target.url:
            return to_page(self._shelf.confirm(job.key, stored), job.request, from_cache=True)
        if answer.status not in GOOD:
            told_s = retry_after_s(answer.headers.get("retry-after", ""), now=_wall_clock())
            raise bad_status(target.url, target.host, answer.status, retry_after_s=told_s)
        if not answer.content.strip():
            raise BadAnswer(
                target.url, f"{target.host} answered with an empty page", status=answer.status, do="Try again later."
            )
        return to_page(self._shelf.keep(job.key, target.url, answer), job.request)

    def _left_s(self, job: Job) -> float:
        allowed_s = min(job.request.timeout_s, self._settings.timeout_s)
        if job.spent_s >= allowed_s:
            raise TooSlow(job.url, f"The answer was not complete within {allowed_s:.3g} seconds", do="Try again later.")
        return allowed_s - job.spent_s


def _wall_clock() -> datetime:
    # Not the run's `now`, which may stand still: a site counts its Retry-After from the real time.
    from datetime import UTC

    return datetime.now(UTC)
