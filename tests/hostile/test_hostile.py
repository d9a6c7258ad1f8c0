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
    """The quick cases, with the controls beside ours."""
    return _run(tmp_path_factory.mktemp("hostile") / "fast.json", "--fast", timeout_s=280)


@pytest.mark.timeout(300)
def test_every_quick_case_is_met_as_a_correct_client_does(fast):
    assert fast["clients"]["ours"]["faults"] == {}
    assert fast["clients"]["ours"]["cases"] >= 600


@pytest.mark.parametrize("fault", ["crashes", "unsafe", "impolite", "forbidden"])
def test_there_is_not_one_of(fast, fault):
    assert fast["clients"]["ours"][fault] == 0


def test_memory_stays_within_bounds(fast):
    assert fast["clients"]["ours"]["growth_mib"] < 150


@pytest.mark.parametrize("control", ["refuse all", "accept all"])
def test_a_control_fails_most_cases(fast, control):
    assert fast["clients"][control]["passed"] < fast["clients"]["ours"]["cases"] / 2


def test_no_case_is_passed_by_both_controls(fast):
    assert fast["proves_nothing"] == []


def test_the_cage_sees_who_leaves_it(fast):
    assert fast["clients"]["accept all"]["forbidden"] > 0


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_other_case(tmp_path):
    ours = _run(tmp_path / "slow.json", "--slow", "--no-controls", timeout_s=390)["clients"]["ours"]
    assert ours["faults"] == {}
    assert ours["growth_mib"] < 150
