"""What is imported without its slowest part."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["nbformat", "altair"])
def test_notebooks_and_charts_do_without_the_grammar_of_international_addresses(module):
    line = f"import sys; from researchkit.lean import import_jsonschema as lean; lean(); import {module}; "
    asked = subprocess.run(
        [sys.executable, "-c", f"{line}print('rfc3987_syntax' in sys.modules)"], capture_output=True, text=True
    )
    assert asked.stdout == "False\n", asked.stderr
