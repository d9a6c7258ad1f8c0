"""`python -m tests.faults` prints a table of trials and losses; the exit code is 1 when anything was lost.

`--slim` researches the sample from its own two feeds alone, which takes a third of the time; `--fast` makes a few such
trials of each kind; `--kind NAME` one kind alone. Run it where nobody edits the code meanwhile: pages are compared.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before anything is imported: children are forked

from tests.faults import trials  # noqa: E402
from tests.faults.children import clock, warm  # noqa: E402
from tests.faults.desk import Desk, prepare  # noqa: E402

LANES = 2
# what it is called, how it is made, trials in all, trials in a fast run, whether a mount is needed
KINDS: dict[str, tuple[Callable[[Desk, int], list[str]], int, int, bool]] = {
    "kill -9 at a random moment": (trials.killed_at_a_moment, 50, 2, False),
    "kill -9 at a random touch of the disk": (trials.killed_at_a_touch, 50, 2, False),
    "RLIMIT_FSIZE": (trials.limited_file_size, 8, 1, False),
    "full disk (tmpfs)": (trials.full_disk, 6, 1, True),
    "read-only workspace (mount)": (trials.read_only, 1, 0, True),
    "two researchers on one company": (trials.two_researchers, 4, 1, False),
    "corrupt HTTP cache": (trials.corrupt_cache, 12, 1, False),
    "truncated Parquet": (trials.truncated_parquet, 10, 1, False),
    "clock going backwards": (trials.clock_backwards, 4, 0, False),
}


def main() -> int:
    """Make the trials and print the table."""
    words = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    words.add_argument("--fast", action="store_true")
    words.add_argument("--slim", action="store_true")
    words.add_argument("--kind", default="")
    asked = words.parse_args()
    logging.getLogger("researchkit").setLevel(logging.ERROR)  # of this process; the children say what they have to say
    warm()
    lost = 0
    with tempfile.TemporaryDirectory(prefix="researchkit-faults-") as folder:
        desk = prepare(Path(folder), slim=asked.fast or asked.slim)
        print(f"{'fault':40} {'trials':>6} {'losses':>6} {'seconds':>8}", flush=True)
        for name, (make, count, few, mounts) in KINDS.items():
            wanted = few if asked.fast else count
            if asked.kind not in name or not wanted:
                continue
            if mounts and not trials.may_mount():
                print(f"{name:40} not tried: mounting is not permitted here")
                continue
            lost += _row(name, desk, make, wanted)
    print("Nothing was lost." if not lost else f"{lost} trials lost something.")
    return 1 if lost else 0


def _row(name: str, desk: Desk, make: Callable[[Desk, int], list[str]], count: int) -> int:
    began = clock()
    lost = [(number, found) for number, found in _trials(desk, make, count) if found]
    print(f"{name:40} {count:6} {len(lost):6} {clock() - began:8.1f}", flush=True)
    for number, found in lost:
        for line in found:
            print(f"    {number}: {line}", flush=True)
    return len(lost)


def _trials(desk: Desk, make: Callable[[Desk, int], list[str]], count: int) -> list[tuple[int, list[str]]]:
    """Make the trials in two lanes, each a process of its own."""
    lanes: list[tuple[int, Path]] = []
    for lane in range(min(LANES, count)):
        path = desk.root / f"lane-{lane}.json"
        child = os.fork()
        if not child:
            code = 1
            try:
                found = [(number, make(desk, number)) for number in range(lane, count, LANES)]
                path.write_text(json.dumps(found), encoding="utf-8")
                code = 0
            finally:  # a lane never goes on as if it were the whole
                os._exit(code)
        lanes.append((child, path))
    rows: list[tuple[int, list[str]]] = []
    for child, path in lanes:
        os.waitpid(child, 0)
        rows += json.loads(path.read_text(encoding="utf-8"))
        path.unlink()
    return sorted(rows)


if __name__ == "__main__":
    sys.exit(main())
