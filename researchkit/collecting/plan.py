"""Which places are asked for a company, and which are not and why: decided before anything is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from researchkit.collecting.tally import CoverageRow, Tally
from researchkit.errors import ParseError
from researchkit.reading.urls import host_of, same_site
from researchkit.records import Company, Request
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
    dormant: list[str] = []
    for source in all_sources() if sources is None else sources:
        listed = [place for place in company.places if place.source == source.name]
        if source.name in company.disabled:
            not_tried.append(_not_tried(source.name, source.name, "switched off in the TOML", ""))
            continue
        if source.switch == "opt-in" and not listed and source.name not in company.enabled:
            dormant.append(source.name)
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
    if company.site and not any(_is_own(target, company) for target in _targets(company)):
        reason = "no feed, newsroom or sitemap of the company's own site is known"
        what_to_do = "The end of the TOML says what was tried; add a place of the site."
        not_tried.append(_not_tried(f"site {host_of(company.site)}", "site", reason, what_to_do))
    if dormant:  # one row for all: they are a choice, not a gap
        reason = f"off unless you ask for them: {', '.join(dormant)}"
        not_tried.append(
            _not_tried("opt-in sources", "opt-in", reason, "Add the ones you want to enabled in the TOML.")
        )
    return Plan(tuple(requests), readers, tallies, tuple(not_tried))


def _targets(company: Company) -> list[str]:
    return [place.target for place in company.places if "://" in place.target]


def _is_own(url: str, company: Company) -> bool:
    return any(same_site(host_of(url), domain) for domain in company.domains)


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
