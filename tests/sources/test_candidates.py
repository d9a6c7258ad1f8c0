"""Wikidata's answers, as documented, read into candidates."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from researchkit.errors import ParseError
from researchkit.records import Page
from researchkit.sources.candidates import candidates, entities, found_ids, labels, search, values_to_name

FIXTURES = Path(__file__).parents[1] / "fixtures" / "candidates"


def page(name: str = "", content: bytes | None = None) -> Page:
    read = (FIXTURES / f"{name}.json").read_bytes() if content is None else content
    asked = search("Acme")
    return Page(request=asked, url=asked.url, status=200, content=read, fetched=datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def read():
    return candidates(page("entities"), {"Q911": "Ann Roe"})


def test_a_search_gives_ids():
    assert found_ids(page("search")) == ["Q901", "Q902", "Q903"]


def test_a_river_is_no_candidate(read):
    assert [one.identifiers["wikidata"] for one in read] == ["Q901", "Q902"]


def test_names_site_and_numbers_are_read(read):
    assert (read[0].legal_name, read[0].domains) == ("Acme Holdings plc", ("acme.example",))
    assert read[0].identifiers == {"wikidata": "Q901", "ticker": "ACM", "cik": "12345"}


def test_an_alias_of_three_letters_would_find_too_much(read):
    assert read[0].aliases == ("Acme Robotics",)


def test_a_chief_executive_who_left_is_not_named(read):
    assert values_to_name(page("entities")) == ["Q911"]
    assert read[0].people == ("Ann Roe",)


def test_a_deprecated_website_is_none(read):
    assert read[1].domains == ("acmebakery.example",)


def test_labels_are_read():
    assert labels(page("labels")) == {"Q911": "Ann Roe"}


def test_the_name_is_sent_as_text_and_not_as_parameters():
    assert "search=A%26B+%3D" in search("A&B =").url


def test_ids_are_asked_for_at_once():
    assert "ids=Q1%7CQ2" in entities(["Q1", "Q2"]).url


@pytest.mark.parametrize("content", [b"", b"<html>", b"{}", b"[]", b'{"search": 3}', b'{"search": [{}]}'])
def test_a_wrong_answer_is_a_parse_error(content):
    with pytest.raises(ParseError):
        found_ids(page(content=content))


def test_no_entities_are_no_candidates():
    assert candidates(page(content=b'{"entities": {}}'), {}) == []


def test_claims_of_a_wrong_shape_are_a_parse_error():
    with pytest.raises(ParseError, match=r"entities\.Q1\.claims"):
        candidates(page(content=b'{"entities": {"Q1": {"claims": 3}}}'), {})
