# ruff: noqa: E501 - tables of cases read best with one case a line
from __future__ import annotations

import pytest
from question_dossiers import COMPANY, NOW, RICH, frames

from researchkit.questions.ask import ask
from researchkit.questions.panel import audiences_of
from researchkit.questions.roles import read_role


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("Data engineer", "data"), ("Senior Backend Engineer", "engineer"), ("SRE", "engineer"), ("Product Manager", "product"),
        ("Product Marketing Manager", "marketing"), ("Sales Analyst", "sales"), ("Account Executive", "sales"),
        ("Financial Analyst", "finance"), ("Operations Manager", "finance"), ("Machine Learning Engineer", "data"),
        ("UX Designer", "product"), ("Librarian", "neutral"), ("", "neutral"), ("Security Engineer", "engineer"),
        ("Customer Success Manager", "sales"), ("Marketing Manager", "marketing"), ("Dateningenieur", "neutral"),
    ],
)  # fmt: skip
def test_a_title_gives_its_family(title, family):
    assert read_role(title).family == family


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Senior Data Engineer (m/f/d)", "a senior data engineer"), ("SRE", "an SRE"), ("iOS Developer", "an iOS developer"),
        ("Account Executive, EMEA", "an account executive"), ("", "someone in this role"),
    ],
)  # fmt: skip
def test_a_title_is_said_as_in_a_sentence(title, said):
    assert read_role(title).a_role == said


def test_a_pasted_post_gives_title_family_and_words():
    role = read_role(
        "Title: Data Engineer\nYou own our ingestion pipelines and the data warehouse, and share on-call for them with the team."
    )
    assert (role.family, role.title) == ("data", "data engineer")
    assert role.duties == ("ingestion pipelines", "the data warehouse")
    assert "ingestion" in role.words


def test_the_posts_words_show_in_the_questions():
    post = "Accountant\nYou run the month-end close, audit preparation and vendor contracts with the operations team for us."
    texts = " ".join(ask(*frames(RICH), COMPANY, now=NOW, role=post, interviewer="hiring manager")["text"])
    assert any(duty in texts for duty in ("the month-end close", "audit preparation", "vendor contracts"))


def test_a_post_in_another_language_is_said_to_be_unread():
    role = read_role(
        "", "Dateningenieur\n" + "Wir suchen eine Person, die unsere Daten pflegt und Berichte schreibt. " * 8
    )
    assert "not in English" in role.note
    assert role.duties == ()


def test_a_post_without_end_is_read_to_a_limit():
    assert read_role("", "Data engineer\n" + "pipelines and sql " * 200_000).family == "data"


@pytest.mark.parametrize(
    ("interviewer", "audiences"),
    [
        ("hiring manager", ("hiring manager",)), ("VP Engineering", ("executive",)), ("the recruiter", ("recruiter",)),
        ("recruiter and a peer", ("recruiter", "peer")), ("someone", ("hiring manager",)),
        ("panel", ("recruiter", "hiring manager", "peer", "executive")), ("", ("recruiter", "hiring manager", "peer", "executive")),
    ],
)  # fmt: skip
def test_an_interviewer_is_one_of_four_audiences_or_several(interviewer, audiences):
    assert audiences_of(interviewer) == audiences
