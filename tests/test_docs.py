"""Every snippet of the README and the docs runs as it stands, on the sample company."""

import re
from pathlib import Path

import pytest

from researchkit import sample
from researchkit.dossier import research
from researchkit.workspace import Workspace

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")


def snippets(page: Path) -> list[str]:
    return FENCE.findall(page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Workspace:
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    research("sample", since="180d", workspace=home, progress=False)
    return home


@pytest.mark.parametrize(
    "page", [page for page in PAGES if snippets(page)], ids=lambda page: page.name.removesuffix(".md")
)
def test_the_snippets_of_a_page_run_from_top_to_bottom(page, home, monkeypatch):
    if page.name == "add-a-source.md":
        pytest.skip("built by tests/sources, where its files are put in their places")
    monkeypatch.setenv("RESEARCHKIT_HOME", str(home.root))
    monkeypatch.chdir(home.root)
    names: dict[str, object] = {}
    for snippet in snippets(page):
        exec(compile(snippet, page.name, "exec"), names)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_the_readme_opens_with_one_sentence_a_picture_and_two_commands():
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8")[:900]
    assert "docs/page.png" in first_screen
    assert "bootstrap.py demo" in first_screen
    assert "bootstrap.py test" in first_screen
