"""What sort of good news an event is: something new that the company brought out, or a result, a deal, a new leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

_EARNS = {"earnings": "a result", "funding": "funding"}
_MARKET = {"competition": "a rival's move", "acquisition": "a deal", "partnership": "a deal"}
_OTHERS = {**_EARNS, **_MARKET, "leadership": "a new leader"}
EARNS, MARKET = tuple(_EARNS), tuple(_MARKET)  # how they earn; moves that shift who stands against whom


def is_launch(polarity: str, type_: str) -> bool:
    """Tell whether an event is something new that the company brought out: no result, no deal, no appointment."""
    if polarity == "other":
        return type_.startswith("product_launch")
    return polarity == "launch" and not instead_of_a_launch(type_)


def instead_of_a_launch(type_: str) -> str:
    """Return what good news of this type is where it is no launch ("a deal"), or ""."""
    return next((kind for prefix, kind in _OTHERS.items() if type_.startswith(prefix)), "")


def challenges_of(events: DataFrame) -> DataFrame:
    """Return the rows of EVENTS that are challenges, in their order."""
    return events[events["polarity"] == "challenge"]


def launches_of(events: DataFrame) -> DataFrame:
    """Return the rows of EVENTS that are launches, in their order."""
    pairs = zip(events["polarity"], events["type"], strict=True)
    return events.loc[[is_launch(polarity, type_) for polarity, type_ in pairs]]
