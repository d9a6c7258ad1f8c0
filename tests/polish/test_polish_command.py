"""`researchkit export … --polish`: what would be sent is printed, asked about, and only then sent."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from researchkit.cli import app


@pytest.fixture
def call(polish_home, dossier, monkeypatch, tmp_path):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(polish_home.root))
    path = tmp_path / "page.md"

    def run(*words: str, said: str = "") -> tuple[Result, str]:
        done = CliRunner().invoke(app, ["export", "sample", str(path), *words], input=said)
        return done, path.read_text(encoding="utf-8") if path.exists() else ""

    return run


def short(line: dict[str, str]) -> str:
    return line["sentence"].replace("acquired", "bought")


def test_an_export_without_the_option_sends_nothing(call, model):
    call("--endpoint", model.endpoint)
    assert model.paths == []


def test_a_no_sends_nothing_and_writes_our_own_page(call, model):
    done, page = call("--polish", "tiny", "--endpoint", model.endpoint, said="n\n")
    assert (done.exit_code, model.paths) == (0, [])
    assert "Nothing was sent" in done.stdout
    assert "rephrased" not in page


def test_without_an_answer_nothing_is_sent(call, model):
    done, page = call("--polish", "tiny", "--endpoint", model.endpoint)
    assert (done.exit_code, model.paths, page) == (130, [], "")


@pytest.mark.parametrize(("words", "said"), [((), "y\n"), (("--yes",), "")])
def test_a_yes_sends_what_was_printed(call, model, words, said):
    model.reply = short
    done, page = call("--polish", "tiny", "--endpoint", model.endpoint, *words, said=said)
    assert done.exit_code == 0
    assert all(f'"sentence": "{line["sentence"]}"' in done.stdout for line in model.lines)
    assert " rephrased by tiny" in page
    assert "lines rephrased" in done.stdout


def test_a_server_that_is_not_there_still_gives_a_page(call):
    done, page = call("--polish", "tiny", "--endpoint", "http://127.0.0.1:9/v1", "--yes")
    assert (done.exit_code, "Kelbrin" in page) == (0, True)
    assert "the other lines stay ours" in done.stdout


def test_an_endpoint_that_is_none_is_exit_code_2(call):
    done, page = call("--polish", "tiny", "--endpoint", "nowhere")
    assert (done.exit_code, page) == (2, "")


def test_a_notebook_is_not_polished(call):
    done = CliRunner().invoke(app, ["export", "sample.ipynb", "page.html", "--polish", "tiny"])
    assert (done.exit_code, "one-page brief" in done.stderr) == (2, True)
