"""Research a company before your interview: one notebook, one page, every line with its evidence.

Verbs are functions, things are frames or frozen records. Everyday: `new research brief export`; by stage:
`load check collect rank cluster detect ask`. Everything is imported when first used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_MODULES = {"batch", "brief", "polish", "view"}  # `view` is a module, the others are rooms that can be called
# name → the module that holds it, or that it is
_LAZY: dict[str, str] = {
    "AmbiguousCompany": "researchkit.errors",
    "Company": "researchkit.records",
    "Dossier": "researchkit.dossier",
    "Interview": "researchkit.records",
    "Namesake": "researchkit.records",
    "Place": "researchkit.records",
    "ResearchkitError": "researchkit.errors",
    "Workspace": "researchkit.workspace",
    "ask": "researchkit.questions.ask",
    "batch": "researchkit.batch",
    "brief": "researchkit.brief",
    "changes": "researchkit.analysis.changes",
    "check": "researchkit.verbs",
    "check_question": "researchkit.candidate.verbs",
    "cluster": "researchkit.analysis.stories",
    "collect": "researchkit.verbs",
    "conform": "researchkit.frames",
    "debrief": "researchkit.candidate.verbs",
    "detect": "researchkit.analysis.events",
    "explain": "researchkit.analysis.explain",
    "export": "researchkit.brief.export",
    "follow_up": "researchkit.candidate.verbs",
    "identify": "researchkit.verbs",
    "load": "researchkit.verbs",
    "match": "researchkit.candidate.matching",
    "new": "researchkit.verbs",
    "polish": "researchkit.polish",
    "practise": "researchkit.candidate.verbs",
    "rank": "researchkit.analysis.relevance",
    "reopen": "researchkit.dossier",
    "research": "researchkit.dossier",
    "stories": "researchkit.candidate.verbs",
    "understand": "researchkit.dossier",
    "view": "researchkit.notebook.view",
}

if TYPE_CHECKING:
    from researchkit import batch
    from researchkit.analysis.changes import changes
    from researchkit.analysis.events import detect
    from researchkit.analysis.explain import explain
    from researchkit.analysis.relevance import rank
    from researchkit.analysis.stories import cluster
    from researchkit.brief.compose import brief
    from researchkit.brief.export import export
    from researchkit.candidate.matching import match
    from researchkit.candidate.verbs import check_question, debrief, follow_up, practise, stories
    from researchkit.dossier import Dossier, reopen, research, understand
    from researchkit.errors import AmbiguousCompany, ResearchkitError
    from researchkit.frames import conform
    from researchkit.notebook import view
    from researchkit.polish import polish
    from researchkit.questions.ask import ask
    from researchkit.records import Company, Interview, Namesake, Place
    from researchkit.verbs import check, collect, identify, load, new
    from researchkit.workspace import Workspace

__all__ = [
    "AmbiguousCompany",
    "Company",
    "Dossier",
    "Interview",
    "Namesake",
    "Place",
    "ResearchkitError",
    "Workspace",
    "ask",
    "batch",
    "brief",
    "changes",
    "check",
    "check_question",
    "cluster",
    "collect",
    "conform",
    "debrief",
    "detect",
    "explain",
    "export",
    "follow_up",
    "identify",
    "load",
    "match",
    "new",
    "polish",
    "practise",
    "rank",
    "reopen",
    "research",
    "stories",
    "understand",
    "view",
]


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(_LAZY[name])
    thing = module if name in _MODULES else getattr(module, name)
    globals()[name] = thing  # the next access is a plain look-up
    return thing


def load_ipython_extension(shell: object) -> None:
    """Answer `%load_ext researchkit` with the %brief magic."""
    from researchkit.notebook.magic import load

    load(shell)


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_LAZY))
