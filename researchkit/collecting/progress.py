"""The progress bar: in a notebook a widget, in a terminal a line, and nothing for what takes less than a second."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from researchkit.web.limits import WebSettings


class Progress:
    """Counts pages; the total grows while pages lead on to others. Used as `with Progress(...) as progress`."""

    def __init__(self, title: str, settings: WebSettings) -> None:
        from tqdm.auto import tqdm

        self._total = 0
        self._bar = tqdm(total=0, desc=title, unit=" pages", delay=1.0, leave=False, disable=settings.quiet)

    def grow(self) -> None:
        """Expect one page more."""
        self._total += 1
        self._bar.total = self._total

    def step(self, note: str = "") -> None:
        """Count one page as done; `note` says where it came from."""
        self._bar.set_postfix_str(note, refresh=False)
        self._bar.update()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()
