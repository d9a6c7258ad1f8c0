"""A single `research` uses what lies there: the SEC's archives for a week, GDELT's days where they are all there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bulk_files import FACTS, NOW, SEC_HOST, SUBMISSIONS, archive, article, minute_file, served_minutes, submissions

from researchkit import sample, verbs
from researchkit.company import profile
from researchkit.conditions import settings_of
from researchkit.records import Company
from researchkit.sample.answers import Answer

COMPANY = Company(
    slug="tarn",
    name="Tarn Valves",
    identifiers={"cik": "777001"},
    disabled=("hackernews", "wikidata", "wikipedia"),
    contact="me@mail.example",
    as_of=NOW,
)
ZIPS = {
    SUBMISSIONS: archive({"CIK0000777001.json": submissions(777001)}),
    FACTS: archive({"CIK0000777001.json": '{"facts": {}, "cik": 777001, "entityName": "Tarn"}'}),
}
PAGES = {(SEC_HOST, path): Answer(content=content, content_type="application/zip") for path, content in ZIPS.items()}
MINUTE = NOW.replace(hour=1, minute=2)


@pytest.fixture
def reasons(fetch, home):
    """Fetch bulk files, then research offline: what answers lies on this disk."""
    fetch(PAGES | served_minutes({MINUTE: minute_file(article("Tarn Valves opens a plant"))}), gdelt_days=0, sec=True)
    coverage = verbs.collect(COMPANY, offline=True, workspace=home).coverage
    return dict(zip(coverage["kind"], coverage["reason"], strict=True))


def test_the_sec_s_filings_are_from_the_archive(reasons):
    assert "from the SEC's bulk files of 4 May" in reasons["edgar"]


def test_offline_the_kept_days_answer_though_they_are_a_part(reasons):
    assert "from GDELT's bulk files of part of 4 May" in reasons["gdelt"]


def test_online_a_part_of_the_window_leaves_gdelt_to_answer(fetch, home):
    fetch({}, gdelt_days=0)
    with settings_of(COMPANY, home) as settings:
        assert len(settings.mirrors) == 2
        assert not settings.mirrors_alone


def test_the_sample_is_never_answered_by_real_files(fetch, home):
    fetch({}, gdelt_days=0)
    company = replace(profile.parse("sample", sample.profile()), sample=True)
    with settings_of(company, home) as settings:
        assert settings.mirrors == ()
