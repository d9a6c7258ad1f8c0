"""The Typer application, the options its commands share, and how they print."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from researchkit.errors import DiskError, ResearchkitError, UnknownCompany

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.dossier import Dossier


# The order in which a user comes to need them.
ORDER = (
    *("new", "check", "identify", "research", "brief", "export", "open", "run", "refresh", "compare", "bulk", "batch"),
    *("check-question", "practise", "debrief", "list", "contact", "demo"),
    *("load", "collect", "rank", "cluster", "detect", "ask"),
)


class _Commands(TyperGroup):
    """Turns our errors and Ctrl-C into one line and an exit code; wrong usage is Typer's to explain."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print("\nStopped. What was fetched is kept; run it again to go on.", file=sys.stderr)
            raise typer.Exit(130) from None
        except typer.Abort:  # Ctrl-C or the end of the input where a question was asked
            print("\nStopped; nothing more was read.", file=sys.stderr)
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


def _say_version(wanted: bool) -> None:
    if wanted:
        from researchkit import __version__

        print(f"researchkit {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Take what stands before a command."""


def print_json(value: object) -> None:
    """Print a value as JSON that programs read."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def rows(frame: DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as plain values; times in ISO form."""
    made: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso"))
    return made


def last_dossier(name: str) -> Dossier:
    """Return the last dossier of a company. Raises UnknownCompany when it was not researched yet."""
    from researchkit.dossier import reopen

    dossier = reopen(name)
    if dossier is None:
        raise UnknownCompany(f"{name} was not researched yet", do=f"First: researchkit research {name}")
    return dossier


def log_requests(verbose: bool) -> None:
    """Say every request on standard error when `verbose`."""
    from researchkit.logs import to_stderr

    if verbose:
        to_stderr()
