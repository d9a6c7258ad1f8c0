"""The written half: every anchor, ask and opening, and whom they may be put to."""

from __future__ import annotations

import re

import pytest

from researchkit.questions.angles import AUDIENCES, MODES, ROLE_FAMILIES, VOICES, load_angles, slots_of
from researchkit.questions.grammar import slips
from researchkit.questions.realise import sentence
from researchkit.questions.tact import harsh

WRITTEN = load_angles()
ASKS = [ask for rows in WRITTEN.asks.values() for ask in rows]
TYPES = """
product_launch legal_regulatory product_problem_recall strategy_change security_incident_outage other_company_event
partnership acquisition_merger leadership_change layoffs_restructuring funding expansion earnings_up earnings_down
labour_dispute research_innovation award_recognition esg_csr competition_pressure
"""


def test_every_type_of_event_has_a_family():
    assert set(WRITTEN.types) == set(TYPES.split())


@pytest.mark.parametrize("family", sorted(WRITTEN.anchors))
def test_each_family_has_three_angles_for_each_role(family):
    for voice in (*ROLE_FAMILIES, "neutral"):
        assert len(WRITTEN.asks[(family, voice)]) >= 3, voice


@pytest.mark.parametrize("family", sorted(WRITTEN.anchors))
def test_each_audience_that_may_be_asked_has_its_own_angles(family):
    for audience in ("recruiter", "executive"):
        if WRITTEN.remit[(family, audience)] != "avoid":
            assert len(WRITTEN.asks[(family, audience)]) >= 3, audience


def test_the_remit_is_the_rubrics():
    ask, avoid = WRITTEN.remit, "avoid"
    assert {ask[(family, "recruiter")] for family in ("earnings_up", "earnings_down", "incident", "legal")} == {avoid}
    assert {ask[(family, "recruiter")] for family in ("hiring", "expansion", "leadership")} == {"ask"}
    assert ask[("layoffs", "recruiter")] == "adapt"
    assert ask[("legal", "hiring manager")] == "adapt"
    assert {ask[(family, "peer")] for family in ("launch", "incident", "acquisition", "hiring")} == {"ask"}
    assert {ask[(family, "peer")] for family in ("funding", "earnings_up", "earnings_down")} == {avoid}
    assert {ask[(f, "executive")] for f in ("competition", "earnings_up", "acquisition", "legal", "funding")} == {"ask"}
    assert {audience for _, audience in ask} == set(AUDIENCES)


def test_an_ask_is_a_clause_that_can_be_said():
    for ask in ASKS:
        assert ask.voice in VOICES
        assert re.match(r"(?:what|which|who|whom|whose|where|how|when|by|in|at|does|do|is|would) ", ask.text), ask.text
        assert not re.search(r"[?.;:]|\s$|  ", ask.text), ask.text
        assert len(ask.text.split()) <= 26, ask.text
        assert harsh(ask.text) is None, ask.text


def test_no_ask_has_a_grammar_slip():
    assert [slip for ask in ASKS for slip in slips(sentence(f"{ask.text}?"))] == []


def test_no_ask_is_written_twice_in_a_family():
    for (family, voice), rows in WRITTEN.asks.items():
        assert len({ask.text for ask in rows}) == len(rows), (family, voice)


def test_there_are_many_shapes_and_none_asks_twice():
    happened = [shape for shape in WRITTEN.openings if shape.mode == "happened"]
    assert len(happened) >= 8
    assert {shape.mode for shape in WRITTEN.openings} == set(MODES)
    for shape in WRITTEN.openings:
        assert shape.form.count("?") == 1
        assert {"ask", "first"} & set(slots_of(shape.form))
    starts = [" ".join(shape.form.split()[:2]) for shape in happened]
    assert len(set(starts)) == len(starts)


def test_a_named_fact_starts_as_a_date_can_stand_before_it():
    for rows in WRITTEN.anchors.values():
        for anchor in rows:
            for form in ("np", "plan_np", "off_np"):
                text = anchor.forms.get(form, "the ")
                assert text.startswith(("the ", "{person_poss}", "competition ", "price competition ")), text
