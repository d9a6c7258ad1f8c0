"""One exporter a file type; `export` picks by suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from researchkit.errors import DiskError, ExportError
from researchkit.workspace import clip, write_atomic

if TYPE_CHECKING:
    from researchkit.brief.page import Brief


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
PAPERS = ("a4", "letter")


def export(brief: Brief, path: str | Path, *, paper: str = "a4") -> Path:
    """Write the brief to `path`, in the form its suffix names: .md .html .pdf .docx .txt. Returns the path.

    The old file or the whole new one is there, never half of either. Raises ExportError for a suffix nobody knows, a
    paper that is neither a4 nor letter, or a path that cannot be written; MissingExtra for .docx without python-docx.
    """
    target = check_path(path, paper=paper)
    content = EXPORTERS[target.suffix.lower()](brief, paper.lower())
    try:
        return write_atomic(target, content)
    except DiskError as error:
        raise ExportError(error.what, do="Choose another place; nothing was changed.") from error


def check_path(path: str | Path, *, paper: str = "a4") -> Path:
    """Return `path` as a Path when a page can be written there; raises ExportError, before any work is done."""
    target = Path(path).expanduser()
    known = " ".join(sorted(EXPORTERS))
    if target.suffix.lower() not in EXPORTERS:
        shown = clip(target.suffix) or "no suffix"
        raise ExportError(f"Cannot export to {shown} ({clip(target.name)})", do=f"Known are: {known}")
    if paper.lower() not in PAPERS:
        raise ExportError(f"No paper called {clip(paper)!r}", do=f"Use {' or '.join(PAPERS)}.")
    if target.is_dir():
        raise ExportError(f"{clip(str(target))} is a folder", do="Name a file in it.")
    return target
