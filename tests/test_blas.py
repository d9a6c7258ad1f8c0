"""Matrices are multiplied with one thread, and afterwards with as many as before."""

import threading

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


def test_a_thread_limits_while_one_that_did_before_still_lives():
    seen: list[set[int]] = []
    leave = threading.Event()

    def limit(then: threading.Event | None) -> None:
        with one_thread():
            seen.append(set(threads()))
        if then:
            then.wait()

    first = threading.Thread(target=limit, args=(leave,))
    first.start()
    while not seen:
        first.join(0.01)
    second = threading.Thread(target=limit, args=(None,))
    second.start()
    second.join()
    leave.set()
    first.join()
    assert all(found <= {1} for found in seen)
    assert len(seen) == 2


def test_what_one_thread_began_another_may_end():
    before = threads()
    block = one_thread()
    ready, leave = threading.Event(), threading.Event()

    def begin() -> None:
        block.__enter__()
        ready.set()
        leave.wait()

    first = threading.Thread(target=begin)
    first.start()
    ready.wait()
    block.__exit__(None, None, None)
    after = threads()
    leave.set()
    first.join()
    assert after == before
