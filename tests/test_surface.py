"""The front door: every public name is there, and coming in is quick."""

import json
import subprocess
import sys

import pytest

import researchkit

HEAVY = {"pandas", "numpy", "spacy", "altair", "trafilatura", "requests", "typst", "jinja2", "IPython", "typer", "lxml"}
HEAVY |= {"distributed", "dask", "pyarrow", "bs4", "feedparser", "sqlite3", "tqdm", "nbformat"}


@pytest.mark.parametrize("name", researchkit.__all__)
def test_every_public_name_is_there(name: str):
    assert getattr(researchkit, name) is not None


@pytest.mark.parametrize("name", [name for name in researchkit.__all__ if name.islower() and name != "view"])
def test_every_verb_can_be_called(name: str):
    assert callable(getattr(researchkit, name))


def test_public_names_are_sorted():
    assert list(researchkit.__all__) == sorted(researchkit.__all__)


def test_every_lazy_name_is_public():
    assert set(researchkit._LAZY) == set(researchkit.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="reserch"):
        _ = researchkit.reserch


@pytest.mark.parametrize("module", ["researchkit", "researchkit.records", "researchkit.errors", "researchkit.frames"])
def test_importing_loads_no_heavy_library(module: str):
    # Modules are counted, not seconds: a limit in seconds fails on a busy machine.
    code = f"import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & HEAVY


def test_the_command_loads_no_heavy_library():
    code = "import sys, json, researchkit.cli; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & (HEAVY - {"typer"})


def test_help_loads_no_heavy_library():
    code = (
        "import sys, json\nfrom researchkit.cli import main\nsys.argv = ['researchkit', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert "typer" in loaded
    assert not loaded & (HEAVY - {"typer"})


def test_brief_is_a_verb_whether_or_not_its_room_was_opened_before():
    code = "import researchkit.brief.page as page, researchkit as rk; assert callable(rk.brief) and page.Brief"
    subprocess.run([sys.executable, "-c", code], check=True)
