"""A loopback site for the tests of web/."""

from __future__ import annotations

import socketserver
import threading
from contextlib import suppress
from datetime import UTC, datetime

from researchkit.records import Request

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LATE_S = 0.3  # before an answer that ends with LATE
ROBOTS_FREE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def answer(body: bytes = b"<p>hello</p>", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Site(socketserver.ThreadingTCPServer):
    """A loopback server that answers raw bytes: by path, one after another, the last one again and again."""

    allow_reuse_address = True
    daemon_threads = True
    address_family = 2

    def __init__(self) -> None:
        self.answers: dict[str, list[bytes]] = {"/robots.txt": [ROBOTS_FREE]}
        self.asked: list[tuple[str, str, dict[str, str]]] = []  # host, path, headers
        self.connections = 0
        self.stalled = threading.Event()  # set to end every stall
        self.arrived = threading.Event()  # a stalled request has come in
        super().__init__(("127.0.0.1", 0), _Turn)

    def says(self, path: str, *answers: bytes) -> None:
        self.answers[path] = list(answers)

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


class _Turn(socketserver.StreamRequestHandler):
    server: Site

    def handle(self) -> None:
        self.server.connections += 1
        while line := self.rfile.readline():
            path = line.split()[1].decode("latin-1")
            headers = {}
            while (row := self.rfile.readline().strip()) != b"":
                name, _, value = row.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            self.server.asked.append((headers.get("host", ""), path, headers))
            queue = self.server.answers.get(path, [answer(b"", "404 Not Found")])
            raw = queue.pop(0) if len(queue) > 1 else queue[0]
            if raw.endswith(b"STALL"):
                self.wfile.write(raw[:-5])
                self.server.arrived.set()
                self.server.stalled.wait(30)
                return
            if raw.endswith(b"LATE"):
                self.server.stalled.wait(LATE_S)
                raw = raw[:-4]
            if raw.endswith(b"DRIP"):
                self.wfile.write(raw[:-4])
                with suppress(OSError):  # the client has had enough
                    while not self.server.stalled.wait(0.05):
                        self.wfile.write(b"x")
                return
            self.wfile.write(raw)
            if b"Content-Length" not in raw or b"Connection: close" in raw:
                return


def ask(path: str = "/", host: str = "acme.example", **options: object) -> Request:
    return Request(source_id="page acme", url=f"https://{host}{path}", **options)  # type: ignore[arg-type]
