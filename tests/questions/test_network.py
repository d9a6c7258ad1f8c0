"""The gate's network: what it reads, and that it is the same however its rows are grouped."""

from __future__ import annotations

import numpy as np
import pytest

from researchkit.questions.network import EARLY, HEAD_PIECES, QUESTION_PIECES, TEXT_PIECES, load_network

ASKED = "Why was the launch put off?"
PASSAGES = [
    ("Beacon is late", "The launch was put off because the new factory is not ready."),
    ("Beacon is late", "The company has 300 employees in Leeds. It was founded in 1999 by two sisters."),
    ("Beacon is late", "It rains."),
]


def test_what_answers_is_surer_than_what_does_not():
    sure = load_network().confidences(ASKED, PASSAGES)
    assert sure[0] > max(sure[1:])


def test_a_passage_is_read_alike_alone_and_beside_others():
    together = load_network().confidences(ASKED, PASSAGES)
    alone = [load_network().confidences(ASKED, [passage])[0] for passage in PASSAGES]
    assert together == pytest.approx(alone, abs=1e-3)


def test_many_passages_are_read_in_the_order_given():
    many = load_network().confidences(ASKED, PASSAGES * 12)
    assert many[:3] == pytest.approx(many[33:], abs=1e-3)


def test_nothing_to_read_gives_nothing():
    assert load_network().confidences(ASKED, []) == []


def test_a_reading_is_bounded():
    numbers, asked = load_network().row("why " * 500, "head " * 500, "text " * 5000)
    assert asked == QUESTION_PIECES + 2
    assert len(numbers) == QUESTION_PIECES + HEAD_PIECES + TEXT_PIECES + 4


def test_words_of_one_kind_lie_closer_than_others():
    network = load_network()
    price, prices, river = (
        network.directions(np.array(network.pieces(word, 1)))[0] for word in ("price", "prices", "river")
    )
    assert price @ prices > price @ river


@pytest.mark.parametrize(("place", "layers"), [(0, 6), (2, EARLY)], ids=["answers", "hopeless"])
def test_what_is_hopeless_is_given_up_half_way(place, layers, monkeypatch):
    network, read = load_network(), []
    layer = network._layer
    monkeypatch.setattr(network, "_layer", lambda x, name, room: read.append(name) or layer(x, name, room))
    network.confidences(ASKED, [PASSAGES[place]])
    assert len(read) == layers


def test_what_is_given_up_answers_nothing():
    assert load_network().confidences(ASKED, [PASSAGES[2]])[0] < 0.05
