"""The rows of a frame as records, so that analysis walks over plain typed values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

_FUTURE = timedelta(days=1)
_COLUMNS = ("document_id", "kind", "url", "publisher", "title", "text", "text_scope", "first_party")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What analysis needs of one document. `relevance` is 1 and `story_id` empty before their stages."""

    document_id: str
    kind: str
    url: str
    publisher: str
    title: str
    text: str
    text_scope: str
    first_party: bool
    published: datetime | None
    relevance: float = 1.0
    story_id: str = ""

    @property
    def day(self) -> float | None:
        """Days since 1970, None where no date is known."""
        return None if self.published is None else self.published.timestamp() / 86_400

    @property
    def body(self) -> str:
        """The text behind the title."""
        return self.text[len(self.title) :] if self.text.startswith(self.title) else self.text

    def published_by(self, now: datetime) -> datetime | None:
        """When it was published, None when unknown or after `now` plus a day."""
        return self.published if self.published is not None and self.published <= now + _FUTURE else None


def read_rows(frame: DataFrame) -> list[Row]:
    """Return the rows of DOCUMENTS, RANKED or CLUSTERED in order."""
    import pandas as pd

    columns = {name: frame[name].tolist() for name in _COLUMNS}
    published = [None if pd.isna(value) else value.to_pydatetime() for value in frame["published"]]
    relevance = frame["relevance"].tolist() if "relevance" in frame.columns else [1.0] * len(frame)
    stories = frame["story_id"].tolist() if "story_id" in frame.columns else [""] * len(frame)
    return [
        Row(
            **{name: columns[name][place] for name in _COLUMNS},
            published=published[place],
            relevance=relevance[place],
            story_id=stories[place],
        )
        for place in range(len(frame))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of EVENTS, before it enters the frame. `quote` is text[start:end] of its document."""

    event_id: str
    story_id: str
    type: str
    polarity: str
    modality: str
    happened: datetime | None
    subject: str | None
    object: str | None
    counterparty: str | None
    person: str | None
    amount: str | None
    place: str | None
    claim: str
    document_id: str
    quote: str
    start: int
    end: int
    publishers: int
    confidence: float
