"""The `researchkit` command: each subcommand is a public verb, each error one line.

Exit codes: 0 done · 1 something failed · 2 the input cannot be used · 3 a file cannot be read or written ·
130 stopped with Ctrl-C (what was fetched is kept).
"""

from __future__ import annotations

from researchkit.cli import batch, bulk, candidate, notebooks, research, stages
from researchkit.cli.app import app

__all__ = ["app", "batch", "bulk", "candidate", "main", "notebooks", "research", "stages"]


def main() -> None:
    """Run the command."""
    app()
