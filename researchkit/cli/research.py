"""From a company's name to its page: new, check, identify, research, brief, export, list, contact, demo."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from researchkit.brief.export.table import TABLES, table_of
from researchkit.cli.app import (
    AsJson,
    Interviewer,
    Name,
    Offline,
    Role,
    Since,
    Verbose,
    app,
    last_dossier,
    log_requests,
    print_json,
    rows,
)
from researchkit.errors import ExportError
from researchkit.polish.speakers import LOCAL
from researchkit.workspace import clip

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier
    from researchkit.records import Company


@app.command(short_help="Make a company's TOML and notebook; find its feeds.")
def new(
    name: Annotated[str, typer.Argument(help="The company's name.")],
    site: Annotated[str, typer.Argument(help="Its site, such as https://acme.example.")] = "",
    offline: Offline = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Make notebooks/NAME.toml and notebooks/NAME.ipynb; with a site, find its feeds, newsroom and status page."""
    from researchkit.verbs import new as make
    from researchkit.workspace import default_workspace, slug_of

    log_requests(verbose)
    home = default_workspace()
    there, fresh = home.profile(slug_of(name)).exists(), not home.stories.exists()
    company = make(name, site, offline=offline, workspace=home)
    path, notebook = home.profile(company.slug), home.notebook(company.slug)
    if as_json:
        print_json({"profile": str(path), "notebook": str(notebook), "places": len(company.places), "existed": there})
        return
    print(_made(company, path, site) if there else f"Made {path}")
    print(f"Notebook {notebook}")
    if fresh and home.stories.exists():
        print(f"Your own stories go into {home.stories}")
    for place in company.places:
        print(f"  {place.source:10} {place.target}")
    if not company.places:
        print("  No place to look was found yet; the TOML says what was tried and how to add one.")
    print(f"Next: researchkit research {company.slug}")


def _made(company: Company, path: Path, site: str) -> str:
    """Say that a profile was there, and that another site than its own was not taken."""
    from researchkit.reading.urls import host_of, same_site

    said = f"{path} was there already and is left as it is."
    if not site or (company.site and same_site(host_of(site) or site, host_of(company.site))):
        return said
    return f"{said} Its site is {company.site or 'not set'}; to take another, change the TOML or move it away."


@app.command(short_help="Say how each place answers, and what you can do.")
def check(name: Name, since: Since = "90d", as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Ask every place once and say how it answers: found, none, blocked, failed, not tried."""
    from researchkit.verbs import check as ask_places

    log_requests(verbose)
    coverage = ask_places(name, since=since)
    print_json(rows(coverage)) if as_json else _print_coverage(coverage)


@app.command(short_help="Say who the company is, and who it is not.")
def identify(name: Name, as_json: AsJson = False) -> None:
    """Say who the company is: names, domains, numbers, and the namesakes that were rejected, with the reason."""
    from researchkit.verbs import identify as ask_register

    identity = ask_register(name)
    print_json(dict(identity.rows())) if as_json else print(identity)


@app.command(short_help="Gather, understand and ask.")
def research(
    name: Name,
    since: Since = "90d",
    offline: Offline = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
    profile: Annotated[bool, typer.Option("--profile", help="Say where the time goes, stage by stage.")] = False,
) -> None:
    """Gather, understand and ask; the dossier is kept in cache/dossiers/."""
    from researchkit.stopwatch import measured, stage

    log_requests(verbose)
    with measured() if profile else nullcontext() as watch:
        with stage("load libraries"):
            from researchkit.dossier import research as run
        dossier = run(name, since=since, offline=offline)
    if watch is not None:
        print(watch, file=sys.stderr)
    if as_json:
        print_json(_summary(dossier))
        return
    _print_dossier(dossier)
    print(f"\nNext: researchkit export {dossier.company.slug} {dossier.company.slug}.pdf")


@app.command(short_help="Print the page in the terminal.")
def brief(name: Name, role: Role = None, interviewer: Interviewer = None) -> None:
    """Print the page in the terminal."""
    from researchkit.brief.export.plain import to_plain

    print(to_plain(_page(name, role, interviewer)))


@app.command(short_help="Write the page: .pdf, .html, .md, .docx or .txt.")
def export(
    name: Name,
    path: Annotated[Path, typer.Argument(help="Where to: .pdf, .html, .md, .docx, .txt; .csv for a table.")],
    role: Role = None,
    interviewer: Interviewer = None,
    paper: Annotated[str, typer.Option(help="a4 or letter.")] = "a4",
    table: Annotated[str, typer.Option(help=f"What a .csv holds: {', '.join(TABLES)}.")] = "events",
    polish: Annotated[str, typer.Option(metavar="MODEL", help="Let this model rephrase lines.")] = "",
    endpoint: Annotated[str, typer.Option(help='The model\'s server, or "llm" for the llm library.')] = LOCAL,
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking.")] = False,
) -> None:
    """Write the one-page brief; given a notebook (.ipynb) instead of a name, write it as a page without its code.

    A .csv gets a table for a spreadsheet: the events with their evidence, or what --table names.
    With --polish, what would be sent is printed and you are asked first; every answer is checked.
    """
    from researchkit.brief.export import TABLE, check_path
    from researchkit.brief.export import export as write

    if name.endswith(".ipynb"):
        from researchkit.notebook.run import to_page

        if polish:
            raise ExportError("--polish works on the one-page brief", do="Name the company instead of a notebook.")
        print(f"Wrote {to_page(Path(name), path)}")
        return
    if check_path(path, paper=paper).suffix.lower() == TABLE:
        print(f"Wrote {write(_table(name, table), path)}")
        return
    page = _page(name, role, interviewer)
    if polish:
        page = _polished(page, name, polish, endpoint, yes)
    print(f"Wrote {write(page, path, paper=paper)}")


@app.command(name="list", short_help="List the companies that have a TOML.")
def list_companies(as_json: AsJson = False) -> None:
    """List the companies that have a TOML in notebooks/."""
    from researchkit.workspace import default_workspace

    home = default_workspace()
    if as_json:
        print_json(home.companies())
        return
    print("\n".join(home.companies()) or f"None yet in {home.notebooks}. Make one: researchkit new NAME https://SITE")


@app.command(short_help="Remember your contact for services that ask for one.")
def contact(address: Annotated[str, typer.Argument(help="Your e-mail address.")]) -> None:
    """Remember the contact told to services that ask who is calling (SEC, Wikidata), in a file only you can read."""
    from researchkit.personal import remember_contact

    print(f"Kept in {remember_contact(address)}")


@app.command(short_help="Do everything once, on a built-in company.")
def demo() -> None:
    """Do everything once, on a built-in company that is served on this machine; no network is used."""
    from researchkit.demo import run

    run()


def _page(name: str, role: str | None, interviewer: str | None) -> Brief:
    import researchkit as rk

    return rk.brief(last_dossier(name), role=role, interviewer=interviewer)


def _table(name: str, table: str) -> DataFrame:
    if table not in TABLES:
        raise ExportError(f"No table called {clip(table)!r}", do=f"Use one of {', '.join(TABLES)}.")
    return table_of(last_dossier(name), table)


def _polished(page: Brief, name: str, model: str, endpoint: str, yes: bool) -> Brief:
    """Print what would be sent, ask, and return the page with the answers that pass; as it was after a no."""
    from researchkit.polish import speaker_of
    from researchkit.polish.asked import Asked
    from researchkit.polish.rephrase import rephrase, shown

    speaker, asked = speaker_of(model, endpoint), Asked.of(page, last_dossier(name))
    print(shown(page, asked, speaker))
    if not yes and not typer.confirm("Send this?"):
        print("Nothing was sent; every line stays ours.")
        return page
    polished = rephrase(page, asked, speaker)
    print(polished)
    return polished.page


def _print_dossier(dossier: Dossier) -> None:
    from researchkit.brief.export.plain import summary

    print(summary(dossier))


def _print_coverage(coverage: DataFrame) -> None:
    from researchkit.brief.export.plain import coverage_table

    print(coverage_table(coverage))


def _summary(dossier: Dossier) -> dict[str, Any]:
    return {
        "company": dossier.company.name,
        "slug": dossier.company.slug,
        "since": dossier.since.isoformat(),
        "now": dossier.now.isoformat(),
        "documents": len(dossier.documents),
        "events": rows(dossier.events),
        "questions": rows(dossier.questions),
        "coverage": rows(dossier.coverage),
        "changes": rows(dossier.changes),
    }
