"""Multiply matrices with one thread.

Ours are small: several threads wait for each other longer than they work, and those with nothing to do spin. The
results come as soon, for a quarter less CPU; in a batch, where every core has its own company, far sooner.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """Let numpy multiply with one thread inside a `with` block, wherever its library can be told so."""
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    import numpy  # noqa: F401  # its library must be there to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
