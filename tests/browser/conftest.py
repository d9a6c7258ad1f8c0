"""One JupyterLab and one browser for all browser tests; without Chromium they are skipped in one line."""

from pathlib import Path

import pytest
from lab_session import CHROMIUM, chromium, running_lab

from researchkit import sample
from researchkit.notebook.create import create
from researchkit.verbs import load
from researchkit.workspace import Workspace


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Workspace:
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    create(load("sample", workspace=home), home.notebook("sample"))
    return home


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with chromium(tmp_path_factory.mktemp("chromium")) as context:
        yield context


@pytest.fixture(scope="module")
def lab(tmp_path_factory, web, home):
    with running_lab(tmp_path_factory.mktemp("jupyter"), home.root) as lab:
        yield lab
