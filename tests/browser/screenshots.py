"""Take the pictures of docs/: `python tests/browser/screenshots.py FOLDER` (light, dark, narrow; whole notebook)."""

import sys
import tempfile
import time
from pathlib import Path

from lab_session import chromium, open_notebook, run_all, running_lab

from researchkit import sample
from researchkit.notebook.create import create
from researchkit.verbs import load
from researchkit.workspace import Workspace

LOOKS = {
    "light": ("JupyterLab Light", 1180),
    "dark": ("JupyterLab Dark", 1180),
    "narrow": ("JupyterLab Light", 560),
}
SCROLLED = "top => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = top }"


def shoot(target: Path, look: str) -> None:
    theme, width = LOOKS[look]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        home = Workspace(base / "home")
        home.notebooks.mkdir(parents=True)
        home.profile("sample").write_text(sample.profile(), encoding="utf-8")
        create(load("sample", workspace=home), home.notebook("sample"))
        with (
            running_lab(base, home.root, theme=theme) as lab,
            chromium(base / "profile", width=width, height=1000) as web,
        ):
            start = time.perf_counter()
            page = open_notebook(web, lab, "sample.ipynb")
            run_all(page)
            print(f"{look}: opened and run in {time.perf_counter() - start:.1f} s")
            page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
            height = page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight")
            page.set_viewport_size({"width": width, "height": min(height + 160, 9000)})
            page.evaluate(SCROLLED, 0)
            page.locator(".jp-Notebook").screenshot(path=target / f"whole-{look}.png")
            page.set_viewport_size({"width": width, "height": 1000})
            page.evaluate(SCROLLED, 330)
            page.screenshot(path=target / f"notebook-{look}.png")
            print(look, page.problems, web.blocked)


if __name__ == "__main__":
    for chosen in sys.argv[2:] or LOOKS:
        shoot(Path(sys.argv[1]), chosen)
