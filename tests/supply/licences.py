"""The licences of all that is installed with researchkit: `python tests/supply/licences.py` writes docs/licences.md.

Read from the metadata of what is installed, for every package named in requirements.lock.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "licences.md"
LOCK = ROOT / "requirements.lock"
HEAD = """# The licences of what researchkit stands on

researchkit itself is under the MIT licence. It installs the packages below, which keep their own; none of them is
copied into this repository. The fonts that lie in it are under the SIL OFL 1.1, and Droid Sans Fallback under the
Apache License 2.0, as are the weights of the answer model (`researchkit/questions/answer_model/`), which began as
another's; licences and notice lie beside each. The page is made from the metadata of the installed packages with
`python tests/supply/licences.py`; a test holds it to `requirements.lock`.

| package | licence |
|---|---|
"""


def locked(lock: Path = LOCK) -> list[str]:
    """Return the names of all locked packages, sorted."""
    return sorted(set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock.read_text("utf-8"), re.MULTILINE)))


def licence_of(name: str) -> str | None:
    """Return what a package says its licence is, None when it is not installed on this system."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")]
    plain = (told.get("License") or "").strip().splitlines()
    named = [line for line in classified if line != "OSI Approved"]
    return ", ".join(named) or (plain[0][:80] if plain else "") or "see its own files"


def rows() -> list[str]:
    """Return one row of the page for each locked package."""
    return [f"| {name} | {licence_of(name) or 'only on some systems; see its own page'} |" for name in locked()]


if __name__ == "__main__":
    PAGE.write_text(HEAD + "\n".join(rows()) + "\n", encoding="utf-8")
    print(PAGE)
