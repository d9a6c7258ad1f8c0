from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from web_site import NOW, Site

from researchkit.web.fetch import Fetcher
from researchkit.web.limits import WebSettings


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield served
        served.stalled.set()
        served.shutdown()


@pytest.fixture
def settings(site: Site) -> WebSettings:
    address = ("127.0.0.1", site.server_address[1])
    return WebSettings(
        routes={"acme.example": address, "other.example": address}, timeout_s=2.0, backoff_s=0.01, max_wait_s=60
    )


@pytest.fixture
def open_fetcher(tmp_path: Path, settings: WebSettings) -> Iterator[Callable[..., Fetcher]]:
    opened: list[Fetcher] = []

    def make(own: WebSettings | None = None, now: datetime = NOW) -> Fetcher:
        opened.append(Fetcher(tmp_path / "cache", own or settings, now=lambda: now))
        return opened[-1]

    yield make
    for fetcher in opened:
        fetcher.close()
