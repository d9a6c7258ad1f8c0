from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
from question_dossiers import COMPANY, NOW, RICH, frames, story

from researchkit.frames import CLUSTERED, EVENTS, QUESTIONS, conform, empty
from researchkit.questions.ask import ask
from researchkit.questions.checks import CHECKS

HARD = {name for name, (_, hard) in CHECKS.items() if hard}


def test_a_rich_dossier_gives_questions_of_the_schema_best_first(rich):
    questions = ask(*rich, COMPANY, now=NOW, role="data engineer")
    assert len(questions) == 8
    assert list(conform(questions, QUESTIONS).columns[:9]) == QUESTIONS.names
    main = questions[~questions["spare"]]
    assert main["score"].is_monotonic_decreasing


def test_every_question_passes_every_hard_check(rich):
    for interviewer in ("recruiter", "hiring manager", "peer", "executive", "panel"):
        for checks in ask(*rich, COMPANY, now=NOW, role="product manager", interviewer=interviewer)["checks"]:
            assert set(checks.split(",")) >= HARD


def test_no_event_no_question():
    questions = ask(empty(EVENTS), empty(CLUSTERED), COMPANY, now=NOW)
    assert questions.empty
    assert list(questions.columns[:9]) == QUESTIONS.names


def test_no_fact_is_used_twice_over_a_panel(rich):
    questions = ask(*rich, COMPANY, now=NOW, role="backend engineer", interviewer="panel")
    ids = questions["evidence"].str.split(",").explode()
    assert ids.is_unique
    assert set(questions["audience"]) == {"recruiter", "hiring manager", "peer", "executive"}


def test_each_audience_of_a_panel_has_a_spare(rich):
    questions = ask(*rich, COMPANY, now=NOW, role="backend engineer", interviewer="panel")
    assert (questions.groupby("audience")["spare"].sum() >= 1).all()


def test_the_same_input_gives_the_same_questions(rich):
    first, second = (ask(*rich, COMPANY, now=NOW, role="data engineer") for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_the_callers_frames_are_left_alone(rich):
    events, documents = rich
    before = events.copy(), documents.copy()
    ask(events, documents, COMPANY, now=NOW)
    pd.testing.assert_frame_equal(events, before[0])
    pd.testing.assert_frame_equal(documents, before[1])


def test_hearsay_alone_is_never_asked_about():
    rows = [
        story(
            "Lumenforge reportedly in talks to buy Oakline",
            type="acquisition_merger",
            subject="Lumenforge",
            counterparty="Oakline",
            modality="planned",
            publishers=1,
        )
    ]
    assert ask(*frames(rows), COMPANY, now=NOW).empty


def test_a_document_about_something_else_is_not_evidence(rich):
    events, documents = rich
    assert ask(events, documents.assign(relevance=0.1), COMPANY, now=NOW).empty


def test_dates_are_said_relative_to_the_interview():
    rows = [
        story(
            "Lumenforge launches Beacon",
            days=25,
            outlet="Lumenforge",
            type="product_launch",
            subject="Lumenforge",
            object="Beacon",
        )
    ]  # 21 May
    june = replace(COMPANY, interview=replace(COMPANY.interview, day=date(2026, 6, 18)))
    july = replace(COMPANY, interview=replace(COMPANY.interview, day=date(2026, 7, 20)))
    past = replace(COMPANY, interview=replace(COMPANY.interview, day=date(2025, 1, 1)))
    said = [ask(*frames(rows), company, now=NOW)["text"][0] for company in (june, july, past)]
    assert "last month" in said[0]
    assert "May" in said[1]
    assert "last month" in said[2]


def test_openings_vary_on_one_page(rich):
    questions = ask(*rich, COMPANY, now=NOW, role="data engineer")
    starts = questions["text"].str.split().str[:2].str.join(" ")
    assert starts.nunique() >= 5


def test_a_rationale_is_one_sentence_with_fact_and_addressee(rich):
    row = ask(*rich, COMPANY, now=NOW, role="data engineer").iloc[0]
    assert row["rationale"].count("“") >= 1
    assert "hiring manager" in row["rationale"]


def test_a_post_in_another_language_or_of_endless_length_still_gives_questions(rich):
    german = "Dateningenieur (m/w/d)\n" + "Wir suchen eine erfahrene Person für unsere Plattform und die Daten. " * 20
    endless = "Data engineer\n" + "You will build dashboards and data pipelines. " * 2000
    assert not ask(*rich, COMPANY, now=NOW, role=german).empty
    assert not ask(*rich, COMPANY, now=NOW, role=endless).empty


def test_rich_rows_cover_many_families():
    assert len({row["event"]["type"] for row in RICH}) >= 10
