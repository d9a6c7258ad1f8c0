"""The language door: sentences, readings, explanations, and bad input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from researchkit.analysis import language
from researchkit.analysis.headline import MODALITIES, POLARITIES, TYPES


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in language.sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("  \n ", []),
        ("Brightloom cuts 90 jobs", ["Brightloom cuts 90 jobs"]),
        ("It rose 3.5% in Q2. It fell later.", ["It rose 3.5% in Q2.", "It fell later."]),
        ("Dr. Vale joins Inc. magazine's list. Good.", ["Dr. Vale joins Inc. magazine's list.", "Good."]),
        ("It sells in the U.S. market. The firm grew.", ["It sells in the U.S. market.", "The firm grew."]),
        ("It moved to the U.S. The firm grew.", ["It moved to the U.S.", "The firm grew."]),
        ("Brightloom Inc. bought Tarn Ltd. for $3 million.", ["Brightloom Inc. bought Tarn Ltd. for $3 million."]),
        ("On Jan. 5 it closed. J. K. Marsh left.", ["On Jan. 5 it closed.", "J. K. Marsh left."]),
        ("“We are done.” She left!  Really? Yes.", ["“We are done.”", "She left!", "Really?", "Yes."]),
        ("Title\n\nFirst line.\n- a point\n2. another point", ["Title", "First line.", "a point", "another point"]),
        ("wait... what? ok", ["wait... what? ok"]),
        ("See v2.3.1 at brightloom.example. It works.", ["See v2.3.1 at brightloom.example.", "It works."]),
        ("Yahoo! is back. 🎉", ["Yahoo! is back."]),
    ],
)
def test_sentences_are_cut_where_a_reader_would(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_a_ten_thousand_word_article_is_cut_in_a_moment() -> None:
    text = "The company said on Monday that Mr. Vale would leave in Jan. after a review. " * 700
    began = time.perf_counter()
    assert len(language.sentence_spans(text)) == 700
    assert time.perf_counter() - began < 0.5


def test_a_giant_without_stops_is_cut_at_spaces() -> None:
    assert max(end - start for start, end in language.sentence_spans("word " * 5_000)) <= 2_000


def test_a_reading_holds_all_twenty_types_most_probable_first() -> None:
    (reading,) = language.read_headlines(["Brightloom lays off 12% of staff"])
    probabilities = [p for _, p in reading.types]
    assert sorted(name for name, _ in reading.types) == sorted(TYPES)
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1.0, abs=0.01)
    assert reading.type == "layoffs_restructuring"
    assert reading.polarity == "challenge"
    assert reading.polarity in POLARITIES
    assert reading.modality in MODALITIES


def test_spans_are_places_in_the_text_as_given() -> None:
    text = "Brightloom raises $40 million"
    (reading,) = language.read_headlines([text])
    assert [text[start:end] for start, end in reading.spans["amount"]] == ["$40 million"]
    assert [text[start:end] for start, end in reading.spans["subject"]] == ["Brightloom"]


def test_an_empty_title_is_told_and_the_rest_goes_on() -> None:
    empty, full = language.read_headlines(["  ", "Tarn launches a new app"])
    assert (empty.note, empty.event_p) == ("empty", 0.0)
    assert full.type == "product_launch"


def test_no_headlines_give_no_readings() -> None:
    assert language.read_headlines([]) == []


def test_an_explanation_names_the_word_that_counted() -> None:
    assert any("lay" in words.lower() for words, weight in language.explain("Tarn lays off 90 workers") if weight > 0)


def test_rare_stems_weigh_more_than_common_ones() -> None:
    rarity = language.background_idf()
    assert rarity["launch"] > rarity["year"]


def test_a_missing_model_folder_leaves_no_background(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(language, "MODEL", tmp_path)
    language.background_idf.cache_clear()
    assert language.background_idf() == {}
    language.background_idf.cache_clear()
