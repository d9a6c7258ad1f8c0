from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from bulk_files import GDELT_HOST, NOW, SEC_HOST

from researchkit.analysis.words import is_common_word
from researchkit.bulk.gather import Brought, Wish, gather
from researchkit.records import Company
from researchkit.sample.answers import Answer
from researchkit.sample.server import serving
from researchkit.workspace import Workspace


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def serve() -> Iterator[Callable[..., dict]]:
    """Serve pages in place of GDELT's and the SEC's and give the web settings that lead there."""
    with ExitStack() as open_servers:

        def go(pages: dict[tuple[str, str], Answer]) -> dict:
            routes = open_servers.enter_context(serving(pages))
            return {"routes": {host: routes[host] for host in (GDELT_HOST, SEC_HOST)}, "backoff_s": 0.0}

        yield go


@pytest.fixture
def fetch(home: Workspace, serve: Callable[..., dict], monkeypatch) -> Callable[..., list[Brought]]:
    monkeypatch.setenv("RESEARCHKIT_CONTACT", "fair@college.example")

    def go(pages: dict, names: tuple[str, ...] = ("Tarn Valves",), *, now: datetime = NOW, **wish) -> list[Brought]:
        companies = [Company(slug="x", name=name, common_word=is_common_word(name)) for name in names]
        wanted = Wish(**({"gdelt_days": None, "progress": False, "now": lambda: now} | wish), web=serve(pages))
        return gather(companies, wanted, workspace=home)

    return go
