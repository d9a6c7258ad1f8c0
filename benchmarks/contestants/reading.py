"""feedparser and trafilatura, as two of the contestants use them."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import Any

import feedparser
import trafilatura


def entries(content: bytes) -> list[tuple[str, str | None, str | None]]:
    """Return (address, title, published) of every entry."""
    rows = []
    for entry in feedparser.parse(content).entries:
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        when = datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
        rows.append((entry.get("link"), entry.get("title"), when))
    return rows


def article(url: str, title: str | None, published: str | None, content: bytes) -> dict[str, Any]:
    """Return a row of one page."""
    found = trafilatura.bare_extraction(content, url=url, with_metadata=True, include_comments=False)
    return {
        "url": url,
        "title": title or getattr(found, "title", None),
        "published": published or getattr(found, "date", None),
        "text": getattr(found, "text", None) or "",
    }
