"""Text cut into the pieces of a vocabulary."""

from __future__ import annotations

import pytest

from researchkit.questions.pieces import Pieces

KNOWN = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "launch",
    "##ed",
    "##e",
    "##d",
    "cafe",
    ",",
    "$",
    "12",
    "##3",
    "新",
    "a",
    "_",
]
PIECES = Pieces({piece: number for number, piece in enumerate(KNOWN)})


def cut(text: str, most: int = 20) -> list[str]:
    return [KNOWN[number] for number in PIECES(text, most)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Launched", ["launch", "##ed"]),
        ("a, launch", ["a", ",", "launch"]),
        ("Café", ["cafe"]),
        ("$123", ["$", "12", "##3"]),
        ("a新新", ["a", "新", "新"]),
        ("a_a", ["a", "_", "a"]),
        ("zebra a", ["[UNK]", "a"]),
        ("launchzz", ["[UNK]"]),
        ("a" * 50, ["[UNK]"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into(text, pieces):
    assert cut(text) == pieces


def test_no_more_pieces_than_asked_for():
    assert cut("launched launched", 3) == ["launch", "##ed", "launch"]
