"""Articles that an earlier run read: kept by the bytes of their pages, so that an unchanged page is read once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from researchkit import memory
from researchkit.reading.article import Article
from researchkit.records import Page


def recall(page: Page) -> Article | None:
    """Return what an earlier run read on this very page, or None where nobody remembers."""
    known = memory.opened()
    kept = known.get(_key(page)) if known is not None else None
    if kept is None:
        return None
    # A page confirmed later is the same page; but a date that lay ahead then may have come.
    seen = datetime.fromisoformat(kept["fetched"])
    if seen != page.fetched and (kept["article"]["published"] is None or seen > page.fetched):
        return None
    return _article(kept["article"])


def keep(page: Page, article: Article) -> None:
    """Remember what was read on a page."""
    known = memory.opened()
    if known is not None:
        held = asdict(article) | {"published": article.published.isoformat() if article.published else None}
        known.put(_key(page), {"fetched": page.fetched.isoformat(), "article": held})


def _article(held: dict[str, Any]) -> Article:
    published = held["published"]
    return Article(**held | {"published": datetime.fromisoformat(published) if published else None})


def _key(page: Page) -> str:
    return memory.key_of("article", [page.content, page.url, page.content_type])
