"""Each site's robots.txt: fetched once a day, through the same guard and pace as everything, kept in the store."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from researchkit.errors import AddressRefused, TooSlow, WebError
from researchkit.web.connect import NotReached, Unreachable
from researchkit.web.guard import Target, check_url, redirect_target
from researchkit.web.limits import MAX_ROBOTS_BYTES, ROBOTS_AGE_S, WebSettings
from researchkit.web.queues import HostQueue
from researchkit.web.robots import ALLOW_ALL, Rules, read_robots, rules_from_status
from researchkit.web.shelf import Shelf
from researchkit.web.transport import Answer, Terms, Transport, log_exchange
from researchkit.web.turns import BudgetSpent

_MAX_ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_TIMEOUT_S = 10.0


class Sites:
    """Knows what every site asks of us. Thread-safe: one thread asks a site, the others wait for what it learns."""

    def __init__(
        self, settings: WebSettings, shelf: Shelf, queue_of: Callable[[str], HostQueue], now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._shelf = shelf
        self._queue_of = queue_of
        self._now = now
        self._known: dict[str, Rules | WebError] = {}

    def rules(self, target: Target, transport: Transport, *, timeout_s: float) -> Rules:
        """Return the rules for `target`. Raises the WebError of a site that cannot be reached or may not be asked."""
        if target.host in self._settings.robots_exempt:
            return ALLOW_ALL
        with self._queue_of(target.host).robots_lock:
            known = self._known.get(target.origin)
            if known is None:
                known = self._learn(target, transport, min(timeout_s, _TIMEOUT_S))
                self._known[target.origin] = known
                if isinstance(known, Rules) and known.delay_s:
                    self._queue_of(target.host).slow_to(known.delay_s)
        if isinstance(known, WebError):
            raise type(known)(target.url, known.what, do=known.do)
        return known

    def _learn(self, target: Target, transport: Transport, timeout_s: float) -> Rules | WebError:
        key = f"robots {target.origin}"
        stored = self._shelf.get(key)
        if stored is not None and 0 <= (self._now() - stored.fetched).total_seconds() < ROBOTS_AGE_S:
            return read_robots(stored.content)
        try:
            answer = self._fetch(check_url(f"{target.origin}/robots.txt", self._settings), transport, timeout_s)
        except BudgetSpent as error:
            return error
        except WebError as error:
            if isinstance(error, (Unreachable, NotReached, AddressRefused)) and error.url.startswith(
                f"{target.origin}/"
            ):
                return error  # nobody is there, which says more than "no robots.txt"
            late = isinstance(error, TooSlow)
            closed = Rules(closed="did not answer in time" if late else "gave no readable answer")
            return closed if stored is None else read_robots(stored.content)
        rules = rules_from_status(answer.status)
        if rules is not None and rules.closed is not None:
            return rules if stored is None else read_robots(stored.content)
        content = answer.content if rules is None else b""
        self._shelf.keep(key, f"{target.origin}/robots.txt", Answer(200, {}, content))
        return read_robots(content)

    def _fetch(self, target: Target, transport: Transport, timeout_s: float) -> Answer:
        """Follow at most five redirects to a robots.txt and return the last answer."""
        for _ in range(_MAX_ROBOTS_REDIRECTS + 1):
            queue = self._queue_of(target.host)
            if not queue.turn():
                raise TooSlow(target.url, "The run was stopped")
            began = time.monotonic()
            terms = Terms(
                headers={"Accept": "text/plain, */*;q=0.5"},
                timeout_s=max(timeout_s, 0.001),
                max_bytes=MAX_ROBOTS_BYTES,
                keep_cut=True,
                on_sent=queue.sent,
            )
            try:
                answer = transport.exchange(target, terms)
            finally:
                queue.answered()
            log_exchange(target.url, answer, time.monotonic() - began)
            timeout_s -= time.monotonic() - began
            location = answer.headers.get("location", "")
            if not answer.is_redirect or not location:
                return answer
            target = check_url(redirect_target(target.url, location), self._settings)
        # RFC 9309: a chain that is too long may be taken as "unavailable", which is a 4xx: everything is allowed.
        return Answer(404, {})
