"""A folder in which the user drops what no robot may fetch: reports, articles behind a login, notes, a job post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote, urlsplit

from researchkit.errors import ParseError
from researchkit.records import DOCUMENT_KINDS, Company, Entry, Page, Place, Precision, Request
from researchkit.sources.base import ByProfile, source_id
from researchkit.sources.entries import dated, place_of, titled, visit_url

if TYPE_CHECKING:
    from researchkit.reading.article import Article
    from researchkit.sources.base import Tested

MAX_FILES = 500
MAX_BYTES = 50 * 1024 * 1024
PAGES = (".html", ".htm", ".xhtml")
TEXTS = (".txt", ".text", ".md", ".markdown")
SUFFIXES = (*PAGES, ".pdf", *TEXTS)
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_HEAD_LINE = re.compile(r"^(title|date|published|author|source|url|link):\s*(.+)$", re.IGNORECASE)
_TITLE_WORDS = 25


class Saved(ByProfile):
    """HTML, PDF, text and Markdown files in one folder and the folders in it."""

    name: ClassVar[str] = "saved"
    gives: ClassVar[str] = (
        "what you saved yourself: reports, articles behind a login, notes (HTML, PDF, text, Markdown)"
    )
    terms: ClassVar[str] = "your own files; they stay on this machine"
    tested: ClassVar[Tested] = "documented"

    def missing(self, company: Company) -> tuple[str, str] | None:
        """Return what to do when a folder that the profile names is not there."""
        absent = [place.target for place in self.places(company) if not Path(place.target).expanduser().is_dir()]
        if not absent:
            return None
        return (
            f"the folder {absent[0]!r} is not there",
            "make it and drop files into it, or mend [[places]] of the TOML",
        )

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield one request a file, by name; hidden files, links and other suffixes are passed over."""
        folder = Path(place.target).expanduser()
        files = (path for path in sorted(folder.rglob("*")) if _wanted(path, folder))
        for _, path in zip(range(MAX_FILES), files, strict=False):
            url = path.resolve().as_uri()
            yield Request(source_id=source_id(self, place), url=url, expect="file", max_bytes=MAX_BYTES)

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the one document in a file. Raises ParseError when no text can be read from it."""
        name = unquote(urlsplit(page.url).path.rpartition("/")[2])
        suffix = Path(name).suffix.lower()
        place = place_of(self, page, company)
        kind = place.options.get("kind", "report") if place else "report"
        kind = kind if kind in DOCUMENT_KINDS else "report"
        if suffix in TEXTS:
            yield _from_text(page, name, kind)
        else:
            yield _from_article(page, name, kind, pdf=suffix == ".pdf" or page.content.startswith(b"%PDF"))


def _wanted(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
    return path.suffix.lower() in SUFFIXES and not hidden and not path.is_symlink() and path.is_file()


def _from_article(page: Page, name: str, kind: str, *, pdf: bool) -> Entry:
    article = _read_article(page, pdf=pdf)
    if not article.text.strip():
        raise ParseError(page.url, f"{name}: {article.problem or 'no text in it'}")
    published, precision = article.published, article.published_precision
    if published is None:
        published, precision = _date_of_name(name)
    return Entry(
        source_id=page.request.source_id,
        kind=kind,
        url=visit_url(article.url) or "",
        title=article.title or _title_of_name(name),
        text=article.text,
        text_scope="full",
        published=published,
        published_precision=precision,
        author=article.author,
        publisher=article.publisher or f"saved file {name}",
        language=article.language,
        first_party=False,
    )


def _read_article(page: Page, *, pdf: bool) -> Article:
    if pdf:
        from researchkit.reading.pdf import read_pdf

        return read_pdf(page.content, page.url, fetched=page.fetched)
    from researchkit.reading.article import read_article

    return read_article(page.content, page.url, content_type=page.content_type, fetched=page.fetched)


def _from_text(page: Page, name: str, kind: str) -> Entry:
    from researchkit.reading.text import clean_line, clean_text, decode

    # Notes are mostly UTF-8 whatever a server, here the disk, says of them.
    text = clean_text(decode(page.content, page.content_type or "text/plain"))
    if not text:
        raise ParseError(page.url, f"{name}: no text in it")
    head, lines = _head(text.split("\n"))
    first = clean_line(lines[0].lstrip("# ")) if lines else ""
    titled_by_line = "title" not in head and 0 < len(first.split()) <= _TITLE_WORDS
    body = "\n".join(_plain(line) for line in (lines[1:] if titled_by_line else lines))
    published, precision = dated(head.get("date") or head.get("published"))
    if published is None:
        published, precision = _date_of_name(name)
    return Entry(
        source_id=page.request.source_id,
        kind=kind,
        url=visit_url(head.get("url") or head.get("link")) or "",
        title=head.get("title") or (first if titled_by_line else _title_of_name(name)),
        text=body or None,
        text_scope="full" if body else "title",
        published=published,
        published_precision=precision,
        author=head.get("author"),
        publisher=head.get("source") or f"saved file {name}",
        first_party=False,
    )


def _head(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return "Title: …", "Date: …" lines at the top, with or without --- around them, and the lines below."""
    found: dict[str, str] = {}
    place = 0
    for place, line in enumerate(lines):
        match = _HEAD_LINE.match(line)
        if match:
            found[match[1].lower()] = match[2].strip().strip("\"'")
        elif line.strip("-"):
            return found, lines[place:]
    return found, lines[place + 1 :]


def _plain(line: str) -> str:
    """Return a line of Markdown without its marks for headings, lists and links."""
    line = re.sub(r"^\s*(?:#{1,6}|[-*+]|>)\s+", "", line)
    return re.sub(r"!?\[([^\]\[]*)\]\(([^()\s]*)\)", r"\1", line).replace("**", "").replace("__", "")


def _title_of_name(name: str) -> str:
    words = re.sub(r"[-_]+", " ", _NAME_DATE.sub("", Path(name).stem)).strip()
    return titled(words) or name


def _date_of_name(name: str) -> tuple[datetime | None, Precision | None]:
    match = _NAME_DATE.search(name)
    return dated("-".join(match.groups())) if match else (None, None)
