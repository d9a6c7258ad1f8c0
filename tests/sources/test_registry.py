"""The registry: every source has a whole card, and docs/sources.md says what the cards say."""

from datetime import timedelta
from pathlib import Path

import pytest
from source_pairs import ACME, FETCHED

from researchkit.records import Company
from researchkit.sources import REGISTRY, all_sources, source
from researchkit.sources.base import Source, source_id
from researchkit.sources.cards import sources_page

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", REGISTRY)
def test_a_source_has_a_whole_card(name: str) -> None:
    made = source(name)
    assert isinstance(made, Source)
    assert made.name == name
    assert made.gives
    assert made.terms
    assert made.switch in ("default", "opt-in")
    assert made.tested in ("recorded", "documented")


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(KeyError):
        source("linkedin")


@pytest.mark.parametrize("name", REGISTRY)
def test_the_places_a_source_makes_itself_can_be_asked(name: str) -> None:
    made = source(name)
    for place in made.places(ACME):
        requests = list(made.requests(ACME, place, since=FETCHED, now=FETCHED))
        assert requests
        assert {request.source_id for request in requests} == {source_id(made, place)}
        assert all(request.url.startswith("https://") for request in requests)


def test_a_company_of_which_only_the_name_is_known_is_no_error() -> None:
    bare = Company(slug="x", name="X")
    for made in all_sources():
        assert made.missing(bare) is None or made.switch == "opt-in"
        list(made.places(bare))


def test_only_few_sources_are_asked_for_a_company_without_places() -> None:
    bare = Company(slug="x", name="Xylo Works", domains=("xylo.example",))
    asked = [made.name for made in all_sources() if made.switch == "default" and any(made.places(bare))]
    assert asked == ["hackernews", "gdelt"]


def test_a_common_word_is_not_searched_for_in_all_the_news() -> None:
    block = Company(slug="block", name="Block", common_word=True, domains=("block.example",))
    assert list(source("gdelt").places(block)) == []


def test_the_page_of_sources_is_made_from_the_cards() -> None:
    assert (DOCS / "sources.md").read_text("utf-8") == sources_page()


@pytest.mark.parametrize("name", REGISTRY)
def test_a_search_keeps_its_address_from_day_to_day(name: str) -> None:
    # Else nothing that was searched for would be found in the cache offline.
    made, tomorrow = source(name), FETCHED + timedelta(days=1, seconds=17)
    for place in made.places(ACME):
        since = FETCHED - timedelta(days=90)
        today = [one.url for one in made.requests(ACME, place, since=since, now=FETCHED)]
        later = [
            one.url for one in made.requests(ACME, place, since=since + timedelta(days=1, seconds=17), now=tomorrow)
        ]
        assert today == later
