"""The hostile web against ours: `python -m tests.hostile --report` says more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def _run(path: Path, *options: str, timeout_s: float) -> Mapping[str, Any]:
    command = [sys.executable, "-m", "tests.hostile", "--json", str(path), *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout_s, check=False)
    assert path.exists(), ran.stdout + ran.stderr
    summary: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return summary


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    path = tmp_path_factory.mktemp("hostile") / "fast.json"
    summary: Mapping[str, Any] = _run(path, "--fast", "--no-controls", timeout_s=110)["clients"]["ours"]
    return summary


def test_every_quick_case_is_met_as_a_correct_client_does(fast):
    assert fast["faults"] == {}
    assert fast["cases"] >= 400


@pytest.mark.parametrize("fault", ["crashes", "unsafe", "impolite", "forbidden"])
def test_there_is_not_one_of(fast, fault):
    assert fast[fault] == 0


def test_memory_stays_within_bounds(fast):
    assert fast["growth_mib"] < 150


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_all_cases_with_the_controls_beside(tmp_path):
    summary = _run(tmp_path / "all.json", timeout_s=390)
    ours = summary["clients"]["ours"]
    assert ours["faults"] == {}
    assert summary["proves_nothing"] == []
    assert summary["clients"]["refuse all"]["passed"] < ours["cases"] / 2
    assert summary["clients"]["accept all"]["passed"] < ours["cases"] / 2
    assert summary["clients"]["accept all"]["forbidden"] > 0  # or the cage sees nothing
