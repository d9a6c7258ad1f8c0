"""What only some systems know is not used: a day without its zero is "%-d" on some, an error on others."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "researchkit"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_form_of_a_date_is_one_systems_own(path):
    assert not re.search(r"%[-#][a-zA-Z]", path.read_text(encoding="utf-8"))
