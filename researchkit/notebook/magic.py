"""`%load_ext researchkit`, then `%brief acme`: the page of a company, in any notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from researchkit.errors import ResearchkitError

if TYPE_CHECKING:
    from researchkit.brief.page import Brief


def load(shell: Any) -> None:
    """Give a running IPython shell the %brief magic."""
    shell.register_magic_function(brief_magic, "line", "brief")


def brief_magic(line: str) -> Brief | None:
    """Show the page of a company that was researched: %brief NAME."""
    from researchkit.brief.compose import brief
    from researchkit.dossier import reopen, research

    name = line.strip()
    if not name:
        print("Say which company: %brief acme")
        return None
    try:
        return brief(reopen(name) or research(name))
    except ResearchkitError as error:
        print(error)
        return None
