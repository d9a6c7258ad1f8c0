"""Find where a new company can be read: its feeds, newsroom, sitemaps, job board, status page and handles."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from researchkit.errors import ParseError
from researchkit.records import Failure, Page, Place
from researchkit.sources.discover import Found, candidates, read_discovery
from researchkit.web.fetch import Fetcher
from researchkit.web.limits import WebSettings


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a look at a site brought. `reachable` is False when no address of it answered at all."""

    found: tuple[tuple[Place, str], ...]  # a place, and one line on how it was found
    tried: tuple[str, ...]  # what was looked for in vain, a line each
    identifiers: dict[str, str]
    reachable: bool


def discover(site: str, *, now: Callable[[], datetime], cache: Path, settings: WebSettings) -> Discovered:
    """Ask a site's usual addresses and read what they point to. No failure is an exception; each is a line."""
    found: dict[tuple[str, str], Found] = {}
    tried: dict[str, str] = {}
    answered = False
    asked: set[str] = set()
    with Fetcher(cache, settings, now=now) as web, closing(_bar(site, settings)) as bar:
        for request in candidates(site):
            asked.add(request.url)
            web.submit(request)
            bar.total += 1
        for answer in web.results():
            bar.update()
            if isinstance(answer, Failure):
                tried[answer.request.url] = answer.reason
                continue
            answered = True
            try:
                seen = list(read_discovery(answer))
            except ParseError as error:
                tried[answer.request.url] = error.what
                continue
            if not seen:
                tried[answer.request.url] = "nothing to follow there"
            for one in seen:
                found.setdefault((one.place.source, one.place.target), one)
    ordered = sorted(found.values(), key=lambda one: (one.rank, one.place.source, one.place.target))
    places = tuple((one.place, one.why) for one in ordered if not one.identifier)
    identifiers = {one.identifier: one.place.target for one in ordered if one.identifier}
    return Discovered(places, tuple(f"{url}: {why}" for url, why in sorted(tried.items())), identifiers, answered)
