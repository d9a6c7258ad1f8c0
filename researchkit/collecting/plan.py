"""Which places are asked for a company, and which are not and why: decided before anything is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from researchkit.collecting.tally import CoverageRow, Tally
from researchkit.errors import ParseError
from researchkit.records import Company, Place, Request
from researchkit.sources import REGISTRY, all_sources
from researchkit.sources.base import Source, source_id


@dataclass(frozen=True, slots=True)
class Plan:
    """The first requests, the source that reads each place's answers, and the rows of what is not tried."""

    requests: tuple[Request, ...]
    sources: dict[str, Source]
    tallies: dict[str, Tally]
    not_tried: tuple[CoverageRow, ...]


def plan(company: Company, *, since: datetime, now: datetime, sources: Iterable[Source] | None = None) -> Plan:
    """Return what to ask for. Pure: nothing is fetched and no file is read."""
    requests: list[Request] = []
    readers: dict[str, Source] = {}
    tallies: dict[str, Tally] = {}
    not_tried = _unknown(company)
    for source in all_sources() if sources is None else sources:
        listed = [place for place in company.places if place.source == source.name]
        row = _switched_off(source, company, listed)
        if row is not None:
            not_tried.append(row)
            continue
        lacking = source.missing(company)
        if lacking is not None:
            reason, what_to_do = lacking
            not_tried.append(_not_tried(source.name, source.name, reason, what_to_do))
            continue
        for place in source.places(company):
            key = source_id(source, place)
            if key in readers:
                continue
            readers[key] = source
            tallies[key] = Tally(key, source.name)
            try:
                requests.extend(source.requests(company, place, since=since, now=now))
            except (ParseError, ValueError) as error:
                del readers[key], tallies[key]
                not_tried.append(
                    _not_tried(key, source.name, f"its target cannot be used: {error}", "Mend it in the TOML.")
                )
    return Plan(tuple(requests), readers, tallies, tuple(not_tried))


def _switched_off(source: Source, company: Company, listed: list[Place]) -> CoverageRow | None:
    if source.name in company.disabled:
        return _not_tried(source.name, source.name, "switched off in the TOML", "")
    if source.switch == "opt-in" and not listed and source.name not in company.enabled:
        what_to_do = f'Add "{source.name}" to enabled in the TOML.'
        return _not_tried(source.name, source.name, "off unless you ask for it", what_to_do)
    return None


def _unknown(company: Company) -> list[CoverageRow]:
    rows = []
    for name in dict.fromkeys([place.source for place in company.places] + list(company.enabled)):
        if name not in REGISTRY:
            near = get_close_matches(name, REGISTRY, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(REGISTRY)}."
            rows.append(_not_tried(f"{name} (unknown)", name, f'there is no source called "{name}"', hint))
    return rows


def _not_tried(key: str, kind: str, reason: str, what_to_do: str) -> CoverageRow:
    return CoverageRow(source_id=key, kind=kind, outcome="not_tried", reason=reason, what_to_do=what_to_do)
