"""The page in the notebook, with a button for each file it can become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.brief.export import export
from researchkit.errors import ResearchkitError
from researchkit.workspace import slug_of

if TYPE_CHECKING:
    from researchkit.brief.page import Brief

SUFFIXES = (".pdf", ".html", ".md", ".docx")


@dataclass(frozen=True, slots=True, eq=False)
class PageView:
    """A page as the notebook shows it: itself, and buttons below where widgets are at hand."""

    brief: Brief
    folder: Path

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display

        display(HTML(self.brief._repr_html_()))  # type: ignore[no-untyped-call]
        buttons = self._buttons()
        if buttons is None:
            print(f'To write it: rk.export(page, "{self.path(".pdf").name}")')
        else:
            display(buttons)  # type: ignore[no-untyped-call]

    def path(self, suffix: str) -> Path:
        """Return where a button writes: beside the notebook, under the company's name."""
        return self.folder / f"{slug_of(self.brief.name)}{suffix}"

    def save(self, suffix: str) -> str:
        """Write the page as one kind of file; return a line that says so, or why not."""
        try:
            return f"Wrote {export(self.brief, self.path(suffix)).name}"
        except ResearchkitError as error:
            return str(error)

    def _buttons(self) -> Any:
        try:
            import ipywidgets
        except ImportError:
            return None
        said = ipywidgets.Label()
        row = []
        for suffix in SUFFIXES:
            button = ipywidgets.Button(description=f"Save {suffix[1:].upper()}", tooltip=self.path(suffix).name)
            button.on_click(self._writer(suffix, said))
            row.append(button)
        return ipywidgets.VBox([ipywidgets.HBox(row), said])

    def _writer(self, suffix: str, said: Any) -> Callable[[Any], None]:
        def write(_: Any) -> None:
            said.value = self.save(suffix)

        return write

    def __repr__(self) -> str:
        return repr(self.brief)
