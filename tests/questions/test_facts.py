"""From events to facts, and from facts to what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from question_dossiers import COMPANY, NOW, frames, story

from researchkit.questions.ask import ask
from researchkit.questions.facts import read_facts
from researchkit.questions.own_question import check_question
from researchkit.records import Interview


def texts(*rows, company=COMPANY, **options):
    return list(ask(*frames(list(rows)), company, now=NOW, **({"role": "product manager"} | options))["text"])


def test_another_companys_event_is_told_as_theirs():
    row = story(
        "Brightwell launches Glimmer",
        days=20,
        type="product_launch",
        polarity="launch",
        subject="Brightwell",
        object="Glimmer",
    )
    assert all("Brightwell" in text and "you launched" not in text.lower() for text in texts(row))


def test_an_incident_elsewhere_asks_what_was_changed_here():
    row = story(
        "Brightwell hit by outage", days=20, type="security_incident_outage", polarity="challenge", subject="Brightwell"
    )
    assert any("Brightwell's outage" in text for text in texts(row))


def test_a_planned_event_is_not_told_as_done():
    row = story(
        "Lumenforge will launch Lantern in autumn",
        days=20,
        type="product_launch",
        modality="planned",
        subject="Lumenforge",
        object="Lantern",
    )
    for text in texts(row):
        assert "you launched" not in text.lower()
        assert "is out" not in text


def test_what_was_called_off_is_told_as_off():
    row = story(
        "Lumenforge cancels the launch of Lantern",
        days=20,
        type="product_launch",
        modality="denied",
        subject="Lumenforge",
        object="Lantern",
    )
    assert all("not going ahead" in text or "off the table" in text for text in texts(row))


def test_a_denied_rumour_is_left_alone():
    row = story(
        "Lumenforge denies plan to sell Lantern",
        days=20,
        type="acquisition_merger",
        modality="denied",
        subject="Lumenforge",
        object="Lantern",
    )
    assert texts(row) == []


def test_a_slot_that_nothing_fills_drops_the_template():
    assert texts(story("Lumenforge launches", days=20, type="product_launch", subject="Lumenforge")) == []


def test_who_buys_whom_is_read_from_the_quote():
    bought = story(
        "Lumenforge acquires Oakline", days=40, type="acquisition_merger", subject="Lumenforge", counterparty="Oakline"
    )
    sold = story(
        "Oakline to buy Lumenforge", days=40, type="acquisition_merger", subject="Lumenforge", counterparty="Oakline"
    )
    assert read_facts(*frames([bought]), COMPANY)[0].slots["acquired"] == "Oakline"
    assert "acquired" not in read_facts(*frames([sold]), COMPANY)[0].slots


def test_a_blog_about_others_is_not_the_companys_own_event():
    rows = [
        story(
            "Quillon unveils live video: what you need to know",
            outlet="Lumenforge",
            type="product_launch",
            subject="Lumenforge",
            object="live video",
        ),
        story(
            "Hospitals targeted in attacks", outlet="Lumenforge", type="security_incident_outage", subject="Lumenforge"
        ),
    ]
    assert read_facts(*frames(rows), COMPANY) == []


def test_two_reports_of_one_thing_make_one_question():
    rows = [
        story(
            "Lumenforge launches Beacon",
            days=days,
            type="product_launch",
            polarity="launch",
            subject="Lumenforge",
            object="Beacon",
        )
        for days in (20, 21)
    ]
    assert len(texts(*rows)) == 1


def test_the_spelling_is_that_of_the_locale():
    row = story(
        "Lumenforge launches Beacon",
        days=40,
        outlet="Lumenforge",
        type="product_launch",
        subject="Lumenforge",
        object="Beacon",
    )
    other = replace(COMPANY, interview=Interview(locale="en-US"))
    said = {text for rows in (texts(row), texts(row, company=other)) for text in rows}
    assert not any("behaviour" in text for text in texts(row, company=other))
    assert said


def test_the_company_is_you_and_not_its_name():
    row = story(
        "Lumenforge partners with Oakline", days=40, type="partnership", subject="Lumenforge", counterparty="Oakline"
    )
    assert all("Lumenforge" not in text for text in texts(row))


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("After last month's launch of Beacon, what did the team leave for later?", True),
        ("Will I be safe?", False),
        ("After the launch of Glimmer, what came first?", False),
    ],
)
def test_a_users_own_question_is_held_to_the_same_rules(text, passed):
    row = story("Lumenforge launches Beacon", days=30, type="product_launch", subject="Lumenforge", object="Beacon")
    found = check_question(text, *frames([row]), COMPANY, now=NOW)
    assert found.passed is passed
    assert (found.event_ids == ("event00",)) is passed
    assert "anchored" in str(found)
