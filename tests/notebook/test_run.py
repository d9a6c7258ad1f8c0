"""Running a notebook without a browser, and turning one into a page."""

import os
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from researchkit.errors import ExportError, InputError
from researchkit.notebook.run import CellFailed, NoResearchkit, execute, to_page
from researchkit.workspace import Workspace

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def made(tmp_path):
    def make(*sources, kernel="python3"):
        path = tmp_path / "one.ipynb"
        metadata = {"kernelspec": {"name": kernel, "display_name": "Python 3", "language": "python"}}
        nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources], metadata=metadata), path)
        return path

    return make


def outputs(path):
    return [output for cell in nbformat.read(path, as_version=4).cells for output in cell.outputs]


@pytest.mark.slow
def test_what_is_kept_of_a_run_has_neither_times_nor_widgets(made, tmp_path, capfd):
    path = made("import ipywidgets\nipywidgets.Label('gone')", "'kept'")
    execute(path, Workspace(tmp_path))
    text = path.read_text()
    assert "iopub" not in text
    assert WIDGET not in text
    assert "'kept'" in [output.get("data", {}).get("text/plain") for output in outputs(path)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_cell_that_fails_keeps_what_ran_before_it(made, tmp_path):
    path = made("1 + 1", "1 / 0", "3")
    with pytest.raises(CellFailed, match="ZeroDivisionError"):
        execute(path, Workspace(tmp_path))
    assert [output.output_type for output in outputs(path)] == ["execute_result", "error"]


@pytest.mark.slow
def test_a_kernel_without_researchkit_is_named_and_the_file_left_alone(made, tmp_path):
    path = made(
        "import sys\nsys.modules['researchkit'] = None", "raise ModuleNotFoundError(\"No module named 'researchkit'\")"
    )
    before = path.read_bytes()
    with pytest.raises(NoResearchkit, match="Change Kernel"):
        execute(path, Workspace(tmp_path))
    assert path.read_bytes() == before


def test_a_kernel_that_is_not_installed_is_named(made, tmp_path):
    path = made("1", kernel="no-such-kernel")
    before = path.read_bytes()
    with pytest.raises(InputError, match="no-such-kernel"):
        execute(path, Workspace(tmp_path))
    assert path.read_bytes() == before


def test_a_page_has_no_code_and_asks_no_other_machine(tmp_path):
    path = tmp_path / "one.ipynb"
    cell = new_code_cell("secret = 1", outputs=[new_output("display_data", {"text/html": "<p>shown</p>"})])
    nbformat.write(new_notebook(cells=[cell]), path)
    html = to_page(path, tmp_path / "one.html").read_text()
    assert "<p>shown</p>" in html
    assert "secret = 1" not in html
    assert not [line for line in html.splitlines() if 'src="http' in line or "@import" in line]


def test_a_page_is_html_only(tmp_path):
    with pytest.raises(ExportError, match=r"\.html"):
        to_page(tmp_path / "one.ipynb", tmp_path / "one.pdf")


@pytest.fixture(autouse=True)
def environment_as_before(monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", os.environ.get("RESEARCHKIT_HOME", sys.prefix))
