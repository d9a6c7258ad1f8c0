"""Run a notebook from top to bottom without a browser, and turn one into a page without its code."""

from __future__ import annotations

import os
from pathlib import Path

from researchkit.errors import ExportError, ResearchkitError
from researchkit.notebook.create import read, to_bytes
from researchkit.workspace import Workspace, write_atomic

TIMEOUT_S = 600


class CellFailed(ResearchkitError):
    """A cell of the notebook raised; what ran before it is kept."""


def execute(path: Path, workspace: Workspace, *, timeout_s: int = TIMEOUT_S) -> Path:
    """Run every cell of the notebook at `path` and keep the outputs in it. Returns its path.

    The file is replaced whole, also when a cell fails: then its error stands in the notebook, and CellFailed names it.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook, _ = read(path)
    os.environ["RESEARCHKIT_HOME"] = str(workspace.root)  # the kernel inherits it
    client = NotebookClient(
        notebook, timeout=timeout_s, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    try:
        client.execute()
    except CellExecutionError as error:
        write_atomic(path, to_bytes(notebook))
        raise CellFailed(
            f"A cell of {path.name} failed: {error.ename}: {error.evalue}", do="Open the notebook to see it."
        ) from error
    except CellTimeoutError as error:
        raise CellFailed(f"A cell of {path.name} took more than {timeout_s} s") from error
    except DeadKernelError as error:
        raise CellFailed(f"The kernel of {path.name} died", do="Run it again.") from error
    return write_atomic(path, to_bytes(notebook))


def to_page(path: Path, target: Path) -> Path:
    """Write the notebook at `path` as one HTML page without code cells. Returns `target`.

    Raises ExportError for a target that is no .html. Nothing on the page is loaded from elsewhere.
    """
    from nbconvert import HTMLExporter

    if target.suffix.lower() not in (".html", ".htm"):
        raise ExportError(f"A notebook becomes an .html page, not {target.suffix or 'a file without a suffix'}")
    notebook, _ = read(path)
    exporter = HTMLExporter(
        exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True, embed_images=True
    )
    # Empty addresses keep the page from asking other machines for scripts.
    exporter.mathjax_url = exporter.require_js_url = exporter.jquery_url = ""
    exporter.jupyter_widgets_base_url = exporter.widget_renderer_url = exporter.mermaid_js_url = ""
    html, _ = exporter.from_notebook_node(notebook)
    return write_atomic(target, html.encode())
