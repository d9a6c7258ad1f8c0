# ruff: noqa: E501 - tables of cases read best with one case a line
"""Each check of the rubric: what passes and what does not."""

from __future__ import annotations

import pytest
from question_dossiers import COMPANY, story

from researchkit.questions import checks
from researchkit.questions.facts import Fact

LAUNCH = story(
    "Lumenforge launches Beacon, a free tier", days=34, type="product_launch", subject="Lumenforge", object="Beacon"
)
CUT = story("Lumenforge cuts 9% of staff", days=130, type="layoffs_restructuring", subject="Lumenforge", amount="9%")
OUTAGE = story(
    "Lumenforge blames config push for six-hour outage", days=93, type="security_incident_outage", subject="Lumenforge"
)
RESULTS = story("Q2 revenue grew 18% while retention slipped to 98%", days=10, type="earnings_up", subject="Lumenforge")
POSTS = story(
    "Operations posts at Lumenforge rose from 4 to 19 in two months", days=20, type="expansion", subject="Lumenforge"
)
CASE = story("Data regulator opens inquiry into Lumenforge", days=30, type="legal_regulatory", subject="Lumenforge")
GOOD = [
    ("Since May's free tier, which behaviour best tells you a team is ready to pay, and what would this role improve first?", LAUNCH),
    ("After February's reduction, what did the platform team deliberately stop, and what is it still carrying?", CUT),
    ("Your March write-up blamed a config push; which follow-up proved hardest, and would this role own any?", OUTAGE),
    ("Q2 grew 18% while retention slipped to 98%: is the bigger fix whom you sell to, or what happens after signing?", RESULTS),
    ("Operations posts rose from 4 to 19 in two months; which process breaks first, and is it this role's to fix?", POSTS),
]  # fmt: skip
POOR = ["What's your newest product?", "Will I be safe?", "Are you reliable?", "How are sales?", "Are you growing?"]


@pytest.mark.parametrize(("text", "row"), GOOD)
def test_the_rubrics_good_questions_pass_every_hard_check(draft_of, setting_of, text, row):
    verdicts = checks.judge(draft_of(text, row), setting_of([row]))
    assert [(verdict.check, verdict.reason) for verdict in verdicts if verdict.hard and not verdict.passed] == []


@pytest.mark.parametrize(("text", "row"), list(zip(POOR, [row for _, row in GOOD], strict=True)))
def test_the_rubrics_poor_questions_fail(draft_of, setting_of, text, row):
    assert not all(verdict.passed for verdict in checks.judge(draft_of(text, row), setting_of([row])))


CASES = [
    ("anchored", LAUNCH, "After Beacon, what comes first?", True),
    ("anchored", CUT, "After the 9% reduction, what comes first?", True),
    ("anchored", LAUNCH, "After last month's launch, what comes first?", True),
    ("anchored", LAUNCH, "After the launch, what comes first?", False),
    ("anchored", LAUNCH, "After Glimmer, what comes first?", False),
    ("grounded", LAUNCH, "After the launch of Beacon in May, what comes first?", True),
    ("grounded", LAUNCH, "After the launch of Beacon in April, what comes first?", False),
    ("grounded", LAUNCH, "After the launch of Beacon with Oakline, what comes first?", False),
    ("grounded", CUT, "After the 12% reduction, what comes first?", False),
    ("grounded", LAUNCH, "What would a data engineer at Lumenforge do about Beacon?", True),
    ("whole", LAUNCH, "After {np}, what comes first?", False),
    ("whole", LAUNCH, "After Beacon, what comes first", False),
    ("whole", LAUNCH, "Why Beacon? What comes first?", False),
    ("whole", LAUNCH, "After the the launch, what comes first?", False),
    ("whole", LAUNCH, "When Lumenforge launched Beacon, what did Lumenforge stop?", False),
    ("whole", LAUNCH, "After Beacon, what comes first?", True),
    ("tactful", OUTAGE, "Who is to blame for the outage in March?", False),
    ("tactful", OUTAGE, "After the hack in March, what changed?", False),
    ("tactful", OUTAGE, "After the incident in March, what changed?", True),
    ("tactful", CASE, "Will you win the case?", False),
    ("tactful", CASE, "With the inquiry open, how does the team keep work moving?", True),
    ("fresh", story("Lumenforge launches Beacon", days=200, type="product_launch"), "What now?", False),
    ("fresh", story("Lumenforge 10-K", days=300, kind="filing", type="earnings_up"), "What now?", True),
    ("choice", LAUNCH, "Tell me about Beacon?", False),
    ("choice", LAUNCH, "Is Beacon doing well?", False),
    ("choice", LAUNCH, "When did you launch Beacon?", False),
    ("choice", LAUNCH, "After Beacon, is the next step price or reach?", True),
    ("choice", LAUNCH, "After Beacon, what did the team stop?", True),
    ("tied", LAUNCH, "After Beacon, what would this role own?", True),
    ("tied", LAUNCH, "After Beacon, what would a data engineer own?", True),
    ("tied", LAUNCH, "After Beacon, what comes first?", False),
    ("speakable", LAUNCH, " ".join(["word"] * 35), True),
    ("speakable", LAUNCH, " ".join(["word"] * 36), False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "text", "passes"), CASES)
def test_a_check_tells_pass_from_failure(draft_of, setting_of, name, row, text, passes):
    check, _ = checks.CHECKS[name]
    reason = check(draft_of(text, row), setting_of([row]))
    assert (reason == "") is passes, reason


SINGLE = story("Lumenforge partners with Quayside Bank", publishers=1, type="partnership", counterparty="Quayside Bank")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("I read that you partnered with Quayside Bank: is that still so, and who leads?", True),
        ("If The Tide Ledger has it right, you partnered with Quayside Bank; who leads?", True),
        ("You partnered with Quayside Bank; who leads?", False),
    ],
)
def test_a_single_source_is_introduced_as_read(draft_of, setting_of, text, passes):
    assert (checks.robust(draft_of(text, SINGLE), setting_of([SINGLE])) == "") is passes


@pytest.mark.parametrize(("audience", "passes"), [("recruiter", False), ("peer", True), ("hiring manager", True)])
def test_the_remit_keeps_an_outage_from_the_recruiter(draft_of, setting_of, audience, passes):
    draft = draft_of("After March's outage, what changed?", OUTAGE, audience=audience)
    assert (checks.in_remit(draft, setting_of([OUTAGE])) == "") is passes


def test_a_question_that_a_document_answers_is_dropped(draft_of, setting_of):
    row = story(
        "Lumenforge launches Beacon",
        "To make the date the team left out single sign-on.",
        type="product_launch",
        object="Beacon",
    )
    draft = draft_of("When you launched Beacon last month, what did the team leave out to make the date?", row)
    reason = checks.unanswered(draft, setting_of([row]))
    assert "doc00" in reason
    assert "single sign-on" in reason


def test_a_rumour_from_one_outlet_is_no_evidence(draft_of, setting_of):
    known = story("Lumenforge launches Beacon", publishers=1, type="product_launch", object="Beacon")
    draft = draft_of("After Beacon, what comes first?", known)
    fact: Fact = draft.facts[0]
    told = checks.Draft(
        **{name: getattr(draft, name) for name in ("text", "audience", "voice", "angle", "shape", "ask")},
        facts=(_rumour(fact),),
    )
    assert checks.tactful(told, setting_of([known])) == "its only evidence is a rumour"


def _rumour(fact: Fact) -> Fact:
    from dataclasses import replace

    return replace(fact, quote="Lumenforge reportedly in talks to launch Beacon")


def test_the_rubric_is_complete():
    assert set(checks.CHECKS) == {
        "anchored", "unanswered", "grounded", "whole", "tactful", "fresh", "choice", "in_remit", "tied", "speakable", "robust",
    }  # fmt: skip
    assert COMPANY.name == "Lumenforge"
