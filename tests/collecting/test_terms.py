"""The terms of an opt-in source are told once."""

from types import SimpleNamespace

import pytest

from researchkit.collecting import new_terms
from researchkit.records import Company, Place

NEWS = SimpleNamespace(name="googlenews", switch="opt-in", terms="personal, non-commercial use")
FEED = SimpleNamespace(name="feed", switch="default", terms="anyone")


def told(company, cache):
    return new_terms(company, cache, sources=(NEWS, FEED))


@pytest.fixture
def company():
    return Company(slug="acme", name="Acme", enabled=("googlenews",))


def test_they_are_told_when_it_is_first_used(company, tmp_path):
    assert told(company, tmp_path) == ["googlenews: personal, non-commercial use"]


def test_they_are_told_once(company, tmp_path):
    told(company, tmp_path)
    assert told(company, tmp_path) == []


def test_a_place_switches_a_source_on_too(tmp_path):
    assert told(Company(slug="acme", name="Acme", places=(Place(source="googlenews", target="x"),)), tmp_path)


def test_a_source_that_is_off_says_nothing(tmp_path):
    assert told(Company(slug="acme", name="Acme"), tmp_path) == []


def test_a_spoilt_note_is_no_error(company, tmp_path):
    (tmp_path / "terms.json").write_text("[", encoding="utf-8")
    assert told(company, tmp_path)
