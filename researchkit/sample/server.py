"""The little web server of the sample: many hosts on one loopback port, told apart by the Host header."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

from researchkit.sample.answers import Answer

_ABSENT = Answer(
    content=b"<!doctype html><title>Not found</title><h1>404</h1><p>There is no such page.</p>",
    content_type="text/html; charset=utf-8",
    status=404,
)


class Routes(Mapping[str, tuple[str, int]]):
    """Host → (address, port), the same for every host there is, so that nothing leaves loopback.

    Iterating gives the hosts that have pages; any other is answered with a 404.
    """

    def __init__(self, address: tuple[str, int], hosts: frozenset[str]) -> None:
        self._address = address
        self._hosts = tuple(sorted(hosts))

    def __getitem__(self, host: str) -> tuple[str, int]:
        return self._address

    def __iter__(self) -> Iterator[str]:
        return iter(self._hosts)

    def __len__(self) -> int:
        return len(self._hosts)


@contextmanager
def serving(pages: Mapping[tuple[str, str], Answer]) -> Iterator[Routes]:
    """Serve `pages` on a free port of 127.0.0.1 and give the routes to it. Stops when left."""
    server = _Server(pages)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Routes(("127.0.0.1", server.server_port), frozenset(host for host, _ in pages))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, pages: Mapping[tuple[str, str], Answer]) -> None:
        self.pages = pages
        super().__init__(("127.0.0.1", 0), _Responder)

    def answer(self, host: str, target: str) -> Answer:
        return self.pages.get((host, unquote(urlsplit(target).path) or "/"), _ABSENT)


class _Responder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 64 * 1024  # head and body leave in one packet
    disable_nagle_algorithm = True
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        self._respond(with_body=True)

    def do_HEAD(self) -> None:
        self._respond(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _respond(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower().rstrip(".")
        answer = self.server.answer(host, self.path)
        if answer.status == 200 and self._is_known(answer):
            self._head(304, answer)
            self.end_headers()
            return
        content = answer.content
        self._head(answer.status, answer)
        if answer.squeeze and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def _head(self, status: int, answer: Answer) -> None:
        # Without Date and Server, so that two servings are equal byte for byte.
        self.send_response_only(status)
        if answer.location:
            self.send_header("Location", answer.location)
        if answer.squeeze:
            self.send_header("Vary", "Accept-Encoding")
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", answer.last_modified)

    def _is_known(self, answer: Answer) -> bool:
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or answer.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return parsedate_to_datetime(answer.last_modified) <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False
