"""The language door: sentences, readings, explanations, and bad input."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from researchkit.analysis import language
from researchkit.analysis.headline import MODALITIES, POLARITIES, TYPES, packed, unpacked
from researchkit.memory import opened, remembering


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


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    language.load.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    language.load.cache_clear()


def test_the_shipped_model_reads() -> None:
    (reading,) = language.read_headlines(["Brightloom lays off 12% of staff as sales slump"])
    assert reading.reader == "model"
    assert (reading.type, reading.polarity, reading.modality) == ("layoffs_restructuring", "challenge", "happened")


@pytest.mark.parametrize("text", ["Brightloom lays off 12% of staff as sales slump", "  ", "Ostrel übernimmt Tarn"])
def test_a_reading_comes_back_whole_from_a_memory(text: str) -> None:
    (reading,) = language.read_headlines([text])
    assert unpacked(json.loads(json.dumps(packed(reading)))) == reading


def test_what_rules_read_in_place_of_the_model_is_not_remembered(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh.setattr(language, "_reader", lambda: None)
    with remembering(tmp_path / "acme.json.gz"):
        language.read_headlines(["Brightloom lays off 12% of staff"])
        assert opened()._used == {}


def test_a_missing_model_folder_is_told_and_rules_read(
    fresh: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fresh.setattr(language, "MODEL", tmp_path / "none")
    (reading,) = language.read_headlines(["Brightloom lays off 12% of staff"])
    assert (reading.reader, reading.type) == ("rules", "layoffs_restructuring")
    assert "headlines are read by rules" in caplog.text
    assert language.explain("Tarn lays off 90 workers")[0][1] > 0


def test_a_model_of_another_form_is_told_and_rules_read(
    fresh: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(language.MODEL, tmp_path / "model")
    (tmp_path / "model" / "headline_reader" / "form.json").write_text('{"form": 999}')
    fresh.setattr(language, "MODEL", tmp_path / "model")
    (reading,) = language.read_headlines(["Brightloom lays off 12% of staff"])
    assert reading.reader == "rules"
    assert "form is 999" in caplog.text


def test_cut_weights_are_told_and_rules_read(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(language.MODEL, tmp_path / "model")
    weights = tmp_path / "model" / "headline_reader" / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:1000])
    fresh.setattr(language, "MODEL", tmp_path / "model")
    assert language.read_headlines(["Brightloom lays off 12% of staff"])[0].reader == "rules"


def test_another_language_is_told_and_left_alone() -> None:
    german, english = language.read_headlines(
        ["Der Konzern streicht 500 Stellen und schließt ein Werk", "Tarn unveils a new phone"]
    )
    assert (german.note, german.type) == ("not English", "not_company_event")
    assert english.note == ""


@pytest.mark.parametrize(
    "text", ["🎉🚀", "?!", "1", "BRIGHTLOOM LAYS OFF 90 WORKERS", "word " * 10_000, "a\u0000b\u202ec", "x" * 5_000]
)
def test_odd_texts_are_read_without_a_stumble(text: str) -> None:
    (reading,) = language.read_headlines([text])
    assert len(reading.types) == 20
    assert all(0 <= start < end <= len(text) for places in reading.spans.values() for start, end in places)


def test_capitals_throughout_are_read_like_any_headline() -> None:
    loud, plain = language.read_headlines(["BRIGHTLOOM LAYS OFF 90 WORKERS", "Brightloom lays off 90 workers"])
    assert loud.type == plain.type == "layoffs_restructuring"


def test_a_masked_name_does_not_sway_the_reading() -> None:
    one, two = (
        language.read_headlines([f"{name} sues its landlord over rent"], names=[name])[0]
        for name in ("Brightloom", "Tarn")
    )
    assert one.types == two.types
    assert one.type == "legal_regulatory"


def test_the_same_headline_reads_the_same_in_any_company() -> None:
    text = "Tarn recalls 4,000 kettles over fire risk"
    alone = language.read_headlines([text])[0]
    among = language.read_headlines(["Brightloom hires", text, "How to bake bread at home"])[1]
    assert alone.type == among.type == "product_problem_recall"
    assert alone.spans == among.spans
    assert alone.event_p == pytest.approx(among.event_p, abs=1e-4)


def test_a_thousand_headlines_take_about_a_second() -> None:
    texts = [f"Brightloom opens office number {n} in Tarn Valley after a record year" for n in range(1_000)]
    language.read_headlines(texts[:10])
    began = time.process_time()
    language.read_headlines(texts)
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Brightloom calls off $2bn Tarn merger", "denied"),
        ("Brightloom is not planning to cut jobs, says chief", "denied"),
        ("Brightloom to open a plant in Tarn Valley next year", "planned"),
        ("Brightloom opened a plant in Tarn Valley", "happened"),
    ],
)
def test_what_is_planned_or_off_is_told_from_what_happened(text: str, modality: str) -> None:
    assert language.read_headlines([text])[0].modality == modality


def test_a_missing_model_folder_leaves_no_background(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(language, "MODEL", tmp_path)
    language.background_idf.cache_clear()
    assert language.background_idf() == {}
    language.background_idf.cache_clear()
