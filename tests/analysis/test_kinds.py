"""A launch is something new that the company brought out; other good news has a name of its own."""

import pandas as pd
import pytest

from researchkit.analysis.kinds import instead_of_a_launch, is_launch, launches_of


@pytest.mark.parametrize(
    ("polarity", "type_", "launched"),
    [
        ("launch", "product_launch", True),
        ("launch", "expansion", True),
        ("other", "product_launch", True),
        ("challenge", "product_launch", False),
        ("launch", "earnings", False),
        ("launch", "partnership", False),
        ("launch", "leadership", False),
        ("other", "expansion", False),
    ],
)
def test_what_is_a_launch(polarity, type_, launched):
    assert is_launch(polarity, type_) is launched


@pytest.mark.parametrize(("type_", "kind"), [("acquisition", "a deal"), ("earnings", "a result"), ("expansion", "")])
def test_what_other_good_news_is(type_, kind):
    assert instead_of_a_launch(type_) == kind


def test_launches_keep_their_order():
    events = pd.DataFrame(
        {"polarity": ["launch", "launch", "launch"], "type": ["expansion", "earnings", "product_launch"]}
    )
    assert list(launches_of(events).index) == [0, 2]


def test_no_events_no_launches():
    found = launches_of(pd.DataFrame({"polarity": [], "type": []}))
    assert found.empty
    assert list(found.columns) == ["polarity", "type"]
