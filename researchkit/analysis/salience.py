"""Salience: what matters most to a candidate comes first, by a sum of named terms."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from researchkit.analysis.rows import Row
from researchkit.analysis.stories import dot, vectorise
from researchkit.analysis.words import stems

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.records import Company

# What a candidate should hear of first, other things being equal.
TYPE_WEIGHT = {
    "layoffs_restructuring": 1.0,
    "security_incident_outage": 0.8,
    "legal_regulatory": 0.95,
    "product_problem_recall": 0.5,
    "leadership_change": 1.0,
    "labour_dispute": 0.7,
    "acquisition_merger": 0.7,
    "product_launch": 1.05,
    "earnings_down": 1.1,
    "earnings_up": 0.8,
    "strategy_change": 0.65,
    "funding": 0.7,
    "partnership": 0.8,
    "expansion": 1.0,
    "competition_pressure": 0.9,
    "research_innovation": 0.4,
    "esg_csr": 0.3,
    "other_company_event": 0.1,
    "award_recognition": 0.1,
}
_CHATTER = re.compile(r"\b(?:shares?|stock|price target|analysts?|upgrade|downgrade|rally|rallies)\b", re.IGNORECASE)
_HALF_LIFE_DAYS = 60.0
_FRONT = 60  # so many events are spread; behind them nobody looks
_REPEATED = 2.0  # what a full copy of an earlier event loses


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one event's salience, each about 0 to 1 times its weight; the sum ranks."""

    size: float = 0.0  # how many documents tell of it
    outlets: float = 0.0  # how many publishers other than the company do
    recency: float = 0.0
    weight_of_type: float = 0.0
    sureness: float = 0.0
    role: float = 0.0  # shares words with the job
    plain: float = 0.0  # below zero for praise and share chatter
    coming: float = 0.0  # below zero for what is only planned or rumoured

    @property
    def total(self) -> float:
        """The sum of all terms."""
        return float(sum(getattr(self, field.name) for field in fields(self)))


def terms(event: Mapping[Hashable, Any], documents: int, outlets: int, company: Company, *, now: datetime) -> Terms:
    """Return the terms of one event. `documents` tell of it, `outlets` of them are independent publishers."""
    import pandas as pd

    happened = event["happened"]
    age_days = 90.0 if pd.isna(happened) else max(0.0, (now - happened).total_seconds() / 86_400)
    kind, polarity = str(event["type"]), str(event["polarity"])
    job = frozenset(stems(f"{company.interview.role} {company.interview.role_text}"))
    shared = len(job & frozenset(stems(f"{event['claim']} {event['quote']}")))
    chatter = bool(_CHATTER.search(str(event["quote"]))) and not kind.startswith("earnings")
    return Terms(
        size=0.6 * math.log2(1 + documents),
        outlets=0.25 * math.log2(1 + outlets),
        recency=0.8 * 0.5 ** (age_days / _HALF_LIFE_DAYS),
        weight_of_type=1.2 * TYPE_WEIGHT.get(kind, 0.2),
        sureness=1.5 * float(event["confidence"]),
        role=0.25 * min(3, shared),
        plain=-1.0 * (kind == "award_recognition") - 1.0 * chatter - 0.5 * (polarity == "other"),
        coming=-0.4 * (event.get("modality") == "planned"),
    )


def by_salience(events: DataFrame, rows: Sequence[Row], company: Company, *, now: datetime) -> DataFrame:
    """Return EVENTS with the most salient first; what repeats an event in front of it steps back.

    `rows` are the documents about the company.
    """
    titles: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        titles[row.story_id].append(row.title)
    outlets = Counter(story for story, _ in {(row.story_id, row.publisher) for row in rows if not row.first_party})
    found = events.to_dict("records")
    scores = [
        terms(event, len(titles[event["story_id"]]), outlets[event["story_id"]], company, now=now).total
        for event in found
    ]
    order = sorted(range(len(found)), key=lambda place: (-round(scores[place], 6), found[place]["event_id"]))
    vectors = vectorise([" ".join(titles[event["story_id"]]) for event in found], [""] * len(found))
    return events.iloc[_spread(order, scores, vectors)].reset_index(drop=True)


def _spread(order: Sequence[int], scores: Sequence[float], vectors: Sequence[Mapping[str, float]]) -> list[int]:
    """Reorder the front of `order` so that each event differs from those before it: the page has room for five."""
    left, rest = list(order[:_FRONT]), list(order[_FRONT:])
    chosen: list[int] = []
    likeness = dict.fromkeys(left, 0.0)
    while left:
        best = max(left, key=lambda place: (round(scores[place] - _REPEATED * likeness[place], 6), -order.index(place)))
        left.remove(best)
        chosen.append(best)
        for place in left:
            likeness[place] = max(likeness[place], dot(vectors[place], vectors[best]))
    return chosen + rest
