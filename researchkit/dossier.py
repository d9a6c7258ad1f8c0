"""The whole line in one call: `research` collects, understands and asks; a Dossier holds all frames of one run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from researchkit import shelf
from researchkit.company.profile import INTERVIEWERS
from researchkit.company.profile import load as load_company
from researchkit.errors import InputError
from researchkit.frames import COVERAGE, EVENTS, conform, empty
from researchkit.records import Company, Place
from researchkit.workspace import Workspace, clip, default_workspace, lock

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.web.limits import WebSettings

_log = logging.getLogger("researchkit")


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """Everything one run knows of a company.

    `documents` is CLUSTERED (every document with its relevance and story), `events` EVENTS, most salient first,
    `questions` QUESTIONS, best first, `coverage` COVERAGE, `changes` what is new, moved or gone since the run before.
    """

    company: Company
    documents: DataFrame
    events: DataFrame
    questions: DataFrame
    coverage: DataFrame
    changes: DataFrame
    since: datetime
    now: datetime

    def __repr__(self) -> str:
        found = int((self.coverage["outcome"] == "found").sum())
        return (
            f"<Dossier of {self.company.name}, {self.now:%-d %B %Y}: {len(self.documents)} documents, "
            f"{len(self.events)} events, {len(self.questions)} questions; {found} of {len(self.coverage)} sources>"
        )

    def _repr_html_(self) -> str:
        from researchkit.overview import overview

        return str(overview(self))

    def asked_for(self, *, role: str | None = None, interviewer: str | None = None) -> Dossier:
        """Return this dossier with its questions asked for another role or interviewer."""
        before = self.company.interview
        for one in (interviewer or "").split(","):
            if one.strip().lower() not in ("", *INTERVIEWERS):
                known = ", ".join(INTERVIEWERS)
                raise InputError(f"No interviewer called {clip(one.strip())!r}", do=f"Use one of {known}.")
        interview = replace(
            before,
            role=before.role if role is None else role,
            interviewer=before.interviewer if interviewer is None else interviewer,
        )
        if interview == before:
            return self
        company = replace(self.company, interview=interview)
        return replace(self, company=company, questions=_ask(company, self.events, self.documents, self.now))


def research(
    name: str | Company,
    *,
    since: str = "90d",
    offline: bool = False,
    workspace: Workspace | None = None,
    progress: bool = True,
) -> Dossier:
    """Research one company and return its dossier, which is also kept in cache/dossiers/.

    `name` is that of notebooks/NAME.toml. `since` is a span ("90d", "6 months") or a date. `offline` answers from
    cache/ alone. Raises UnknownCompany, ProfileError, DateError, Locked or DiskError; what a source does wrong is a
    row of `coverage`.
    """
    from researchkit.collecting import collect, new_terms
    from researchkit.reading.dates import parse_since

    home = workspace or default_workspace()
    company = with_saved(name if isinstance(name, Company) else load_company(name, workspace=home), home)
    clock = clock_of(company, offline=offline, workspace=home)
    start = parse_since(since, now=clock())
    with lock(home, company.slug), settings_of(company, home, offline=offline, progress=progress) as settings:
        before = shelf.load(home, company.slug)
        for line in new_terms(company, home.cache):
            _log.warning("Terms of a source you switched on: %s", line)
        collected = collect(company, since=start, now=clock, cache=home.cache, settings=settings)
        coverage = _as_last_seen(collected.coverage, before) if offline else collected.coverage
        dossier = understand(company, collected.documents, coverage, since=start, now=clock())
        _account(dossier)
        return _shelve(dossier, before, home)


def understand(
    company: Company, documents: DataFrame, coverage: DataFrame, *, since: datetime, now: datetime
) -> Dossier:
    """Return the dossier of documents that came from anywhere: rank, cluster, detect, ask. Pure."""
    from researchkit.analysis.changes import CHANGES
    from researchkit.analysis.events import detect
    from researchkit.analysis.relevance import rank
    from researchkit.analysis.stories import cluster

    clustered = cluster(rank(documents, company))
    events = conform(detect(clustered, company, now=now), EVENTS)
    return Dossier(
        company=company,
        documents=clustered,
        events=events,
        questions=_ask(company, events, clustered, now),
        coverage=conform(coverage, COVERAGE),
        changes=empty(CHANGES),
        since=since,
        now=now,
    )


def reopen(name: str | Company, *, workspace: Workspace | None = None) -> Dossier | None:
    """Return the last dossier of a company from the shelf, or None when it was not researched yet."""
    home = workspace or default_workspace()
    company = name if isinstance(name, Company) else load_company(name, workspace=home)
    kept = shelf.load(home, company.slug)
    return None if kept is None else _dossier(company, kept)


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
    """Give the web settings of one company. While they are in use, a log is written, and the sample is served."""
    from researchkit import logs, personal, sample
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
    with logs.to_file(workspace.cache / "logs", company.slug, hidden=(company.contact or "",)):
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


def _account(dossier: Dossier) -> None:
    """Write into the log what came of each place, so that it alone says why something is missing."""
    for row in dossier.coverage.itertuples():
        _log.info("place %s: %s, %s kept. %s", row.source_id, row.outcome, row.count, row.reason or "")
    counts = (len(dossier.documents), len(dossier.events), len(dossier.questions))
    _log.info("dossier of %s: %s documents, %s events, %s questions", dossier.company.slug, *counts)


def _ask(company: Company, events: DataFrame, documents: DataFrame, now: datetime) -> DataFrame:
    from researchkit.questions.ask import ask

    interview = company.interview
    interviewer = interview.interviewer or "hiring manager"
    return ask(events, documents, company, now=now, role=interview.role, interviewer=interviewer)


def _as_last_seen(coverage: DataFrame, before: shelf.Kept | None) -> DataFrame:
    """Return an offline run's COVERAGE in which what cannot be tried now stands as the last run saw it."""
    import pandas as pd

    if before is None:
        return coverage
    untried = set(coverage.loc[coverage["outcome"] == "not_tried", "source_id"])
    last = before.frames["coverage"]
    known = last[last["source_id"].isin(untried)].set_index("source_id")
    rows = [
        known.loc[[row.source_id]].reset_index() if row.source_id in known.index else coverage.iloc[[place]]
        for place, row in enumerate(coverage.itertuples())
    ]
    return conform(pd.concat(rows), COVERAGE) if rows else coverage


def _shelve(dossier: Dossier, before: shelf.Kept | None, workspace: Workspace) -> Dossier:
    """Compare with the run before, and keep the new one unless it is the poorer for a failure."""
    from researchkit.analysis.changes import changes

    made = shelf.run_id(_frames(dossier), since=dossier.since, now=dossier.now)
    if before is not None and before.run_id == made:
        return replace(dossier, changes=before.frames["changes"])  # the same cache again: the same dossier
    if before is not None:
        # What only slipped out of a narrower window is not gone, and what a wider one lets in is not new.
        earlier = _from(_dossier(dossier.company, before), dossier.since)
        dossier = replace(dossier, changes=changes(earlier, _from(dossier, before.since)))
    if dossier.documents.empty and before is not None and not before.frames["documents"].empty:
        _log.warning("Nothing was found this time; the dossier of %s is kept.", f"{before.now:%-d %B %Y}")
        return dossier
    shelf.save(
        workspace, dossier.company.slug, shelf.Kept(made, _frames(dossier), since=dossier.since, now=dossier.now)
    )
    return dossier


def _from(dossier: Dossier, start: datetime) -> Dossier:
    """Return a dossier without what is dated before `start`."""
    events, documents = dossier.events, dossier.documents
    return replace(
        dossier, events=events[~(events["happened"] < start)], documents=documents[~(documents["published"] < start)]
    )


def _frames(dossier: Dossier) -> Mapping[str, DataFrame]:
    return {name: getattr(dossier, name) for name in shelf.FRAMES}


def _dossier(company: Company, kept: shelf.Kept) -> Dossier:
    return Dossier(company=company, since=kept.since, now=kept.now, **kept.frames)
