"""Which passages are read for a question."""

from __future__ import annotations

import pandas as pd

from researchkit.questions.network import load_network
from researchkit.questions.passages import index_passages
from researchkit.questions.retrieval import Retrieval


def found(question: str, *texts: str, ignored: tuple[str, ...] = ()) -> list[str]:
    frame = pd.DataFrame([{"document_id": f"d{n}", "text": text} for n, text in enumerate(texts)])
    index = index_passages(frame)
    numbers = Retrieval(index, load_network()).candidates(question, ignored)
    return [index.passages[number].text for number in numbers]


RAIN = "Weather\n\nIt rained all day. The wind came from the west. Nobody was out."
PRICE = "Pricing\n\nThe fee rises to $12. Schools pay nothing. The new list holds from May."


def test_the_passage_that_shares_its_words_comes_first():
    assert "fee rises" in found("By how much does the fee rise?", RAIN, PRICE)[0]


def test_a_passage_in_other_words_comes_before_one_on_another_matter():
    assert "Schools pay nothing" in found("What does it cost for pupils and teachers?", RAIN, PRICE)[0]


def test_most_of_what_is_read_stands_in_the_nearest_document():
    long = "Pricing\n\n" + " ".join(f"Sentence {n} is about this." for n in range(9)) + " The fee rises to $12."
    assert sum("Sentence" in passage for passage in found("By how much does the fee rise?", RAIN, long)) == 5


def test_at_most_six_passages_are_read():
    many = [f"Pricing {n}\n\n" + " ".join(f"The fee rises again, {k} times." for k in range(60)) for n in range(9)]
    assert len(found("By how much does the fee rise?", *many)) <= 6


def test_names_that_stand_everywhere_tell_nothing():
    named = "Acme\n\nAcme Acme Acme is Acme. Acme likes Acme."
    assert "fee rises" in found("By how much does Acme's fee rise?", named, PRICE, ignored=("Acme",))[0]


def test_no_document_gives_nothing_to_read():
    frame = pd.DataFrame({"document_id": [], "text": []})
    assert Retrieval(index_passages(frame), load_network()).candidates("Why?") == []
