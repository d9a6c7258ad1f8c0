"""Under which conditions a company is researched: its saved folders, its web settings, its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from researchkit import shelf
from researchkit.records import Company, Place
from researchkit.workspace import Workspace

if TYPE_CHECKING:
    from researchkit.web.limits import WebSettings


def with_saved(company: Company, workspace: Workspace) -> Company:
    """Return `company` with the folders of what the user saved: those of the profile, and its own where it is there.

    A folder of the profile is meant from the workspace on unless it begins at the root or at home.
    """
    from researchkit import sample

    named = tuple(_placed(place, workspace) for place in company.places)
    usual = [workspace.saved(company.slug), *([sample.SAVED] if company.sample else [])]
    found = [Place(source="saved", target=str(folder)) for folder in usual if folder.is_dir()]
    return replace(company, places=(*named, *found[:1]))


def _placed(place: Place, workspace: Workspace) -> Place:
    if place.source != "saved":
        return place
    return replace(place, target=str(workspace.root / Path(place.target).expanduser()))


@contextmanager
def settings_of(
    company: Company, workspace: Workspace, *, offline: bool = False, progress: bool = True
) -> Iterator[WebSettings]:
    """Give the web settings of one company. While they are in use, a log is written, and the sample is served.

    Hosts are asked in turn with every other run of this machine on the workspace, at the pace that each service bears.
    """
    from researchkit import logs
    from researchkit.bulk import mirrors
    from researchkit.sources import budgets
    from researchkit.web.turns_file import FileTurns

    with (
        logs.to_file(workspace.cache / "logs", company.slug, hidden=(company.contact or "",)),
        quiet_settings_of(company, offline=offline, progress=progress) as settings,
        closing(FileTurns(workspace.turns)) as turns,
    ):
        if company.sample:
            yield settings
        else:
            yield replace(settings, mirrors=mirrors(workspace.cache), turns=turns, budgets=budgets())


@contextmanager
def quiet_settings_of(company: Company, *, offline: bool = False, progress: bool = False) -> Iterator[WebSettings]:
    """Give the web settings of one company among many, which has no log of its own; the sample is served meanwhile."""
    from researchkit import personal, sample
    from researchkit.sources import documented_hosts
    from researchkit.web.limits import WebSettings

    settings = WebSettings(
        contact=company.contact or personal.contact(),
        private_hosts=company.private_hosts,
        saved_roots=tuple(Path(place.target) for place in company.places if place.source == "saved"),
        robots_exempt=documented_hosts(),
        offline=offline,
        quiet=not progress,
    )
    if not company.sample:
        yield settings
        return
    with sample.serve() as routes:
        # Its clock stands still, so nothing in its cache would ever grow old: it is asked anew each time.
        roots = (*settings.saved_roots, sample.SAVED)
        yield replace(settings, routes=routes, article_max_age_s=0.0, saved_roots=roots)


def clock_of(company: Company, *, offline: bool, workspace: Workspace) -> Callable[[], datetime]:
    """Return the clock of a run: fixed for a company with `as_of`, and for an offline run at the last run's time.

    An offline run repeats what the cache knows, so that the same cache gives the same page on any day.
    """
    if company.as_of is not None:
        fixed = company.as_of
        return lambda: fixed
    if offline:
        kept = shelf.load(workspace, company.slug)
        if kept is not None:
            then = kept.now
            return lambda: then
    return lambda: datetime.now(UTC).replace(microsecond=0)
