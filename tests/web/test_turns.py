"""Turns at a host that several runs share: who may ask when, whatever becomes of a worker."""

import time
from dataclasses import replace

import pytest
from web_site import NOW, answer, ask

from researchkit.records import Failure, Page
from researchkit.sources import budgets
from researchkit.web.fetch import Fetcher
from researchkit.web.turns import Budget, Entry, MemoryTurns
from researchkit.web.turns_file import FileTurns


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def reserve(entry: Entry, now: float, pace_s: float = 1.0, patience_s: float = 60.0) -> float | None:
    return entry.reserve(now, pace_s=pace_s, patience_s=patience_s)


def test_turns_lie_a_pace_apart():
    entry = Entry()
    waits = [reserve(entry, 1000.0) for _ in range(4)]
    assert waits == pytest.approx([0, 1, 2, 3], abs=0.03)


def test_a_turn_past_all_patience_is_not_taken():
    entry = Entry()
    assert reserve(entry, 1000.0, 10.0) == 0
    assert reserve(entry, 1000.0, 10.0, patience_s=5.0) is None
    assert reserve(entry, 1000.0, 10.0) == pytest.approx(10, abs=0.03)


def test_a_service_that_counts_by_the_hour_is_asked_a_few_times_at_once():
    entry = Entry()
    waits = [entry.reserve(1000.0, pace_s=72.0, patience_s=100.0, burst=3) for _ in range(4)]
    assert waits == pytest.approx([0, 0, 0, 72], abs=0.05)


def test_a_burst_comes_back_with_the_pace():
    entry = Entry()
    for _ in range(3):
        entry.reserve(1000.0, pace_s=72.0, patience_s=100.0, burst=3)
    waits = [entry.reserve(1145.0, pace_s=72.0, patience_s=100.0, burst=3) for _ in range(3)]
    assert waits == pytest.approx([0, 0, 71], abs=0.1)


def test_no_burst_breaks_a_wait_that_a_host_asked_for():
    entry = Entry()
    entry.hold(1000.0, 30.0)
    assert entry.reserve(1000.0, pace_s=1.0, patience_s=60.0, burst=10) == 30.0


def test_github_gets_at_most_sixty_requests_in_any_hour():
    github, entry = budgets()["api.github.com"], Entry()
    asked = 0
    for second in range(3600):
        while entry.reserve(second, pace_s=github.pace_s, patience_s=0.0, burst=github.burst) is not None:
            asked += 1
    assert 50 <= asked <= 60


def test_a_host_that_asks_for_time_gets_it_from_everybody():
    turns = MemoryTurns(Clock())
    turns.hold("acme.example", 30.0)
    assert turns.reserve("acme.example", pace_s=1.0, patience_s=60.0) == 30.0


def test_no_more_exchanges_are_open_than_a_host_bears():
    turns = MemoryTurns(Clock())
    first, second, third = (turns.enter("acme.example", connections=2, lease_s=20.0) for _ in range(3))
    assert (first is None, second is None, third is None) == (False, False, True)
    turns.leave("acme.example", first)
    assert turns.enter("acme.example", connections=2, lease_s=20.0) is not None


def test_the_exchange_of_a_worker_that_died_ends_with_its_lease():
    clock = Clock()
    turns = MemoryTurns(clock)
    turns.enter("acme.example", connections=1, lease_s=20.0)
    clock.now += 21
    assert turns.enter("acme.example", connections=1, lease_s=20.0) is not None


def test_a_clock_that_jumped_closes_no_host():
    entry = Entry(next_at=5e9)
    assert reserve(entry, 1000.0, patience_s=1e6) == 86_400.0


def test_another_process_finds_the_turns_that_were_taken(tmp_path):
    before, after = FileTurns(tmp_path / "turns.sqlite"), FileTurns(tmp_path / "turns.sqlite")
    before.reserve("acme.example", pace_s=30.0, patience_s=60.0)
    before.close()
    assert after.reserve("acme.example", pace_s=30.0, patience_s=60.0) == pytest.approx(30, abs=2)


def test_two_runs_of_one_process_count_their_exchanges_apart(tmp_path):
    first, second = FileTurns(tmp_path / "turns.sqlite"), FileTurns(tmp_path / "turns.sqlite")
    tickets = [turns.enter("acme.example", connections=2, lease_s=20.0) for turns in (first, second)]
    assert first.enter("acme.example", connections=2, lease_s=20.0) is None
    second.leave("acme.example", tickets[0])
    assert first.enter("acme.example", connections=2, lease_s=20.0) is None


def test_a_run_that_ends_leaves_no_exchange_open(tmp_path):
    stopped, after = FileTurns(tmp_path / "turns.sqlite"), FileTurns(tmp_path / "turns.sqlite")
    stopped.enter("acme.example", connections=1, lease_s=20.0)
    stopped.close()
    assert after.enter("acme.example", connections=1, lease_s=20.0) is not None


def test_a_thread_that_comes_after_the_end_opens_no_file(tmp_path):
    turns = FileTurns(tmp_path / "turns.sqlite")
    turns.close()
    turns.reserve("acme.example", pace_s=1.0, patience_s=1.0)
    assert not (tmp_path / "turns.sqlite").exists()


def test_a_ledger_that_cannot_be_written_still_keeps_the_pace(tmp_path):
    (tmp_path / "file").write_text("in the way")
    turns = FileTurns(tmp_path / "file" / "turns.sqlite")
    turns.reserve("acme.example", pace_s=30.0, patience_s=60.0)
    assert turns.reserve("acme.example", pace_s=30.0, patience_s=60.0) == pytest.approx(30, abs=2)


def test_two_runs_ask_one_host_at_the_pace_of_one(site, settings, tmp_path):
    shared = replace(settings, turns=MemoryTurns(), routed_pace_s=0.05)
    pages = [f"/{number}" for number in range(4)]
    for page in pages:
        site.says(page, answer())
    began = time.monotonic()
    with (
        Fetcher(tmp_path / "one", shared, now=lambda: NOW) as one,
        Fetcher(tmp_path / "two", shared, now=lambda: NOW) as two,
    ):
        for page in pages:
            one.submit(ask(page))
            two.submit(ask(page))
        answers = [*one.results(), *two.results()]
    assert all(isinstance(got, Page) for got in answers)
    assert time.monotonic() - began >= 9 * 0.05  # eight pages and two robots.txt


def test_hosts_of_one_service_share_its_budget(site, settings, tmp_path):
    turns = MemoryTurns()
    budget = Budget("both", 60.0)
    hosts = {"acme.example": budget, "other.example": budget}
    shared = replace(
        settings, turns=turns, routed_pace_s=0.01, budgets=hosts, patience_s=1.0, robots_exempt=tuple(hosts)
    )
    site.says("/", answer())
    with Fetcher(tmp_path, shared, now=lambda: NOW) as web:
        web.submit(ask())
        web.submit(ask(host="other.example"))
        answers = list(web.results())
    spent = [got for got in answers if isinstance(got, Failure)]
    assert [(got.outcome, "both is asked by other runs too" in got.reason) for got in spent] == [("not_tried", True)]


def test_a_run_asks_at_once_what_a_service_lets_it_ask_at_once(site, settings, tmp_path):
    hosts = {"acme.example": Budget("acme.example", 60.0, burst=2)}
    shared = replace(
        settings, turns=MemoryTurns(), routed_pace_s=0.01, budgets=hosts, patience_s=1.0, robots_exempt=tuple(hosts)
    )
    for path in ("/a", "/b"):
        site.says(path, answer())
    with Fetcher(tmp_path, shared, now=lambda: NOW) as web:
        for path in ("/a", "/b"):
            web.submit(ask(path))
        assert all(isinstance(got, Page) for got in web.results())


def test_edgar_has_ten_requests_a_second_over_all_its_hosts():
    known = budgets()
    assert known["www.sec.gov"] == known["data.sec.gov"]
    assert known["www.sec.gov"].pace_s >= 0.1


def test_gdelt_is_asked_once_in_ten_seconds():
    assert budgets()["api.gdeltproject.org"].pace_s == 10.0
