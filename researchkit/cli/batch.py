"""Many companies in one run: batch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from researchkit.cli.app import AsJson, Since, app, print_json, rows

if TYPE_CHECKING:
    from researchkit.batch.night import Night

_SHOWN = 20  # companies that failed, before "and so many more"


@app.command()
def batch(
    companies: Annotated[Path, typer.Argument(help="A CSV file with the columns name and site.")],
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help="A Dask scheduler: tcp://host:8786.")] = "",
    since: Since = "90d",
    out: Annotated[Path | None, typer.Option(help="Where results go; results/ by default.")] = None,
    page: Annotated[str, typer.Option("--pages", help="Make a page of each: .pdf, .html, .md or .docx.")] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="Do again what today's run has done.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes on this machine; one a core by default, at most eight.")
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, max=256, help="Companies under way in each process.")] = 16,
    as_json: AsJson = False,
) -> None:
    """Research every company of a list, here or with Dask.

    A run that was stopped goes on where it was.
    """
    from researchkit.batch.night import Terms, run

    terms = Terms(out=out, page=page, fresh=fresh, workers=workers, at_once=at_once, progress=not as_json)
    night = run(companies, distributed=bool(scheduler), scheduler=scheduler, since=since, terms=terms)
    if as_json:
        print_json({"day": str(night.day), "out": str(night.out), "companies": rows(night.companies)})
    else:
        _print(night)
    if night.failed:
        raise typer.Exit(1)


def _print(night: Night) -> None:
    table = night.companies
    done = table[table["outcome"] == "done"]
    documents, events = int(done["documents"].sum()), int(done["events"].sum())
    print(f"{len(done)} of {len(table)} companies done: {documents} documents, {events} events.")
    others = table[table["outcome"] != "done"]
    for row in rows(others.head(_SHOWN)):
        print(f"  {row['outcome']:9} {row['name'] or row['company']}: {row['reason']}")
    if len(others) > _SHOWN:
        print(f"  and {len(others) - _SHOWN} more")
    print(f"Results: {night.out}")
