"""The answerability gate: question and corpus pairs that were written last and never learnt from."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from researchkit.questions.answerable import gate_of
from researchkit.questions.passages import index_passages

FIXTURES = Path(__file__).parents[1] / "fixtures" / "questions"


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


def documents(*texts: str) -> pd.DataFrame:
    return pd.DataFrame([{"document_id": f"d{n}", "text": text} for n, text in enumerate(texts)])


@cache
def count(name: str, others: int = 0) -> Counts:
    """Put the questions of a set to the documents of their company, and to those of `others` companies besides."""
    total = Counts(0, 0, 0, 0)
    corpora = tomllib.loads((FIXTURES / name).read_text(encoding="utf-8"))["corpus"]
    for place, corpus in enumerate(corpora):
        beside = [corpora[(place + step) % len(corpora)] for step in range(1, others + 1)]
        gate = gate_of(documents(*corpus["documents"], *(text for other in beside for text in other["documents"])))
        for ask in corpus["asks"]:
            answer = gate.answer(ask["q"], names=[corpus["company"]])
            total += Counts(
                found=bool(answer and ask["answered"]),
                false=bool(answer and not ask["answered"]),
                missed=bool(not answer and ask["answered"]),
                right=bool(answer and ask["answered"] and ask["by"] in answer.passage.text),
            )
    return total


NATURAL = [f"gate_natural{n}.toml" for n in ("", "_2", "_3", "_4", "_5", "_6")]


def test_precision_and_recall_on_pairs_it_never_saw():
    natural = sum(map(count, NATURAL), Counts(0, 0, 0, 0))
    assert natural.precision >= 0.88
    assert natural.recall >= 0.82


@pytest.mark.parametrize("name", NATURAL)
def test_no_set_falls_far_behind_the_others(name):
    assert count(name).precision >= 0.85
    assert count(name).recall >= 0.75


def test_documents_on_other_matters_do_not_drown_the_answer():
    natural = count("gate_natural.toml", others=3)
    assert natural.precision >= 0.8
    assert natural.recall >= 0.6


def test_a_document_that_says_it_answers():
    gate = gate_of(documents("Beacon leaves beta\n\nBeacon left beta on Monday. Single sign-on comes in June."))
    answer = gate.answer("When will Beacon get single sign-on?")
    assert answer is not None
    assert "Single sign-on comes in June" in answer.passage.text


def test_a_document_on_the_same_matter_that_does_not_say_it_does_not():
    gate = gate_of(documents("Beacon leaves beta\n\nBeacon left beta on Monday. Single sign-on comes in June."))
    assert gate.answer("After the launch of Beacon, how does the team decide what it does not build?") is None


def test_the_same_question_gives_the_same_answer():
    frame = documents("Beacon leaves beta\n\nBeacon left beta on Monday. Single sign-on comes in June.")
    asked = "When will Beacon get single sign-on?"
    assert gate_of(frame).nearest(asked) == gate_of(frame).nearest(asked)


def test_a_passage_is_a_span_of_its_document():
    text = "Lumenforge launches Beacon\n\nWe left single sign-on out. It comes in June."
    for passage in index_passages(documents(text)).passages:
        assert passage.text == text[passage.start : passage.end]


@pytest.mark.parametrize("sentences", range(1, 9))
def test_any_two_neighbours_stand_together_in_one_passage(sentences):
    said = [f"Number {n} is said." for n in range(sentences)]
    passages = [passage.text for passage in index_passages(documents("A headline\n\n" + " ".join(said))).passages]
    for first, second in itertools.pairwise(said):
        assert any(first in passage and second in passage for passage in passages)


def test_a_document_is_headed_by_its_title_else_by_its_first_line():
    titled = pd.DataFrame([{"document_id": "d", "title": "A title", "text": "One is said. Two is said."}])
    assert index_passages(titled).passages[0].head == "A title"
    assert index_passages(documents("A headline\n\nOne is said.")).passages[0].head == "A headline"


def test_no_document_answers_nothing():
    gate = gate_of(pd.DataFrame({"document_id": [], "text": []}))
    assert gate.nearest("What came first after Beacon?") is None
