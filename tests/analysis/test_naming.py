from __future__ import annotations

import pytest

from researchkit.analysis.naming import NameFinder

FINDER = NameFinder(["Acme", "Acme Pumps", "Gap", "AT&T", "Yahoo!", "Bolt, Inc.", "Häuser Bau"])


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Acme recalls 400 pumps", {"Acme"}),
        ("Profit at Acme Pumps rises", {"Acme", "Acme Pumps"}),
        ("Acme’s profit rises; Acme's shares fall", {"Acme"}),
        ("Bridging the gap", set()),
        ("Gaping holes", set()),
        ("‘Gap’ opens in Berlin", {"Gap"}),
        ("AT&T and Yahoo! part", {"AT&T", "Yahoo!"}),
        ("Bolt, Inc. raises $4m", {"Bolt, Inc."}),
        ("Stuttgart: Häuser Bau baut", {"Häuser Bau"}),
        ("", set()),
    ],
)
def test_names_are_found_as_they_are_written_and_at_the_borders_of_words(title, names):
    assert next(FINDER.found([title])) == names


def test_texts_are_answered_in_order():
    assert list(FINDER.found(["Gap", "no", "Acme"])) == [{"Gap"}, frozenset(), {"Acme"}]
