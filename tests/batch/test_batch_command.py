"""`researchkit batch`: what it prints, and its exit codes."""

import json

import pytest
from typer.testing import CliRunner

from researchkit import sample
from researchkit.cli import app


@pytest.fixture
def call(home, tmp_path, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(home.root))
    monkeypatch.chdir(tmp_path)

    def run(text: str, *words: str):
        (tmp_path / "companies.csv").write_text(text)
        return CliRunner().invoke(app, ["batch", "companies.csv", *words])

    return run


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        ("company,site\nAcme,\n", [], 'rename "company" to "name"'),
        ("name,site\nAcme,\n", ["--since", "soon"], "soon"),
        ("name,site\nAcme,\n", ["--pages", ".xls"], ".pdf"),
        ("name,site\nAcme,\n", ["--scheduler", "nowhere"], "No Dask scheduler answers at nowhere"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(call, monkeypatch, text, words, says):
    monkeypatch.setattr("researchkit.batch.cluster._CONNECT_S", 0.3)
    done = call(text, *words)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr


def test_results_that_cannot_be_written_are_exit_code_3(call, tmp_path):
    (tmp_path / "taken").write_text("a file, no folder")
    assert call("name,site\nAcme,\n", "--out", "taken").exit_code == 3


@pytest.mark.slow
def test_a_list_with_a_broken_line_is_done_and_exit_code_1(call, home):
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    done = call("name,site\nsample,\n,https://nameless.example\n", "--since", "180d", "--workers", "1", "--json")
    rows = json.loads(done.stdout)["companies"]
    assert done.exit_code == 1
    assert [(row["outcome"], row["documents"] > 50) for row in rows] == [("done", True), ("not_tried", False)]
