"""The same batch on a Dask cluster of one machine."""

import pytest
from batch_firms import FIRMS

import researchkit as rk
from researchkit.batch import cluster
from researchkit.batch.cluster import NoScheduler

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scheduler():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=4, processes=False, dashboard_address=None) as made:
        yield made.scheduler_address


def tree(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parts[-3] != "companies" and "runs" not in path.parts
    }


def test_the_cluster_makes_the_same_bytes_as_this_machine(terms, tmp_path, scheduler):
    here = rk.batch(FIRMS, since="30d", terms=terms(out=tmp_path / "here", page=".html"))
    there = rk.batch(
        FIRMS,
        executor="dask",
        scheduler=scheduler,
        since="30d",
        terms=terms(out=tmp_path / "there", page=".html", fresh=True),
    )
    assert (here.failed, there.failed) == (0, 0)
    assert len(tree(here.out)) == 4 * 6
    assert tree(here.out) == tree(there.out)


def test_all_workers_ask_the_schedulers_ledger(terms, scheduler):
    from distributed import Client

    rk.batch(FIRMS, scheduler=scheduler, since="30d", terms=terms(web=dict(terms().web) | {"routed_pace_s": 0.01}))
    with Client(scheduler) as client:
        names = client.run_on_scheduler(lambda dask_scheduler: "researchkit_turns" in dask_scheduler.handlers)
    assert names


def test_a_scheduler_that_is_not_there_is_told(terms, monkeypatch):
    monkeypatch.setattr(cluster, "_CONNECT_S", 0.5)
    with pytest.raises(NoScheduler, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        rk.batch(FIRMS, scheduler="tcp://127.0.0.1:1", terms=terms())
