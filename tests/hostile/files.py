"""What ours does with large files: brings them to disk, and takes one member out of an archive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hostile.model import Got, Step

if TYPE_CHECKING:
    from researchkit.web.limits import WebSettings

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def download(step: Step, url: str, cache: Path, settings: WebSettings) -> Got:
    """Bring a file to disk; what is left in its place after a failure is no failure but a page."""
    from researchkit.errors import ResearchkitError
    from researchkit.web.download import Downloader

    path = cache / "large.file"
    try:
        with Downloader(cache, settings, now=lambda: NOW, stall_s=0.2) as web:
            web.fetch(url, path, max_bytes=step.max_bytes or 2**20)
    except ResearchkitError as error:
        if path.exists():
            return Got(outcome="page", content=path.read_bytes(), reason="it failed and left a file")
        return Got(outcome="failure", reason=str(error))
    content = path.read_bytes()
    return Got(outcome="page", content=content, size=len(content), url=url)


def archive(step: Step, cache: Path) -> Got:
    """Put an archive in place, as the SEC's is, and read the member of company 3."""
    from researchkit.bulk.archive import Archive, install
    from researchkit.errors import ResearchkitError

    cache.mkdir()
    came = cache / "came"
    came.write_bytes(step.content() if step.content else b"")
    try:
        install(cache, "bulk", came, key="filings", url="", now=NOW)
        content = Archive(cache, "bulk").member(3, max_bytes=10 * 2**20)
    except ResearchkitError as error:
        return Got(outcome="failure", reason=str(error))
    if content is None:
        return Got(outcome="failure", reason="there is no member of that company")
    return Got(outcome="page", content=content, size=len(content))
