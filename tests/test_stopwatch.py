"""Time by stage: each second is counted once, and only where somebody measures."""

import time

from researchkit.stopwatch import measured, stage


def spin(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_a_stage_counts_without_the_stages_inside_it():
    with measured() as watch, stage("collect"):
        spin(0.01)
        for _ in range(3):
            with stage("read"):
                spin(0.02)
    read, collect = watch.laps["read"], watch.laps["collect"]
    assert (read.count, collect.count) == (3, 1)
    assert read.cpu_s >= 0.06
    assert collect.cpu_s < read.cpu_s


def test_what_other_threads_spend_is_a_lap_of_its_own():
    from threading import Thread

    with measured() as watch:
        thread = Thread(target=spin, args=(0.05,))
        thread.start()
        thread.join()
    assert watch.laps["in other threads"].cpu_s >= 0.03


def test_nothing_is_counted_where_nobody_measures():
    with stage("collect"):
        pass
    with measured() as watch:
        pass
    assert list(watch.laps) == ["in other threads"]


def test_a_table_names_every_stage():
    with measured() as watch, stage("rank"):
        pass
    assert [line.split("  ")[0] for line in str(watch).splitlines()] == ["stage", "rank", "in other threads", "all"]
