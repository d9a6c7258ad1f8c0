"""The reader's parts: words as numbers, the network on texts end to end, tags as spans, other languages."""

from __future__ import annotations

import numpy as np
import pytest

from researchkit.analysis.encoding import BLANK, FIRST_WORD, MASK, Vocabulary, lead_words, shape_of, shouted, site_row
from researchkit.analysis.foreign import is_foreign
from researchkit.analysis.network import Network, softmax
from researchkit.analysis.tagging import IMPOSSIBLE, TAGS, best_paths, spans_of

VOCABULARY = Vocabulary(["brightloom", "cuts", "000", "jobs"])


def weights(width: int = 8, *, layers: int = 2) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(3)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.3, shape).astype(np.float32)

    found: dict[str, np.ndarray] = {"shape": some(9, width)}
    for name, rows, columns in (
        ("word", len(VOCABULARY), width),
        ("piece", 8192, width),
        ("pair", 40960, 4),
        ("site", 1024, 32),
    ):
        found[name] = chance.integers(-127, 127, (rows, columns)).astype(np.int8)
        found[f"{name}.scale"] = np.full(rows, 0.01, np.float16)
    found |= {"first.weight": np.ones(width), "first.bias": np.zeros(width)}
    for n in range(layers):
        found |= {f"convolution{n}.weight": some(3 * width, width), f"convolution{n}.bias": some(width)}
        found |= {f"norm{n}.weight": np.ones(width), f"norm{n}.bias": np.zeros(width)}
    sizes = {
        "attend": (width, 4),
        "deep": (3 * width + 4 + 32, 16),
        "types": (16, 20),
        "polarity": (16, 3),
        "modality": (16, 3),
    }
    sizes |= {"tag_deep": (width, 12), "tag_whole": (16, 12), "tags": (12, len(TAGS))}
    for name, (rows, columns) in sizes.items():
        found |= {f"{name}.weight": some(rows, columns), f"{name}.bias": some(columns)}
    return found


def read(texts: list[list[str]]) -> np.ndarray:
    text = VOCABULARY.encode(texts)
    return Network(weights())(text, np.zeros((len(texts), 24), np.int32), np.zeros(len(texts), np.int32)).types


def test_a_text_is_read_the_same_alone_and_among_others() -> None:
    one, two, three = ["Brightloom", "cuts", "900", "jobs"], ["Jobs"], ["Tarn", "cuts"]
    together = read([one, two, three])
    apart = np.concatenate([read([one]), read([two]), read([three])])
    np.testing.assert_allclose(together, apart, rtol=1e-3, atol=1e-4)


def test_every_word_gets_one_row_of_tags() -> None:
    text = VOCABULARY.encode([["Brightloom", "cuts"], ["jobs"]])
    scores = Network(weights())(text, np.zeros((2, 24), np.int32), np.zeros(2, np.int32))
    assert scores.tags.shape == (3, len(TAGS))


def test_probabilities_sum_to_one() -> None:
    assert softmax(read([["cuts"]])).sum() == pytest.approx(1.0, abs=1e-5)


def test_numbers_share_their_digits() -> None:
    assert VOCABULARY.numbers("900")[0] == VOCABULARY.numbers("120")[0] == FIRST_WORD + 2


def test_an_unknown_word_is_known_by_its_pieces() -> None:
    row, _, *pieces = VOCABULARY.numbers("Tarnish")
    assert 2 <= row < FIRST_WORD
    assert all(pieces)


def test_a_masked_word_leaves_no_trace() -> None:
    hidden = VOCABULARY.encode([["Brightloom", "cuts"]], [[0]])
    other = VOCABULARY.encode([["Tarn", "cuts"]], [[0]])
    assert hidden.word[hidden.starts[0]] == MASK
    assert hidden.word[0] == BLANK
    np.testing.assert_array_equal(hidden.pieces, other.pieces)
    np.testing.assert_array_equal(hidden.shape, other.shape)


def test_capitals_throughout_say_nothing() -> None:
    assert shouted(["BRIGHTLOOM", "CUTS", "JOBS", "TODAY"])
    assert not shouted(["Brightloom", "cuts", "JOBS"])
    assert shape_of("IBM") != shape_of("Ibm")


def test_a_lead_that_is_only_an_address_is_no_lead() -> None:
    assert lead_words("Article URL: https://tarn.example Comments") == []
    assert lead_words("Tarn’s plan, explained") == ["Tarn", "’s", "plan", ",", "explained"]


def test_a_site_is_known_with_and_without_www() -> None:
    assert site_row("www.tarn.example") == site_row("TARN.example") != 0
    assert site_row("") == 0


def free_steps() -> np.ndarray:
    steps = np.zeros((len(TAGS) + 1, len(TAGS)), np.float32)
    for inside in range(2, len(TAGS), 2):
        steps[[tag for tag in range(len(TAGS) + 1) if tag not in (inside, inside - 1)], inside] = IMPOSSIBLE
    return steps


def scores_for(*wanted: str) -> np.ndarray:
    scores = np.zeros((len(wanted), len(TAGS)), np.float32)
    for place, tag in enumerate(wanted):
        scores[place, TAGS.index(tag)] = 2
        if tag.startswith("I"):
            scores[place, TAGS.index(tag) - 1] = 1
    return scores


def test_the_inside_of_a_role_never_stands_alone() -> None:
    scores = scores_for("I-subject", "I-subject", "O", "I-object", "I-amount")
    (path,) = best_paths(scores, np.array([5]), free_steps())
    assert [TAGS[tag] for tag in path] == ["B-subject", "I-subject", "O", "B-object", "B-amount"]


def test_texts_of_a_batch_are_tagged_each_for_itself() -> None:
    one, two = scores_for("B-subject"), scores_for("I-subject", "O", "B-place")
    together = best_paths(np.concatenate([one, two]), np.array([1, 3]), free_steps())
    apart = [*best_paths(one, np.array([1]), free_steps()), *best_paths(two, np.array([3]), free_steps())]
    assert [path.tolist() for path in together] == [path.tolist() for path in apart]
    assert TAGS[together[1][0]] == "B-subject"


def test_tags_become_spans_in_characters() -> None:
    tags = [TAGS.index(tag) for tag in ("B-subject", "I-subject", "O", "B-amount")]
    assert spans_of([(0, 4), (5, 9), (10, 14), (15, 17)], tags) == {"subject": ((0, 9),), "amount": ((15, 17),)}


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Der Konzern streicht 500 Stellen und schließt ein Werk", True),
        ("トヨタ、新型車を発表", True),
        ("La société annonce une levée de fonds pour les clients", True),
        ("Tarn names Ursula von der Heide chief executive", False),
        ("El Paso Electric raises rates", False),
        ("🎉🎉", False),
        ("Nestlé to sell its water unit", False),
    ],
)
def test_another_language_is_told_by_its_small_words(text: str, *, foreign: bool) -> None:
    assert is_foreign(text) is foreign
