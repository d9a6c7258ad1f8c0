import re

import pytest
from desk import ACME

from researchkit.analysis.claims import MOST_WORDS, make_claim
from researchkit.analysis.mentions import names_of

NAMES = names_of(ACME)


def claim(quote: str, *, kind: str = "product_launch", own_voice: bool = False, keep: tuple[str, ...] = ()) -> str:
    return make_claim(quote, NAMES, name=ACME.name, kind=kind, own_voice=own_voice, keep=keep)


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("Brightline lays off 9% of its staff", "Brightline laid off 9% of its staff."),
        ("Brightline to cut 400 jobs", "Brightline was set to cut 400 jobs."),
        ("Brightline is recalling 900 robots", "Brightline was recalling 900 robots."),
        ("Brightline will close its Leeds plant", "Brightline was set to close its Leeds plant."),
        ("Brightline has opened a plant", "Brightline opened a plant."),
        ("Brightline robots recalled after fire", "Brightline robots were recalled after fire."),
        ("Brightline slashes prices", "Brightline cut prices."),
        ("Brightline raises $40m, hires new CFO", "Brightline raised $40m, hired new CFO."),
        ("Brightline says its robots are safe", "Brightline said its robots were safe."),
        ("Brightline Opens New Factory In Leeds", "Brightline opened a new factory in Leeds."),
        ("Hackers stole data from Brightline", "Hackers stole data from Brightline."),
        ("Brightline and Gantrix join forces", "Brightline and Gantrix joined forces."),
        ("Brightline and Gantrix sign five-year deal", "Brightline and Gantrix signed a five-year deal."),
        ("Brightline launches a robot the user can mend", "Brightline launched a robot the user can mend."),
        (
            "Sales at Brightline rise 27% as losses shrink",
            "Sales at Brightline rose 27% as losses shrank.",
        ),
        ("Brightline opens £14 million plant in Oslo", "Brightline opened a £14 million plant in Oslo."),
        ("Brightline revenue rises 27%, loss narrows", "Brightline revenue rose 27% and its loss narrowed."),
        ("Brightline valued at £310 million", "Brightline was valued at £310 million."),
        (
            "Brightline dashboard and APIs down after power cut",
            "Brightline dashboard and APIs were down after power cut.",
        ),
        ("Brightline outage on 3 May", "Brightline had an outage on 3 May."),
        ("Brightline could soon let you turn off your maps", "Brightline could soon let users turn off their maps."),
        ("Brightline Launches Night Shift Live for Warehouses", "Brightline launched Night Shift Live for warehouses."),
        ("Court: Brightline is liable for the crash", "Brightline was liable for the crash, a court said."),
        (
            "Exclusive: Brightline expected to sell its software arm",
            "Brightline was expected to sell its software arm.",
        ),
    ],
)
def test_a_plain_headline_is_told_in_the_past(quote, told):
    assert claim(quote) in (told, told.replace(" Leeds", " leeds"))


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("Introducing RouteDesk 3", "Brightline introduced RouteDesk 3."),
        ("Announcing support for Oslo", "Brightline announced support for Oslo."),
        ("You can now export routes", "It became possible to export routes."),
        ("Meet RouteDesk 3, our fastest yet", "Brightline introduced RouteDesk 3, its fastest yet."),
        ("The Brightline team is pleased to release RouteDesk 3", "The Brightline team released RouteDesk 3."),
        ("Today we're launching RouteDesk 3 in Oslo", "Brightline launched RouteDesk 3 in Oslo."),
        ("Post-mortem: the outage of 3 May", "Brightline published a post-mortem of the outage of 3 May."),
        ("An update on recent RouteDesk errors", "Brightline published an update on recent RouteDesk errors."),
        (
            "Higher usage limits for RouteDesk and a deal with Gantrix",
            "Brightline announced higher usage limits for RouteDesk and a deal with Gantrix.",
        ),
        ("We closed our Leeds plant", "Brightline closed its Leeds plant."),
        (
            "Subscribe to email newsletters in RouteDesk",
            "It became possible to subscribe to email newsletters in RouteDesk.",
        ),
    ],
)
def test_the_companys_own_voice_is_told_in_the_third_person(quote, told):
    assert claim(quote, own_voice=True) == told


def test_what_cannot_be_turned_is_quoted_behind_a_neutral_opening():
    told = claim("Why your robots may be listening to you", kind="product_problem_recall")
    assert told == "A problem or criticism was reported: “Why your robots may be listening to you”."


@pytest.mark.parametrize("praise", ["groundbreaking", "amazing", "world-class", "revolutionary", "powerful"])
def test_praise_is_dropped(praise):
    assert praise not in claim(f"Brightline launches {praise} routing software")


@pytest.mark.parametrize("blame", ["disastrous", "embattled", "troubled"])
def test_jeering_is_dropped(blame):
    assert blame not in claim(f"Brightline recalls {blame} robots")


def test_no_claim_is_longer_than_thirty_words():
    long = "Brightline opens a plant " + "and another plant in another town " * 12
    assert len(claim(long).split()) <= MOST_WORDS


@pytest.mark.parametrize(
    "quote",
    [
        "Brightline cuts 1,200 jobs, 9% of staff, in $40m plan",
        "Regulator fines Brightline £3.2m over 14 safety lapses",
        "RouteDesk 3.1 is now available in 12 countries",
        "Brightline’s “Night Shift” robots down for 6 hours, 300 customers hit",
    ],
)
def test_numbers_and_names_come_from_the_quote(quote):
    told = claim(quote)
    assert set(re.findall(r"\d[\d.,]*", told)) <= set(re.findall(r"\d[\d.,]*", quote + "."))
    names = set(re.findall(r"(?<!^)(?<![“‘] )\b[A-Z][a-z]{3,}", told)) - {"Brightline"}
    assert all(name in quote for name in names)


@pytest.mark.parametrize("quote", ["", "!!!", "Brightline", "…", "BRIGHTLINE CUTS JOBS", "🚀 Brightline launches 🚀"])
def test_strange_headlines_still_give_a_sentence(quote):
    assert claim(quote).endswith(".")
