"""What is asked, and what is not and why, is decided before anything is fetched."""

from datetime import UTC, datetime
from types import SimpleNamespace

from researchkit.collecting.plan import plan
from researchkit.records import Company, Place, Request
from researchkit.sources.base import source_id

SINCE, NOW = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)


def toy(name="feed", *, switch="default", lacking=None):
    def places(company):
        return (place for place in company.places if place.source == name)

    def requests(company, place, *, since, now):
        if place.target == "bad":
            raise ValueError("no address")
        yield Request(source_id=f"{name} {place.target}", url=place.target)

    return SimpleNamespace(name=name, switch=switch, missing=lambda company: lacking, places=places, requests=requests)


def acme(*places, **change):
    return Company(slug="acme", name="Acme", places=places, **change)


def planned(company, *sources):
    return plan(company, since=SINCE, now=NOW, sources=sources)


FEED = Place(source="feed", target="https://acme.example/feed")


def test_each_place_is_asked_once():
    assert len(planned(acme(FEED, FEED), toy()).tallies) == 1


def test_an_opt_in_source_is_off_unless_asked_for():
    rows = planned(acme(), toy("googlenews", switch="opt-in"), toy("warn", switch="opt-in")).not_tried
    assert [row.reason for row in rows] == ["off unless you ask for them: googlenews, warn"]


def test_an_opt_in_source_is_on_when_enabled():
    assert planned(acme(enabled=("googlenews",)), toy("googlenews", switch="opt-in")).not_tried == ()


def test_an_opt_in_source_with_a_place_is_on():
    assert planned(acme(FEED), toy(switch="opt-in")).not_tried == ()


def test_a_source_can_be_switched_off():
    assert planned(acme(FEED, disabled=("feed",)), toy()).not_tried[0].reason == "switched off in the TOML"


def test_what_a_source_lacks_is_told():
    row = planned(acme(), toy("edgar", lacking=("it wants a contact", "Set one."))).not_tried[0]
    assert (row.outcome, row.reason, row.what_to_do) == ("not_tried", "it wants a contact", "Set one.")


def test_a_target_that_cannot_be_used_is_a_row():
    row = planned(acme(Place(source="feed", target="bad")), toy()).not_tried[0]
    assert row.reason == "its target cannot be used: no address"


def test_a_site_of_which_no_place_is_known_is_told():
    rows = planned(acme(site="https://acme.example", domains=("acme.example",)), toy()).not_tried
    assert [(row.source_id, row.outcome) for row in rows] == [("site acme.example", "not_tried")]


def test_a_site_with_a_place_needs_no_such_row():
    assert planned(acme(FEED, site="https://acme.example", domains=("acme.example",)), toy()).not_tried == ()


def test_an_unknown_source_names_the_nearest():
    row = planned(acme(Place(source="fed", target="x"))).not_tried[0]
    assert row.what_to_do == 'Did you mean "feed"?'


def test_the_id_of_a_place_leaves_the_scheme_out():
    assert source_id(SimpleNamespace(name="feed"), FEED) == "feed acme.example/feed"
