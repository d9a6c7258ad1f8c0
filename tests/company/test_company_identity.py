"""Who is who is told by the website, and asked where nothing tells it."""

import pytest

from researchkit.company.identity import Candidate, judge
from researchkit.errors import AmbiguousCompany
from researchkit.records import Company, Namesake

OURS = Candidate(
    name="Acme",
    description="maker of picking robots",
    domains=("acme.example",),
    legal_name="Acme Holdings plc",
    aliases=("Acme Robotics",),
    people=("Ann Roe",),
    identifiers={"wikidata": "Q1", "ticker": "ACM"},
)
BAKERY = Candidate(name="Acme", description="chain of bakeries in Leeds", domains=("acmebakery.example",))
NOBODY = Candidate(name="Acme", description="village shop")


def acme(**change):
    return Company(**({"slug": "acme", "name": "Acme", "domains": ("acme.example",)} | change))


def test_the_candidate_with_the_companys_website_is_meant():
    assert judge(acme(), [BAKERY, OURS]).company.identifiers["wikidata"] == "Q1"


def test_the_reason_names_the_website():
    assert judge(acme(), [OURS]).reason == "Acme in the register has the website acme.example"


def test_a_subdomain_is_the_same_website():
    assert judge(acme(domains=("blog.acme.example",)), [OURS]).company.legal_name == "Acme Holdings plc"


def test_what_the_profile_says_stays():
    company = judge(acme(legal_name="Acme Ltd", identifiers={"ticker": "XYZ"}), [OURS]).company
    assert (company.legal_name, company.identifiers["ticker"]) == ("Acme Ltd", "XYZ")


def test_another_website_is_rejected_with_that_reason():
    assert judge(acme(), [OURS, BAKERY]).rejected == ((BAKERY, "its website is acmebakery.example, not acme.example"),)


def test_no_website_is_no_ground_to_choose():
    assert judge(acme(), [NOBODY]).company.identifiers == {}


def test_the_rejected_become_namesakes_known_by_their_trade():
    namesake = judge(acme(), [OURS, BAKERY]).company.namesakes[0]
    assert (namesake.domain, namesake.words) == ("acmebakery.example", ("chain", "bakeries", "leeds"))


def test_a_namesake_the_profile_knows_is_not_doubled():
    known = Namesake(name="Acme Bakery", domain="acmebakery.example")
    assert judge(acme(namesakes=(known,)), [OURS, BAKERY]).company.namesakes == (known,)


def test_of_a_parent_and_its_unit_the_one_of_the_very_name_is_meant():
    parent = Candidate(name="Acme Group", domains=("acme.example",), identifiers={"wikidata": "Q9"})
    assert judge(acme(), [parent, OURS]).company.identifiers["wikidata"] == "Q1"


def test_without_a_site_it_is_asked_and_not_guessed():
    with pytest.raises(AmbiguousCompany, match="2 go by the name Acme") as caught:
        judge(acme(domains=()), [OURS, BAKERY])
    assert caught.value.candidates[1] == "Acme – chain of bakeries in Leeds (acmebakery.example)"


def test_one_candidate_alone_is_asked_about_too():
    with pytest.raises(AmbiguousCompany, match="Is this Acme"):
        judge(acme(domains=()), [OURS])


def test_without_candidates_the_profile_stands():
    assert judge(acme(domains=()), []).company == acme(domains=())


def test_the_card_escapes_what_a_register_says():
    hostile = Candidate(name="Acme", domains=("acme.example",), legal_name="<script>alert(1)</script>")
    assert "<script>" not in judge(acme(), [hostile])._repr_html_()
