"""What a worker does: one company, from its places to its page. The same on a thread, in a process and on a cluster."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit import shelf
from researchkit.conditions import clock_of, quiet_settings_of
from researchkit.dossier import Dossier, compared, understand
from researchkit.errors import ResearchkitError
from researchkit.records import Company
from researchkit.workspace import Workspace

if TYPE_CHECKING:
    from researchkit.web.limits import WebSettings
    from researchkit.web.turns import Turns

LISTING_AGE_S = 6 * 3600.0  # a listing that two companies name, or that a stopped run has seen, is asked once a night

# One at a time: a process has one interpreter to think with, and a pipeline is not made for threads.
_THINKING = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One company to research, with all that a worker elsewhere must know. `web` are settings that differ."""

    company: Company
    known: bool
    before: shelf.Kept | None
    since: str
    page: str  # the suffix of its page, "" for none
    root: Path  # of the workspace whose cache is used
    web: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What comes back: a dossier with its page, and the TOML of a company seen first; or why there is none."""

    slug: str
    dossier: Dossier | None = None
    page: bytes = b""
    profile: str = ""
    reason: str = ""
    took_s: float = 0.0


def research_one(task: Task, turns: Turns) -> Parcel:
    """Research one company in turn with all others. What can go wrong with it is the parcel's reason."""
    began = time.monotonic()
    try:
        parcel = _researched(task, turns)
    except ResearchkitError as error:
        parcel = Parcel(slug=task.company.slug, reason=str(error))
    return replace(parcel, took_s=time.monotonic() - began)


def fault(slug: str, error: BaseException) -> Parcel:
    """Return the parcel of a company that met a fault of ours: it ends there, and no other company for it."""
    what = f"{type(error).__name__}: {error}"
    return Parcel(slug=slug, reason=f"A fault in researchkit: {what[:300]}. Report it.")


def _researched(task: Task, turns: Turns) -> Parcel:
    from researchkit.bulk import mirrors
    from researchkit.collecting import collect
    from researchkit.reading.dates import parse_since
    from researchkit.sources import budgets

    home = Workspace(task.root)
    clock = clock_of(task.company, offline=False, workspace=home)
    with quiet_settings_of(task.company) as usual:
        shared: dict[str, Any] = {"turns": turns, "budgets": budgets(), "max_age_s": LISTING_AGE_S}
        if not task.company.sample:
            # What the bulk files know is enough for one among many: nobody waits for the services they stand for.
            shared |= {"mirrors": mirrors(home.cache), "mirrors_alone": True}
        settings = replace(usual, **(shared | dict(task.web)))
        company, toml = (task.company, "") if task.known else _met(task.company, home, settings)
        start = parse_since(task.since, now=clock())
        collected = collect(company, since=start, now=clock, cache=home.cache, settings=settings)
    with _THINKING:
        seen = understand(company, collected.documents, collected.coverage, since=start, now=clock())
        dossier = compared(seen, task.before)
        return Parcel(slug=company.slug, dossier=dossier, page=_page(dossier, task.page), profile=toml)


def _met(company: Company, home: Workspace, settings: WebSettings) -> tuple[Company, str]:
    """Return a company seen for the first time as `researchkit new` would make it, and its TOML."""
    from researchkit.company import profile
    from researchkit.company.draft import draft
    from researchkit.verbs import look

    clock = clock_of(company, offline=False, workspace=home)
    seen, found, tried = look(company, now=clock, cache=home.cache, settings=settings)
    toml = draft(seen, found, tried)
    made = replace(profile.parse(company.slug, toml), as_of=company.as_of, contact=company.contact)
    # A site that was down this night is looked at again in the next.
    return made, toml if found else ""


def _page(dossier: Dossier, suffix: str) -> bytes:
    from researchkit import brief
    from researchkit.brief.export import EXPORTERS

    return EXPORTERS[suffix](brief(dossier, stories=()), "a4") if suffix else b""
