"""The commands for notebooks: open, run, refresh, compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from researchkit.cli.app import (
    Name,
    app,
)

if TYPE_CHECKING:
    pass


@app.command(name="open", short_help="Open JupyterLab on the notebook.")
def open_notebook(name: Name) -> None:
    """Open JupyterLab on the company's notebook."""
    from researchkit.notebook.lab import open_lab
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    raise typer.Exit(open_lab(load(name, workspace=home), home))


@app.command(short_help="Run the notebook without a browser; keep its outputs.")
def run(name: Name) -> None:
    """Run the company's notebook from top to bottom without a browser, and keep what it shows."""
    from researchkit.notebook.create import create
    from researchkit.notebook.run import execute
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    company = load(name, workspace=home)
    print(f"Ran {execute(create(company, home.notebook(company.slug)), home)}")


@app.command(short_help="Renew the notebook's own cells; yours stay.")
def refresh(name: Name) -> None:
    """Renew the notebook's own cells; what you wrote or changed stays."""
    from researchkit.notebook.create import create
    from researchkit.notebook.create import refresh as renew
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    company = load(name, workspace=home)
    path = home.notebook(company.slug)
    if not path.exists():
        print(f"Made {create(company, path)}")
        return
    print(f"{path}: {renew(company, path)}")


@app.command(short_help="Put several companies side by side in a notebook.")
def compare(names: Annotated[list[str], typer.Argument(help="Two companies or more.")]) -> None:
    """Make notebooks/compare.ipynb, which puts several companies side by side."""
    from researchkit.notebook.compare import compare as put
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    print(f"Made {put([load(name, workspace=home) for name in names], home)}")
