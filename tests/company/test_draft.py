"""The text of a new TOML reads back as the company it was made of."""

import pytest

from researchkit.company.draft import draft
from researchkit.company.profile import read_profile
from researchkit.records import Company, Place

FEED = Place(source="feed", target="https://acme.example/feed.xml")


def back(tmp_path, company, found=(), tried=()):
    path = tmp_path / f"{company.slug}.toml"
    path.write_text(draft(company, found, tried), encoding="utf-8")
    return read_profile(path)


@pytest.mark.parametrize("name", ["Acme", 'Ac"me', "A\\cme", "# [x]", "Łódź 東京", "a'''b"])
def test_any_name_reads_back(tmp_path, name):
    assert back(tmp_path, Company(slug="acme", name=name)).name == name


def test_places_read_back(tmp_path):
    assert back(tmp_path, Company(slug="acme", name="Acme"), [(FEED, "a link\non the front page")]).places == (FEED,)


def test_identifiers_read_back(tmp_path):
    company = Company(slug="acme", name="Acme", identifiers={"github": "acme"})
    assert back(tmp_path, company).identifiers == {"github": "acme"}


def test_it_says_why_a_place_is_there():
    assert "# a link on the front page" in draft(Company(slug="a", name="A"), [(FEED, "a link\non the front page")], [])


def test_it_says_what_was_tried():
    text = draft(Company(slug="a", name="A"), [], ["https://a.example/feed: not found"])
    assert "# Looked for and not found:\n#   https://a.example/feed: not found" in text


def test_without_a_place_it_shows_how_to_add_one():
    assert "# No feed, newsroom or sitemap was found" in draft(Company(slug="a", name="A"), [], [])
