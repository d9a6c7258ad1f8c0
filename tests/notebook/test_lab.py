"""How JupyterLab is started, and the extension that it loads from the package."""

import json
import os
import subprocess

import pytest
from typer.testing import CliRunner

from researchkit.cli import app
from researchkit.notebook.lab import EXTENSIONS, command, open_lab
from researchkit.records import Company
from researchkit.workspace import Workspace

PACKAGE = EXTENSIONS / "researchkit"


@pytest.fixture
def line(tmp_path):
    return command(Company(slug="acme", name="Acme"), Workspace(tmp_path))


@pytest.mark.parametrize(
    "option",
    [
        "--ServerApp.ip=127.0.0.1",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.extra_labextensions_path={EXTENSIONS}",
    ],
)
def test_jupyterlab_listens_here_and_asks_nobody_elsewhere(line, option):
    assert option in line


def test_no_option_takes_the_token_away(line):
    names = [option.partition("=")[0].lower() for option in line if option.startswith("--")]
    assert not [name for name in names if "token" in name or "password" in name]


@pytest.mark.skipif(os.name != "posix", reason="skipped: only POSIX lets a program take another's place")
def test_jupyterlab_takes_the_place_of_the_command_so_that_ctrl_c_is_its_own(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(os, "execve", lambda program, line, environment: started.append((line, environment)))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))
    home = Workspace(tmp_path)
    open_lab(Company(slug="acme", name="Acme"), home)
    ((line, environment),) = started
    assert line == command(Company(slug="acme", name="Acme"), home)
    assert environment["RESEARCHKIT_HOME"] == str(tmp_path)


def test_the_extension_is_where_its_card_says():
    card = json.loads((PACKAGE / "package.json").read_text())
    entry = PACKAGE / card["jupyterlab"]["_build"]["load"]
    assert f'const NAME = "{card["name"]}";' in entry.read_text()


def test_the_extension_names_no_other_machine():
    text = (PACKAGE / "static" / "remoteEntry.js").read_text().replace("https://acme.example", "")
    assert "://" not in text


def test_the_command_compare_makes_a_notebook(tmp_path, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(tmp_path))
    (tmp_path / "notebooks").mkdir()
    for name in ("acme", "beta"):
        (tmp_path / "notebooks" / f"{name}.toml").write_text(f'name = "{name}"\n')
    done = CliRunner().invoke(app, ["compare", "acme", "beta"])
    assert done.exit_code == 0
    assert (tmp_path / "notebooks" / "compare.ipynb").exists()


def test_the_command_compare_wants_two(tmp_path, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(tmp_path))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "acme.toml").write_text('name = "acme"\n')
    assert CliRunner().invoke(app, ["compare", "acme"]).exit_code == 2
