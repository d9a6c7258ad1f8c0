"""The store as the fetcher sees it: a disk that fails is a warning in the log, never a lost page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from researchkit.errors import DiskError
from researchkit.records import Page, Request
from researchkit.web.freshness import is_no_store, max_age_s, validators
from researchkit.web.store import Store, Stored
from researchkit.web.transport import Answer

_LOG = logging.getLogger("researchkit.web")


class Shelf:
    """Keeps good answers and makes pages of them. Thread-safe."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._lock = threading.Lock()
        self._warned = False

    def get(self, key: str) -> Stored | None:
        """Return what is kept under `key`; None when there is nothing or the disk fails."""
        try:
            return self._store.get(key)
        except DiskError as error:
            self._warn(error)
            return None

    def keep(self, key: str, url: str, answer: Answer) -> Stored:
        """Keep a good answer that came from `url` now."""
        etag, last_modified = validators(answer.headers)
        stored = Stored(
            url=url,
            status=answer.status,
            content_type=answer.headers.get("content-type", "")[:200],
            fetched=self._now(),
            etag=etag,
            last_modified=last_modified,
            max_age_s=max_age_s(answer.headers),
            no_store=is_no_store(answer.headers),
            content=answer.content,
        )
        try:
            self._store.put(key, stored)
        except DiskError as error:
            self._warn(error)
        return stored

    def confirm(self, key: str, stored: Stored) -> Stored:
        """Note that the site still serves what is kept."""
        fetched = self._now()
        try:
            return self._store.confirm(key, stored, fetched=fetched)
        except DiskError as error:
            self._warn(error)
            return stored

    def close(self) -> None:
        """Close the store. A thread that comes too late keeps nothing and says nothing."""
        with self._lock:
            self._warned = True
        self._store.close()

    def _warn(self, error: DiskError) -> None:
        with self._lock:
            if self._warned:
                return
            self._warned = True
        _LOG.warning("Pages are read but not kept: %s", error)


def to_page(stored: Stored, request: Request, *, from_cache: bool = False, stale: bool = False) -> Page:
    """Return the page that `stored` is for `request`."""
    return Page(
        request=request,
        url=stored.url,
        status=stored.status,
        content=stored.content,
        content_type=stored.content_type,
        fetched=stored.fetched,
        from_cache=from_cache,
        stale=stale,
    )
