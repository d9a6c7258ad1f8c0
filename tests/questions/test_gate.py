"""The answerability gate: question and corpus pairs, each set written before the gate was mended on it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from researchkit.questions.answerable import find_answer, index_passages, split_question

FIXTURES = Path(__file__).parents[1] / "fixtures" / "questions"


def counts(name: str) -> tuple[int, int, int, int]:
    """Return answers found rightly, found wrongly, missed, and those whose passage is the right one."""
    found = false = missed = right = 0
    for corpus in tomllib.loads((FIXTURES / name).read_text(encoding="utf-8"))["corpus"]:
        documents = [{"document_id": f"d{n}", "text": text} for n, text in enumerate(corpus["documents"])]
        index = index_passages(pd.DataFrame(documents))
        for ask in corpus["asks"]:
            answer = find_answer(ask["q"], index, names=[corpus["company"]])
            found += bool(answer and ask["answered"])
            false += bool(answer and not ask["answered"])
            missed += bool(not answer and ask["answered"])
            right += bool(answer and ask["answered"] and ask["by"] in answer.passage.text)
    return found, false, missed, right


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("gate_*.toml")))
def test_precision_and_recall_of_the_gate(name):
    found, false, missed, right = counts(name)
    assert found / (found + false) >= 0.88
    assert found / (found + missed) >= 0.85
    assert right / found >= 0.8


def test_precision_and_recall_over_all_pairs():
    sets = [counts(path.name) for path in FIXTURES.glob("gate_*.toml")]
    found, false, missed, right = (sum(column) for column in zip(*sets, strict=True))
    assert found + missed >= 140
    assert found / (found + false) >= 0.92
    assert found / (found + missed) >= 0.9
    assert right / found >= 0.85


def test_a_passage_is_a_span_of_its_document():
    text = "Lumenforge launches Beacon\n\nWe left single sign-on out. It comes in June."
    for passage in index_passages(pd.DataFrame([{"document_id": "d", "text": text}])).passages:
        assert passage.text == text[passage.start : passage.end]


def test_no_document_answers_nothing():
    index = index_passages(pd.DataFrame({"document_id": [], "text": []}))
    assert find_answer("What came first after Beacon?", index) is None


@pytest.mark.parametrize(
    ("question", "context", "clauses"),
    [
        ("After Beacon, what came first, and who decided?", "After Beacon", ["what came first", "who decided"]),
        ("You cut 9%; what did you stop?", "You cut 9%;", ["what did you stop"]),
        ("When you launched Beacon, what was left out?", "When you launched Beacon", ["what was left out"]),
    ],
)
def test_a_question_is_parted_from_what_it_stands_on(question, context, clauses):
    found = split_question(question)
    assert found[0].strip() == context
    assert found[1] == clauses
