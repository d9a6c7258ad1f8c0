"""Bulk files for many companies: bulk."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from researchkit.cli.app import AsJson, Verbose, app, log_requests, print_json

if TYPE_CHECKING:
    from researchkit.batch.listing import Wanted
    from researchkit.records import Company


@app.command(short_help="Fetch whole days of GDELT and the SEC's archives for a list.")
def bulk(
    companies: Annotated[Path, typer.Argument(help="A CSV file with the columns name and site.")],
    gdelt_days: Annotated[
        int | None, typer.Option(help="GDELT's files of so many days back, and of today.", show_default=False)
    ] = None,
    sec: Annotated[bool, typer.Option("--sec", help="The SEC's archives: filings and figures of all, 3 GB.")] = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Fetch bulk files once, so that a batch need not ask GDELT and the SEC company by company.

    Of GDELT's files only what names a company of the list is kept. A run that was stopped goes on where it was.
    """
    from researchkit.batch.listing import read_list
    from researchkit.bulk.gather import Wish, gather
    from researchkit.workspace import default_workspace

    log_requests(verbose)
    home = default_workspace()
    listing = read_list(companies, workspace=home)
    wish = Wish(gdelt_days=gdelt_days, sec=sec, progress=not as_json)
    brought = gather([_as_researched(wanted) for wanted in listing.wanted], wish, workspace=home)
    if as_json:
        print_json([asdict(one) for one in brought])
    else:
        for one in brought:
            print(f"{'FAILED ' if one.failed else ''}{one.kind}: {one.said}")
    if any(one.failed for one in brought):
        raise typer.Exit(1)


def _as_researched(wanted: Wanted) -> Company:
    """Return a company as the batch will research it: one seen first is marked where its name is a common word."""
    from researchkit.analysis.words import is_common_word

    company = wanted.company
    return company if wanted.known else replace(company, common_word=is_common_word(company.name))
