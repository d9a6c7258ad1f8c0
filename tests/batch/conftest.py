from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batch_firms import DAY, FIRMS, served

import researchkit as rk
from researchkit.batch.night import Night, Terms
from researchkit.records import Company
from researchkit.sample.server import Routes
from researchkit.workspace import Workspace


@pytest.fixture(scope="session")
def routes() -> Iterator[Routes]:
    with served(FIRMS) as given:
        yield given


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "home")
    made.notebooks.mkdir(parents=True)
    return made


@pytest.fixture
def terms(home: Workspace, routes: Routes) -> Callable[..., Terms]:
    def make(**options: object) -> Terms:
        usual = {
            "workspace": home,
            "workers": 0,
            "at_once": 4,
            "progress": False,
            "day": DAY,
            "web": {"routes": routes},
        }
        return Terms(**(usual | options))  # type: ignore[arg-type]

    return make


@pytest.fixture
def night(terms: Callable[..., Terms]) -> Callable[..., Night]:
    def go(companies: list[Company] | Path = FIRMS, **options: object) -> Night:
        return rk.batch(companies, since="30d", terms=terms(**options))

    return go
