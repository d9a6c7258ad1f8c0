import pytest
from desk import ACME

from researchkit.analysis.mentions import names_of
from researchkit.analysis.roles import SHARE, read_roles, standing

NAMES = names_of(ACME)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Brightline opens a plant", "subject"),
        ("Robot maker Brightline opens a plant", "subject"),
        ("Brightline's robots recalled", "owner"),
        ("Thieves exploit Brightline breach", "owner"),
        ("Regulator fines Brightline", "object"),
        ("Anna Berg resigns as CEO of Brightline", "owner"),
        ("Courier firm fires 900 people on Brightline", "beside"),
        ("Harbour Foods signs up with Brightline and lays off drivers", "beside"),
        ("Harbour Foods closes two depots", "absent"),
    ],
)
def test_where_the_company_stands(text, where):
    assert standing(text, NAMES) == where


def test_in_its_own_voice_the_unnamed_subject_is_the_company():
    assert standing("An update on pricing", NAMES, own_voice=True) == "subject"


def test_what_stands_beside_the_name_carries_little():
    assert SHARE["beside"][1] < 0.5 < SHARE["object"][1]


def test_the_amount_is_read_where_the_reader_marks_none():
    roles = read_roles("Brightline cuts 400 jobs", NAMES, {}, "Brightline", where="subject")
    assert (roles.subject, roles.amount) == ("Brightline", "400 jobs")


def test_a_known_person_is_named():
    roles = read_roles("Mara Lindqvist leaves Brightline", NAMES, {}, "Brightline", where="object")
    assert roles.person == "Mara Lindqvist"


@pytest.mark.parametrize("marked", [{"counterparty": "Brightline"}, {}])
def test_who_acts_on_the_company_is_the_other_party(marked):
    spans = {"subject": "Harbour Freight", **marked}
    roles = read_roles("Harbour Freight sues Brightline", NAMES, spans, "Brightline", where="object")
    assert (roles.subject, roles.counterparty) == ("Brightline", "Harbour Freight")


def test_marked_spans_are_kept():
    spans = {"object": "RouteDesk 3", "place": "Oslo"}
    roles = read_roles("Brightline launches RouteDesk 3 in Oslo", NAMES, spans, "Brightline", where="subject")
    assert (roles.object, roles.place) == ("RouteDesk 3", "Oslo")
