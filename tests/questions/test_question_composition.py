"""How an opening, an ask and a tail go together, and which do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from question_dossiers import Row, story

from researchkit.questions.checks import Draft, Setting, tactful
from researchkit.questions.compose import drafts
from researchkit.questions.facts import Fact

Make = Callable[[Row], list[str]]


@pytest.fixture
def texts(fact_of: Callable[..., Fact], setting_of: Callable[..., Setting]) -> Callable[..., list[str]]:
    def make(row: Row, *, role: str = "data engineer", audience: str = "hiring manager") -> list[str]:
        return [draft.text for draft in drafts(fact_of(row), audience, setting_of([row], role=role))]

    return make


def launch(days: int) -> Row:
    return story("Lumenforge launches Beacon", days=days, type="product_launch", subject="Lumenforge", object="Beacon")


def test_nobody_looks_back_at_last_week(texts):
    assert any(text.startswith("Looking back at") for text in texts(launch(90), role="backend engineer"))
    assert not any(
        text.startswith(("Looking back", "Going back")) for text in texts(launch(6), role="backend engineer")
    )


def test_what_takes_time_to_show_is_not_asked_in_the_first_weeks(texts):
    assert any("mislead" in text for text in texts(launch(90)))
    assert not any("mislead" in text for text in texts(launch(6)))


def test_standing_competition_is_no_day_to_speak_after(texts):
    row = story(
        "Lumenforge loses ground to Oakline", type="competition_pressure", subject="Lumenforge", counterparty="Oakline"
    )
    made = texts(row, audience="executive")
    assert made
    assert not any(text.startswith(("After", "Since", "Looking back")) for text in made)


def test_who_may_see_data_is_asked_about_a_breach_and_not_about_an_outage(texts):
    def incident(title: str) -> Row:
        return story(title, days=60, type="security_incident_outage", polarity="challenge", subject="Lumenforge")

    asked = "who may see which data"
    assert any(asked in text for text in texts(incident("Lumenforge says attackers accessed support data in a breach")))
    assert not any(asked in text for text in texts(incident("Lumenforge back after six-hour outage")))


def test_a_name_with_an_article_does_not_get_a_second_one(texts):
    row = story(
        "Lumenforge acquires the Quiet Bank",
        days=60,
        type="acquisition_merger",
        subject="Lumenforge",
        counterparty="the Quiet Bank",
    )
    made = texts(row)
    assert any("Quiet Bank acquisition" in text for text in made)
    assert not any("the the" in text or "'s the " in text for text in made)


def test_a_price_increase_is_called_by_its_name(texts):
    row = story(
        "Lumenforge explains the Beacon price increase",
        days=60,
        type="strategy_change",
        subject="Lumenforge",
        object="the Beacon price increase",
    )
    assert any("Beacon price increase" in text for text in texts(row))
    assert not any("pricing change for" in text for text in texts(row))


def test_a_finished_fact_from_one_source_is_not_asked_to_be_still_so(texts):
    row = story(
        "Lumenforge opens an office in Lisbon", publishers=1, type="expansion", subject="Lumenforge", place="Lisbon"
    )
    made = texts(row)
    assert any("is that right" in text for text in made)
    assert not any("still" in text.split(",")[0] for text in made)


def test_results_of_a_competitor_are_no_reason_to_ask_for_an_answer(texts):
    row = story("Brightwell Q2 revenue rose 18%", days=60, type="earnings_up", subject="Brightwell", amount="18%")
    assert texts(row, audience="executive") == []


def test_a_problem_nobody_can_name_is_not_asked_about(texts):
    row = story(
        "Lumenforge and the investor day",
        days=60,
        type="product_problem_recall",
        subject="Lumenforge",
        object="the investor day",
    )
    assert texts(row) == []


def test_politics_and_belief_stay_outside_the_room(draft_of: Callable[..., Draft], setting_of: Callable[..., Setting]):
    row = story("Lumenforge answers critics of its pro-war hashtags", type="other_company_event", subject="Lumenforge")
    draft = draft_of("After the change to pro-war hashtags, what follows from it for this team?", row)
    assert "politics" in tactful(draft, setting_of([row]))
