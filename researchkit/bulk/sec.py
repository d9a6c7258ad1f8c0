"""The SEC's bulk archives: the list of filings and the figures of all who file, built anew every night."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from researchkit.bulk.archive import About, Archive, install
from researchkit.errors import ParseError
from researchkit.records import Request
from researchkit.sources.edgar import FACTS, SUBMISSIONS
from researchkit.web.download import Downloader
from researchkit.web.limits import MAX_ARCHIVE_BYTES, cap_bytes
from researchkit.web.mirror import Reflection
from researchkit.web.part import OnSize

_LOG = logging.getLogger("researchkit.bulk")
MAX_AGE = timedelta(days=7)  # an archive older than this answers nothing
NEW_ENOUGH = timedelta(hours=20)  # one younger than this is not fetched again: they are built once a night


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the archives: where it is, which addresses its members answer, and what each must have."""

    name: str
    url: str
    answers: re.Pattern[str]
    key: str


def _answers(form: str) -> re.Pattern[str]:
    before, after = form.split("{cik}")
    return re.compile(f"{re.escape(before)}([0-9]{{10}}){re.escape(after)}")


_HOME = "https://www.sec.gov/Archives/edgar/daily-index/"
KINDS = (
    _Kind("submissions", f"{_HOME}bulkdata/submissions.zip", _answers(SUBMISSIONS), "filings"),
    _Kind("companyfacts", f"{_HOME}xbrl/companyfacts.zip", _answers(FACTS), "facts"),
)


class SecMirror:
    """Answers data.sec.gov for one company from the archives of all."""

    def __init__(self, folder: Path) -> None:
        self._archives = {kind.name: Archive(folder, kind.name) for kind in KINDS}

    def reflect(self, request: Request, *, now: datetime) -> Reflection | None:
        """Return a company's filings or figures as the archives have them, if they are of the last seven days."""
        for kind in KINDS:
            if found := kind.answers.fullmatch(request.url):
                return self._answer(kind, int(found[1]), request, now)
        return None

    def _answer(self, kind: _Kind, cik: int, request: Request, now: datetime) -> Reflection | None:
        archive = self._archives[kind.name]
        about = archive.about()
        if about is None or not timedelta(0) <= now - about.fetched <= MAX_AGE:
            return None
        try:
            content = archive.member(cik, max_bytes=cap_bytes(request))
        except ParseError as error:
            _LOG.warning("%s is asked of the SEC: %s", request.url, error.what)
            return None
        if content is None:
            return None
        told = f"the SEC's bulk files of {about.fetched.day} {about.fetched:%B}"
        return Reflection(content=content, content_type="application/json", fetched=about.fetched, told=told)


def fetch_archive(folder: Path, kind: _Kind, web: Downloader, *, now: datetime, on_size: OnSize) -> tuple[About, bool]:
    """Bring one archive into `folder`. Returns what lies there now, and whether it was fetched.

    Raises WebError, ParseError or DiskError; the archive of before is then still used.
    """
    lies = Archive(folder, kind.name).about()
    if lies is not None and timedelta(0) <= now - lies.fetched < NEW_ENOUGH:
        return lies, False
    came = folder / f"{kind.name}.came"
    web.fetch(kind.url, came, max_bytes=MAX_ARCHIVE_BYTES, on_size=on_size)
    try:
        return install(folder, kind.name, came, key=kind.key, url=kind.url, now=now), True
    finally:
        came.unlink(missing_ok=True)
