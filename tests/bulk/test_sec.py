"""The SEC's archives answer the very addresses that the source asks, for seven days."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from bulk_files import FACTS, NOW, SEC_HOST, SUBMISSIONS, archive, submissions

from researchkit.bulk import folder_of, mirrors
from researchkit.bulk.sec import SecMirror
from researchkit.records import Company, Entry, Page, Place
from researchkit.sample.answers import Answer
from researchkit.sources.edgar import Edgar
from researchkit.web.mirror import mirrored_page

COMPANY = Company(slug="tarn", name="Tarn Valves", identifiers={"cik": "777001"})
MEMBERS = {"CIK0000777001.json": submissions(777001)}


def zipped(members: dict[str, str]) -> Answer:
    return Answer(content=archive(members), content_type="application/zip")


PAGES = {
    (SEC_HOST, SUBMISSIONS): zipped(MEMBERS),
    (SEC_HOST, FACTS): zipped({"CIK0000777001.json": '{"facts": {}, "cik": 777001, "entityName": "Tarn"}'}),
}


def asked() -> list:
    source = Edgar()
    return list(source.requests(COMPANY, Place(source="edgar", target="777001"), since=NOW - timedelta(30), now=NOW))


def test_both_archives_are_fetched_and_told(fetch):
    brought = fetch(PAGES, sec=True)
    assert [(one.kind, one.failed) for one in brought] == [("SEC submissions", False), ("SEC companyfacts", False)]
    assert "1 registrants" in brought[0].said


def test_the_source_reads_a_member_as_it_reads_the_site_s_answer(fetch, home):
    fetch(PAGES, sec=True)
    (mirror, _) = mirrors(home.cache)
    pages: list[Page] = [mirrored_page(one, mirror.reflect(one, now=NOW)) for one in asked()]
    assert [page.mirrored for page in pages] == ["the SEC's bulk files of 4 May"] * 2
    titles = [one.title for one in Edgar().parse(pages[0], COMPANY) if isinstance(one, Entry)]
    assert "8-K Item 2.02: Results of Operations and Financial Condition" in titles


@pytest.mark.parametrize(("days", "answers"), [(0, True), (6.9, True), (7.1, False), (-1, False)])
def test_an_archive_answers_for_seven_days(fetch, home, days, answers):
    fetch(PAGES, sec=True)
    found = SecMirror(folder_of(home.cache)).reflect(asked()[0], now=NOW + timedelta(days=days))
    assert (found is not None) is answers


def test_an_archive_of_today_is_not_fetched_again(fetch):
    fetch(PAGES, sec=True)
    brought = fetch({}, sec=True, now=NOW + timedelta(hours=5))
    assert [one.failed for one in brought] == [False, False]
    assert "new enough, not fetched" in brought[0].said


def test_one_archive_that_fails_does_not_cost_the_other(fetch, home):
    brought = fetch({(SEC_HOST, SUBMISSIONS): zipped(MEMBERS)}, sec=True)
    assert [one.failed for one in brought] == [False, True]
    assert "no such page" in brought[1].said
    assert SecMirror(folder_of(home.cache)).reflect(asked()[0], now=NOW)


def test_a_bad_archive_leaves_the_good_one_in_use(fetch, home):
    fetch(PAGES, sec=True)
    later = NOW + timedelta(days=1)
    bad = {
        (SEC_HOST, path): Answer(content=b"<html>busy</html>", content_type="text/html")
        for path in (SUBMISSIONS, FACTS)
    }
    brought = fetch(bad, sec=True, now=later)
    assert all(one.failed and "no whole zip" in one.said for one in brought)
    assert SecMirror(folder_of(home.cache)).reflect(asked()[0], now=later).fetched == NOW
    assert sorted(path.suffix for path in folder_of(home.cache).iterdir()) == [".sqlite", ".sqlite", ".zip", ".zip"]


def test_without_a_contact_the_sec_is_not_asked(fetch, monkeypatch):
    monkeypatch.setattr("researchkit.personal.contact", lambda: "")
    (said,) = fetch(PAGES, sec=True)
    assert said.failed
    assert "researchkit contact" in said.said


def test_a_damaged_member_is_asked_of_the_site(fetch, home, caplog):
    fetch(PAGES, sec=True)
    (path,) = folder_of(home.cache).glob("submissions-*.zip")
    content = bytearray(path.read_bytes())
    content[60:80] = bytes(20)
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert SecMirror(folder_of(home.cache)).reflect(asked()[0], now=NOW) is None
    assert "damaged" in caplog.text
