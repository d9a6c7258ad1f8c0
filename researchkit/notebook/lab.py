"""Open JupyterLab on a company's notebook: loopback only, a token of its own, a free port."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from researchkit.errors import ResearchkitError
from researchkit.notebook.create import create
from researchkit.records import Company
from researchkit.workspace import Workspace

EXTENSIONS = Path(__file__).parent / "labextension"


def command(company: Company, workspace: Workspace) -> list[str]:
    """Return the command line that starts JupyterLab on the notebook of `company`."""
    notebook = workspace.notebook(company.slug)
    line = [
        sys.executable,
        "-m",
        "jupyterlab",
        str(notebook),
        f"--ServerApp.root_dir={workspace.notebooks}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=8888",  # the next free one is taken when it is not
        "--ServerApp.port_retries=50",
        "--Application.log_level=30",  # the address to open and what goes wrong; not twenty lines of what went well
        # JupyterLab asks nobody elsewhere: no news, no look for a newer version, no list of extensions.
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.extra_labextensions_path={EXTENSIONS}",  # the card and command "Research a company"
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        line.append("--allow-root")
    return line


def open_lab(company: Company, workspace: Workspace) -> int:
    """Start JupyterLab and stay with it until it ends. Returns its exit code.

    Where the system can, JupyterLab takes this process's place: Ctrl-C is then its own to answer, and it saves and
    shuts its kernels down instead of being killed.
    """
    path = create(company, workspace.notebook(company.slug))
    environment = dict(os.environ, RESEARCHKIT_HOME=str(workspace.root))
    line = command(company, workspace)
    print(f"JupyterLab opens on {path}; Ctrl-C here ends it.", flush=True)
    try:
        if os.name == "posix":
            os.execve(line[0], line, environment)
        return subprocess.run(line, env=environment).returncode
    except OSError as error:
        raise ResearchkitError(f"JupyterLab could not be started: {error.strerror or error}") from error
