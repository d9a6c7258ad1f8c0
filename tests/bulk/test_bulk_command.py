"""`researchkit bulk`: what it prints, and its exit codes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from researchkit.bulk.gather import Brought
from researchkit.cli import app


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    seen = {}

    def pretend(companies, wish, *, workspace):
        seen.update(names=[c.name for c in companies if not c.common_word], wish=wish, root=workspace.root)
        if wish.gdelt_days is None and not wish.sec:
            return real(companies, wish, workspace=workspace)
        return [Brought(kind="GDELT", said="so many"), Brought(kind="SEC", said="no room", failed=wish.sec)]

    from researchkit.bulk import gather as module

    real = module.gather
    monkeypatch.setattr(module, "gather", pretend)

    def run(*words: str):
        (tmp_path / "companies.csv").write_text(
            "name,site\nTarn Valves,https://tarn.example\nTarget,\n", encoding="utf-8"
        )
        return CliRunner().invoke(app, ["bulk", "companies.csv", *words]), seen

    return run


def test_it_says_a_line_for_each_kind(call, tmp_path):
    done, seen = call("--gdelt-days", "3")
    assert (done.exit_code, done.stdout) == (0, "GDELT: so many\nSEC: no room\n")
    assert (seen["names"], seen["wish"].gdelt_days, seen["wish"].sec) == (["Tarn Valves"], 3, False)
    assert seen["root"] == tmp_path


def test_what_failed_is_exit_code_1(call):
    done, _ = call("--sec")
    assert done.exit_code == 1
    assert "FAILED SEC: no room" in done.stdout


def test_programs_get_json(call):
    done, _ = call("--gdelt-days", "0", "--json")
    assert json.loads(done.stdout)[0] == {"kind": "GDELT", "said": "so many", "failed": False}


def test_asked_for_nothing_it_says_what_to_add(call):
    done, _ = call()
    assert done.exit_code == 2
    assert "--gdelt-days 1, --sec or both" in done.stderr
