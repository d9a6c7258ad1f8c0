"""A page of the sample company, and a small server on loopback that speaks the protocol as it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

import researchkit as rk
from researchkit import sample
from researchkit.brief.page import Brief
from researchkit.dossier import Dossier
from researchkit.workspace import Workspace

STORY = "A migration that nobody outside may read: 63 moves"


@dataclass
class ModelServer:
    """What it heard, and how it answers: `reply` gets a line ({kind, sentence, evidence}) and returns its words."""

    endpoint: str = ""
    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    reply: Callable[[dict[str, str]], str] = lambda line: line["sentence"]
    raw: Callable[[BaseHTTPRequestHandler], None] | None = None
    over: Event = field(default_factory=Event)

    @property
    def lines(self) -> list[dict[str, str]]:
        """The lines it was sent, in order."""
        return [json.loads(json.loads(body)["messages"][1]["content"]) for body in self.bodies]


def completion(words: Any) -> bytes:
    message = {"role": "assistant", "content": words}
    answer = {"object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    return json.dumps(answer).encode()


def respond(handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    heard = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.paths.append(self.path)
            heard.headers.append(dict(self.headers))
            heard.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if heard.raw is not None:
                heard.raw(self)
            else:
                respond(self, completion(heard.reply(heard.lines[-1])))

        def do_GET(self) -> None:
            heard.paths.append(f"GET {self.path}")
            respond(self, b"")

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    heard.endpoint = f"http://127.0.0.1:{server.server_port}/v1"
    yield heard
    heard.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def polish_home(tmp_path_factory) -> Workspace:
    home = Workspace(tmp_path_factory.mktemp("polish"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    return home


@pytest.fixture(scope="session")
def dossier(polish_home) -> Dossier:
    return rk.research("sample", since="180d", workspace=polish_home, progress=False)


@pytest.fixture(scope="session")
def page(dossier) -> Brief:
    return rk.brief(dossier)
