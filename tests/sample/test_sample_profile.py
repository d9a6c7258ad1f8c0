"""The sample's profile and stories, as the user finds them in notebooks/."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from researchkit import sample
from researchkit.collecting.plan import plan
from researchkit.company.profile import read_profile
from researchkit.records import Company
from researchkit.sources import REGISTRY


@pytest.fixture
def company(tmp_path: Path) -> Company:
    path = tmp_path / "sample.toml"
    path.write_text(sample.profile(), encoding="utf-8")
    return read_profile(path)


def test_the_profile_can_be_read(company: Company) -> None:
    assert (company.slug, company.name, company.sample) == ("sample", "Kelbrin", True)


def test_the_profile_stands_still(company: Company) -> None:
    assert company.as_of == sample.AS_OF


def test_every_place_has_a_source(company: Company) -> None:
    assert {place.source for place in company.places} <= set(REGISTRY)


def test_nothing_outside_the_sample_is_asked(company: Company) -> None:
    planned = plan(company, since=sample.AS_OF - timedelta(days=90), now=sample.AS_OF)
    with sample.serve() as routes:
        served = set(routes)
    assert {urlsplit(request.url).hostname for request in planned.requests} - served == set()


def test_the_saved_folder_holds_a_report() -> None:
    reports = [path.read_text(encoding="utf-8") for path in sample.SAVED.glob("*.md")]
    assert ["Sensovar" in report for report in reports] == [True]


def test_the_namesake_is_told_apart(company: Company) -> None:
    assert [(one.name, one.domain) for one in company.namesakes] == [("Kelbrin Mills", "kelbrinmills.example")]


def test_each_story_holds_its_number_in_its_result_or_action() -> None:
    told = tomllib.loads(sample.stories())["stories"]
    assert len(told) == 3
    for story in told:
        figures = [word.rstrip("%") for word in story["number"].split() if word[0].isdigit()]
        assert all(figure in story["result"] for figure in figures)
