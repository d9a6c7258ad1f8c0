"""A generous look for the company's name."""

import pytest

from researchkit.company.mention import mentions
from researchkit.records import Company

ACME = Company(slug="acme", name="Acme Robotics", products=("Arm 2",), domains=("acme.example",))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Acme Robotics opens a plant", True),
        ("acme robotics opens a plant", True),
        ("Acme\u00a0Robotics opens", True),
        ("See https://acme.example/news", True),
        ("The Arm 2 is out", True),
        ("Acme Bakery opens", False),
        ("The farm 2 miles away", False),
        ("", False),
    ],
)
def test_a_name_product_or_domain_is_a_mention(text, named):
    assert mentions(text, ACME) is named


@pytest.mark.parametrize(("text", "named"), [("Gap closes stores", True), ("mind the gap", False)])
def test_a_short_name_is_matched_by_case(text, named):
    assert mentions(text, Company(slug="gap", name="Gap")) is named
