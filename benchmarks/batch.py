"""A night over many companies: on paper from measured costs, and checked by a simulation on a cluster of this machine.

usage: python benchmarks/batch.py [--companies 300] [--documents 20] [--scale 50] [--wire-pace 0.125] [--no-kill]

Invented companies (benchmarks/night/town.py), each with a site of its own and one request to a wire service that all
share, on a Dask cluster of four workers. Time is scaled: a pace of one second is 1/SCALE of a second. In the middle
one worker is killed. First a few companies run on one process, for the cost of one; then the whole is predicted; then
it runs. Printed: predicted and measured, what the hosts saw, and the paper for ten thousand.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "night"))
from town import NOW, WIRE

import researchkit as rk
from researchkit.batch.night import Night, Terms
from researchkit.records import Company, Place
from researchkit.sample.server import Routes
from researchkit.web.turns import Budget
from researchkit.workspace import Workspace

WORKERS, THREADS = 4, 16
WIRE_PACE_S = 0.125  # as EDGAR's: ten requests a second for all, with a margin
WIRE_REQUESTS = 2  # of a company: its feed there, and the page that the feed names
PROBE = 24  # companies that tell the cost of one


@contextlib.contextmanager
def town(documents: int, latency_s: float) -> Iterator[int]:
    """Serve the town in a process of its own and give its port."""
    command = [sys.executable, str(Path(__file__).parent / "night" / "town.py"), str(documents), str(latency_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.kill()


def seen(port: int) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__seen") as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def companies(first: int, count: int) -> list[Company]:
    """Return so many companies of the town."""
    return [
        Company(
            slug=f"firm{number}",
            name=f"Firm{number}",
            site=f"https://firm{number}.example",
            domains=(f"firm{number}.example",),
            places=(
                Place(source="feed", target=f"https://firm{number}.example/feed.xml"),
                Place(source="feed", target=f"https://{WIRE}/firm{number}.xml"),
            ),
            disabled=("gdelt", "hackernews", "wikidata", "wikipedia"),
            as_of=NOW,
        )
        for number in range(first, first + count)
    ]


def terms(home: Path, port: int, scale: float, wire_pace_s: float = WIRE_PACE_S, **options: object) -> Terms:
    web = {
        "routes": Routes(("127.0.0.1", port), frozenset()),  # whatever the host, it is the town
        "pace_s": 1.0 / scale,
        "budgets": {WIRE: Budget("wire", wire_pace_s / scale)},
        "robots_exempt": (WIRE,),
    }
    return Terms(workspace=Workspace(home), web=web, **options)  # type: ignore[arg-type]


def cpu_s(pid: int) -> float:
    """Return the CPU seconds a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost_of_one(port: int, scale: float) -> float:
    """Return the CPU seconds of one company, from a few on the threads of this process."""
    with tempfile.TemporaryDirectory() as folder:
        warm, probe = companies(10_000_000, 4), companies(20_000_000, PROBE)
        here = terms(Path(folder), port, scale, workers=0, progress=False, fresh=True)
        rk.batch(warm, since="90d", terms=here)
        before = time.process_time()
        rk.batch(probe, since="90d", terms=here)
        return (time.process_time() - before) / PROBE


def kill_one(night: Path, half: int, pids: list[int], killed: list[int]) -> None:
    """Kill a worker when half of the companies are done."""
    while True:
        time.sleep(0.2)
        for journal in night.glob("results/runs/*.jsonl"):
            if journal.read_text().count("\n") >= half:
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])
                return


def run(asked: argparse.Namespace, port: int) -> tuple[Night, float, dict[str, float]]:
    """Run the night on a cluster and return what came of it, the wall seconds, and CPU seconds by part."""
    from distributed import Client, LocalCluster

    listed = companies(0, asked.companies)
    killed: list[int] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(n_workers=WORKERS, threads_per_worker=THREADS, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())
        if not asked.no_kill:
            half = asked.companies // 2
            threading.Thread(target=kill_one, args=(Path(folder), half, pids, killed), daemon=True).start()
        began, before = time.perf_counter(), {pid: cpu_s(pid) for pid in pids}
        mine = time.process_time()
        there = terms(Path(folder), port, asked.scale, asked.wire_pace)
        night = rk.batch(listed, scheduler=cluster.scheduler_address, since="90d", terms=there)
        wall_s = time.perf_counter() - began
        alive = list(client.run(os.getpid).values())
        spent = {
            "workers": sum(cpu_s(pid) - before.get(pid, 0.0) for pid in alive),
            "client and scheduler": time.process_time() - mine,
            "killed": float(len(killed)),
            "documents": float(night.companies["documents"].sum()),
            "cache_bytes": float(sum(path.stat().st_size for path in Path(folder, "cache").glob("http.sqlite*"))),
            "result_bytes": float(sum(path.stat().st_size for path in night.out.rglob("*.parquet"))),
            "shelf_bytes": float(
                sum(path.stat().st_size for path in Path(folder, "cache", "dossiers").rglob("*.parquet"))
            ),
        }
    return night, wall_s, spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=300)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--scale", type=float, default=50.0)
    parser.add_argument("--wire-pace", type=float, default=WIRE_PACE_S, help="seconds between requests, unscaled")
    parser.add_argument("--no-kill", action="store_true")
    asked = parser.parse_args()
    with town(asked.documents, 0.1 / asked.scale) as port:
        one_s = cost_of_one(port, asked.scale)
        cores = os.cpu_count() or 1
        each_ms = 1000 * one_s / asked.documents
        print(f"one company of {asked.documents} documents: {one_s:.3f} s of CPU, {each_ms:.1f} ms a document")
        own_s = (asked.documents + 2) / asked.scale * asked.companies / (WORKERS * THREADS)
        bounds = {
            f"CPU on {cores} cores": one_s * asked.companies / cores,
            "pace of the own sites": own_s,
            "pace of the wire": WIRE_REQUESTS * asked.wire_pace / asked.scale * asked.companies,
        }
        print("predicted: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in bounds.items()))
        seen(port)  # what the few were seen to do is forgotten
        night, wall_s, spent = run(asked, port)
        report = seen(port)
    outcomes = night.companies["outcome"].value_counts().to_dict()
    print(f"measured: {wall_s:.1f} s, {wall_s / max(bounds.values()):.2f} × the largest of them; {outcomes}")
    print(f"workers killed: {spent['killed']:.0f}; documents: {spent['documents']:.0f}")
    print(f"CPU s: workers {spent['workers']:.1f} (without the killed one), here {spent['client and scheduler']:.1f}")
    for name in ("cache", "result", "shelf"):
        print(f"{name}: {spent[f'{name}_bytes'] / max(1.0, spent['documents']):.0f} bytes a document")
    wire = report["wire"]
    print(
        f"hosts saw: {report['hosts']} own sites, {report['asked']} requests, at most {report['most_open']} open, "
        f"the fastest {report['fastest_a_second'] / asked.scale:.2f} of its pace; the wire {wire['asked']} requests, "
        f"at most {wire['most_open']} open, {wire['a_second'] * asked.wire_pace / asked.scale:.2f} of its pace"
    )
    print(f"memory here: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
