"""The table in docs/privacy.md against the sources themselves: who is asked, and which words of the profile it gets."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import pytest

from researchkit.records import Company, Interview, Place
from researchkit.sources import REGISTRY, source

NOW = datetime(2026, 5, 4, tzinfo=UTC)
TABLE = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")
ROWS = {
    cells[0].strip("`"): cells
    for line in TABLE.splitlines()
    if line.startswith("| `") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 4
}
KEY = "keyzzqq"
# Words that stand in no address of a service.
MARKS = {
    "name": ("quorxname",),
    "legal name": ("zlegalname",),
    "domain": ("zdomain.example",),
    "product": ("wproductx",),
    "identifier": ("qqident", "998877", "uccccccccccccccccccccccc"),
    "key": (KEY,),
}
NEVER = ("yaliasx", "vpersonx", "ucompetitor", "tdescription", "srolex", "sroletextx")
COMPANY = Company(
    slug="acme",
    name="Quorxname",
    legal_name="Zlegalname Inc",
    site="https://zdomain.example",
    domains=("zdomain.example",),
    aliases=("Yaliasx",),
    products=("Wproductx",),
    people=("Vpersonx",),
    competitors=("Ucompetitor",),
    description="tdescription",
    contact="me@mail.example",
    identifiers={
        **dict.fromkeys(("cik", "companies_house", "appstore"), "998877"),
        **dict.fromkeys(("github", "ticker"), "qqident"),
        "wikidata": "Q998877",
        "wikipedia": "en:qqident",
        "mastodon": "@qqident@mast.example",
        "bluesky": "qqident.example",
        "youtube": "UCccccccccccccccccccccccc",
        "openalex": "I998877",
    },
    enabled=tuple(REGISTRY),
    places=(Place(source="jobs", target="greenhouse/qqident"),),
    interview=Interview(role="srolex", role_text="sroletextx"),
)


def requests_of(name):
    one = source(name)
    places = list(one.places(COMPANY))
    return [asked for place in places for asked in one.requests(COMPANY, place, since=NOW - timedelta(90), now=NOW)]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_COMPANIES_HOUSE_KEY", KEY)


def told(name):
    import base64

    said = " ".join(f"{unquote_plus(asked.url)} {dict(asked.headers)}" for asked in requests_of(name)).casefold()
    coded = re.findall(r"basic ([\w+/=]+)", " ".join(str(dict(asked.headers)) for asked in requests_of(name)), re.I)
    said += " ".join(base64.b64decode(one).decode() for one in coded)
    assert not [word for word in NEVER if word in said]
    return {what for what, marks in MARKS.items() if any(mark in said for mark in marks)}


def test_every_source_has_a_row_in_the_order_of_the_registry():
    assert list(ROWS) == list(REGISTRY)


@pytest.mark.parametrize("name", REGISTRY)
def test_the_row_says_which_services_are_asked_and_how_it_is_switched(name):
    _, asked_of, _, switch = ROWS[name]
    one = source(name)
    assert switch == one.switch
    hosts = set(re.findall(r"`([^`]+)`", asked_of))
    assert set(one.host.split()) <= hosts
    known = {"mast.example", "boards-api.greenhouse.io"}  # of the places in this profile
    assert {urlsplit(asked.url).hostname for asked in requests_of(name)} - known <= hosts


@pytest.mark.parametrize("name", REGISTRY)
def test_the_row_says_what_of_the_profile_is_told(name):
    said = ROWS[name][2].partition(", or ")[0].partition(":")[0]
    assert told(name) == {what for what in said.split(", ") if what != "nothing"}
