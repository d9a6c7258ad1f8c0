"""The `researchkit` command: each subcommand is a public verb, each error one line.

Exit codes: 0 done · 1 something failed · 2 the input cannot be used · 3 a file cannot be read or written ·
130 stopped with Ctrl-C (what was fetched is kept).
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from researchkit.errors import DiskError, ResearchkitError, UnknownCompany

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.dossier import Dossier


class _Commands(TyperGroup):
    """Turns our errors and Ctrl-C into one line and an exit code; wrong usage is Typer's to explain."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print("\nStopped. What was fetched is kept; run it again to go on.", file=sys.stderr)
            raise typer.Exit(130) from None
        except ResearchkitError as error:
            print(f"researchkit: {error}", file=sys.stderr)
            for candidate in getattr(error, "candidates", ()):
                print(f"  {candidate}", file=sys.stderr)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:  # whoever read what we print has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None
        except OSError as error:
            what = f"{error.strerror or error}: {error.filename}" if error.filename else f"{error.strerror or error}"
            print(f"researchkit: {what}. Check the disk, then run it again.", file=sys.stderr)
            raise typer.Exit(DiskError.exit_code) from None


app = typer.Typer(
    cls=_Commands,
    name="researchkit",
    help="Research a company before your interview: one notebook, one page, every line with its evidence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Name = Annotated[str, typer.Argument(help="The company, as in notebooks/NAME.toml.")]
Since = Annotated[str, typer.Option(help='How far back: "90d", "6 months" or a date.')]
Offline = Annotated[bool, typer.Option("--offline", help="Answer from cache/ alone.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Role = Annotated[str | None, typer.Option(help="The post you talk about.")]
Interviewer = Annotated[
    str | None, typer.Option(help="recruiter, hiring manager, peer, executive or panel.", show_default=False)
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say every request as it is made.")]


@app.command()
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

    _logging(verbose)
    home = default_workspace()
    there = home.profile(slug_of(name)).exists()
    company = make(name, site, offline=offline, workspace=home)
    path, notebook = home.profile(company.slug), home.notebook(company.slug)
    if as_json:
        _json({"profile": str(path), "notebook": str(notebook), "places": len(company.places), "existed": there})
        return
    print(f"{path} was there already and is left as it is." if there else f"Made {path}")
    print(f"Notebook {notebook}")
    for place in company.places:
        print(f"  {place.source:10} {place.target}")
    if not company.places:
        print("  No place to look was found yet; the TOML says what was tried and how to add one.")
    print(f"Next: researchkit research {company.slug}")


@app.command()
def check(name: Name, since: Since = "90d", as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Ask every place once and say how it answers: found, none, blocked, failed, not tried."""
    from researchkit.verbs import check as ask_places

    _logging(verbose)
    coverage = ask_places(name, since=since)
    _json(_rows(coverage)) if as_json else _print_coverage(coverage)


@app.command()
def identify(name: Name, as_json: AsJson = False) -> None:
    """Say who the company is: names, domains, numbers, and the namesakes that were rejected, with the reason."""
    from researchkit.verbs import identify as ask_register

    identity = ask_register(name)
    _json(dict(identity.rows())) if as_json else print(identity)


@app.command()
def research(
    name: Name, since: Since = "90d", offline: Offline = False, as_json: AsJson = False, verbose: Verbose = False
) -> None:
    """Gather, understand and ask; the dossier is kept in cache/dossiers/."""
    from researchkit.dossier import research as run

    _logging(verbose)
    dossier = run(name, since=since, offline=offline)
    if as_json:
        _json(_summary(dossier))
        return
    _print_dossier(dossier)
    print(f"\nNext: researchkit export {dossier.company.slug} {dossier.company.slug}.pdf")


@app.command()
def brief(name: Name, role: Role = None, interviewer: Interviewer = None) -> None:
    """Print the page in the terminal."""
    from researchkit.brief.export.plain import to_plain

    print(to_plain(_page(name, role, interviewer)))


@app.command()
def export(
    name: Name,
    path: Annotated[Path, typer.Argument(help="Where to: .pdf, .html, .md or .docx.")],
    role: Role = None,
    interviewer: Interviewer = None,
    paper: Annotated[str, typer.Option(help="a4 or letter.")] = "a4",
) -> None:
    """Write the one-page brief; given a notebook (.ipynb) instead of a name, write it as a page without its code."""
    from researchkit.brief.export import check_path
    from researchkit.brief.export import export as write

    if name.endswith(".ipynb"):
        from researchkit.notebook.run import to_page

        print(f"Wrote {to_page(Path(name), path)}")
        return
    check_path(path, paper=paper)
    print(f"Wrote {write(_page(name, role, interviewer), path, paper=paper)}")


@app.command(name="open")
def open_notebook(name: Name) -> None:
    """Open JupyterLab on the company's notebook."""
    from researchkit.notebook.lab import open_lab
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    raise typer.Exit(open_lab(load(name, workspace=home), home))


@app.command()
def run(name: Name) -> None:
    """Run the company's notebook from top to bottom without a browser, and keep what it shows."""
    from researchkit.notebook.create import create
    from researchkit.notebook.run import execute
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    company = load(name, workspace=home)
    print(f"Ran {execute(create(company, home.notebook(company.slug)), home)}")


@app.command()
def refresh(name: Name) -> None:
    """Renew the notebook's own cells; what you wrote or changed stays."""
    from researchkit.notebook.create import create
    from researchkit.notebook.create import refresh as renew
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    company = load(name, workspace=home)
    path = home.notebook(company.slug)
    if not path.exists():
        print(f"Made {create(company, path)}")
        return
    print(f"{path}: {renew(company, path)}")


@app.command()
def compare(names: Annotated[list[str], typer.Argument(help="Two companies or more.")]) -> None:
    """Make notebooks/compare.ipynb, which puts several companies side by side."""
    from researchkit.notebook.compare import compare as put
    from researchkit.verbs import load
    from researchkit.workspace import default_workspace

    home = default_workspace()
    print(f"Made {put([load(name, workspace=home) for name in names], home)}")


@app.command(name="list")
def list_companies(as_json: AsJson = False) -> None:
    """List the companies that have a TOML in notebooks/."""
    from researchkit.workspace import default_workspace

    home = default_workspace()
    if as_json:
        _json(home.companies())
        return
    print("\n".join(home.companies()) or f"None yet in {home.notebooks}. Make one: researchkit new NAME https://SITE")


@app.command()
def contact(address: Annotated[str, typer.Argument(help="Your e-mail address.")]) -> None:
    """Remember the contact told to services that ask who is calling (SEC, Wikidata), in a file only you can read."""
    from researchkit.personal import remember_contact

    print(f"Kept in {remember_contact(address)}")


@app.command()
def demo() -> None:
    """Do everything once, on a built-in company that is served on this machine; no network is used."""
    from researchkit.demo import run

    run()


def _page(name: str, role: str | None, interviewer: str | None) -> Any:
    import researchkit as rk
    from researchkit.dossier import reopen

    dossier = reopen(name)
    if dossier is None:
        raise UnknownCompany(f"{name} was not researched yet", do=f"First: researchkit research {name}")
    return rk.brief(dossier, role=role, interviewer=interviewer)


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
        "events": _rows(dossier.events),
        "questions": _rows(dossier.questions),
        "coverage": _rows(dossier.coverage),
        "changes": _rows(dossier.changes),
    }


def _rows(frame: DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso"))
    return rows


def _json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _logging(verbose: bool) -> None:
    from researchkit.logs import to_stderr

    if verbose:
        to_stderr()


def main() -> None:
    """Run the command."""
    app()
