"""One exporter a file type; `export` picks by suffix: the page as a document, a frame as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from researchkit.errors import DiskError, ExportError
from researchkit.workspace import clip, write_atomic

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier


def _markdown(brief: Brief, paper: str) -> bytes:
    from researchkit.brief.export.markdown import to_markdown

    return to_markdown(brief)


def _text(brief: Brief, paper: str) -> bytes:
    from researchkit.brief.export.plain import to_plain

    return to_plain(brief).encode()


def _html(brief: Brief, paper: str) -> bytes:
    from researchkit.brief.export.html import to_html

    return to_html(brief)


def _pdf(brief: Brief, paper: str) -> bytes:
    from researchkit.brief.export.pdf import to_pdf

    return to_pdf(brief, paper=paper)


def _docx(brief: Brief, paper: str) -> bytes:
    from researchkit.brief.export.docx import to_docx

    return to_docx(brief, paper=paper)


EXPORTERS: dict[str, Callable[[Brief, str], bytes]] = {
    ".docx": _docx,
    ".html": _html,
    ".md": _markdown,
    ".pdf": _pdf,
    ".txt": _text,
}
TABLE = ".csv"
PAPERS = ("a4", "letter")


def export(what: Brief | Dossier | DataFrame, path: str | Path, *, paper: str = "a4") -> Path:
    """Write the brief to `path`, in the form its suffix names: .md .html .pdf .docx .txt. Returns the path.

    A frame, or the events of a dossier with their evidence, is written as .csv. The old file or the whole new one is
    there, never half of either. Raises ExportError for a suffix nobody knows or that does not fit, a paper that is
    neither a4 nor letter, or a path that cannot be written; MissingExtra for .docx without python-docx.
    """
    target = check_path(path, paper=paper)
    content = _content(what, target, paper.lower())
    try:
        return write_atomic(target, content)
    except DiskError as error:
        raise ExportError(error.what, do="Choose another place; nothing was changed.") from error


def _content(what: Brief | Dossier | DataFrame, target: Path, paper: str) -> bytes:
    from pandas import DataFrame

    from researchkit.brief.export.table import table_of, to_csv
    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier

    suffix = target.suffix.lower()
    if isinstance(what, Brief):
        if suffix == TABLE:
            raise ExportError("A page is no table", do='Export a frame: rk.export(dossier.events, "events.csv")')
        return EXPORTERS[suffix](what, paper)
    if suffix != TABLE:
        raise ExportError(f"Only the page can be exported to {suffix}", do="Export rk.brief(dossier), or name a .csv.")
    if isinstance(what, Dossier):
        return to_csv(table_of(what))
    if not isinstance(what, DataFrame):
        raise ExportError(f"A {type(what).__name__} is no table", do="Export a frame, such as dossier.events.")
    return to_csv(what)


def check_path(path: str | Path, *, paper: str = "a4") -> Path:
    """Return `path` as a Path when something can be written there; raises ExportError, before any work is done."""
    target = Path(path).expanduser()
    known = " ".join(sorted((*EXPORTERS, TABLE)))
    if target.suffix.lower() not in (*EXPORTERS, TABLE):
        shown = clip(target.suffix) or "no suffix"
        raise ExportError(f"Cannot export to {shown} ({clip(target.name)})", do=f"Known are: {known}")
    if paper.lower() not in PAPERS:
        raise ExportError(f"No paper called {clip(paper)!r}", do=f"Use {' or '.join(PAPERS)}.")
    if target.is_dir():
        raise ExportError(f"{clip(str(target))} is a folder", do="Name a file in it.")
    return target
