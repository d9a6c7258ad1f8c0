import pytest
from desk import ACME, NOW, frame, row

from researchkit.analysis.events import detect
from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster


def events(*rows):
    own = [one | {"first_party": True} for one in rows]
    return detect(cluster(rank(frame(*own), ACME)), ACME, now=NOW)


@pytest.mark.parametrize(
    ("item", "kind", "polarity"),
    [
        ("1.05", "security_incident_outage", "challenge"),
        ("2.02", "earnings_up", "other"),
        ("2.05", "layoffs_restructuring", "challenge"),
        ("2.06", "earnings_down", "challenge"),
        ("4.02", "earnings_down", "challenge"),
        ("5.02", "leadership_change", "other"),
    ],
)
def test_an_8k_item_is_an_event(item, kind, polarity):
    found = events(row(f"8-K: Item {item}", "Brightline Inc filed a current report.", kind="filing"))
    assert (found["type"].tolist(), found["polarity"].tolist()) == ([kind], [polarity])


def test_the_gravest_item_counts():
    found = events(row("8-K: Items 2.02, 2.05, 9.01", kind="filing"))
    assert found["type"].tolist() == ["layoffs_restructuring"]


@pytest.mark.parametrize("title", ["8-K: Item 9.01", "10-Q for the quarter", "DEF 14A proxy statement"])
def test_other_filings_are_no_events(title):
    assert events(row(title, kind="filing")).empty


def test_a_major_incident_is_a_challenge():
    found = events(row("Routing API unavailable", "Impact: major. The API failed for six hours.", kind="incident"))
    assert found["polarity"].tolist() == ["challenge"]


@pytest.mark.parametrize("lead", ["Impact: minor. Some maps loaded late.", "Scheduled maintenance of the database."])
def test_a_minor_incident_or_maintenance_alone_is_no_event(lead):
    assert events(row("Late map tiles" if "minor" in lead else "Database maintenance", lead, kind="incident")).empty


def test_repeated_minor_incidents_are_one_challenge():
    found = events(*(row(f"Late map tiles {number}", "Impact: minor.", kind="incident") for number in range(3)))
    assert len(found) == 1
    assert "repeated" in found["claim"].iat[0]


@pytest.mark.parametrize(
    ("version", "counts"), [("3.0.0", 1), ("3.1.0", 1), ("v3.2", 1), ("3.1.4", 0), ("3.2.0-rc1", 1), ("3.2.0b2", 1)]
)
def test_major_and_minor_releases_are_launches(version, counts):
    assert len(events(row(f"RouteDesk {version}", kind="release"))) == counts


def test_a_recall_is_a_challenge():
    found = events(row("Recall of Brightline lift robots", "The brakes may fail.", kind="recall"))
    assert found["type"].tolist() == ["product_problem_recall"]


def test_a_job_post_is_never_an_event():
    assert events(row("Brightline launches a new team: engineer wanted", kind="job")).empty
