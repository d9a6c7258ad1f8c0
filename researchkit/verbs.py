"""The verbs of notebooks, scripts and the command line that are more than one room's own function."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from researchkit.company import profile
from researchkit.conditions import clock_of, settings_of, with_saved
from researchkit.records import Company, Place
from researchkit.workspace import Workspace, default_workspace, slug_of, write_atomic

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.collecting import Collected
    from researchkit.company.identity import Identity
    from researchkit.web.limits import WebSettings

_log = logging.getLogger("researchkit")


def load(name: str | Path, *, workspace: Workspace | None = None) -> Company:
    """Return the company of notebooks/NAME.toml. Raises UnknownCompany naming the nearest, or ProfileError."""
    return profile.load(name, workspace=workspace or default_workspace())


def new(name: str, site: str = "", *, offline: bool = False, workspace: Workspace | None = None) -> Company:
    """Make notebooks/SLUG.toml and notebooks/SLUG.ipynb for a company and return it.

    With a `site`, its feeds, sitemaps, newsroom, job board and status page are looked for. A TOML that is there already
    is left as it is, and only the notebook is refreshed. A site that cannot be reached still gives a TOML that says so.
    Beside the first company, an empty form for your own stories is laid: notebooks/me.toml.
    """
    from researchkit import sample
    from researchkit.candidate.stories import BLANK
    from researchkit.company.draft import draft
    from researchkit.notebook.create import create

    home = workspace or default_workspace()
    slug = slug_of(name)
    path = home.profile(slug)
    if not path.exists() and slug == "sample" and not site:
        write_atomic(path, sample.profile().encode())
    elif not path.exists():
        company = profile.from_name(slug, name, site)
        write_atomic(path, draft(*_look(company, home, offline=offline)).encode())
    company = profile.read_profile(path)
    create(company, home.notebook(slug))
    if not home.stories.exists() and not company.sample:
        write_atomic(home.stories, BLANK.encode())
    return company


def collect(
    company: str | Company, *, since: str = "90d", offline: bool = False, workspace: Workspace | None = None
) -> Collected:
    """Ask every place of a company and read what is newer than `since`: DOCUMENTS and COVERAGE."""
    from researchkit import collecting
    from researchkit.reading.dates import parse_since

    home = workspace or default_workspace()
    who = with_saved(company if isinstance(company, Company) else load(company, workspace=home), home)
    clock = clock_of(who, offline=offline, workspace=home)
    with settings_of(who, home, offline=offline) as settings:
        start = parse_since(since, now=clock())
        return collecting.collect(who, since=start, now=clock, cache=home.cache, settings=settings)


def check(company: str | Company, *, since: str = "90d", workspace: Workspace | None = None) -> DataFrame:
    """Ask every place of a company once and return COVERAGE: how each answers, how many it lists, what to do."""
    from researchkit import collecting
    from researchkit.reading.dates import parse_since

    home = workspace or default_workspace()
    who = with_saved(company if isinstance(company, Company) else load(company, workspace=home), home)
    clock = clock_of(who, offline=False, workspace=home)
    with settings_of(who, home) as settings:
        start = parse_since(since, now=clock())
        return collecting.check(who, since=start, now=clock, cache=home.cache, settings=settings)


def identify(company: str | Company, *, offline: bool = False, workspace: Workspace | None = None) -> Identity:
    """Return a company's identity card: its profile, what a register knows of it, and the namesakes it rejected.

    Raises AmbiguousCompany, with a line a candidate, when the profile has no site and several go by its name.
    """
    from researchkit import collecting

    home = workspace or default_workspace()
    who = company if isinstance(company, Company) else load(company, workspace=home)
    clock = clock_of(who, offline=offline, workspace=home)
    with settings_of(who, home, offline=offline) as settings:
        return collecting.identify(who, now=clock, cache=home.cache, settings=settings)


def look(
    company: Company, *, now: Callable[[], datetime], cache: Path, settings: WebSettings
) -> tuple[Company, tuple[tuple[Place, str], ...], tuple[str, ...]]:
    """Return the company with what its site tells, the places found, and what was tried in vain."""
    from researchkit.analysis.words import is_common_word
    from researchkit.collecting import discover
    from researchkit.collecting import identify as ask_register

    company = replace(company, common_word=is_common_word(company.name))
    identity = ask_register(company, now=now, cache=cache, settings=settings)
    if not company.site:
        return identity.company, (), ("nothing yet: no site was given",)
    seen = discover(company.site, now=now, cache=cache, settings=settings)
    if seen.silence:
        _log.warning("Nothing of %s could be read: %s", company.site, seen.silence)
    known = identity.company
    return replace(known, description=seen.description or known.description), seen.found, seen.tried


def _look(
    company: Company, home: Workspace, *, offline: bool
) -> tuple[Company, tuple[tuple[Place, str], ...], tuple[str, ...]]:
    from researchkit.analysis.words import is_common_word

    if offline:
        return replace(company, common_word=is_common_word(company.name)), (), ("nothing yet: offline",)
    clock = clock_of(company, offline=False, workspace=home)
    with settings_of(company, home) as settings:
        return look(company, now=clock, cache=home.cache, settings=settings)
