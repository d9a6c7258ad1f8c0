"""The walls of the house: who may import whom, and which room may use which heavy library."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "researchkit"
# Left imports nothing to its right; rooms on one line are neighbours.
LAYERS = [
    {"errors", "records", "frames", "workspace", "markup", "personal", "logs", "tomltext"}
    | {"lean", "blas", "memory", "stopwatch"},
    {"web", "reading", "company", "sample"},
    {"sources"},
    {"collecting"},
    {"analysis"},
    {"questions"},
    {"bulk"},
    {"conditions", "dossier", "overview", "shelf"},
    {"candidate"},
    {"brief"},
    {"polish"},
    {"notebook"},
    {"verbs", "demo"},
    {"batch"},
    {"cli", "__main__", "__init__"},
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
# Pure rooms: they run on frames that came from anywhere.
NEVER = {"analysis": {"web", "sources", "collecting"}, "questions": {"web", "sources", "collecting"}}
HEAVY = {
    "requests": {"web"},
    "urllib3": {"web"},
    "protego": {"web"},
    "feedparser": {"sources", "reading"},
    "bs4": {"sources", "reading"},
    "trafilatura": {"reading"},
    "htmldate": {"reading"},
    "spacy": {"analysis"},
    "altair": {"brief"},
    "vl_convert": {"brief"},
    "typst": {"brief"},
    "docx": {"brief"},
    "nbformat": {"notebook"},
    "nbclient": {"notebook"},
    "llm": {"polish"},
    "dask": {"batch"},
    "distributed": {"batch"},
}
# Imported when first needed, never at the top of a module.
LATE = {*HEAVY, "pandas", "sklearn", "pyarrow", "lxml", "IPython", "ipywidgets", "jinja2", "tqdm", "pypdf"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, *, top_only: bool = False) -> set[str]:
    """Every dotted name a module imports, outside `if TYPE_CHECKING`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    nodes = tree.body if top_only else ast.walk(tree)
    found: set[str] = set()
    for node in nodes:
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms_used(path: Path) -> set[str]:
    names = [name.split(".") for name in imports(path)]
    return {parts[1] for parts in names if parts[0] == "researchkit" and len(parts) > 1 and parts[1] in LEVEL}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_rooms_to_its_left(path: Path):
    room = room_of(path)
    too_far = {used for used in rooms_used(path) if used != room and LEVEL[used] > LEVEL[room]}
    assert not too_far


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_pure_rooms_never_reach_for_the_web(path: Path):
    assert not rooms_used(path) & NEVER.get(room_of(path), set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_heavy_library_is_used_in_its_own_room_only(path: Path):
    heavy = {name.partition(".")[0] for name in imports(path)}
    astray = {name for name in heavy if name in HEAVY and room_of(path) not in HEAVY[name]}
    assert not astray


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_when_first_needed(path: Path):
    at_the_top = {name.partition(".")[0] for name in imports(path, top_only=True)}
    assert not at_the_top & LATE


def test_every_room_has_a_layer():
    assert {room_of(path) for path in MODULES} <= set(LEVEL)


def test_notebook_cells_use_the_front_door_only():
    source = (PACKAGE / "notebook" / "cells.py").read_text(encoding="utf-8")
    written = re.findall(r"(?:import|from) (researchkit[\w.]*)", source.split('"""', 2)[2])
    in_cells = [name for name in written if name not in ("researchkit.records", "researchkit.workspace")]
    assert set(in_cells) == {"researchkit"}
