"""GDELT's minutes: all are asked for once, damage costs its own lines, and a stop costs nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bulk_files import NOW, article, at, minute_file, search, served_minutes

from researchkit.bulk import folder_of
from researchkit.bulk.gdelt import GdeltMirror
from researchkit.bulk.minutes import MinuteReader, minutes_of
from researchkit.records import Company, Entry
from researchkit.sample.answers import Answer
from researchkit.sources.gdelt import Gdelt
from researchkit.web.mirror import mirrored_page

TODAY = NOW.replace(hour=0, minute=0)
FIRST = TODAY + timedelta(minutes=17)
PAGES = served_minutes({FIRST: minute_file(article("Tarn Valves opens a plant"), article("Rain in Bergen"))})


def kept(home, name: str = "Tarn Valves", *, now=NOW, days: int = 30) -> list[str]:
    """The titles that the source finds by a mirror."""
    request = search(name, days=days)
    found = GdeltMirror(folder_of(home.cache)).reflect(request, now=now)
    if found is None:
        return ["(asks GDELT)"]
    company = Company(slug="x", name=name)
    return [one.title for one in Gdelt().parse(mirrored_page(request, found), company) if isinstance(one, Entry)]


def test_minutes_are_those_from_midnight_until_an_hour_ago():
    minutes = minutes_of(NOW, 0)
    assert (minutes[0], minutes[-1], len(minutes)) == (TODAY, TODAY + timedelta(minutes=149), 150)
    assert len(minutes_of(NOW, 1)) == 150 + 1440


def test_what_names_a_company_is_kept_and_nothing_else(fetch, home):
    (said,) = fetch(PAGES, gdelt_days=0)
    assert said.said == ("asked for 150 minutes, 0 had been read; 1 file with 2 articles, kept 1 mention of 1 name")
    assert kept(home) == ["Tarn Valves opens a plant"]


def test_a_minute_without_a_file_is_normal_and_not_asked_for_again(fetch):
    (said,) = fetch(PAGES, gdelt_days=0)
    assert not said.failed
    (again,) = fetch({}, gdelt_days=0)
    assert again.said.startswith("asked for 0 minutes, 150 had been read")


def test_the_next_night_asks_only_for_what_came_since(fetch):
    fetch(PAGES, gdelt_days=0)
    (said,) = fetch({}, gdelt_days=0, now=NOW + timedelta(minutes=10))
    assert said.said.startswith("asked for 10 minutes, 150 had been read")


def test_a_name_that_joins_the_list_is_looked_for_in_the_minutes_again(fetch, home):
    fetch(PAGES, gdelt_days=0)
    assert kept(home, "Bergen") == ["(asks GDELT)"]
    (said,) = fetch(PAGES, ("Tarn Valves", "Bergen"), gdelt_days=0)
    assert said.said.startswith("asked for 150 minutes")
    assert kept(home, "Bergen") == ["Rain in Bergen"]
    assert kept(home) == ["Tarn Valves opens a plant"]


def test_a_list_that_gets_shorter_asks_for_nothing(fetch):
    fetch(PAGES, ("Tarn Valves", "Bergen"), gdelt_days=0)
    (said,) = fetch({}, ("Bergen",), gdelt_days=0)
    assert said.said.startswith("asked for 0 minutes")


@pytest.mark.parametrize(
    "line",
    [
        "{not json",
        '{"title": "Tarn Valves"}',
        '["Tarn Valves"]',
        '{"title": 5, "url": "https://paper.example/"}',
        '{"title": "Tarn Valves \\ud800", "url": "https://paper.example/"}',
        "[" * 100_000,
    ],
    ids=["broken", "no url", "a list", "a number", "half a character", "deep"],
)
def test_a_damaged_line_costs_itself(fetch, home, line):
    pages = served_minutes({FIRST: minute_file(line, article("Tarn Valves opens a plant"))})
    (said,) = fetch(pages, gdelt_days=0)
    assert not said.failed
    assert "left out 1 damaged line" in said.said
    assert kept(home) == ["Tarn Valves opens a plant"]


def test_a_file_cut_in_the_middle_gives_what_it_has_and_is_asked_for_again(fetch, home):
    rows = [article("Tarn Valves opens a plant"), *(article(f"Words {n * 7919}", n) for n in range(20_000))]
    (said,) = fetch(served_minutes({FIRST: minute_file(*rows)[:-5000]}), gdelt_days=0)
    assert said.failed
    assert "1 minute failed, at last: A file of GDELT's is cut or damaged" in said.said
    assert kept(home) == ["Tarn Valves opens a plant"]
    (again,) = fetch(served_minutes({FIRST: minute_file(*rows)}), gdelt_days=0)
    assert again.said.startswith("asked for 1 minute, 149 had been read")
    assert kept(home) == ["Tarn Valves opens a plant"]


def test_a_file_that_unpacks_to_too_much_is_given_up(fetch, monkeypatch):
    monkeypatch.setattr("researchkit.bulk.minutes.MAX_MINUTE_TEXT_BYTES", 2**20)
    pages = served_minutes({FIRST: minute_file(*(article("Words", n, desc="x" * 5000) for n in range(400)))})
    (said,) = fetch(pages, gdelt_days=0)
    assert "unpacks to more than 1 MiB" in said.said


def test_a_file_without_its_wrapping_is_read_as_well(fetch, home):
    plain = Answer(
        content=b'{"title": "Tarn Valves grows", "url": "https://paper.example/1"}', content_type="text/plain"
    )
    fetch({at(FIRST): plain}, gdelt_days=0)
    assert kept(home) == ["Tarn Valves grows"]


def test_five_failures_in_a_row_end_the_run(fetch):
    broken = {at(TODAY + timedelta(minutes=n)): Answer(content=b"", content_type="", status=500) for n in range(150)}
    (said,) = fetch(broken, gdelt_days=0)
    assert said.failed
    assert said.said.startswith("asked for 5 minutes")
    assert "stopped with 145 minutes left" in said.said


def test_who_says_no_in_robots_txt_is_asked_once(fetch):
    robots = Answer(content=b"User-agent: *\nDisallow: /", content_type="text/plain")
    (said,) = fetch({("data.gdeltproject.org", "/robots.txt"): robots}, gdelt_days=0)
    assert said.said.startswith("asked for 1 minute")
    assert "asks programs to stay away" in said.said


def test_ctrl_c_keeps_every_minute_that_was_read(fetch, home, monkeypatch):
    read, seen = MinuteReader._read, []

    def stopped(self, minute):
        if len(seen) == 30:
            raise KeyboardInterrupt
        seen.append(minute)
        return read(self, minute)

    with monkeypatch.context() as patched:
        patched.setattr(MinuteReader, "_read", stopped)
        with pytest.raises(KeyboardInterrupt):
            fetch(PAGES, gdelt_days=0)
    assert kept(home) == ["Tarn Valves opens a plant"]
    (said,) = fetch({}, gdelt_days=0)
    assert said.said.startswith("asked for 120 minutes, 30 had been read")
