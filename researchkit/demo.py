"""The whole main job on the built-in company, over real HTTP on loopback: what the README's first command shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import researchkit as rk
from researchkit import sample
from researchkit.brief.export import export
from researchkit.brief.export.plain import to_plain
from researchkit.dossier import research
from researchkit.notebook.create import create
from researchkit.verbs import load
from researchkit.workspace import Workspace, default_workspace, write_atomic

PAGES = ("page.pdf", "page.html", "page.md")


def run(*, workspace: Workspace | None = None) -> list[Path]:
    """Research the sample company, print its page, write it in every form; return the files that were made."""
    home = workspace or default_workspace()
    profile = home.profile("sample")
    write_atomic(profile, sample.profile().encode())
    company = load("sample", workspace=home)
    print(f"Researching {company.name}, a fictional company that this machine serves to itself …", flush=True)
    dossier = research(company, since="180d", workspace=home)
    page = rk.brief(dossier)
    print()
    print(to_plain(page))
    folder = home.notebooks / "sample"
    files = [export(page, folder / name) for name in PAGES]
    notebook = create(company, home.notebook("sample"))
    print("The page      " + "\n              ".join(_shown(path) for path in files))
    command = "researchkit" if shutil.which("researchkit") else "python3 bootstrap.py"
    print(f"The notebook  {_shown(notebook)}   (open it: {command} open sample)")
    print(f"The frames    {_shown(home.dossier('sample'))}")
    print(f"Your company: {command} new acme https://acme.example")
    return [*files, notebook]


def _shown(path: Path) -> str:
    """Return a path as short as it can be from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
