"""The kept days answer GDELT's search for one phrase, and say which days they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from bulk_files import NOW, search

from researchkit.bulk.articles import DAY_MINUTES, KEPT_DAYS, Article, Articles, Day, since_of
from researchkit.bulk.gdelt import GdeltMirror, phrases, table_of, told_days
from researchkit.errors import DiskError
from researchkit.records import Company, Entry, Place
from researchkit.sources.gdelt import Gdelt
from researchkit.web.mirror import mirrored_page

TODAY = NOW.replace(hour=0, minute=0)


@pytest.fixture
def read(tmp_path):
    """Note days as read, whole or in part, with an article on each."""

    def go(*days: int, minutes: int = DAY_MINUTES, name: str = "Tarn", titles: int = 1):
        with Articles(table_of(tmp_path)) as table:
            scan = table.scan_of([name])
            for back in days:
                first = TODAY - timedelta(days=back)
                made = [
                    Article(name, first, f"https://p.example/{back}/{n}", f"{name} {back} days ago", "p.example", "de")
                    for n in range(titles)
                ]
                for step in (0, *range(1, minutes)):
                    minute = first + timedelta(minutes=step)
                    table.keep(scan, minute, made if step == 0 else [], read=True, now=min(NOW, minute))

    return go


@pytest.fixture
def ask(tmp_path):
    def go(name: str = "Tarn", **options):
        return GdeltMirror(tmp_path).reflect(search(name, **options), now=NOW)

    return go


def test_the_source_reads_a_mirror_s_answer_as_gdelt_s_own(read, ask):
    read(1, minutes=3)
    page = mirrored_page(search("Tarn"), ask())
    (entry,) = Gdelt().parse(page, Company(slug="tarn", name="Tarn"))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.url, entry.publisher, entry.language, entry.follow, entry.published.date()) == (
        "Tarn 1 days ago",
        "https://p.example/1/0",
        "p.example",
        "de",
        True,
        date(2026, 5, 3),
    )


def test_it_says_which_days_it_is_of(read, ask):
    read(1)
    read(0, minutes=2)
    assert ask().told == "GDELT's bulk files of 3 May and part of 4 May"


def test_days_outside_the_window_do_not_answer(read, ask):
    read(40, minutes=2)
    assert ask(days=20) is None


def test_a_name_that_was_not_looked_for_is_gdelt_s_to_answer(read, ask):
    read(1, minutes=2)
    assert ask("Mere") is None


def test_a_name_without_articles_has_an_answer_all_the_same(read, ask, tmp_path):
    read(1, minutes=2, titles=0)
    assert ask().content == b'{"articles": []}'


def test_a_part_of_the_window_is_not_the_whole(read, ask):
    read(1, 2, minutes=2)
    assert not ask().whole


def test_all_days_until_yesterday_are_the_whole(ask, tmp_path):
    with Articles(table_of(tmp_path)) as table:
        scan = table.scan_of(["Tarn"])
        done = ((1 << DAY_MINUTES) - 1).to_bytes(DAY_MINUTES // 8, "little")
        rows = [(scan, f"{TODAY - timedelta(days=n):%Y%m%d}", done, NOW.isoformat()) for n in range(1, 32)]
        table._opened.executemany("INSERT INTO days VALUES (?, ?, ?, ?)", rows)
        table._opened.commit()
    assert ask(days=30).whole


def test_at_most_as_many_as_were_asked_for_the_newest_first(read, ask):
    read(1, minutes=1, titles=300)
    page = mirrored_page(search("Tarn"), ask())
    assert len(list(Gdelt().parse(page, Company(slug="tarn", name="Tarn")))) == 250


@pytest.mark.parametrize(
    "query", ['"Tarn" sourcelang:english', '("Tarn" OR "Mere")', "Tarn", '""', '"Tarn" "Mere"'], ids=str
)
def test_a_query_that_is_more_than_one_phrase_is_gdelt_s_to_answer(read, tmp_path, query):
    read(1, minutes=2)
    company = Company(slug="tarn", name="Tarn", places=(Place(source="gdelt", target=query),))
    assert GdeltMirror(tmp_path).reflect(search("", company=company), now=NOW) is None


@pytest.mark.parametrize("change", [("mode=artlist", "mode=timelinevol"), ("format=json", "format=csv")])
def test_another_form_of_answer_is_gdelt_s_to_give(read, tmp_path, change):
    read(1, minutes=2)
    request = search("Tarn")
    assert GdeltMirror(tmp_path).reflect(replace(request, url=request.url.replace(*change)), now=NOW) is None


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 200])
def test_a_damaged_table_answers_nothing(tmp_path, ask, content):
    table_of(tmp_path).write_bytes(content)
    assert ask() is None


def test_a_damaged_table_says_what_to_do(tmp_path):
    table_of(tmp_path).write_bytes(b"no database" * 100)
    with pytest.raises(DiskError, match="delete"):
        Articles(table_of(tmp_path))


def test_old_days_are_dropped(read, ask, tmp_path):
    read(1, KEPT_DAYS + 1, minutes=2)
    with Articles(table_of(tmp_path)) as table:
        table.drop_before(since_of(NOW, KEPT_DAYS))
        assert [day.day for day in table.days("Tarn", since=date(2020, 1, 1))] == [date(2026, 5, 3)]
        assert len(list(table.named("Tarn", since=date(2020, 1, 1), at_most=9))) == 1


def test_common_words_and_switched_off_companies_are_not_looked_for():
    companies = [
        Company(slug="a", name="Tarn Valves"),
        Company(slug="b", name="Target", common_word=True),
        Company(slug="c", name="Mere", disabled=("gdelt",)),
        Company(slug="d", name="Fell", places=(Place(source="gdelt", target='"Fell Foods" OR "Fell Farms"'),)),
        Company(slug="e", name="Beck", places=(Place(source="gdelt", target='"Beck  Brewing"'),)),
    ]
    assert phrases(companies) == ["Beck Brewing", "Tarn Valves"]


def november(*days: int, minutes: int = DAY_MINUTES) -> list[Day]:
    return [Day(date(2026, 11, day), minutes, NOW) for day in days]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (november(27), "27 November"),
        (november(27, 28), "27 and 28 November"),
        ([*november(30), Day(date(2026, 12, 1), DAY_MINUTES, NOW)], "30 November and 1 December"),
        (november(*range(1, 29)), "1 to 28 November"),
        (november(*range(1, 29)) + november(29, minutes=5), "1 to 28 November and part of 29 November"),
        (november(27, minutes=9), "part of 27 November"),
        (november(3, 9, 28), "3, 9 and 28 November"),
        (november(*range(1, 28, 2)), "14 days from 1 November to 27 November"),
    ],
)
def test_days_are_told_in_words(days, said):
    assert told_days(days) == said


def test_a_search_for_a_name_in_another_script_is_found_again(read, ask):
    read(1, minutes=1, name="Häuser & Söhne")
    assert quote("Häuser") in search("Häuser & Söhne").url
    assert ask("Häuser & Söhne") is not None
