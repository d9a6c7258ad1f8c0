"""Retry-After: read it, and decide whether to wait, to give up, or to try again soon. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from researchkit.errors import BadAnswer
from researchkit.web.limits import WebSettings

ASKS_TO_WAIT = frozenset({429, 503})
_MAX_TOLD_S = 366 * 86_400.0


class AskedToWait(BadAnswer):
    """A 429 or 503. `retry_after_s` is what the site told us, None when it told nothing readable."""

    def __init__(self, url: str, what: str, *, status: int, retry_after_s: float | None = None, do: str = "") -> None:
        self.retry_after_s = retry_after_s
        super().__init__(url, what, status=status, do=do)


def retry_after_s(header: str, *, now: datetime) -> float | None:
    """Return the seconds a Retry-After header asks for, from a number or a date; None when it is nonsense."""
    text = header.strip()
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text, re.ASCII):
        return min(float(text), _MAX_TOLD_S)
    try:
        told = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if told.tzinfo is None:
        told = told.replace(tzinfo=UTC)
    return min(max((told - now).total_seconds(), 0.0), _MAX_TOLD_S)


def wait_before_retry(asked: AskedToWait, *, tries: int, settings: WebSettings) -> float | None:
    """Return how long to wait before the next try, None when it is time to give up. `tries` have been made."""
    if tries >= settings.tries:
        return None
    backoff_s: float = settings.backoff_s * 2 ** (tries - 1)
    if asked.retry_after_s is None:
        return backoff_s
    if asked.retry_after_s > settings.max_wait_s:
        return None
    # A little more than told: their clock and ours tick apart, and "never earlier than told" is the promise.
    return max(asked.retry_after_s * 1.02 + 0.05, backoff_s) if asked.retry_after_s else backoff_s


def in_words(seconds: float) -> str:
    """Return a span of time as a person says it: "40 seconds", "3 hours"."""
    for unit, length_s in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length_s * 1.5:
            return f"{round(seconds / length_s)} {unit}s"
        if seconds >= length_s:
            return f"1 {unit}"
    whole = max(1, round(seconds))
    return "1 second" if whole == 1 else f"{whole} seconds"
