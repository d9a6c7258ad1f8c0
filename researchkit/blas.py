"""Multiply matrices with one thread.

Ours are small: several threads wait for each other longer than they work, and those with nothing to do spin. The
results come as soon, for a quarter less CPU; in a batch, where every core has its own company, far sooner.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

_lock = threading.Lock()
_inside: list[ExitStack] = []  # one for each thread inside; the first holds the limit


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy multiply with one thread inside a `with` block, wherever its library can be told so.

    The limit is the whole process's: it begins with the first block entered and ends with the last one left.
    """
    with _lock:
        own = ExitStack()
        if not _inside:
            own.enter_context(_limit())
        _inside.append(own)
    try:
        yield
    finally:
        with _lock:
            _inside.remove(own)
            held = own.pop_all()
            if _inside:
                _inside[0].push(held)
            else:
                held.close()


def _limit() -> AbstractContextManager[object]:
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    import numpy  # noqa: F401  # its library must be there to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
