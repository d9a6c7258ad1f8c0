"""Whole days and whole archives as files, for many companies: fetched once, then asked instead of the services.

::

    companies ─▶ gather ─▶ cache/bulk/ ─▶ Mirror ─▶ web asks it before the network ─▶ Page ─▶ the same source as ever

GDELT's Article List comes a file a minute; what names no company of the list is not kept. The SEC's archives hold the
lists of filings and the figures of all who file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from researchkit.web.mirror import Mirror


def folder_of(cache: Path) -> Path:
    """Return where bulk files lie in a workspace's cache."""
    return cache / "bulk"


def mirrors(cache: Path) -> tuple[Mirror, ...]:
    """Return the mirrors of the bulk files that lie in a workspace's cache; none where there are none."""
    folder = folder_of(cache)
    if not folder.is_dir():
        return ()
    from researchkit.bulk.gdelt import GdeltMirror
    from researchkit.bulk.sec import SecMirror

    return (SecMirror(folder), GdeltMirror(folder))
