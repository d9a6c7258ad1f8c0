"""Nothing good is lost to a fault: `python -m tests.faults` makes all trials and prints the table, `--fast` a few."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="needs a system that forks")


def ran(*words: str, timeout_s: float) -> str:
    command = [sys.executable, "-m", "tests.faults", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout_s, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_all_trials_lose_nothing():
    told = ran("--slim", timeout_s=880)
    assert "Nothing was lost." in told
    assert sum(int(line.split()[-3]) for line in told.splitlines() if line.startswith("kill -9")) == 100
