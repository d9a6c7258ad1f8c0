"""Ctrl-C in a terminal and in a kernel: it stops, what was fetched is kept, the next run goes on from there."""

import os
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from stalling_site import stalling, workspace_for

import researchkit as rk
from researchkit import shelf, workspace
from researchkit.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "brief"))

from brief_dossier import normal

STOPS_WITHIN_S = 2.0
BUSY_MACHINE_S = 1.0
CODE = "import researchkit as rk\nmade = rk.research('acme', since='90d')\nprint(len(made.documents), 'documents')"

# `new` asks the public web alone: here every host that it may ask is led to the stalling site.
ROUTED = """
import os
from contextlib import contextmanager
from dataclasses import replace
from researchkit import verbs
from researchkit.cli import app
from researchkit.sources import documented_hosts
settings_of = verbs.settings_of
hosts = ("acme.example", "www.acme.example", *documented_hosts())
routes = dict.fromkeys(hosts, ("127.0.0.1", int(os.environ["SITE_PORT"])))
@contextmanager
def routed(*given, **options):
    with settings_of(*given, **options) as settings:
        yield replace(settings, routes=routes)
verbs.settings_of = routed
app()
"""


@pytest.fixture
def site():
    with stalling() as site:
        yield site


@pytest.fixture
def home(site, tmp_path):
    return workspace_for(site, tmp_path)


@pytest.fixture
def surroundings(home):
    return {**os.environ, "RESEARCHKIT_HOME": str(home.root), "PYTHONUNBUFFERED": "1"}


def stopped(command, surroundings, site):
    """Run a command, press Ctrl-C once the stalling page was asked for, and return what it said."""
    child = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert site.reached.wait(60), "the stalling page was never asked for"
        began = time.monotonic()
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
        took_s = time.monotonic() - began
    finally:
        child.kill()
    assert child.returncode == 130, said
    assert took_s < STOPS_WITHIN_S + BUSY_MACHINE_S
    assert "Traceback" not in said
    assert "Stopped. What was fetched is kept" in said


def done(command, surroundings):
    again = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=60)
    assert again.returncode == 0, again.stderr
    return again.stdout


def test_ctrl_c_in_a_terminal(site, home, surroundings):
    command = [sys.executable, "-m", "researchkit", "research", "acme"]
    stopped(command, surroundings, site)
    assert shelf.load(home, "acme") is None  # half a run is no dossier

    site.let_go.set()
    done(command, surroundings)
    kept = shelf.load(home, "acme")
    assert kept is not None
    assert len(kept.frames["documents"]) == 3
    assert site.asked["/opens-a-depot"] == site.asked["/ships-a-robot"] == 1  # they were kept
    assert site.asked["/stalls"] == 2


def test_ctrl_c_while_places_are_checked(tmp_path):
    with stalling("/feed.xml") as site:
        home = workspace_for(site, tmp_path)
        surroundings = {**os.environ, "RESEARCHKIT_HOME": str(home.root)}
        command = [sys.executable, "-m", "researchkit", "check", "acme"]
        stopped(command, surroundings, site)
        site.let_go.set()
        assert "ok" in done(command, surroundings)


def test_ctrl_c_while_a_site_is_looked_at_leaves_no_half_profile(tmp_path):
    with stalling("/") as site:
        home = Workspace(tmp_path)
        home.notebooks.mkdir()
        surroundings = {**os.environ, "RESEARCHKIT_HOME": str(home.root), "SITE_PORT": str(site.server_port)}
        command = [sys.executable, "-c", ROUTED, "new", "Acme", "https://acme.example"]
        stopped(command, surroundings, site)
        assert list(home.notebooks.iterdir()) == []
        site.let_go.set()
        done(command, surroundings)
        assert home.profile("acme").exists()
        assert home.notebook("acme").exists()


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf", ".docx", ".csv"])
def test_ctrl_c_while_a_page_is_written_leaves_the_old_one(suffix, tmp_path, monkeypatch):
    path = tmp_path / f"page{suffix}"
    path.write_bytes(b"the page of yesterday")
    made = page_and_events()
    monkeypatch.setattr(workspace.os, "fsync", pressed)
    with pytest.raises(KeyboardInterrupt):
        rk.export(made[suffix == ".csv"], path)
    assert path.read_bytes() == b"the page of yesterday"
    assert list(tmp_path.iterdir()) == [path]


def pressed(*_):
    raise KeyboardInterrupt


@cache
def page_and_events():
    dossier = normal()
    return rk.brief(dossier), dossier.events


def test_ctrl_c_in_a_kernel(site, home, surroundings):
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", env=surroundings, cwd=str(home.root))
    try:
        # Otherwise a kernel throws away what is sent in the moment after an error.
        asked = client.execute(CODE, stop_on_error=False)
        assert site.reached.wait(60), "the stalling page was never asked for"
        began = time.monotonic()
        manager.interrupt_kernel()
        reply = _reply(client, asked)
        took_s = time.monotonic() - began
        assert reply["ename"] == "KeyboardInterrupt"
        assert took_s < STOPS_WITHIN_S + BUSY_MACHINE_S

        site.let_go.set()
        assert _reply(client, client.execute(CODE))["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert site.asked["/opens-a-depot"] == site.asked["/ships-a-robot"] == 1
    kept = shelf.load(home, "acme")
    assert kept is not None
    assert len(kept.frames["documents"]) == 3


def _reply(client, asked):
    while True:
        message = client.get_shell_msg(timeout=60)
        if message["parent_header"].get("msg_id") == asked:
            return message["content"]
