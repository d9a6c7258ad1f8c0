"""Matrices are multiplied with one thread, and afterwards with as many as before."""

import numpy as np
from threadpoolctl import threadpool_info

from researchkit.blas import one_thread


def threads() -> list[int]:
    np.ones((2, 2)) @ np.ones((2, 2))
    return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]


def test_one_thread_inside_and_as_many_as_before_outside():
    before = threads()
    with one_thread():
        assert set(threads()) <= {1}
    assert threads() == before


def test_the_limit_holds_until_the_last_block_is_left():
    before = threads()
    first, second = one_thread(), one_thread()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert set(threads()) <= {1}
    second.__exit__(None, None, None)
    assert threads() == before
