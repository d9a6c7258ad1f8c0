"""The page as a Word file, for those who edit it. Needs the extra `docx`."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from researchkit.brief.page import Brief, Line, Section
from researchkit.errors import ExportError, MissingExtra

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}  # millimetres
_SEA = "17507F"
_MUTED = "52606D"


def to_docx(brief: Brief, *, paper: str = "a4") -> bytes:
    """Return the brief as a .docx with the same bytes for the same brief.

    Raises MissingExtra without python-docx, ExportError for a paper that is neither a4 nor letter.
    """
    if paper not in _PAPERS:
        raise ExportError(f"No paper called {paper!r}", do="Use a4 or letter.")
    try:
        import docx
    except ImportError as error:
        raise MissingExtra("A .docx needs python-docx", do='Install it: pip install "researchkit[docx]"') from error
    document = docx.Document()
    _set_up(document, brief, paper)
    document.add_heading(_clean(brief.name), level=0)
    _small(document.add_paragraph(), brief.dateline)
    for line in brief.header.lines:
        paragraph = document.add_paragraph()
        _small(paragraph, f"{line.label}: ")
        paragraph.add_run(_clean(line.text)).bold = True
    for section in brief.body:
        _section(document, brief, section)
    _sources(document, brief)
    stream = io.BytesIO()
    document.save(stream)
    return _undated(stream.getvalue())


def _undated(packed: bytes) -> bytes:
    """Return a zip file whose entries bear no time of writing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, old.read(name))
    return stream.getvalue()


def _set_up(document: Document, brief: Brief, paper: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(_PAPERS[paper][0]), Mm(_PAPERS[paper][1])
    page.left_margin = page.right_margin = Mm(16)
    page.top_margin = page.bottom_margin = Mm(14)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(9.5)
    style.paragraph_format.space_after = Pt(2)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Yu Gothic")  # font.name leaves other scripts in the theme's font
    about = document.core_properties
    about.title, about.author, about.comments = _clean(f"{brief.name}: one-page brief"), "researchkit", ""
    about.language, about.created, about.modified = brief.locale, brief.now, brief.now
    about.last_modified_by = ""


def _section(document: Document, brief: Brief, section: Section) -> None:
    document.add_heading(_clean(section.title), level=2)
    for line in section.lines:
        _line(document.add_paragraph(style="List Number" if section.is_numbered else "List Bullet"), brief, line)
        if line.quote and line.quote not in line.text:
            quoted = document.add_paragraph(style="Quote")
            quoted.add_run(_clean(f"“{line.quote}”"))
    if section.absence or section.rest:
        _small(document.add_paragraph(), section.absence or section.rest)


def _line(paragraph: Paragraph, brief: Brief, line: Line) -> None:
    head = " · ".join(part for part in ("NEW" if line.new else "", line.when, line.label) if part)
    if head:
        paragraph.add_run(_clean(f"{head}  ")).bold = True
    paragraph.add_run(_clean(line.text))
    if line.notes:
        _small(paragraph, f" ({'; '.join(line.notes)})")
    for number in line.citations:
        paragraph.add_run(" ")
        _link(paragraph, f"[{number}]", brief.source(number).url)


def _sources(document: Document, brief: Brief) -> None:
    if not brief.sources:
        return
    document.add_heading("Sources", level=2)
    table = document.add_table(rows=1, cols=6)
    for cell, words in zip(
        table.rows[0].cells, ("No.", "Source", "Happened", "Published", "Read", "Standing"), strict=True
    ):
        _small(cell.paragraphs[0], words)
    for source in brief.sources:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(str(source.number))
        _link(cells[1].paragraphs[0], f"{source.publisher}: {source.title}", source.url)
        days = (source.happened, source.published, source.fetched, source.standing)
        for cell, words in zip(cells[2:], days, strict=True):
            cell.paragraphs[0].add_run(_clean(words or "–"))


def _small(paragraph: Paragraph, words: str) -> None:
    from docx.shared import RGBColor

    run = paragraph.add_run(_clean(words))
    run.italic = True
    run.font.color.rgb = RGBColor.from_string(_MUTED)


def _link(paragraph: Paragraph, words: str, url: str) -> None:
    """Add a link: python-docx reads them but cannot add one, so the element is built here."""
    if not url:
        paragraph.add_run(_clean(words))
        return
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def element(tag: str, **attributes: str) -> Any:
        made = OxmlElement(f"w:{tag}")
        for name, value in attributes.items():
            made.set(qn(f"w:{name}"), value)
        return made

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run, look, text = element("r"), element("rPr"), element("t")
    look.append(element("color", val=_SEA))
    text.text = _clean(words)
    text.set(qn("xml:space"), "preserve")
    run.append(look)
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
