"""The notebook that lies in the repository is what the code makes today."""

import re

import nbformat
import pytest
from worked_sample import MOST_BYTES, NOTEBOOKS, make

PATH = NOTEBOOKS / "sample.ipynb"


@pytest.mark.slow
def test_the_worked_sample_is_what_the_code_makes(tmp_path):
    profile, notebook = make(tmp_path)
    assert profile == (NOTEBOOKS / "sample.toml").read_bytes()
    assert notebook == PATH.read_bytes(), "make it anew: python tests/notebook/worked_sample.py"


def test_the_worked_sample_is_small():
    assert PATH.stat().st_size < MOST_BYTES


def test_the_worked_sample_names_no_machine_and_no_time_of_a_run():
    text = PATH.read_text(encoding="utf-8")
    assert not re.search(r"127\.0\.0\.1|localhost|/home/|/tmp/|/root/|iopub\.|0x[0-9a-f]{6,}", text)


def test_every_cell_of_the_worked_sample_ran_without_a_word_of_complaint():
    outputs = [
        output
        for cell in nbformat.read(PATH, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert len(outputs) >= 10
    assert {output.output_type for output in outputs} <= {"display_data", "execute_result"}
