"""The progress bar: in a notebook a widget, in a terminal a line, and nothing for what takes less than a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from researchkit.web.limits import WebSettings

if TYPE_CHECKING:
    from tqdm import tqdm


def bar_of(title: str, settings: WebSettings) -> tqdm[None]:
    """Return a bar that counts pages; its `total` grows while pages lead on to others."""
    from tqdm.auto import tqdm

    return tqdm(total=0, desc=title, unit=" pages", delay=1.0, leave=False, disable=settings.quiet)
