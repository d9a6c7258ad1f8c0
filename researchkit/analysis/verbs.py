"""The verbs of headlines: their forms, so that a headline's present can be told as the past.

A verb not in lists.toml is not taken for one: a headline that cannot be turned is told in another way, never bent.
"""

from __future__ import annotations

from functools import lru_cache

from researchkit.analysis.words import listed, listed_rows

_IRREGULAR = {base: (third, past) for base, third, past in listed_rows("irregular_verbs")}
_DOUBLED = listed("doubling_verbs")
_DOUBLED_GERUND = listed("doubling_gerunds")
NEUTRAL = dict(listed_rows("neutral_verbs"))


def third(base: str) -> str:
    """Return the third person present: launch, launches."""
    if base in _IRREGULAR:
        return _IRREGULAR[base][0]
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def past(base: str) -> str:
    """Return the past tense: launch, launched."""
    if base in _IRREGULAR:
        return _IRREGULAR[base][1]
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    if base in _DOUBLED:
        return base + base[-1] + "ed"
    return base + "ed"


def gerund(base: str) -> str:
    """Return the -ing form: cut, cutting."""
    if base.endswith("e") and not base.endswith(("ee", "oe")) and base != "be":
        return base[:-1] + "ing"
    if base in _DOUBLED or base in _DOUBLED_GERUND:
        return base + base[-1] + "ing"
    return base + "ing"


@lru_cache(maxsize=1)
def bases() -> frozenset[str]:
    """Return every verb of the table in its base form."""
    return listed("regular_verbs") | frozenset(_IRREGULAR)


@lru_cache(maxsize=1)
def by_third() -> dict[str, str]:
    """Return third person present → base."""
    return {third(base): base for base in sorted(bases())}


@lru_cache(maxsize=1)
def by_past() -> dict[str, str]:
    """Return past tense → base."""
    return {past(base): base for base in sorted(bases())}


@lru_cache(maxsize=1)
def by_gerund() -> dict[str, str]:
    """Return -ing form → base."""
    return {gerund(base): base for base in sorted(bases())}
