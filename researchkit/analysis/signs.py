"""Signs of a happening: the weighted patterns of happenings.toml, read over a headline whose company names are
masked.

They stand beside the trained reader: a pattern is sure where it hits and silent elsewhere, the reader the other
way round.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from researchkit.analysis.headline import NOT_EVENT
from researchkit.analysis.mentions import Names

_AGAIN = 0.35  # what a second hit of one pattern adds, as a share of its weight
MASK = "Acme"  # stands for the company's name, so that Target, Block or Unity are no signs


@dataclass(frozen=True, slots=True)
class Kind:
    """One type: what it usually means for the company, and its patterns with their weights."""

    name: str
    polarity: str
    patterns: tuple[tuple[re.Pattern[str], float], ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """What was seen in one text: weight by type, and the words that were hit by type."""

    weights: dict[str, float] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of happenings.toml by name."""
    tables = tomllib.loads(files("researchkit.analysis").joinpath("happenings.toml").read_text("utf-8"))
    fragments: dict[str, str] = tables.pop("fragments")
    found = {}
    for name, table in tables.items():
        patterns = tuple((re.compile(_filled(text, fragments)), float(weight)) for text, weight in table["patterns"])
        found[name] = Kind(name, table["polarity"], patterns)
    return found


def _filled(text: str, fragments: dict[str, str]) -> str:
    """Return a pattern with its fragments, for text in small letters: three times faster than ignoring case."""
    whole = re.sub(r"⟨(\w+)⟩", lambda match: fragments[match.group(1)], text).replace("’", "['’]")
    return re.sub(r"\\.|[A-Z]", lambda match: match.group() if len(match.group()) > 1 else match.group().lower(), whole)


def masked(text: str, names: Names) -> str:
    """Return `text` with every name of the company replaced by one that means nothing."""
    return names.name_pattern.sub(MASK, text)


@lru_cache(maxsize=4096)
def signs_of(text: str) -> Signs:
    """Return the signs in one masked headline or sentence."""
    weights: dict[str, float] = {}
    words: dict[str, tuple[str, ...]] = {}
    small = text.lower()
    for name, kind in kinds().items():
        for pattern, weight in kind.patterns:
            if pattern.search(small):
                found = list(dict.fromkeys(match.group().strip() for match in pattern.finditer(small)))
                weights[name] = weights.get(name, 0.0) + weight * (1.0 + _AGAIN * min(2, len(found) - 1))
                words[name] = (*words.get(name, ()), *found)
    return Signs(weights, words)


def usual_polarity(name: str) -> str:
    """Return what a type usually means for the company: launch, challenge or other."""
    return "other" if name == NOT_EVENT or name not in kinds() else kinds()[name].polarity
