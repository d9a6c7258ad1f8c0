"""The Internet Archive: how the pricing, careers and leadership pages read at the start of the window and since.

Two calls a page at most: the list of copies, then the first and the last that differ.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import read_json
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, labelled, month_start, resolved, visit_url
from researchkit.sources.trees import looks_like_html

_CDX = "https://web.archive.org/cdx/search/cdx?"
_COPY = "https://web.archive.org/web/{stamp}id_/{url}"
_PATHS = ("/pricing", "/careers", "/about", "/leadership")
_FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest")
_TEXT_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_STAMP = re.compile(r"(?:19|20)\d{12}")
_COPY_CHARS = 20_000
_REFUSAL = re.compile(r"forbidden|access denied|not found|too many requests|blocked|just a moment", re.IGNORECASE)
_REFUSAL_CHARS = 600
MAX_COPIES = 2
MAX_LISTED = 500


@dataclass(frozen=True, slots=True)
class _Copy:
    stamp: str
    url: str
    digest: str


class Wayback(ByProfile):
    """Archived copies of a page; `target` is its address."""

    name: ClassVar[str] = "wayback"
    gives: ClassVar[str] = "what changed on the pricing, careers, about and leadership pages"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "the Internet Archive's terms: scholarship and research; about 24 calls a minute"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "web.archive.org"
    pace_s: ClassVar[float] = 2.5  # about twenty-four requests a minute

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's pages, else four usual ones of the company's site."""
        named = list(super().places(company))
        made = [Place(source=self.name, target=resolved(company.site, path)) for path in _PATHS] if company.site else []
        yield from named or made

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the list of copies since `since` that differ from one another."""
        asked = [
            ("url", place.target), ("from", f"{month_start(since):%Y%m%d}"), ("filter", "statuscode:200"),
            ("filter", "mimetype:text/html"), ("collapse", "digest"), ("limit", "200"), ("output", "json"),
            ("fl", ",".join(_FIELDS)),
        ]  # fmt: skip
        yield Request(source_id=source_id(self, place), url=_CDX + urlencode(asked), expect="json", step="list")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield a copy's text, or the copies listed and requests for the first and last. Raises ParseError."""
        if page.request.step.startswith("copy "):
            yield _read_copy(page, company)
            return
        copies = _differing(list(_listed(page)))
        chosen = copies if len(copies) <= MAX_COPIES else [copies[0], copies[-1]]
        for copy in chosen:
            yield _entry(copy, labelled(("Archived", _day(copy))), page, company)
            url = _COPY.format(stamp=copy.stamp, url=copy.url)
            step = f"copy {copy.stamp} {copy.url}"
            yield Request(source_id=page.request.source_id, url=url, expect="page", step=step, optional=True)


def _listed(page: Page) -> Iterator[_Copy]:
    """Yield the copies of a list in JSON (a row of names, then rows) or in plain text."""
    content = page.content.strip()
    if looks_like_html(content) or content[:1] == b"<":
        raise ParseError(page.url, "the archive answered with a page, not a list: it may be busy, or the site excluded")
    if content[:1] == b"[":
        head, *rows = [[cell.text() or "" for cell in row.rows()] for row in read_json(page).rows()] or [[]]
        lines = [dict(zip(head, row, strict=False)) for row in rows]
    else:
        text = io.StringIO(content.decode("utf-8", "replace"))
        rows_read = (line.rstrip("\r\n").split(" ") for line in islice(text, 2 * MAX_LISTED) if line.strip())
        lines = [dict(zip(_TEXT_FIELDS, row, strict=False)) for row in rows_read]
        # A resume key after an empty line is no copy, nor is a line that was cut.
        lines = [line for line in lines if len(line) == len(_TEXT_FIELDS)]
    if content and not lines and content[:1] != b"[":
        raise ParseError(page.url, f"the archive answers: {' '.join(content[:120].decode('utf-8', 'replace').split())}")
    for line in lines[:MAX_LISTED]:
        stamp, url = line.get("timestamp", ""), line.get("original", "")
        if not _STAMP.fullmatch(stamp) or visit_url(url) is None:
            raise ParseError(page.url, f"a row of the list without timestamp and address: {str(line)[:80]}")
        if line.get("statuscode", "200") in ("200", "-") and line.get("mimetype", "text/html") in (
            "text/html",
            "warc/revisit",
        ):
            yield _Copy(stamp, url, line.get("digest", ""))


def _differing(copies: list[_Copy]) -> list[_Copy]:
    """Return the copies in time order without those that repeat the one before."""
    kept: list[_Copy] = []
    for copy in sorted(copies, key=lambda copy: copy.stamp):
        if not kept or kept[-1].digest != copy.digest:
            kept.append(copy)
    return kept


def _read_copy(page: Page, company: Company) -> Entry:
    from researchkit.reading.text import decode, strip_markup

    _, stamp, url = page.request.step.split(" ", 2)
    readable = looks_like_html(page.content)
    text = strip_markup(decode(page.content if readable else page.content[:_REFUSAL_CHARS], page.content_type))
    if not readable or not text or (len(text) < _REFUSAL_CHARS and _REFUSAL.search(text)):
        raise ParseError(page.url, f"no archived copy: {' '.join(text[:80].split()) or 'nothing in it'}")
    copy = _Copy(stamp, url, "")
    return _entry(copy, f"{labelled(('Archived', _day(copy)))}\n{text[:_COPY_CHARS]}", page, company)


def _day(copy: _Copy) -> str:
    return f"{copy.stamp[:4]}-{copy.stamp[4:6]}-{copy.stamp[6:8]}"


def _entry(copy: _Copy, text: str, page: Page, company: Company) -> Entry:
    parts = urlsplit(copy.url)
    name = f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
    published, precision = dated(_day(copy))
    return Entry(
        source_id=page.request.source_id,
        kind="page",
        url=f"https://web.archive.org/web/{copy.stamp}/{copy.url}",
        title=f"{name} as it stood on {_day(copy)}",
        text=text,
        text_scope="full" if "\n" in text else "summary",
        published=published,
        published_precision=precision,
        publisher=f"{company.name}, archived",
        first_party=True,
    )
