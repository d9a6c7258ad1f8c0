"""Files that the user saved: read from disk, only below the folders the settings name."""

from __future__ import annotations

import mimetypes
import stat
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from researchkit.errors import AddressRefused, BadAnswer, TooLarge, WebError
from researchkit.records import Page, Request
from researchkit.web.limits import MEBIBYTE, WebSettings, cap_bytes


def is_local(request: Request) -> bool:
    """Tell whether `request` is for a file of the user's own."""
    return request.expect == "file" and request.url[:5].lower() == "file:"


def read_local(request: Request, settings: WebSettings) -> Page:
    """Return the file's bytes as a page; `fetched` is when it was last written, so that it is the same each run.

    Raises AddressRefused outside `saved_roots`, BadAnswer for what cannot be read, TooLarge.
    """
    path = _path(request.url)
    roots = [root.resolve() for root in settings.saved_roots]
    try:
        resolved = path.resolve()
        if not any(resolved.is_relative_to(root) for root in roots):
            raise AddressRefused(
                request.url, f"The file {path.name} lies outside the saved folder", do="Move it into the saved folder."
            )
        facts = resolved.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise BadAnswer(request.url, f"{path.name} is not a plain file")
        if facts.st_size > cap_bytes(request):
            size = f"{cap_bytes(request) / MEBIBYTE:.3g} MiB"
            raise TooLarge(request.url, f"The file {path.name} is larger than {size}", do="Save a shorter part of it.")
        content = resolved.read_bytes()
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise _unreadable(request.url, path, why) from error
    except ValueError as error:  # a NUL in the name
        raise _unreadable(request.url, path, "its name cannot be") from error
    return Page(
        request=request,
        url=request.url,
        status=200,
        content=content,
        content_type=mimetypes.guess_type(path.name)[0] or "",
        fetched=datetime.fromtimestamp(facts.st_mtime, tz=UTC),
        from_cache=True,
    )


def _path(url: str) -> Path:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise AddressRefused(url, "The address names a file on another machine")
    return Path(unquote(parts.path))


def _unreadable(url: str, path: Path, why: str) -> WebError:
    return BadAnswer(url, f"The saved file {path.name!r} cannot be read: {why}", do="Check that it is still there.")
