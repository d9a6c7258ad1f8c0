"""Names in registers: legal tails do not matter, other firms do."""

import pytest
from source_pairs import ACME

from researchkit.sources.firms import bare_name, is_firm


@pytest.mark.parametrize(
    "name",
    ["ACME ROBOTICS, INC.", "Acme Robotics Holdings Ltd", "acme robotics", "Acme", "Acme Robotics Inc., of Tampa"],
)
def test_the_company_is_known_by_its_legal_names(name: str) -> None:
    assert is_firm(name, ACME)


@pytest.mark.parametrize(
    "name", ["Acme Bakery Ltd", "Acmestone", "Robotics Inc.", "", "The Acme Company of Ohio Bakers"]
)
def test_another_firm_is_not_the_company(name: str) -> None:
    assert not is_firm(name, ACME)


def test_a_name_that_is_all_legal_tail_stays() -> None:
    assert bare_name("The Group Limited") == "the"
