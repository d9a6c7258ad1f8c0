"""What is read from one headline: the record, and the names that may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal

NOT_EVENT = "not_company_event"
EVENT_FROM = 0.48  # the share of probability from which a headline counts as an event; chosen on the dev part
TYPES = (
    "acquisition_merger",
    "award_recognition",
    "competition_pressure",
    "earnings_down",
    "earnings_up",
    "esg_csr",
    "expansion",
    "funding",
    "labour_dispute",
    "layoffs_restructuring",
    "leadership_change",
    "legal_regulatory",
    NOT_EVENT,
    "other_company_event",
    "partnership",
    "product_launch",
    "product_problem_recall",
    "research_innovation",
    "security_incident_outage",
    "strategy_change",
)
POLARITIES = ("challenge", "launch", "other")
MODALITIES = ("happened", "planned", "denied")
ROLES = ("subject", "object", "counterparty", "person", "amount", "place")

Polarity = Literal["challenge", "launch", "other"]
Modality = Literal["happened", "planned", "denied"]
Spans = Mapping[str, tuple[tuple[int, int], ...]]
_NO_SPANS: Spans = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a headline reports.

    `types` holds all 20 (type, probability), most probable first, and `type` is the decision; `spans` maps a role to
    (start, end) in characters of the text as given. `note` says why a text was not read ("empty", "not English"), else
    it is empty. `reader` names who read: "model" or "rules".
    """

    types: tuple[tuple[str, float], ...]
    polarity: Polarity
    polarity_p: float
    modality: Modality
    modality_p: float
    spans: Spans = field(default_factory=lambda: _NO_SPANS)
    note: str = ""
    reader: str = "rules"

    @property
    def type(self) -> str:
        """What the headline reports: no event unless all events together are as probable, else the likeliest event."""
        if self.event_p < EVENT_FROM:
            return NOT_EVENT
        return next(name for name, _ in self.types if name != NOT_EVENT)

    @property
    def event_p(self) -> float:
        """How probable it is that the headline reports a company event at all, 0 to 1."""
        return 1.0 - self.probability(NOT_EVENT)

    def probability(self, name: str) -> float:
        """Return the probability of one type, 0 to 1."""
        return next((p for found, p in self.types if found == name), 0.0)


def unread(note: str) -> Reading:
    """Return the reading of a text that could not be read, with the reason in `note`."""
    types = ((NOT_EVENT, 1.0), *((name, 0.0) for name in TYPES if name != NOT_EVENT))
    return Reading(types=types, polarity="other", polarity_p=1.0, modality="happened", modality_p=1.0, note=note)


def packed(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON can hold it."""
    return {one.name: getattr(reading, one.name) for one in fields(reading)} | {"spans": dict(reading.spans)}


def unpacked(held: Mapping[str, Any]) -> Reading:
    """Return the reading that `packed` packed."""
    types = tuple((name, p) for name, p in held["types"])
    spans = {role: tuple((start, end) for start, end in places) for role, places in held["spans"].items()}
    return Reading(**{**held, "types": types, "spans": spans})
