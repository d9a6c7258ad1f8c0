from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection

import pytest

from researchkit import sample


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("windows-1252" if "1252" in self.headers.get("Content-Type", "") else "utf-8")


@dataclass(frozen=True)
class Asker:
    """Asks the sample's server for https addresses over plain HTTP, as WebSettings.routes would."""

    routes: Mapping[str, tuple[str, int]]

    def __call__(self, url: str, *, method: str = "GET", **headers: str) -> Reply:
        host, _, path = url.removeprefix("https://").partition("/")
        connection = HTTPConnection(*self.routes[host], timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, f"/{path}", headers={"Host": host, **named})
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def routes() -> Iterator[Mapping[str, tuple[str, int]]]:
    with sample.serve() as given:
        yield given


@pytest.fixture(scope="session")
def ask(routes: Mapping[str, tuple[str, int]]) -> Callable[..., Reply]:
    return Asker(routes)


@pytest.fixture(scope="session")
def unzip() -> Callable[[bytes], str]:
    return lambda content: gzip.decompress(content).decode()
