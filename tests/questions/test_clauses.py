"""A question is parted into its asking clauses."""

import pytest

from researchkit.questions.clauses import clauses_of


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("After Beacon, what came first, and who decided?", ["what came first", "who decided"]),
        ("You cut 9%; what did you stop?", ["what did you stop"]),
        ("What did you stop after last month's outage?", ["What did you stop"]),
        ("When you launched Beacon, what was left out?", ["what was left out"]),
        ("Beacon", ["Beacon"]),
    ],
)
def test_a_question_asks(question, clauses):
    assert clauses_of(question) == clauses
