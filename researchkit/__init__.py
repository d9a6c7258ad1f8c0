"""Research a company before your interview: one notebook, one page, every line with its evidence.

Verbs are functions, things are frames or frozen records. Everyday: `new research brief export`; by stage:
`load check collect rank cluster detect ask`. Everything is imported when first used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

# name → the module that holds it
_LAZY: dict[str, str] = {
    "Company": "researchkit.records",
    "Interview": "researchkit.records",
    "Namesake": "researchkit.records",
    "ResearchkitError": "researchkit.errors",
}

if TYPE_CHECKING:
    from researchkit.errors import ResearchkitError
    from researchkit.records import Company, Interview, Namesake

__all__ = ["Company", "Interview", "Namesake", "ResearchkitError"]


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    thing = getattr(import_module(_LAZY[name]), name)
    globals()[name] = thing  # the next access is a plain look-up
    return thing


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_LAZY))
