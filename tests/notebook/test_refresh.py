"""A refresh renews our cells and leaves the user's alone."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from researchkit.errors import InputError
from researchkit.notebook import create as making
from researchkit.notebook.cells import Cell, cells
from researchkit.notebook.create import create, refresh
from researchkit.notebook.refresh import merge
from researchkit.records import Company

ACME = Company(slug="acme", name="Acme")


@pytest.fixture
def path(tmp_path):
    return create(ACME, tmp_path / "acme.ipynb")


def opened(path):
    return nbformat.read(path, as_version=4)


def slots(notebook):
    return [cell.metadata.get("researchkit", {}).get("slot") for cell in notebook.cells]


def changed(monkeypatch, **sources):
    """Let tomorrow's template say something else in some slots, and know a new slot `summary` behind `title`."""

    def template(company):
        made = [
            Cell(slot=one.slot, kind=one.kind, source=sources.get(one.slot, one.source), tags=one.tags)
            for one in cells(company)
        ]
        if "summary" in sources:
            made.insert(1, Cell(slot="summary", kind="markdown", source=sources["summary"]))
        return tuple(made)

    monkeypatch.setattr(making, "cells", template)


def test_a_new_notebook_has_at_most_twelve_cells(path):
    assert len(opened(path).cells) <= 12


def test_making_it_twice_gives_the_same_bytes(path, tmp_path):
    assert create(ACME, tmp_path / "again.ipynb").read_bytes() == path.read_bytes()


def test_the_parameters_are_tagged(path):
    tagged = [cell for cell in opened(path).cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1


@pytest.mark.parametrize("name", ['R&D "x"', "'''\\ {x}", "<script>alert(1)</script>", "$x$ `code` # h", "東京 🤖"])
def test_a_name_is_text_and_never_code_or_markup(tmp_path, name):
    notebook = opened(create(Company(slug="odd", name=name), tmp_path / "odd.ipynb"))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            compile(cell.source, "cell", "exec")
    assert "<script>" not in notebook.cells[0].source


def test_an_untouched_cell_is_renewed(path, monkeypatch):
    changed(monkeypatch, launches="rk.view.launches(dossier, first=3)")
    assert refresh(ACME, path).updated == ["launches"]


def test_an_edited_cell_is_kept_and_the_new_text_parked(path, monkeypatch):
    notebook = opened(path)
    notebook.cells[5].source += "  # mine"
    nbformat.write(notebook, path)
    changed(monkeypatch, launches="new")
    assert refresh(ACME, path).kept == ["launches"]
    cell = opened(path).cells[5]
    assert cell.source.endswith("# mine")
    assert cell.metadata["researchkit"]["pending"] == "new"


def test_a_deleted_cell_stays_deleted(path):
    notebook = opened(path)
    del notebook.cells[8]
    nbformat.write(notebook, path)
    refresh(ACME, path)
    assert "hiring" not in slots(opened(path))


def test_the_users_cells_stay_where_they_are(path, monkeypatch):
    notebook = opened(path)
    notebook.cells.insert(2, new_markdown_cell("MINE"))
    notebook.cells.append(new_code_cell("1 + 1", outputs=[new_output("stream", text="2")]))
    nbformat.write(notebook, path)
    changed(monkeypatch, summary="## Summary", launches="new")
    refresh(ACME, path)
    after = opened(path)
    assert slots(after)[:4] == ["title", "summary", "parameters", None]
    assert (after.cells[3].source, after.cells[-1].outputs[0].text) == ("MINE", "2")


def test_a_pasted_copy_of_ours_is_the_users(path, monkeypatch):
    notebook = opened(path)
    notebook.cells.append(copy.deepcopy(notebook.cells[5]))
    notebook.cells[-1]["id"] = "pasted"
    nbformat.write(notebook, path)
    changed(monkeypatch, launches="new")
    refresh(ACME, path)
    assert opened(path).cells[-1].source != "new"


def test_a_second_refresh_writes_nothing(path, monkeypatch):
    changed(monkeypatch, launches="new")
    refresh(ACME, path)
    stamp = path.stat().st_mtime_ns
    refresh(ACME, path)
    assert path.stat().st_mtime_ns == stamp


def test_what_was_there_before_is_kept_beside_it(path, monkeypatch):
    before = path.read_bytes()
    changed(monkeypatch, launches="new")
    refresh(ACME, path)
    assert path.with_suffix(".ipynb.bak").read_bytes() == before


def test_a_slot_that_left_the_template_goes_unless_it_was_edited(path):
    notebook = opened(path)
    notebook.cells[4].source += "# mine"
    report = merge(notebook, cells(ACME)[:3])
    assert "timeline" not in report.removed
    assert "launches" in report.removed


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not json", "is not a notebook"),
        (b"[]", "is not a notebook"),
        (b"\xff\xfe", "is not a notebook"),
        (b'{"cells": [\n<<<<<<< mine\n', "merge-conflict marks"),
        (json.dumps({"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}).encode(), "format 5"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"x": 1}]}).encode(), "breaks"),
    ],
)
def test_what_is_no_notebook_is_refused_and_left_alone(tmp_path, content, words):
    path = tmp_path / "acme.ipynb"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        refresh(ACME, path)
    assert path.read_bytes() == content
