"""`python -m tests.hostile --report [--fast] [--only NAME] [--json PATH] [--no-controls]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

from tests.hostile.cage import namespace
from tests.hostile.cases import CASES
from tests.hostile.clients import CLIENTS
from tests.hostile.runner import Verdict, run
from tests.hostile.server import Server

_CAGED = "HOSTILE_CAGED"


def main() -> int:
    """Run, print the table, and return 0 when ours passes everything."""
    options = _options()
    if _CAGED not in os.environ and (command := namespace()):
        os.environ[_CAGED] = "a network namespace with loopback alone"
        os.execvp(command[0], [*command, sys.executable, "-m", "tests.hostile", *sys.argv[1:]])
    cases = [
        case
        for case in CASES
        if (case.fast or not options.fast) and (options.only in case.name or options.only == case.row)
    ]
    clients = ["ours"] if options.no_controls else list(CLIENTS)
    print(f"{len(cases)} cases; cage: {os.environ.get(_CAGED, 'no namespace here')}, and a guard on every socket")
    results: dict[str, list[Verdict]] = {}
    serving = {case.name: case.serve for case in cases if case.serve is not None}
    for client in clients:
        began = time.monotonic()
        with Server(serving).running() as server:
            # The controls mostly wait; more of them at once cost nothing.
            results[client] = run(client, cases, server, workers=options.workers * (1 if client == "ours" else 4))
        print(_line(client, results[client], time.monotonic() - began), flush=True)
    _print_faults(results["ours"], verbose=options.verbose)
    nothing = _proves_nothing(results)
    if not options.no_controls:
        print(f"cases that both controls pass, and that prove nothing: {', '.join(nothing) or 'none'}")
    if options.report:
        rows = Counter(case.row for case in cases)
        good = Counter(one.case.row for one in results["ours"] if one.passed)
        for row, count in rows.items():
            print(f"  {row:<28} {good[row]:>3} of {count}")
    if options.json:
        Path(options.json).write_text(json.dumps(_summary(results, nothing), indent=1), encoding="utf-8")
    return 0 if all(one.passed for one in results["ours"]) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--report", action="store_true", help="print a line for each row of the promises")
    parser.add_argument("--fast", action="store_true", help="only the cases that are quick")
    parser.add_argument("--slow", action="store_true", help="only the other cases")
    parser.add_argument("--only", default="", help="only cases whose name has this in it, or of this row")
    parser.add_argument("--json", default="", help="write the outcome to this file")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--no-controls", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="show what failing cases brought")
    return parser.parse_args()


def _line(client: str, verdicts: list[Verdict], seconds: float) -> str:
    late = sum(any(fault.startswith("time") for fault in one.faults()) for one in verdicts)
    return (
        f"{client:<10} passes {sum(one.passed for one in verdicts)} of {len(verdicts)}"
        f" | hangs {sum(one.hang for one in verdicts)}"
        f" | crashes {sum(one.crash is not None for one in verdicts)}"
        f" | unsafe output {sum(one.unsafe is not None for one in verdicts)}"
        f" | impolite {sum(one.impolite is not None for one in verdicts)}"
        f" | forbidden connections {sum(len(one.forbidden) for one in verdicts)}"
        f" | late {late}"
        f" | largest growth {max((one.growth_mib for one in verdicts), default=0):.0f} MiB"
        f" | run again {sum(one.runs > 1 for one in verdicts)}"
        f" | slowest {max((one.took_s for one in verdicts), default=0):.1f} s | {seconds:.0f} s in all"
    )


def _print_faults(verdicts: list[Verdict], *, verbose: bool) -> None:
    for one in verdicts:
        if not one.passed:
            print(f"  FAILS {one.case.name}: {'; '.join(one.faults())}")
            if verbose:
                print(f"        {one.crash or ''}{json.dumps(one.got)[:600]}")


def _proves_nothing(results: dict[str, list[Verdict]]) -> list[str]:
    passed = [{one.case.name for one in verdicts if one.passed} for name, verdicts in results.items() if name != "ours"]
    return sorted(set.intersection(*passed)) if len(passed) > 1 else []


def _summary(results: dict[str, list[Verdict]], nothing: list[str]) -> dict[str, object]:
    return {
        "clients": {
            name: {
                "cases": len(verdicts),
                "passed": sum(one.passed for one in verdicts),
                "hangs": sum(one.hang for one in verdicts),
                "crashes": sum(one.crash is not None for one in verdicts),
                "unsafe": sum(one.unsafe is not None for one in verdicts),
                "impolite": sum(one.impolite is not None for one in verdicts),
                "forbidden": sum(len(one.forbidden) for one in verdicts),
                "growth_mib": max((one.growth_mib for one in verdicts), default=0.0),
                "faults": {one.case.name: one.faults() for one in verdicts if not one.passed},
            }
            for name, verdicts in results.items()
        },
        "proves_nothing": nothing,
    }


if __name__ == "__main__":
    sys.exit(main())
