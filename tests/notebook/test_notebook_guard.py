"""A notebook is not written over when it is read-only or open in JupyterLab."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import nbformat
import pytest

from researchkit.errors import DiskError, InputError
from researchkit.notebook import create as making
from researchkit.notebook.cells import Cell
from researchkit.notebook.create import create, refresh
from researchkit.notebook.guard import open_in
from researchkit.records import Company

ACME = Company(slug="acme", name="Acme")


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    made = create(ACME, tmp_path / "acme.ipynb")
    monkeypatch.setattr(making, "cells", lambda company: (Cell(slot="launches", kind="code", source="new"),))
    return made


@pytest.fixture
def jupyter(tmp_path):
    """A server that says which notebooks have a kernel, as Jupyter does; its answer can be set."""
    answers = {"sessions": b"[]", "asked": []}

    class Sessions(BaseHTTPRequestHandler):
        def do_GET(self):
            answers["asked"].append((self.path, self.headers["Authorization"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answers["sessions"])

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Sessions)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    runtime = tmp_path / "runtime"
    runtime.mkdir()
    address = f"http://127.0.0.1:{server.server_port}/"
    told = {"url": address, "token": "t0ken", "root_dir": str(tmp_path)}
    (runtime / "jpserver-1.json").write_text(json.dumps(told))
    yield answers
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_read_only_notebook_is_left_alone(path):
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(DiskError, match="read-only"):
        refresh(ACME, path)
    assert path.read_bytes() == before


def test_a_notebook_open_in_jupyterlab_is_left_alone(path, jupyter):
    jupyter["sessions"] = json.dumps([{"path": "acme.ipynb"}]).encode()
    before = path.read_bytes()
    with pytest.raises(InputError, match="open in JupyterLab at http://127"):
        refresh(ACME, path)
    assert path.read_bytes() == before


def test_the_server_is_asked_with_its_own_token(path, jupyter):
    open_in(path)
    assert jupyter["asked"] == [("/api/sessions", "token t0ken")]


@pytest.mark.parametrize("answer", [b"[]", b"not json", b'{"message": "Forbidden"}', b'[null, {"path": "b.ipynb"}]'])
def test_a_notebook_that_is_not_open_is_renewed(path, jupyter, answer):
    jupyter["sessions"] = answer
    assert refresh(ACME, path).updated == ["launches"]


def test_a_server_that_is_gone_is_not_minded(path, tmp_path):
    (tmp_path / "runtime").mkdir()
    gone = {"url": "http://127.0.0.1:9/", "token": "", "root_dir": str(tmp_path)}
    (tmp_path / "runtime" / "jpserver-2.json").write_text(json.dumps(gone))
    assert open_in(path) is None


@pytest.mark.parametrize("url", ["http://jupyter.example/", "https://127.0.0.1:9/", "nonsense", None])
def test_only_a_plain_server_on_this_machine_is_asked(path, tmp_path, url):
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "jpserver-3.json").write_text(json.dumps({"url": url, "root_dir": str(tmp_path)}))
    assert open_in(path) is None


def test_a_notebook_that_was_saved_meanwhile_is_left_alone(path, monkeypatch):
    def save(_):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[0].source = "typed just now"
        nbformat.write(notebook, path)

    monkeypatch.setattr(making, "check_closed", save)
    with pytest.raises(InputError, match="saved by someone else just now"):
        refresh(ACME, path)
    assert "typed just now" in path.read_text()


def test_a_refresh_that_changes_nothing_asks_nobody(path, jupyter, monkeypatch):
    monkeypatch.undo()
    refresh(ACME, path)
    assert jupyter["asked"] == []
