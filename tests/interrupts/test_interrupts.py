"""Ctrl-C in a terminal and in a kernel: it stops, what was fetched is kept, the next run goes on from there."""

import os
import signal
import subprocess
import sys
import time

import pytest
from stalling_site import stalling, workspace_for

from researchkit import shelf

STOPS_WITHIN_S = 2.0
BUSY_MACHINE_S = 1.0
CODE = "import researchkit as rk\nmade = rk.research('acme', since='90d')\nprint(len(made.documents), 'documents')"


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


def test_ctrl_c_in_a_terminal(site, home, surroundings):
    command = [sys.executable, "-m", "researchkit", "research", "acme"]
    child = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert site.reached.wait(60), "the stalling page was never asked for"
        began = time.monotonic()
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
        took_s = time.monotonic() - began
    finally:
        child.kill()
    assert child.returncode == 130
    assert took_s < STOPS_WITHIN_S + BUSY_MACHINE_S
    assert "Traceback" not in said
    assert "Stopped. What was fetched is kept" in said
    assert shelf.load(home, "acme") is None  # half a run is no dossier

    site.let_go.set()
    again = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=60)
    assert again.returncode == 0, again.stderr
    kept = shelf.load(home, "acme")
    assert kept is not None
    assert len(kept.frames["documents"]) == 3
    assert site.asked["/opens-a-depot"] == site.asked["/ships-a-robot"] == 1  # they were kept
    assert site.asked["/stalls"] == 2


def test_ctrl_c_in_a_kernel(site, home, surroundings):
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", env=surroundings, cwd=str(home.root))
    try:
        asked = client.execute(CODE)
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
