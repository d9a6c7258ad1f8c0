from __future__ import annotations

import pytest
from bulk_files import NOW, article, minute_file, served_minutes

from researchkit.bulk import mirrors
from researchkit.bulk.gather import Wish, _Meter, gather
from researchkit.errors import InputError, Locked
from researchkit.records import Company
from researchkit.workspace import lock


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(gdelt_days=None), "No bulk files were asked for"),
        (Wish(gdelt_days=-1), "-1 days"),
        (Wish(gdelt_days=1000), "1000 days"),
    ],
)
def test_a_wish_that_cannot_be_says_what_can(home, wish, says):
    with pytest.raises(InputError, match=says):
        gather([Company(slug="a", name="Tarn Valves")], wish, workspace=home)


def test_two_runs_at_once_are_one_too_many(home):
    with lock(home, ".bulk"), pytest.raises(Locked):
        gather([Company(slug="a", name="Tarn Valves")], Wish(gdelt_days=0), workspace=home)


def test_a_list_of_common_words_asks_for_nothing(fetch):
    (said,) = fetch({}, ("Target", "Cruise"), gdelt_days=0)
    assert said.failed
    assert said.said == "no company of the list has a name that can be looked for"


def test_what_fails_of_one_kind_does_not_cost_the_other(fetch):
    pages = served_minutes({NOW.replace(hour=1, minute=2): minute_file(article("Tarn Valves opens a plant"))})
    brought = fetch(pages, gdelt_days=0, sec=True)
    assert [(one.kind, one.failed) for one in brought] == [
        ("SEC submissions", True),
        ("SEC companyfacts", True),
        ("GDELT", False),
    ]


def test_without_bulk_files_there_are_no_mirrors(home):
    assert mirrors(home.cache) == ()


def test_the_run_is_in_a_log_of_its_own_without_the_contact(fetch, home):
    fetch({}, gdelt_days=0)
    (log,) = (home.cache / "logs").iterdir()
    said = log.read_text(encoding="utf-8")
    assert "GDELT: asked for 150 minutes" in said
    assert "fair@college.example" not in said


def test_the_bar_counts_whole_mebibytes_of_what_is_to_come():
    class Bar:
        total = steps = 0

        def grow(self, count: int) -> None:
            self.total += count

        def step(self) -> None:
            self.steps += 1

    bar = Bar()
    meter = _Meter(bar)
    for size in (0, 2**20, 3 * 2**20, 0, 5 * 2**20):  # broken off after three, and begun anew
        meter(size, 5 * 2**20)
    assert (bar.total, bar.steps) == (5, 5)
