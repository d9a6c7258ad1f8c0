"""The body of a page: trafilatura's text, its lines cleaned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from researchkit.reading.metadata import Marks, Metadata
from researchkit.reading.text import clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def read_body(root: HtmlElement, facts: Metadata, marks: Marks) -> str:
    """Return the words of the article, a paragraph a line; "" when none were found."""
    from trafilatura import bare_extraction

    found = bare_extraction(root, fast=True, include_comments=False)
    text = getattr(found, "text", None) if found else None
    return clean_text(text or "")
