"""The progress bar: in a notebook a bar that ends as one line, in a terminal a line, nothing where it is not wanted."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import Any, Protocol, Self

from researchkit.markup import meter
from researchkit.web.limits import WebSettings

_REDRAW_S = 0.1


class _Bar(Protocol):
    """What tqdm and the notebook's bar have in common."""

    total: Any

    def set_postfix_str(self, s: str, refresh: bool) -> Any: ...

    def update(self) -> Any: ...

    def close(self) -> Any: ...


class Progress:
    """Counts pages; the total grows while pages lead on to others. Used as `with Progress(...) as progress`.

    `unit` is what else is counted, in the plural.
    """

    def __init__(self, title: str, settings: WebSettings, *, unit: str = "pages") -> None:
        self._total = 0
        self._bar = _bar(title, unit, settings)

    def grow(self, count: int = 1) -> None:
        """Expect one more, or so many."""
        self._total += count
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


def _bar(title: str, unit: str, settings: WebSettings) -> _Bar:
    if not settings.quiet and in_notebook():
        return NotebookBar(title, unit)
    from tqdm import tqdm

    bar: _Bar = tqdm(total=0, desc=title, unit=f" {unit}", delay=1.0, leave=False, disable=settings.quiet)
    return bar


def in_notebook() -> bool:
    """Whether a Jupyter kernel runs this code; IPython is never imported to find out."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


class NotebookBar:
    """A bar in a cell's output, redrawn in place, that ends as one line.

    It is plain HTML and no widget: what a notebook keeps of a widget is a picture that nobody can draw any more.
    """

    def __init__(self, title: str, unit: str = "pages") -> None:
        from IPython.display import display

        self.total = 0
        self._title = title
        self._unit = unit
        self._note = ""
        self._done = 0
        self._drawn = monotonic()
        self._place: Any = display(self._mimes(), raw=True, display_id=True)  # type: ignore[no-untyped-call]

    def set_postfix_str(self, s: str, refresh: bool = False) -> None:
        """Remember where the last page came from."""
        self._note = s

    def update(self) -> None:
        """Count one page, and redraw where the last time is long enough ago to be seen."""
        self._done += 1
        if monotonic() - self._drawn >= _REDRAW_S:
            self._drawn = monotonic()
            self._place.update(self._mimes(), raw=True)

    def close(self) -> None:
        """End as one line without a bar."""
        words = f"{self._title}: {self._done} {self._unit} {'read' if self._unit == 'pages' else 'done'}"
        if self._done < self.total:
            words += f" of {self.total}; stopped"
        self._place.update({"text/plain": words}, raw=True)

    def _mimes(self) -> dict[str, str]:
        words = f"{self._title}: {self._done} of {self.total} {self._unit} {self._note}".rstrip()
        return {"text/html": meter(self._done, self.total, words), "text/plain": words}
