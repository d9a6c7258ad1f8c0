"""Frames for the tests of analysis: a row is a title with whatever differs from an ordinary article."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
from pandas import DataFrame

from researchkit.frames import DOCUMENTS, conform
from researchkit.records import Company

NOW = datetime(2026, 3, 31, tzinfo=UTC)
ACME = Company(
    slug="brightline",
    name="Brightline",
    description="maker of warehouse robots and routing software",
    domains=("brightline.example",),
    products=("RouteDesk",),
    people=("Mara Lindqvist",),
    competitors=("Gantrix",),
)


def day(number: int) -> datetime:
    """Return a day of March 2026."""
    return datetime(2026, 3, number, tzinfo=UTC)


def row(title: str, lead: str = "", **different: Any) -> dict[str, Any]:
    """Return one DOCUMENTS row; `published` may be a day of March 2026 or a datetime."""
    publisher = different.pop("publisher", "dailyport.example")
    published = different.pop("published", 10)
    slug = hashlib.sha256(f"{title}{publisher}{lead}".encode()).hexdigest()[:16]
    made = {
        "document_id": slug,
        "source_id": "feed",
        "kind": "news",
        "url": f"https://{publisher}/{slug}",
        "publisher": publisher,
        "title": title,
        "author": None,
        "published": day(published) if isinstance(published, int) else published,
        "published_precision": "day",
        "fetched": NOW + timedelta(hours=1),
        "language": "en",
        "text": f"{title}\n\n{lead}" if lead else title,
        "text_scope": "summary" if lead else "title",
        "first_party": False,
        "word_count": len(title.split()) + len(lead.split()),
    }
    return made | different


def frame(*rows: dict[str, Any]) -> DataFrame:
    """Return DOCUMENTS of these rows."""
    return conform(pd.DataFrame(list(rows)), DOCUMENTS)
