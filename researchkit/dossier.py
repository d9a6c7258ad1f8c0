"""The whole line in one call: `research` collects, understands and asks; a Dossier holds all frames of one run."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from researchkit import shelf
from researchkit.blas import one_thread
from researchkit.company.profile import INTERVIEWERS
from researchkit.company.profile import load as load_company
from researchkit.conditions import clock_of, settings_of, with_saved
from researchkit.errors import InputError
from researchkit.frames import COVERAGE, EVENTS, conform, empty
from researchkit.memory import remembering
from researchkit.records import Company
from researchkit.stopwatch import stage
from researchkit.workspace import Workspace, clip, default_workspace, lock

if TYPE_CHECKING:
    from pandas import DataFrame

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
            f"<Dossier of {self.company.name}, {self.now.day} {self.now:%B %Y}: {len(self.documents)} documents, "
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
    with (
        lock(home, company.slug),
        ThreadPoolExecutor(1, thread_name_prefix="researchkit-shelf") as aside,
        settings_of(company, home, offline=offline, progress=progress) as settings,
        remembering(home.cache / "readings" / f"{company.slug}.json.gz"),
    ):
        known = aside.submit(_get_ready, home, company.slug)
        for line in new_terms(company, home.cache):
            _log.warning("Terms of a source you switched on: %s", line)
        with stage("fetch and wait"):
            collected = collect(company, since=start, now=clock, cache=home.cache, settings=settings)
        with stage("load what was known"):
            before = known.result()
        coverage = _as_last_seen(collected.coverage, before) if offline else collected.coverage
        dossier = understand(company, collected.documents, coverage, since=start, now=clock())
        with stage("compare"):
            dossier = compared(dossier, before)
        _account(dossier)
        with stage("keep"):
            return keep(dossier, before, home)


def _get_ready(home: Workspace, slug: str) -> shelf.Kept | None:
    """Load what is needed after fetching, while the first answers are still on their way."""
    kept = shelf.load(home, slug)
    for name in ("researchkit.analysis.events", "researchkit.questions.ask"):
        import_module(name)
    return kept


def understand(
    company: Company, documents: DataFrame, coverage: DataFrame, *, since: datetime, now: datetime
) -> Dossier:
    """Return the dossier of documents that came from anywhere: rank, cluster, detect, ask. Pure."""
    from researchkit.analysis.changes import CHANGES
    from researchkit.analysis.events import detect
    from researchkit.analysis.relevance import rank
    from researchkit.analysis.stories import cluster

    with stage("rank"):
        ranked = rank(documents, company)
    with stage("cluster"):
        clustered = cluster(ranked)
    with stage("detect"), one_thread():
        events = conform(detect(clustered, company, now=now), EVENTS)
    with stage("ask"), one_thread():
        questions = _ask(company, events, clustered, now)
    return Dossier(
        company=company,
        documents=clustered,
        events=events,
        questions=questions,
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


def compared(dossier: Dossier, before: shelf.Kept | None) -> Dossier:
    """Return a dossier with what changed since the run before; the same cache again gives the same changes."""
    from researchkit.analysis.changes import changes

    if before is None:
        return dossier
    if before.run_id == _run_id(dossier):
        return replace(dossier, changes=before.frames["changes"])
    # What only slipped out of a narrower window is not gone, and what a wider one lets in is not new.
    earlier = _from(_dossier(dossier.company, before), dossier.since)
    return replace(dossier, changes=changes(earlier, _from(dossier, before.since)))


def keep(dossier: Dossier, before: shelf.Kept | None, workspace: Workspace) -> Dossier:
    """Put a dossier on the shelf and return it, unless it is there already or the poorer for a failure."""
    made = _run_id(dossier)
    if before is not None and before.run_id == made:
        return dossier
    if dossier.documents.empty and before is not None and not before.frames["documents"].empty:
        _log.warning("Nothing was found this time; the dossier of %s is kept.", f"{before.now.day} {before.now:%B %Y}")
        return dossier
    shelf.save(
        workspace, dossier.company.slug, shelf.Kept(made, frames_of(dossier), since=dossier.since, now=dossier.now)
    )
    return dossier


def _run_id(dossier: Dossier) -> str:
    return shelf.run_id(frames_of(dossier), since=dossier.since, now=dossier.now)


def _from(dossier: Dossier, start: datetime) -> Dossier:
    """Return a dossier without what is dated before `start`."""
    events, documents = dossier.events, dossier.documents
    return replace(
        dossier, events=events[~(events["happened"] < start)], documents=documents[~(documents["published"] < start)]
    )


def frames_of(dossier: Dossier) -> Mapping[str, DataFrame]:
    """Return the frames of a dossier by name."""
    return {name: getattr(dossier, name) for name in shelf.FRAMES}


def _dossier(company: Company, kept: shelf.Kept) -> Dossier:
    return Dossier(company=company, since=kept.since, now=kept.now, **kept.frames)
