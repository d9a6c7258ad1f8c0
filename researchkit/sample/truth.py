"""What a careful reader finds in the sample: site/truth.toml as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from researchkit.sample.content import table

Polarity = Literal["launch", "challenge", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEvent:
    """One thing that happened: when, in one neutral sentence, and every document on it."""

    slug: str
    polarity: Polarity
    type: str
    happened: date
    sentence: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Events and, by their addresses, the documents that report none.

    `non_events` are about the company, `minor` are small incidents that a reader may count or not, `namesakes` are
    about the other Kelbrin, `mentions` name the company in passing, `elsewhere` do not. `traps` names the addresses
    that are there to be stumbled over.
    """

    launches: tuple[TrueEvent, ...]
    challenges: tuple[TrueEvent, ...]
    others: tuple[TrueEvent, ...]
    non_events: tuple[str, ...]
    minor: tuple[str, ...]
    namesakes: tuple[str, ...]
    mentions: tuple[str, ...]
    elsewhere: tuple[str, ...]
    traps: Mapping[str, str]

    @property
    def events(self) -> tuple[TrueEvent, ...]:
        """Launches, challenges and others."""
        return self.launches + self.challenges + self.others

    @property
    def about(self) -> tuple[str, ...]:
        """The address of every dated document about the company."""
        return tuple(url for event in self.events for url in event.urls) + self.non_events + self.minor


def truth() -> Truth:
    """Return the truth of the sample."""
    tables = table("truth")
    lists = {name: tuple(urls) for name, urls in tables["documents"].items()}
    return Truth(
        launches=_events(tables["launches"], "launch"),
        challenges=_events(tables["challenges"], "challenge"),
        others=_events(tables["others"], "other"),
        traps=tables["traps"],
        **lists,
    )


def _events(rows: list[dict[str, Any]], polarity: Polarity) -> tuple[TrueEvent, ...]:
    return tuple(TrueEvent(polarity=polarity, **row | {"urls": tuple(row["urls"])}) for row in rows)
