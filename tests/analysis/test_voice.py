import pytest
from desk import ACME, NOW, frame, row

from researchkit.analysis.events import detect
from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster


def own(title: str, lead: str = "", **different):
    return row(title, lead, publisher="brightline.example", first_party=True, kind="post", **different)


def events(*rows):
    return detect(cluster(rank(frame(*rows), ACME)), ACME, now=NOW)


@pytest.mark.parametrize(
    "title",
    [
        "Rewriting a routing engine in Rust: how we did it",
        "Brightline Job: Designer Position in Oslo",
        "Gantrix Unveils Live Maps: Here's What You Need to Know",
        "Harbour Foods cuts picking time with robots",
        "CVE-2026-1234: traffic control, no problem?",
        "Uptick in warehouses experiencing targeted attacks",
        "We are honoured to be Robot Maker of the Year",
        "Brightline Links - Wednesday, March 7, 2026",
    ],
)
def test_a_post_that_announces_and_admits_nothing_is_no_event(title):
    assert events(own(title)).empty


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("Introducing RouteDesk 3", ""),
        ("Image previews", "Brightline now features image previews in the map."),
        ("Welcome to RouteDesk Live", "Today we're announcing RouteDesk Live, routing software for warehouse robots."),
    ],
)
def test_a_post_that_announces_something_is_a_launch(title, lead):
    assert events(own(title, lead))["polarity"].tolist() == ["launch"]


def test_a_post_mortem_is_a_challenge():
    found = events(own("Post-mortem: the routing outage of 3 March"))
    assert found["polarity"].tolist() == ["challenge"]


def test_a_standing_page_is_no_event():
    page = own("Pricing", "Brightline launches at 40 crowns a robot.") | {"kind": "page"}
    assert events(page).empty
