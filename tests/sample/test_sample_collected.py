"""What `collect` brings home from the sample; what is understood of it is compared in tests/test_truth.py."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import researchkit as rk
from researchkit import sample

TRUTH = sample.truth()


def _collected(folder: Path, since: str) -> tuple[pd.DataFrame, pd.Series]:
    workspace = rk.Workspace(folder)
    profile = workspace.profile("sample")
    profile.parent.mkdir(parents=True)
    profile.write_text(sample.profile(), encoding="utf-8")
    collected = rk.collect("sample", since=since, workspace=workspace)
    return collected.documents.set_index("url"), collected.coverage.set_index("source_id")["outcome"]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, pd.Series]:
    return _collected(tmp_path_factory.mktemp("year"), "365d")


def test_every_document_about_the_company_comes_home(year: tuple[pd.DataFrame, pd.Series]) -> None:
    assert set(TRUTH.about) - set(year[0].index) == set()


def test_the_open_posts_come_home(year: tuple[pd.DataFrame, pd.Series]) -> None:
    assert (year[0]["kind"] == "job").sum() == 8


def test_a_quarter_brings_fewer_than_a_year_and_not_few(year: tuple[pd.DataFrame, pd.Series], tmp_path: Path) -> None:
    quarter, _ = _collected(tmp_path, "90d")
    assert 30 <= len(quarter) < len(year[0])


def test_every_date_is_the_one_that_was_printed(year: tuple[pd.DataFrame, pd.Series]) -> None:
    from researchkit.sample.content import sites

    printed = {one.url: one.published.date() for site in sites() for some in site.articles.values() for one in some}
    read = year[0]["published"].dropna()
    assert {url: day.date() for url, day in read.items() if url in printed and day.date() != printed[url]} == {}


def test_the_post_of_2099_has_no_date(year: tuple[pd.DataFrame, pd.Series]) -> None:
    assert year[0].isna().loc[TRUTH.traps["future"], "published"]


def test_each_outlet_goes_by_its_name(year: tuple[pd.DataFrame, pd.Series]) -> None:
    outlets = set(year[0].query("not first_party")["publisher"])
    assert {"Aire Business Post", "Coldchain Weekly", "The Patchbay", "Halyard News", "Harbourline Research"} <= outlets


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        ("feed cityledger.example/rss", "blocked"),
        ("feed fridgeforum.example/feed.xml", "failed"),
        ("feed www.docksidediary.example/feed", "found"),
        ("status status.kelbrin.example", "found"),
        ("jobs recruitee/careers.kelbrin.example", "found"),
        ("newsroom www.kelbrin.example/newsroom", "found"),
        ("sitemap www.kelbrin.example/sitemap_index.xml", "found"),
    ],
)
def test_each_place_answers_as_it_should(year: tuple[pd.DataFrame, pd.Series], place: str, outcome: str) -> None:
    assert year[1][place] == outcome
