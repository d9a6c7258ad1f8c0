"""Every fixture pair: what a source makes of its page is what a person agreed to."""

from pathlib import Path

import pytest
from source_pairs import FIXTURES, pairs, read_pair

from researchkit.sources import REGISTRY

PAIRS = pairs()


@pytest.mark.parametrize("expected", PAIRS, ids=[str(path.relative_to(FIXTURES)) for path in PAIRS])
def test_a_page_gives_the_rows_agreed_on(expected: Path) -> None:
    agreed, now = read_pair(expected)
    assert now == agreed


def test_every_source_has_a_fixture_pair() -> None:
    have = {path.parent.name for path in PAIRS}
    assert sorted(set(REGISTRY) - have) == []
