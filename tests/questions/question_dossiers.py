# ruff: noqa: E501 - tables of cases read best with one case a line
"""A small fictional dossier and the means to make others; imported by the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from researchkit.frames import CLUSTERED, EVENTS, conform, empty
from researchkit.records import Company, Interview

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
COMPANY = Company(
    slug="lumenforge",
    name="Lumenforge",
    site="https://lumenforge.example",
    domains=("lumenforge.example",),
    aliases=("Lumenforge Ltd",),
    products=("Beacon", "Lantern"),
    competitors=("Brightwell",),
    interview=Interview(),
)
Row = dict[str, Any]


def story(
    title: str, body: str = "", *, days: int = 30, kind: str = "news", outlet: str = "The Tide Ledger", **event: Any
) -> Row:
    """Return one document and its event: `event` holds the EVENTS fields that are set."""
    own = outlet == "Lumenforge"
    return {
        "title": title,
        "text": f"{title}\n\n{body}" if body else title,
        "published": NOW - timedelta(days=days),
        "publisher": outlet,
        "first_party": own,
        "kind": "post" if own and kind == "news" else kind,
        "event": event,
    }


def frames(rows: list[Row]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return EVENTS and CLUSTERED of stories; a story whose event is empty is a document alone."""
    documents, events = [], []
    for number, row in enumerate(rows):
        ids = {"document_id": f"doc{number:02}", "story_id": f"story{number:02}"}
        documents.append(
            ids
            | {name: row[name] for name in ("title", "text", "published", "publisher", "first_party", "kind")}
            | {
                "source_id": "feed", "url": f"https://news.example/{number}", "author": None, "published_precision": "day",
                "fetched": NOW, "language": "en", "text_scope": "full", "word_count": len(row["text"].split()),
                "relevance": 0.9, "relevance_reason": "named", "similarity": 1.0,
            }
        )  # fmt: skip
        if row["event"]:
            fields = dict.fromkeys(("subject", "object", "counterparty", "person", "amount", "place"))
            events.append(
                ids | fields
                | {
                    "event_id": f"event{number:02}", "polarity": "other", "modality": "happened", "happened": row["published"],
                    "claim": row["title"], "quote": row["title"], "start": 0, "end": len(row["title"]), "publishers": 2,
                    "confidence": 0.8,
                }
                | row["event"]
            )  # fmt: skip
    return (
        conform(pd.DataFrame(events), EVENTS) if events else empty(EVENTS),
        conform(pd.DataFrame(documents), CLUSTERED) if documents else empty(CLUSTERED),
    )


RICH = [
    story("Lumenforge launches Beacon, a free tier for small teams", days=40, outlet="Lumenforge", type="product_launch", polarity="launch", subject="Lumenforge", object="Beacon"),
    story("Lumenforge cuts 9% of staff", days=100, type="layoffs_restructuring", polarity="challenge", subject="Lumenforge", amount="9% of staff"),
    story("Lumenforge back after six-hour outage caused by a config push", days=90, type="security_incident_outage", polarity="challenge", subject="Lumenforge"),
    story("Lumenforge to acquire Oakline for $40m", days=25, type="acquisition_merger", subject="Lumenforge", counterparty="Oakline", amount="$40m", modality="planned"),
    story("Lumenforge opens an office in Lisbon", days=60, type="expansion", polarity="launch", subject="Lumenforge", place="Lisbon", object="office"),
    story("Lumenforge names Ines Duarte as CFO", days=35, type="leadership_change", subject="Lumenforge", person="Ines Duarte"),
    story("Lumenforge partners with Quayside Bank on payments", days=50, publishers=1, type="partnership", subject="Lumenforge", counterparty="Quayside Bank"),
    story("Brightwell launches Glimmer to rival Beacon", days=20, type="product_launch", polarity="launch", subject="Brightwell", object="Glimmer"),
    story("Lumenforge Q2 revenue rose 18%", days=15, type="earnings_up", subject="Lumenforge", amount="18%"),
    story("Lumenforge raises $60m in Series C round", days=70, type="funding", subject="Lumenforge", amount="$60m"),
    story("Data regulator opens inquiry into Lumenforge", days=45, type="legal_regulatory", polarity="challenge", subject="Lumenforge"),
    story("Lumenforge to shut Lantern in September", days=10, type="strategy_change", polarity="challenge", subject="Lumenforge", object="Lantern", modality="planned"),
]  # fmt: skip
