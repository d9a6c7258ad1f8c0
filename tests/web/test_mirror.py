"""Mirrors: what files on this disk know is not asked of the network, and says where it is from."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from web_site import NOW, answer, ask

from researchkit.errors import NotCached
from researchkit.records import Request
from researchkit.web.mirror import Reflection

TOLD = "the bulk files of 3 May"


@dataclass(frozen=True)
class Files:
    """A mirror of one path."""

    path: str = "/a"
    whole: bool = True
    fetched: datetime = NOW - timedelta(days=1)

    def reflect(self, request: Request, *, now: datetime) -> Reflection | None:
        if not request.url.endswith(self.path):
            return None
        return Reflection(
            content=b"{}", content_type="application/json", fetched=self.fetched, told=TOLD, whole=self.whole
        )


@pytest.fixture
def get(site, open_fetcher, settings):
    def go(*mirrors: Files, path: str = "/a", **options):
        return open_fetcher(replace(settings, mirrors=mirrors, **options)).get(ask(path))

    return go


def test_a_mirror_answers_and_nobody_is_asked(site, get):
    page = get(Files())
    assert (page.content, page.mirrored, page.fetched) == (b"{}", TOLD, NOW - timedelta(days=1))
    assert site.asked == []


def test_an_address_that_no_mirror_knows_goes_its_way(site, get):
    site.says("/b", answer())
    assert get(Files(), path="/b").mirrored == ""


def test_the_first_mirror_that_knows_answers(get):
    assert get(Files(path="/other"), Files()).mirrored == TOLD


def test_a_mirror_that_knows_a_part_does_not_stand_in_for_the_site(site, get):
    site.says("/a", answer(b"all of it"))
    assert get(Files(whole=False)).content == b"all of it"


def test_alone_a_part_is_enough(site, get):
    assert get(Files(whole=False), mirrors_alone=True).mirrored == TOLD
    assert site.asked == []


def test_what_we_fetched_since_is_better_than_older_files(site, get):
    site.says("/a", answer(b"newer"))
    get()
    assert get(Files()).content == b"newer"
    assert len(site.paths()) == 2  # it may have changed
    assert get(Files(), mirrors_alone=True).content == b"newer"
    assert len(site.paths()) == 2


def test_offline_a_mirror_answers_too(get):
    assert get(Files(whole=False), offline=True).mirrored == TOLD


def test_offline_without_files_says_so(get):
    with pytest.raises(NotCached):
        get(Files(path="/other"), offline=True)


def test_the_log_says_where_it_is_from(get, caplog):
    with caplog.at_level(logging.INFO, logger="researchkit"):
        get(Files())
    assert f"from the bulk files: {TOLD}" in caplog.text
