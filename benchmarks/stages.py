"""How each stage grows with the number of documents: wall, CPU and memory at 10, 100, 1,000, 10,000 and 100,000.

usage: python benchmarks/stages.py [--sizes 10,100,1000,10000] [--words 250]

Invented documents of one company over three years. Each size runs in a process of its own, so that its peak of memory
is its own; importing and loading the pipeline is counted apart. `growth` is the exponent between two sizes: CPU grows
as n to that power (1.0 is a straight line).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAYS = 3 * 365
TITLES = (
    "Tarnwick launches {a} {b} for {c}",
    "Tarnwick recalls {b} after {a} {c} complaints",
    "Tarnwick opens {a} {c} office in {d}",
    "Tarnwick cuts {n} jobs in {d} {c} unit",
    "Tarnwick buys {a} {c} maker {e}",
    "Tarnwick sued over {a} {b} in {d}",
    "Tarnwick raises ${n} million for {c} {b}",
    "Outage at Tarnwick hits {c} customers in {d}",
    "Tarnwick and {e} to build {a} {b}",
    "Why {c} buyers in {d} turn to {a} {b}",
)


def words_of(chance: random.Random, count: int) -> list[str]:
    """Return made-up words of two to four syllables."""
    parts = "ba be bo da de do fa fi ga go ka ki la le lo ma mi na no pa pe ra ri ro sa se so ta ti to va ve vo".split()  # noqa: SIM905 – a list of forty would hide the code
    return ["".join(chance.choice(parts) for _ in range(chance.randint(2, 4))) for _ in range(count)]


def documents(count: int, words: int) -> DataFrame:
    """Return DOCUMENTS: headlines of ten kinds, a body of so many words, a tenth of them copies by other outlets."""
    import pandas as pd

    from researchkit.frames import DOCUMENTS, conform

    chance = random.Random(7)
    stock = words_of(chance, 20_000)
    rows: list[dict[str, object]] = []
    for number in range(count):
        if rows and chance.random() < 0.1:
            row = dict(rows[-1])
        else:
            drawn = {key: chance.choice(stock) for key in "abc"} | {key: chance.choice(stock).title() for key in "de"}
            title = chance.choice(TITLES).format(**drawn, n=chance.randint(10, 900))
            body = " ".join(chance.choices(stock, k=words))
            row = {"title": title, "text": f"{title}\n\n{title}. {body}.", "word_count": words}
        published = NOW - timedelta(minutes=chance.randrange(DAYS * 1440))
        outlet = f"outlet{chance.randrange(200)}.example"
        row |= {
            "document_id": f"{number:016x}", "source_id": f"feed {outlet}", "kind": "news", "publisher": outlet,
            "url": f"https://{outlet}/{number}", "author": None, "published": published,
            "published_precision": "second", "fetched": NOW, "language": "en", "text_scope": "full",
            "first_party": False,
        }  # fmt: skip
        rows.append(row)
    return conform(pd.DataFrame(rows), DOCUMENTS)


def measure(count: int, words: int) -> dict[str, object]:
    """Run every stage once and return its laps, the peak of memory, and what came out."""
    from researchkit import shelf
    from researchkit.analysis.language import load
    from researchkit.analysis.stories import background_rarity
    from researchkit.dossier import frames_of, understand
    from researchkit.frames import COVERAGE, empty
    from researchkit.records import Company
    from researchkit.stopwatch import measured, stage
    from researchkit.workspace import Workspace

    load(), background_rarity()
    company = Company(slug="tarnwick", name="Tarnwick", description="Makes cold stores for farms.")
    frame = documents(count, words)
    before_mb = peak_mb()
    with measured() as watch, tempfile.TemporaryDirectory() as folder:
        dossier = understand(company, frame, empty(COVERAGE), since=NOW - timedelta(days=DAYS), now=NOW)
        with stage("keep"):
            run = shelf.run_id(frames_of(dossier), since=dossier.since, now=NOW)
            shelf.save(
                Workspace(Path(folder)), "tarnwick", shelf.Kept(run, frames_of(dossier), since=dossier.since, now=NOW)
            )
    laps = {name: (lap.wall_s, lap.cpu_s) for name, lap in watch.laps.items()}
    return {"laps": laps, "before_mb": before_mb, "peak_mb": peak_mb(), "events": len(dossier.events)}


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def children(sizes: list[int], words: int) -> Iterator[tuple[int, dict[str, object]]]:
    for size in sizes:
        command = [sys.executable, __file__, "--child", str(size), "--words", str(words)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        yield size, json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10,100,1000,10000")
    parser.add_argument("--words", type=int, default=250)
    parser.add_argument("--child", type=int)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(measure(asked.child, asked.words)))
        return
    print(f"{'documents':>9}  {'stage':10}{'wall s':>9}{'CPU s':>9}{'CPU ms/doc':>12}{'growth':>8}")
    last: dict[str, tuple[int, float]] = {}
    for size, found in children([int(size) for size in asked.sizes.split(",")], asked.words):
        laps: dict[str, tuple[float, float]] = found["laps"]  # type: ignore[assignment]
        for name, (wall_s, cpu_s) in laps.items():
            growth = ""
            if name in last and last[name][1] > 0.005 and cpu_s > 0:
                growth = f"{math.log(cpu_s / last[name][1]) / math.log(size / last[name][0]):.2f}"
            last[name] = (size, cpu_s)
            print(f"{size:9,}  {name:10.10}{wall_s:9.3f}{cpu_s:9.3f}{1000 * cpu_s / size:12.3f}{growth:>8}")
        memory = f"{found['before_mb']:.0f} MB with the documents alone, {found['peak_mb']:.0f} MB at the peak"
        print(f"{size:9,}  {memory}; {found['events']} events", flush=True)


if __name__ == "__main__":
    main()
