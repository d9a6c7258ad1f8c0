"""A batch on this machine: every company is accounted for, and nothing that is done is done again or lost."""

import threading
from datetime import timedelta

import pandas as pd
import pytest
from batch_firms import DAY, FIRMS, firm

from researchkit.batch import keeping, local, work
from researchkit.batch.journal import Journal
from researchkit.dossier import reopen
from researchkit.errors import DateError, DiskError, ExportError, InputError, Locked
from researchkit.workspace import lock, write_atomic


def table(night, frame):
    return pd.read_parquet(night.out / frame)


def test_every_company_is_a_row(night):
    done = night()
    assert list(done.companies["outcome"]) == ["done"] * 4
    assert list(done.companies["documents"]) == [3] * 4


def test_a_folder_of_results_reads_as_one_table(night):
    done = night()
    assert table(done, "documents").groupby("company", observed=True).size().to_dict() == {
        f"firm{n}": 3 for n in range(4)
    }
    assert set(table(done, "events")["date"].astype(str)) == {str(DAY)}
    assert set(table(done, "companies")["company"]) == {f"firm{n}" for n in range(4)}


def test_every_file_of_a_frame_has_the_same_columns_and_types(night):
    from pyarrow import parquet

    done = night()
    for frame in ("documents", "events", "questions", "coverage", "changes"):
        assert len({parquet.read_schema(path) for path in (done.out / frame).rglob("*.parquet")}) == 1


def test_a_company_of_a_batch_is_on_the_shelf(night, home):
    night()
    assert len(reopen(firm(1), workspace=home).documents) == 3


def test_a_page_is_made_of_each_when_asked_for(night):
    done = night(page=".md")
    assert sorted(path.name for path in (done.out / "pages").iterdir()) == [f"firm{n}.md" for n in range(4)]


def test_a_company_that_fails_is_a_row_with_the_reason(night):
    done = night([firm(0), firm(99)])
    assert list(done.companies["outcome"]) == ["done", "failed"]
    assert "No place answered" in done.companies["reason"].iloc[1]


def test_a_fault_of_ours_in_one_company_ends_no_other(night, monkeypatch):
    right = local.research_one

    def wrong(task, turns):
        if task.company.slug == "firm2":
            raise KeyError("text")
        return right(task, turns)

    monkeypatch.setattr(local, "research_one", wrong)
    done = night()
    assert list(done.companies["outcome"]) == ["done", "done", "failed", "done"]
    assert "A fault in researchkit: KeyError" in done.companies["reason"].iloc[2]


def test_a_worker_is_told_whom_services_should_write_to(night, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_CONTACT", "career@fair.example")
    told = []
    right = local.research_one
    monkeypatch.setattr(
        local, "research_one", lambda task, turns: (told.append(task.company.contact), right(task, turns))[1]
    )
    night([firm(0), firm(1, contact="own@fair.example")])
    assert sorted(told) == ["career@fair.example", "own@fair.example"]


def test_a_second_run_of_the_day_does_nothing_twice(night, monkeypatch):
    night()
    monkeypatch.setattr(local, "research_one", None)
    assert night().failed == 0


def test_a_second_run_of_the_day_tries_again_what_failed(night, routes):
    night([firm(0), firm(1, places=())])
    assert night([firm(0), firm(1)]).failed == 0


def test_a_fresh_run_does_all_of_it_again(night, monkeypatch):
    night()
    monkeypatch.setattr(local, "research_one", None)
    assert night(fresh=True).failed == 4


def test_a_feed_is_asked_once_a_night_and_anew_by_a_fresh_run(night, monkeypatch):
    ages = []
    right = local.research_one
    monkeypatch.setattr(
        local, "research_one", lambda task, turns: (ages.append(task.web.get("max_age_s")), right(task, turns))[1]
    )
    night([firm(0)])
    night([firm(0)], fresh=True)
    assert (ages, work.LISTING_AGE_S) == ([None, 0.0], 6 * 3600)


def test_a_run_that_was_stopped_goes_on(night, terms, monkeypatch):
    kept = keeping.Keeper.keep

    def stop_at_two(self, parcel):
        kept(self, parcel)
        if len(self._journal.rows) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(keeping.Keeper, "keep", stop_at_two)
        with pytest.raises(KeyboardInterrupt):
            night()
    stopped = pd.read_parquet(terms().workspace.root / "results" / "companies")
    assert sorted(stopped["outcome"]) == ["done", "done", "not_tried", "not_tried"]
    researched: list[str] = []
    right = local.research_one
    monkeypatch.setattr(
        local, "research_one", lambda task, turns: (researched.append(task.company.slug), right(task, turns))[1]
    )
    assert (night(day=DAY + timedelta(days=1)).failed, len(researched)) == (0, 2)


def test_a_line_that_was_cut_in_the_journal_is_a_company_to_do(night):
    done = night()
    path = done.out / "runs" / f"{DAY}.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:3], lines[3][:20]]))
    assert night().failed == 0
    assert len(Journal.open(path.parent, day=DAY, since="30d").rows) == 4


def test_a_disk_that_is_full_ends_the_run_and_what_is_done_stays(night, terms, monkeypatch):
    written = []

    def full(path, content, **rest):
        if len(written) >= 8:
            raise DiskError(f"Cannot write {path}: No space left on device")
        written.append(path)
        return write_atomic(path, content, **rest)

    with monkeypatch.context() as patched:
        patched.setattr("researchkit.batch.results.write_atomic", full)
        with pytest.raises(DiskError, match=r"The 1 that are done are kept. Make room and run the same again"):
            night(at_once=1)
    assert night().failed == 0


def test_a_company_that_another_run_holds_is_a_row(night, home):
    with lock(home, "firm1"):
        done = night()
    assert list(done.companies["outcome"]) == ["done", "failed", "done", "done"]


def test_two_batches_do_not_run_over_each_other(night, home):
    with lock(home, ".batch"), pytest.raises(Locked):
        night()


def test_a_site_that_is_silent_leaves_the_last_dossier(night, home):
    night()
    night([firm(1, places=())], fresh=True)
    assert len(reopen(firm(1), workspace=home).documents) == 3


def test_a_window_that_nobody_can_read_fails_at_once(terms):
    import researchkit as rk

    with pytest.raises(DateError):
        rk.batch(FIRMS, since="soon", terms=terms())


def test_a_page_of_no_known_kind_fails_at_once(night):
    with pytest.raises(ExportError):
        night(page=".xls")


def test_an_executor_that_is_none_is_refused(terms):
    import researchkit as rk

    with pytest.raises(InputError, match="No executor called 'spark'"):
        rk.batch(FIRMS, executor="spark", terms=terms())  # type: ignore[arg-type]


def test_a_new_company_of_a_list_is_made_as_by_new(home, tmp_path, night, terms, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_text("name,site\nFirm3,https://firm3.example\n")
    done = night(path, web=dict(terms().web) | {"budgets": {}, "pace_s": 0.0, "article_max_age_s": 1e9})
    assert list(done.companies["reason"]) == [""]
    assert "feed.xml" in home.profile("firm3").read_text()


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_only_time(night, monkeypatch):
    crew = []
    made = local._Worker.__init__

    def note(self, *given):
        made(self, *given)
        crew.append(self)
        if len(crew) == 1:
            threading.Timer(0.2, self._child.kill).start()

    monkeypatch.setattr(local._Worker, "__init__", note)
    assert night(workers=1).failed == 0
    assert len(crew) >= 2
