"""The answerability gate: question and corpus pairs, each set written before the gate was mended on it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from researchkit.questions.answerable import find_answer
from researchkit.questions.asked import read_question, split_question
from researchkit.questions.passages import index_passages

FIXTURES = Path(__file__).parents[1] / "fixtures" / "questions"
TUNED = sorted([FIXTURES / "gate_dev.toml", *FIXTURES.glob("gate_tuning*.toml")])
CLOSING = FIXTURES / "gate_closing.toml"


@dataclass(frozen=True)
class Counts:
    """Answers found rightly, found wrongly and missed, and those whose passage is the right one."""

    found: int
    false: int
    missed: int
    right: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false)

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed)

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def documents_of(path: Path) -> list[str]:
    return [
        text for corpus in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"] for text in corpus["documents"]
    ]


@cache
def count(path: Path, others: tuple[str, ...] = ()) -> Counts:
    """Put the questions of a set to the documents of their company and to `others` besides."""
    total = Counts(0, 0, 0, 0)
    for corpus in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]:
        texts = [*corpus["documents"], *others]
        index = index_passages(pd.DataFrame([{"document_id": f"d{n}", "text": text} for n, text in enumerate(texts)]))
        for ask in corpus["asks"]:
            answer = find_answer(ask["q"], index, names=[corpus["company"]])
            total += Counts(
                found=bool(answer and ask["answered"]),
                false=bool(answer and not ask["answered"]),
                missed=bool(not answer and ask["answered"]),
                right=bool(answer and ask["answered"] and ask["by"] in answer.passage.text),
            )
    return total


def test_precision_and_recall_over_the_pairs_it_was_tuned_on():
    total = sum((count(path) for path in TUNED), Counts(0, 0, 0, 0))
    assert total.found + total.missed >= 200
    assert total.precision >= 0.9
    assert total.recall >= 0.9
    assert total.right / total.found >= 0.9


def test_precision_and_recall_on_pairs_it_never_saw():
    closing = count(CLOSING)
    assert closing.precision >= 0.88
    assert closing.recall >= 0.6


def test_documents_on_other_matters_do_not_drown_the_answer():
    closing = count(CLOSING, tuple(text for path in TUNED[:3] for text in documents_of(path)))
    assert closing.precision >= 0.85
    assert closing.recall >= 0.6


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
        ("What did you stop after last month's outage?", "after last month's outage", ["What did you stop"]),
        ("When you launched Beacon, what was left out?", "When you launched Beacon", ["what was left out"]),
    ],
)
def test_a_question_is_parted_from_what_it_stands_on(question, context, clauses):
    found = split_question(question)
    assert found[0].strip() == context
    assert found[1] == clauses


def test_a_clause_that_leans_on_the_first_is_not_looked_up_alone():
    for question in ("What came first, and why?", "What came first, and which one is next?"):
        assert len(read_question(question)[1]) == 1


def test_the_words_that_tell_an_intent_are_not_looked_for_besides():
    asked = read_question("After the launch of Beacon, which exporter was left out?")[1][0]
    assert asked.intents
    assert [stem for stem, _ in asked.focus] == [("export",)]


def test_a_passage_far_down_a_long_text_does_not_stand_for_what_stands_at_its_middle():
    text = " ".join(["Nothing is said here of that."] * 40 + ["The outage hit Lisbon."] + ["Rain fell again."] * 40)
    index = index_passages(pd.DataFrame([{"document_id": "d", "text": text}]))
    middle = next(n for n, passage in enumerate(index.passages) if "Lisbon" in passage.text)
    assert "lisbon" in index.around(middle + 5)
    assert "lisbon" not in index.around(middle + 20)
