"""What a view is made of: a frame, the HTML a notebook shows, the same in words, and the cells that views share."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from researchkit.markup import Fragment, dimmed, escape, joined, link, paragraph, picture, table, unbroken

if TYPE_CHECKING:
    from pandas import DataFrame, Timestamp

    from researchkit.brief.chart import Drawn
    from researchkit.dossier import Dossier

_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")
_FONT_SIZE = re.compile(r'font-size="([\d.]+)px"')
SHOWN = 12  # rows; the frame holds all


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A table or chart as a notebook shows it, with the frame it was made of.

    `svg` is there when the view is one chart, for places that show pictures and no HTML.
    """

    frame: DataFrame
    html: Fragment
    text: str
    svg: str = ""

    def _repr_html_(self) -> str:
        return str(self.html)

    def _repr_svg_(self) -> str | None:
        return self.svg or None

    def __repr__(self) -> str:
        return self.text


def chart(frame: DataFrame, *drawings: Drawn, over_time: bool = False) -> View:
    """Return one or more charts, one below the other, each with its words."""
    pictures = joined(
        [picture(fitted(one.svg), one.alternative, newest_at_the_end=over_time) for one in drawings], by=""
    )
    words = "\n".join(one.alternative for one in drawings)
    return View(frame.reset_index(drop=True), pictures, words, fitted(drawings[0].svg) if len(drawings) == 1 else "")


def fitted(svg: str) -> str:
    """Return an SVG whose words take the room that was measured for them, whatever font stands in for the page's own.

    A notebook does not carry the page's font, and a wider one would run labels into each other.
    """
    from researchkit.brief.labels import text_width

    def fit(found: re.Match[str]) -> str:
        attributes, words = found[1], found[2]
        size = _FONT_SIZE.search(attributes)
        if size is None or 'font-weight="600"' in attributes or not words.strip():
            return found[0]
        room = text_width(html.unescape(words), size=float(size[1]))
        return f'<text{attributes} textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs">{words}</text>'

    return _TEXT.sub(fit, svg)


def rows_of(
    frame: DataFrame, head: Sequence[object], rows: Sequence[Sequence[object]], *, more: int = 0, above: str = ""
) -> View:
    """Return a table; `more` is how many rows only the frame holds, `above` a line over the table."""
    parts = [paragraph(above)] if above else []
    parts.append(table(head, rows))
    if more:
        parts.append(paragraph(dimmed(f"{more} more: put .frame behind the call to have all")))
    text = "\n".join(" · ".join(words for cell in row if (words := plain(cell))) for row in rows)
    return View(frame.reset_index(drop=True), joined(parts, by=""), f"{above}\n{text}" if above else text)


def note(frame: DataFrame, words: str) -> View:
    """Return words where there is nothing to show, and why."""
    return View(frame.reset_index(drop=True), paragraph(words), words)


def plain(cell: object) -> str:
    """Return a cell in one line of plain words."""
    if not isinstance(cell, Fragment):
        return str(cell)
    from researchkit.reading.text import strip_markup

    return " ".join(strip_markup(str(cell)).split())


def day(moment: Timestamp | None) -> Fragment:
    """Return a day such as 3 Nov 2026, never broken over two lines; empty where there is none."""
    if moment is None or moment != moment:
        return Fragment("")
    return unbroken(f"{moment.day} {moment:%b %Y}")


def source_of(dossier: Dossier, document_id: str) -> Any:
    """Return the row of a document, or None."""
    chosen = dossier.documents[dossier.documents["document_id"] == document_id]
    return None if chosen.empty else chosen.iloc[0]


def quoted(dossier: Dossier, event: Any) -> Fragment:
    """Return an event's quote with a link to the document it stands in."""
    document = source_of(dossier, event["document_id"])
    said = f"“{event['quote']}”"
    if document is None:
        return escape(said)
    return joined([said, unbroken(link(document["url"], document["publisher"]))], by=" – ")


def told_by(dossier: Dossier, event: Any) -> Fragment:
    """Return who tells of an event: the quoted outlet as a link, and how many others do."""
    document = source_of(dossier, event["document_id"])
    first = escape("") if document is None else unbroken(link(document["url"], document["publisher"]))
    others = int(event["publishers"]) - 1
    return joined([first, unbroken(dimmed(f"and {others} more"))], by=" ") if others > 0 else first
