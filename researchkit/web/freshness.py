"""May a stored answer be used without asking, what is asked with, and what an answer says of its own keeping. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from researchkit.records import Request
from researchkit.web.limits import MAX_SERVER_AGE_S, WebSettings
from researchkit.web.store import Stored

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]{1,256}"')
_DIRECTIVE = re.compile(r'([a-z-]+)(?:\s*=\s*"?([^",]*)"?)?', re.IGNORECASE)


def is_fresh(stored: Stored, request: Request, *, now: datetime, settings: WebSettings) -> bool:
    """Tell whether `stored` may answer `request` without asking the site.

    The site's own max-age counts up to a day, an article that a listing announced keeps for a week. An answer dated
    after `now` (the clock went back) is never fresh.
    """
    if stored.no_store:
        return False
    lifetime_s = max(settings.max_age_s, min(stored.max_age_s or 0.0, MAX_SERVER_AGE_S))
    if request.entry is not None and stored.max_age_s != 0:
        lifetime_s = max(lifetime_s, settings.article_max_age_s)
    return 0 <= (now - stored.fetched).total_seconds() < lifetime_s


def conditional_headers(stored: Stored) -> dict[str, str]:
    """Return the headers that ask for the page only if it changed; empty when the site gave nothing to ask with."""
    headers = {}
    if stored.etag:
        headers["If-None-Match"] = stored.etag
    if stored.last_modified:
        headers["If-Modified-Since"] = stored.last_modified
    return headers


def validators(headers: Mapping[str, str]) -> tuple[str, str]:
    """Return (etag, last_modified) of an answer, "" for what is missing, endless or malformed."""
    etag = headers.get("etag", "").strip()
    modified = headers.get("last-modified", "").strip()
    return (etag if _ETAG.fullmatch(etag) else "", modified if _is_date(modified) else "")


def max_age_s(headers: Mapping[str, str]) -> float | None:
    """Return for how long the site says its answer holds: 0 for no-cache, None when it says nothing."""
    said = dict(_directives(headers.get("cache-control", "")))
    if "no-cache" in said or "no-store" in said:
        return 0.0
    age = said.get("max-age", "")
    if age.isdecimal() and age.isascii():
        return float(age[:12])
    return None


def is_no_store(headers: Mapping[str, str]) -> bool:
    """Tell whether the site asks that its answer be not reused."""
    return any(name == "no-store" for name, _ in _directives(headers.get("cache-control", "")))


def _directives(header: str) -> list[tuple[str, str]]:
    return [(name.lower(), value.strip()) for name, value in _DIRECTIVE.findall(header[:2000])]


def _is_date(text: str) -> bool:
    if not text or len(text) > 64:
        return False
    try:
        parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return False
    return text.isascii() and text.isprintable()
