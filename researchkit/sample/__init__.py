"""A fictional company with a site, outlets and a namesake, served on loopback.

Everything here is invented: no company, person or outlet of these names is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from researchkit.sample.content import AS_OF, SITE
from researchkit.sample.truth import TrueEvent, Truth, truth

if TYPE_CHECKING:
    from researchkit.sample.answers import Answer

__all__ = ["AS_OF", "SAVED", "STORIES", "TrueEvent", "Truth", "profile", "serve", "stories", "truth"]

SAVED: Path = SITE / "saved"
STORIES: Path = SITE / "me.toml"


def serve() -> AbstractContextManager[Mapping[str, tuple[str, int]]]:
    """Serve every host of the sample on 127.0.0.1 and give the routes: host → (address, port).

    Used as `with serve() as routes: WebSettings(routes=routes)`; the server stops when the block is left.
    """
    from researchkit.sample.server import serving

    return serving(_pages())


@cache
def _pages() -> Mapping[tuple[str, str], Answer]:
    """Return every page, rendered once a process: each run of the sample serves anew."""
    from researchkit.sample.pages import build

    return build()


def profile() -> str:
    """Return the TOML text for notebooks/sample.toml."""
    return (SITE / "profile.toml").read_text(encoding="utf-8")


def stories() -> str:
    """Return the TOML text of an example notebooks/me.toml: three stories of an invented candidate."""
    return STORIES.read_text(encoding="utf-8")
