"""docs/add-a-source.md is true: a toy source built from its pieces, step by step, works."""

import importlib
import json
import re
import sys
from pathlib import Path

import pytest
from source_pairs import ACME, page_of, told

from researchkit import sources
from researchkit.errors import ParseError
from researchkit.sources.base import Source

GUIDE = (Path(__file__).parents[2] / "docs" / "add-a-source.md").read_text("utf-8")


def piece(mark: str) -> str:
    """Return the block of the guide that is fenced with this mark."""
    (found,) = re.findall(rf"```\w+ {mark}\n(.*?)```", GUIDE, re.DOTALL)
    return str(found)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """Return the source that the guide's one file and one line make."""
    line = re.fullmatch(r'\s*"(\w+)": "researchkit\.sources\.(\w+):(\w+)",\s*', piece("line"))
    assert line is not None
    name, module, attribute = line.groups()
    (tmp_path / f"{module}.py").write_text(piece("source"), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sources.REGISTRY, name, f"{module}:{attribute}")
    importlib.invalidate_caches()
    try:
        yield sources.source(name)
    finally:
        sys.modules.pop(module, None)


def test_the_guides_source_is_a_source(toy: Source) -> None:
    assert isinstance(toy, Source)
    assert toy.name in {made.name for made in sources.all_sources()}


def test_the_guides_fixture_gives_what_the_guide_expects(toy: Source) -> None:
    expected = json.loads(piece("expected"))
    rows = toy.parse(page_of(piece("fixture"), url=expected["url"], step=expected["step"]), ACME)
    assert [told(row) for row in rows] == expected["rows"]


@pytest.mark.parametrize("content", ["", "<html></html>", '{"notices": {}}', '{"notices": [{}]}', '{"notices": [{"he'])
def test_the_guides_source_fails_as_it_should(toy: Source, content: str) -> None:
    with pytest.raises(ParseError):
        list(toy.parse(page_of(content), ACME))


def test_the_guide_needs_one_file_and_one_line() -> None:
    assert len(re.findall(r"^```python source$", GUIDE, re.MULTILINE)) == 1
    assert piece("line").count("\n") == 1
