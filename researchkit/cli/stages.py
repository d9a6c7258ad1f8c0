"""The line stage by stage: load, collect, rank, cluster, detect, ask.

All but the first two take the documents of the last run and today's TOML, so that a namesake or a product that was
added shows its effect at once, without a request.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from researchkit.cli.app import AsJson, Interviewer, Name, Offline, Role, Since, app, last_dossier, print_json, rows

if TYPE_CHECKING:
    from pandas import DataFrame, Timestamp

    from researchkit.dossier import Dossier


@app.command(short_help="Say what a company's TOML says.")
def load(name: Name, as_json: AsJson = False) -> None:
    """Read notebooks/NAME.toml and say what it says, or where it is wrong."""
    from researchkit.verbs import load as read

    company = read(name)
    if as_json:
        print_json({key: _plain(value) for key, value in asdict(company).items()})
        return
    print(f"{company.name} ({company.site or 'no site'}): {len(company.places)} places to look")
    for place in company.places:
        print(f"  {place.source:10} {place.target}")


@app.command(short_help="Gather the documents, and no more.")
def collect(name: Name, since: Since = "90d", offline: Offline = False, as_json: AsJson = False) -> None:
    """Ask every place and list the documents that came of it."""
    from researchkit.verbs import collect as gather

    found = gather(name, since=since, offline=offline)
    _show(found.documents, as_json, lambda row: (_day(row.published), row.publisher, row.title))


@app.command(short_help="Say which documents are about the company.")
def rank(name: Name, as_json: AsJson = False) -> None:
    """Say how much each document of the last run is about the company, and why."""
    ranked = _ranked(last_dossier(name)).sort_values("relevance", ascending=False, kind="stable")
    _show(ranked, as_json, lambda row: (f"{row.relevance:.2f}", row.relevance_reason, row.title))


@app.command(short_help="Say which documents tell one story.")
def cluster(name: Name, as_json: AsJson = False) -> None:
    """Say which documents of the last run tell of one happening, the clearest first."""
    told = _clustered(last_dossier(name)).sort_values(["story_id", "similarity"], ascending=[True, False])
    _show(told, as_json, lambda row: (row.story_id[:8], f"{row.similarity:.2f}", row.publisher, row.title))


@app.command(short_help="Find the events in the last run's documents.")
def detect(name: Name, as_json: AsJson = False) -> None:
    """Find launches, challenges and other events in the documents of the last run, each with its quote."""
    events = _events(last_dossier(name))
    _show(events, as_json, lambda row: (_day(row.happened), row.polarity, row.type, row.claim, f"“{row.quote}”"))


@app.command(short_help="Ask about the last run's events.")
def ask(name: Name, role: Role = None, interviewer: Interviewer = None, as_json: AsJson = False) -> None:
    """Ask questions that stand on the events of the last run, best first."""
    import researchkit as rk

    dossier = last_dossier(name).asked_for(role=role, interviewer=interviewer)
    interview = dossier.company.interview
    clustered = _clustered(dossier)
    questions = rk.ask(
        rk.detect(clustered, dossier.company, now=dossier.now),
        clustered,
        dossier.company,
        now=dossier.now,
        role=interview.role,
        interviewer=interview.interviewer or "hiring manager",
    )
    _show(questions, as_json, lambda row: (row.audience, row.text))


def _ranked(dossier: Dossier) -> DataFrame:
    import researchkit as rk

    return rk.rank(dossier.documents, dossier.company)


def _clustered(dossier: Dossier) -> DataFrame:
    import researchkit as rk

    return rk.cluster(_ranked(dossier))


def _events(dossier: Dossier) -> DataFrame:
    import researchkit as rk

    return rk.detect(_clustered(dossier), dossier.company, now=dossier.now)


def _show(frame: DataFrame, as_json: bool, columns: Any) -> None:
    if as_json:
        print_json(rows(frame))
        return
    for row in frame.itertuples():
        print("  ".join(str(part) for part in columns(row)))
    if frame.empty:
        typer.echo("None.", err=True)


def _day(moment: Timestamp) -> str:
    import pandas as pd

    return "no date   " if pd.isna(moment) else f"{moment:%Y-%m-%d}"


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | None) else str(value)
