"""The terms of sources that are off by default, told once when one is first switched on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from researchkit.errors import DiskError
from researchkit.records import Company
from researchkit.sources import all_sources
from researchkit.sources.base import Source
from researchkit.workspace import write_atomic


def new_terms(company: Company, cache: Path, *, sources: Iterable[Source] | None = None) -> list[str]:
    """Return a line for each opt-in source of `company` whose terms were not told before, and note that they are now.

    What was told is kept in `cache`/terms.json; where that cannot be written, they are told again next time.
    """
    named = {place.source for place in company.places} | set(company.enabled)
    on = [
        one for one in (all_sources() if sources is None else sources) if one.switch == "opt-in" and one.name in named
    ]
    told = _told(cache)
    fresh = [one for one in on if told.get(one.name) != one.terms]
    if fresh:
        noted = told | {one.name: one.terms for one in fresh}
        with suppress(DiskError):
            write_atomic(cache / "terms.json", json.dumps(noted, indent=1, sort_keys=True).encode())
    return [f"{one.name}: {one.terms}" for one in fresh]


def _told(cache: Path) -> dict[str, str]:
    try:
        told = json.loads((cache / "terms.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
