"""Labels written by readers in the guide's form, and the table of them that is committed without any headline."""

import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[2] / "training"
sys.path.append(str(TRAINING))

from corpus import MORE, ROLES  # noqa: E402
from label import HEAD, row_of  # noqa: E402

from researchkit.analysis.headline import MODALITIES, NOT_EVENT, POLARITIES, TYPES  # noqa: E402

TITLE = "Brightline opens two depots in Oslo"
LINE = "t1\tEXPANSION\tL\tH\tBrightline | two depots | - | - | - | Oslo"


def test_spans_become_places_in_the_headline():
    kind, polarity, modality, places = row_of(LINE, TITLE)
    assert (kind, polarity, modality) == ("expansion", "launch", "happened")
    spans = {role: TITLE[int(a) : int(b)] for role, a, b in (part.split(":") for part in places.split(";"))}
    assert spans == {"subject": "Brightline", "object": "two depots", "place": "Oslo"}


def test_what_is_no_event_needs_nothing_else():
    assert row_of("t1\tNOT", TITLE) == [NOT_EVENT, "other", "-", "-"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (LINE.replace("Oslo", "Bergen"), "do not stand in the headline"),
        (LINE.replace("EXPANSION", "GROWTH"), "unknown code"),
        (LINE.replace("\tH\t", "\t"), "number of fields"),
        (LINE.replace(" | Oslo", ""), "number of roles"),
    ],
)
def test_a_line_that_does_not_hold_says_why(line, why):
    with pytest.raises(ValueError, match=why):
        row_of(line, TITLE)


def test_the_committed_table_holds_names_and_places_only():
    head, *rows = MORE.read_text(encoding="utf-8").splitlines()
    assert head == HEAD
    for key, kind, polarity, modality, places, sampling, url in (row.split("\t") for row in rows):
        assert key[0] in "st"
        assert key[1:].isdigit()
        assert kind in TYPES
        assert polarity in POLARITIES
        assert modality in (*MODALITIES, "-")
        assert sampling.startswith("more:")
        assert places == "-" or all(
            role in ROLES and int(start) < int(end)
            for role, start, end in (part.split(":") for part in places.split(";"))
        )
        assert not url or url.startswith("http")
