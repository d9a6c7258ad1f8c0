"""One run over many companies: what is to do is given out, what comes back is kept, all of it is accounted for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit import personal
from researchkit.batch.journal import Journal
from researchkit.batch.keeping import Keeper
from researchkit.batch.lanes import Lanes
from researchkit.batch.listing import Listing, Wanted, read_list
from researchkit.batch.results import Row, write_rows
from researchkit.batch.work import Parcel, Task
from researchkit.collecting.progress import Progress
from researchkit.conditions import with_saved
from researchkit.errors import DiskError, ExportError, ResearchkitError
from researchkit.records import Company
from researchkit.workspace import Workspace, clip, default_workspace, lock

if TYPE_CHECKING:
    from pandas import DataFrame

AT_ONCE = 16  # companies under way in a process
_MAX_WORKERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a batch is run.

    `out` is where results go (results/ of the workspace), `page` the suffix of the page made for each company (""
    for none), `fresh` does again what this day's run has done. `workers` are the processes on this machine (one a core;
    0: threads of this process), each with `at_once` companies under way. `web` are WebSettings that differ, `day` the
    date under which results lie (today, UTC).
    """

    workspace: Workspace | None = None
    out: Path | None = None
    page: str = ""
    fresh: bool = False
    workers: int | None = None
    at_once: int = AT_ONCE
    progress: bool = True
    web: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Night:
    """What came of a batch: COMPANIES, a row a company of the list, and the folder with everything else."""

    companies: DataFrame
    out: Path
    day: date

    @property
    def failed(self) -> int:
        """How many companies of the list have no dossier of this day."""
        return int((self.companies["outcome"] != "done").sum())

    def __repr__(self) -> str:
        done = len(self.companies) - self.failed
        words = f"<Night of {self.day.day} {self.day:%B %Y}: {done} of {len(self.companies)} companies done"
        return f"{words}, {self.failed} not; in {self.out}>" if self.failed else f"{words}; in {self.out}>"


def run(
    companies: str | Path | Iterable[str | Company], *, distributed: bool, scheduler: str, since: str, terms: Terms
) -> Night:
    """Research the companies of a list, as `researchkit.batch` says."""
    from researchkit.reading.dates import parse_since

    now = datetime.now(UTC)
    parse_since(since, now=now)  # a window nobody can read fails here, not ten thousand times
    _check_page(terms.page)
    home = terms.workspace or default_workspace()
    out = (terms.out or home.root / "results").expanduser().resolve()
    listing = read_list(companies, workspace=home)
    with lock(home, ".batch"), _crew(terms, distributed=distributed, scheduler=scheduler, home=home) as crew:
        journal = Journal.open(out / "runs", day=terms.day or now.date(), since=since, fresh=terms.fresh)
        keeper = Keeper(home, out, journal, page=terms.page)
        todo = [wanted for wanted in listing.wanted if not journal.is_done(wanted.company.slug)]

        def make(wanted: Wanted) -> Task:
            # A worker on another machine does not know whom services should write to.
            known = replace(wanted.company, contact=wanted.company.contact or personal.contact() or None)
            company = with_saved(known, home)
            before = keeper.before(company.slug)
            return Task(
                company=company,
                known=wanted.known,
                before=before,
                since=since,
                page=terms.page,
                root=home.root,
                web={"max_age_s": 0.0, **terms.web} if terms.fresh else terms.web,
            )

        try:
            _keep_all(crew(Lanes(todo), make), keeper, len(todo), quiet=not terms.progress)
            journal.end()
        except (ResearchkitError, KeyboardInterrupt):
            with suppress(DiskError):  # the journal has it as well
                write_rows(out, journal.day, _rows(listing, journal))
            raise
        table = write_rows(out, journal.day, _rows(listing, journal))
    return Night(table, out, journal.day)


def _keep_all(parcels: Iterator[Parcel], keeper: Keeper, count: int, *, quiet: bool) -> None:
    from researchkit.web.limits import WebSettings

    with Progress("Companies", WebSettings(quiet=quiet), unit="companies") as progress:
        progress.grow(count)
        for parcel in parcels:
            keeper.keep(parcel)
            progress.step(parcel.slug)


Crew = Callable[[Lanes, Callable[[Wanted], Task]], Iterator[Parcel]]


@contextmanager
def _crew(terms: Terms, *, distributed: bool, scheduler: str, home: Workspace) -> Iterator[Crew]:
    """Give the function that does the work: on a cluster, in processes, or on threads."""
    from researchkit.batch import cluster, local

    if distributed:
        with cluster.connected(scheduler) as client:
            yield lambda lanes, make: cluster.on_cluster(lanes, make, client)
        return
    turns, at_once = home.turns, max(1, terms.at_once)
    workers = min(os.cpu_count() or 1, _MAX_WORKERS) if terms.workers is None else terms.workers
    if workers:
        yield lambda lanes, make: local.on_processes(lanes, make, turns, workers=workers, at_once=at_once)
    else:
        yield lambda lanes, make: local.on_threads(lanes, make, turns, at_once=at_once)


def _rows(listing: Listing, journal: Journal) -> list[Row]:
    """Return a row for everything the list holds: as it came out, not tried, or unusable and why."""
    rows = [
        journal.rows.get(
            wanted.company.slug,
            Row(
                company=wanted.company.slug,
                name=wanted.company.name,
                outcome="not_tried",
                reason="The run was stopped before. Run it again: it goes on from here.",
            ),
        )
        for wanted in listing.wanted
    ]
    rows += [Row(company=one.slug, name=one.name, outcome="not_tried", reason=one.reason) for one in listing.unusable]
    return rows


def _check_page(suffix: str) -> None:
    from researchkit.brief.export import EXPORTERS

    if suffix and suffix not in EXPORTERS:
        raise ExportError(f"Cannot make pages as {clip(suffix)}", do=f"Known are: {' '.join(sorted(EXPORTERS))}")
