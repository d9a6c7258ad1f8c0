"""A JupyterLab of its own on loopback, and a headless Chromium that can reach nothing else."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from researchkit.notebook.lab import EXTENSIONS

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 60.0
RUN_MS = 90_000
READY = """() => { const widget = window.jupyterapp?.shell.currentWidget, session = widget?.sessionContext;
    return session?.isReady && session.session?.kernel?.status === 'idle'; }"""
RAN = """() => { const model = window.jupyterapp.shell.currentWidget.content.model;
    return [...model.cells].filter(cell => cell.type === 'code' && cell.sharedModel.source.trim())
        .every(cell => cell.executionCount !== null && cell.executionState !== 'running'); }"""


@dataclass(frozen=True)
class Lab:
    url: str
    token: str
    home: Path
    environment: dict[str, str]

    def address(self, name: str) -> str:
        return f"{self.url}/lab/tree/{name}?reset&token={self.token}"


@contextmanager
def running_lab(base: Path, home: Path, *, theme: str = "JupyterLab Light") -> Iterator[Lab]:
    """Run JupyterLab on home/notebooks with settings, runtime files and kernels of its own under `base`."""
    settings = {
        # All cells are in the page, not only those in view.
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "apputils-extension/themes": {"theme": theme},
    }
    for name, values in settings.items():
        path = base / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    places = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    environment = dict(
        os.environ,
        **{f"JUPYTER_{key}_DIR": str(base / name) for key, name in places.items()},
        IPYTHONDIR=str(base / "ipython"),
        JUPYTERLAB_SETTINGS_DIR=str(base / "settings"),
        JUPYTERLAB_WORKSPACES_DIR=str(base / "workspaces"),
        JUPYTER_PREFER_ENV_PATH="1",
        RESEARCHKIT_HOME=str(home),
    )
    token = secrets.token_hex(16)
    line = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    line += [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={home / 'notebooks'}", "--allow-root"]
    line += ["--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly", "--LabApp.news_url="]
    line += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    line += [f"--LabApp.extra_labextensions_path={EXTENSIONS}"]
    with (base / "lab.log").open("w") as log:
        server = subprocess.Popen(line, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Lab(_address(base, server), token, home, environment)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(base: Path, server: "subprocess.Popen[bytes]") -> str:
    """Wait until the server has written its port; it took a free one."""
    file = base / "runtime" / f"jpserver-{server.pid}.json"
    deadline = time.monotonic() + START_S
    while True:
        assert server.poll() is None, (base / "lab.log").read_text()
        assert time.monotonic() < deadline, (base / "lab.log").read_text()
        try:
            return f"http://127.0.0.1:{json.loads(file.read_text())['port']}"
        except (OSError, ValueError):
            time.sleep(0.1)


@contextmanager
def chromium(profile: Path, *, width: int = 1280, height: int = 1600):
    """Give a browser context with an empty profile; `blocked` lists what it asked of other machines, in vain."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=FLAGS, headless=True, viewport={"width": width, "height": height}
        )
        context.blocked = []
        context.set_default_timeout(RUN_MS)

        def gate(route):
            address = route.request.url
            if address.startswith(("data:", "blob:", "file:")) or urlsplit(address).hostname == "127.0.0.1":
                route.continue_()
            else:
                context.blocked.append(address)
                route.abort()

        context.route("**/*", gate)
        try:
            yield context
        finally:
            context.close()


def open_notebook(context, lab: Lab, name: str):
    """Open a notebook and wait for its kernel; `problems` of the page lists its errors."""
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(lab.address(name))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(READY)  # before it is ready, JupyterLab may drop what is asked of it
    return page


def run_all(page):
    """Run all cells and wait for the last."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(RAN)
