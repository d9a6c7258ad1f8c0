"""PDF reports to text with title and date.

pypdf, not pdfminer.six: pure Python without native wheels, already what the house depends on, and it gives the title
and the dates of the document's own record; pdfminer.six keeps columns apart better, which a quote of one sentence does
not need.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from researchkit.reading.article import Article
from researchkit.reading.dates import gate, parse_local, read_day
from researchkit.reading.text import clean_line, clean_text, language_of
from researchkit.reading.urls import host_of

if TYPE_CHECKING:
    from pypdf import PdfReader

_MAX_PAGES = 120
_MAX_CHARS = 600_000
_HYPHEN = re.compile(r"(?<=[a-zäöüéèß])-\n(?=[a-zäöüéèß])")


def read_pdf(content: bytes, url: str, *, fetched: datetime) -> Article:
    """Return the text, title and date of a PDF; `problem` says why when it holds no text. Never raises."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Article(url=url, publisher=host_of(url), problem="locked PDF")
        pages = [page.extract_text() or "" for page in reader.pages[:_MAX_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        return Article(url=url, publisher=host_of(url), problem=f"broken PDF ({type(error).__name__})")
    text = clean_text(_HYPHEN.sub("", "\n".join(pages)))[:_MAX_CHARS]
    if not text:
        return Article(url=url, publisher=host_of(url), problem="PDF without text")
    return _made(reader, text, url, fetched)


def _made(reader: PdfReader, text: str, url: str, fetched: datetime) -> Article:
    record: Mapping[str, object] = reader.metadata or {}
    title = clean_line(str(record.get("/Title") or "")) or text.split("\n", 1)[0][:200]
    stamp = str(record.get("/CreationDate") or "").removeprefix("D:")
    moment = read_day(text[:1500]) or parse_local(stamp[:14])
    published, precision = gate(*(moment or (None, None)), fetched=fetched)
    return Article(
        url=url,
        title=title,
        publisher=host_of(url),
        published=published,
        published_precision=precision,
        language=language_of(text),
        text=text,
        text_scope="full",
    )
