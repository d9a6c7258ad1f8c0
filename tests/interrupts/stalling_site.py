"""A company's site on loopback, one of whose pages never comes until it is allowed to."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from researchkit.sources import REGISTRY
from researchkit.workspace import Workspace

DAY = "Tue, 01 Sep 2026 08:00:00 GMT"
TITLES = ("opens-a-depot", "stalls", "ships-a-robot")
PROSE = (
    "Acme Robotics said on Tuesday that it opened a depot in Leeds, where ninety people will work from October. " * 8
)


class StallingSite(ThreadingHTTPServer):
    """Counts what was asked; `reached` is set when the stalling page was asked for, `let_go` ends the stall."""

    daemon_threads = True

    def __init__(self, stalls: str) -> None:
        self.stalls = stalls
        self.asked: Counter[str] = Counter()
        self.reached = threading.Event()
        self.let_go = threading.Event()
        super().__init__(("127.0.0.1", 0), _Turn)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Turn(BaseHTTPRequestHandler):
    server: StallingSite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        if self.path == self.server.stalls and not self.server.let_go.is_set():
            self.server.reached.set()
            self.server.let_go.wait(60)
        found = {"/feed.xml": self._feed, **{f"/{title}": self._article for title in TITLES}}.get(self.path)
        body = found() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed.xml" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _feed(self) -> bytes:
        rows = "".join(
            f"<item><title>Acme Robotics {title}</title><link>http://{self.server.host}/{title}</link>"
            f"<pubDate>{DAY}</pubDate></item>"
            for title in TITLES
        )
        return f"<rss version='2.0'><channel><title>Acme</title>{rows}</channel></rss>".encode()

    def _article(self) -> bytes:
        name = self.path.strip("/")
        return f"<html><body><article><h1>Acme {name}</h1><p>{PROSE}{name}</p></article></body></html>".encode()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def stalling(path: str = "/stalls") -> Iterator[StallingSite]:
    """Serve the site, whose page at `path` stalls, while the block lasts."""
    with StallingSite(path) as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.let_go.set()
            site.shutdown()
            thread.join()


def workspace_for(site: StallingSite, root: Path) -> Workspace:
    """Return a workspace with one company, whose only place is the site's feed."""
    home = Workspace(root)
    home.notebooks.mkdir()
    home.profile("acme").write_text(
        f'name = "Acme Robotics"\nsite = "http://{site.host}"\naliases = ["Acme"]\nprivate_hosts = ["{site.host}"]\n'
        "as_of = 2026-09-02T08:00:00Z\n"
        f"disabled = {[name for name in REGISTRY if name != 'feed']}\n"  # nothing leaves this machine
        f'[[places]]\nsource = "feed"\ntarget = "http://{site.host}/feed.xml"\n',
        encoding="utf-8",
    )
    return home
