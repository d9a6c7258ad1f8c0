"""Multiply matrices with one thread.

Ours are small: several threads wait for each other longer than they work, and those with nothing to do spin. The
results come as soon, for a quarter less CPU; in a batch, where every core has its own company, far sooner.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


class _Limit:
    """How many blocks are open, and what undoes the limit that the first of them set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = 0
        self._undo: Callable[[], None] = lambda: None

    def enter(self) -> None:
        with self._lock:
            if not self._open:
                with _any_thread_may_tell():
                    self._undo = _controller().limit(limits=1, user_api="blas").restore_original_limits
            self._open += 1

    def leave(self) -> None:
        with self._lock:
            self._open -= 1
            if not self._open:
                with _any_thread_may_tell():
                    self._undo()


_limit = _Limit()


@contextmanager
def _any_thread_may_tell() -> Iterator[None]:
    """Let this thread set the limit, and leave it to any other to set the next.

    From 3.8 on threadpoolctl listens to the thread that was first, as long as it lives, and to no other; in a batch
    that is one of many.
    """
    from threadpoolctl import OpenBLASController

    let_go: Callable[..., None] = getattr(OpenBLASController, "clear_controlling_thread", lambda **_: None)
    let_go(force=True)
    try:
        yield
    finally:
        let_go(force=True)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy multiply with one thread inside a `with` block, wherever its library can be told so.

    The limit is the whole process's: it begins with the first block entered and ends with the last one left.
    """
    _limit.enter()
    try:
        yield
    finally:
        _limit.leave()


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    import numpy  # noqa: F401  # its library must be there to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
