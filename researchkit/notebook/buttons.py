"""The page in the notebook, with a button for each file it can become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.brief.export import export
from researchkit.errors import ResearchkitError
from researchkit.markup import code, joined, paragraph
from researchkit.notebook.shown import fitted
from researchkit.workspace import slug_of

if TYPE_CHECKING:
    from researchkit.brief.page import Brief

# JupyterLab lays out every table with columns of equal width and centred words.
_STYLE = """.rk-notebook .rk-brief { padding: 1.2em 1.6em; border-radius: 6px; max-width: 66em; }
.rk-notebook .rk-brief .rk-sections :is(ul, ol) { padding: 0; }
.rk-notebook .rk-brief .rk-sources table { table-layout: auto; margin: 0; }
.rk-notebook .rk-brief .rk-sources :is(th, td) { text-align: start; vertical-align: top; line-height: 1.4; }
.rk-notebook .rk-brief .rk-sources tr { background: none; }
@media (max-width: 46em) { .rk-notebook .rk-brief { padding: .6em; } }"""
SUFFIXES = (".pdf", ".html", ".md", ".docx")


@dataclass(frozen=True, slots=True, eq=False)
class PageView:
    """A page as the notebook shows it: itself, and buttons below where widgets are at hand."""

    brief: Brief
    folder: Path

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display({"text/html": self._shown(), "text/plain": repr(self.brief)}, raw=True)  # type: ignore[no-untyped-call]
        display(self._below(), raw=True)  # type: ignore[no-untyped-call]

    def _shown(self) -> str:
        return f'<style>{_STYLE}</style><div class="rk-notebook">{fitted(self.brief._repr_html_())}</div>'

    def _below(self) -> dict[str, Any]:
        """Return the buttons; and the plain calls, which show wherever widgets do not."""
        calls = [f'rk.export(page, "{self.path(suffix).name}")' for suffix in SUFFIXES]
        plain = paragraph(joined(["To write it: ", joined((code(call) for call in calls), by=" · ")], by=""))
        mimes: dict[str, Any] = {"text/html": plain, "text/plain": "To write it: " + " · ".join(calls)}
        buttons = self._buttons()
        if buttons is not None:
            mimes |= {kind: made for kind, made in buttons._repr_mimebundle_().items() if kind != "text/plain"}
        return mimes

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
