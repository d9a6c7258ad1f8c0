"""The written half of a question: families of events, anchors, openings, angles and the remit, read from TOML.

angles.toml holds what is asked (event family x voice x angle), anchors.toml how a fact is named, openings.toml how a
question starts and ends. All three are read once and checked as they are read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from string import Formatter
from typing import Any

from researchkit.errors import ProfileError

ROLE_FAMILIES = ("engineer", "product", "marketing", "sales", "data", "finance")
VOICES = (*ROLE_FAMILIES, "neutral", "recruiter", "executive")
AUDIENCES = ("recruiter", "hiring manager", "peer", "executive")
MODES = ("happened", "planned", "denied", "single", "single_planned", "single_denied", "open")
Remit = str  # ask, adapt or avoid


@dataclass(frozen=True, slots=True)
class Anchor:
    """One way to name a fact of a family; forms is happened/planned/denied -> form -> template."""

    family: str
    cue: re.Pattern[str] | None
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opening:
    """One shape of a question around its ask."""

    name: str
    mode: str
    form: str
    tense: str = "any"  # past, present or any: what the ask must be in
    only: tuple[str, ...] = ()  # families
    never: tuple[str, ...] = ()
    by: str = ""  # company: only for the company's own word; outlet: only for an outlet's
    days: int = 0  # how old the fact must be


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: a clause that starts with its question word and ends without a mark."""

    family: str
    voice: str
    angle: str
    text: str
    cue: re.Pattern[str] | None = None  # what the fact's quote must hold
    only: str = ""  # abroad: only of another country; market: only of a place where customers are


@dataclass(frozen=True, slots=True)
class Angles:
    """All that is written, by family."""

    types: Mapping[str, str]  # event type -> family
    anchors: Mapping[str, tuple[Anchor, ...]]
    asks: Mapping[tuple[str, str], tuple[Ask, ...]]  # (family, voice); family may be "planned" or "denied"
    openings: tuple[Opening, ...]
    tails: Mapping[str, tuple[str, ...]]
    remit: Mapping[tuple[str, str], Remit]  # (family, audience)
    others: Mapping[str, str]  # family of another company's event -> family of asks


def slots_of(template: str) -> tuple[str, ...]:
    """Return the names of the slots in `template`."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


@lru_cache(maxsize=1)
def load_angles() -> Angles:
    """Read and check the three files that ship with the package; raises ProfileError when one breaks its form."""
    anchors, angles, openings = (_read(f"{name}.toml") for name in ("anchors", "angles", "openings"))
    types: dict[str, str] = {}
    remit: dict[tuple[str, str], Remit] = {}
    named: dict[str, tuple[Anchor, ...]] = {}
    others: dict[str, str] = {}
    for family, table in anchors.items():
        types |= dict.fromkeys(table.get("events", ()), family)
        named[family] = tuple(_anchor(family, row) for row in table.get("anchor", ()))
        remit |= {(family, audience): table["remit"][audience] for audience in AUDIENCES}
        others[family] = table.get("others", "")
    asks = {
        (family, voice): tuple(_ask(family, voice, angle, row) for angle, row in rows.items())
        for family, table in angles.items()
        for voice, rows in table.items()
    }
    shapes = tuple(
        Opening(
            name=row["name"], mode=mode, form=row["form"], tense=row.get("tense", "any"),
            only=tuple(row.get("only", ())), never=tuple(row.get("never", ())), by=row.get("by", ""),
            days=row.get("days", 0),
        )
        for mode in MODES
        for row in openings[mode]
    )  # fmt: skip
    tails = {mode: tuple(texts) for mode, texts in openings["tails"].items()}
    return Angles(types, named, asks, shapes, tails, remit, others)


def _ask(family: str, voice: str, angle: str, row: str | Mapping[str, str]) -> Ask:
    if isinstance(row, str):
        return Ask(family, voice, angle, row)
    cue = re.compile(row["cue"], re.IGNORECASE) if "cue" in row else None
    return Ask(family, voice, angle, row["ask"], cue, row.get("only", ""))


def _anchor(family: str, row: Mapping[str, str]) -> Anchor:
    cue = re.compile(row["cue"], re.IGNORECASE) if "cue" in row else None
    return Anchor(family, cue, {name: text for name, text in row.items() if name != "cue"})


def _read(name: str) -> dict[str, Any]:
    text = resources.files("researchkit.questions").joinpath(name).read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{name}: {error}") from error
