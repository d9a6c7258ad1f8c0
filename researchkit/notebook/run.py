"""Run a notebook from top to bottom without a browser, and turn one into a page without its code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from researchkit.errors import ExportError, InputError, ResearchkitError
from researchkit.notebook.create import read, to_bytes
from researchkit.notebook.guard import check_closed, check_writable
from researchkit.workspace import Workspace, write_atomic

TIMEOUT_S = 600
_WIDGET = "application/vnd.jupyter.widget-view+json"


class CellFailed(ResearchkitError):
    """A cell of the notebook raised; what ran before it is kept."""


class NoResearchkit(InputError):
    """The notebook's kernel belongs to another Python, in which researchkit is not installed."""


def execute(path: Path, workspace: Workspace, *, timeout_s: int = TIMEOUT_S) -> Path:
    """Run every cell of the notebook at `path` and keep the outputs in it. Returns its path.

    The file is replaced whole, also when a cell fails: then its error stands in the notebook, and CellFailed names it.
    A notebook that is read-only, open in JupyterLab, or whose kernel has no researchkit is left as it is.
    """
    notebook, _ = read(path)
    check_writable(path)
    check_closed(path)
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    os.environ["RESEARCHKIT_HOME"] = str(workspace.root)  # the kernel inherits it
    client = NotebookClient(
        notebook,
        timeout=timeout_s,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],  # it warns of its own loopback sockets otherwise
    )
    try:
        client.execute()
    except CellExecutionError as error:
        if error.ename == "ModuleNotFoundError" and "'researchkit'" in error.evalue:
            raise NoResearchkit(
                f"The kernel of {path.name} has no researchkit",
                do=f"In JupyterLab take Kernel, Change Kernel; or install it there: {sys.executable} is where it is.",
            ) from error
        write_atomic(path, to_bytes(_kept(notebook)))
        raise CellFailed(
            f"A cell of {path.name} failed: {error.ename}: {error.evalue}", do="Open the notebook to see it."
        ) from error
    except CellTimeoutError as error:
        raise CellFailed(f"A cell of {path.name} took more than {timeout_s} s") from error
    except DeadKernelError as error:
        raise CellFailed(f"The kernel of {path.name} died", do="Run it again.") from error
    except NoSuchKernel as error:
        raise InputError(
            f"{path.name} asks for a kernel called {error.name!r}, which is not installed here",
            do="Open it in JupyterLab and choose one; the file was not touched.",
        ) from error
    return write_atomic(path, to_bytes(_kept(notebook)))


def _kept(notebook: Any) -> Any:
    """Drop what is worth nothing once the kernel is gone: widgets (their plain form stays) and what they left empty."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            output.get("data", {}).pop(_WIDGET, None)
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
    return notebook


def to_page(path: Path, target: Path) -> Path:
    """Write the notebook at `path` as one HTML page without code cells. Returns `target`.

    Raises ExportError for a target that is no .html. Nothing on the page is loaded from elsewhere.
    """
    if target.suffix.lower() not in (".html", ".htm"):
        raise ExportError(f"A notebook becomes an .html page, not {target.suffix or 'a file without a suffix'}")
    notebook, _ = read(path)
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True, embed_images=True
    )
    # Empty addresses keep the page from asking other machines for scripts.
    exporter.mathjax_url = exporter.require_js_url = exporter.jquery_url = ""
    exporter.jupyter_widgets_base_url = exporter.widget_renderer_url = exporter.mermaid_js_url = ""
    html, _ = exporter.from_notebook_node(notebook)
    return write_atomic(target, html.encode())
