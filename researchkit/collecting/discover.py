"""Find where a new company can be read: its feeds, newsroom, sitemaps, job board, status page and accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from researchkit.collecting.progress import Progress
from researchkit.reading.urls import host_of, same_site
from researchkit.records import Failure, Page, Place, Request
from researchkit.sources.discover import Found, candidates, guesses, leads, read_discovery
from researchkit.web.fetch import Fetcher
from researchkit.web.limits import WebSettings

# The order in which a person would look through them.
_ORDER = ("feed", "newsroom", "jobs", "status", "github", "mastodon", "bluesky", "youtube", "sitemap")


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a look at a site brought."""

    found: tuple[tuple[Place, str], ...]  # a place, and a few words on what spoke for it
    tried: tuple[str, ...]  # what was looked for in vain, a line each
    description: str  # the site's own, for the user to better
    silence: str = ""  # why no address of it answered; empty when one did


@dataclass(slots=True)
class _Look:
    """One look under way."""

    site: str
    asked: set[str] = field(default_factory=set)
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    tried: dict[str, str] = field(default_factory=dict)
    description: str = ""
    answered: bool = False


def discover(site: str, *, now: Callable[[], datetime], cache: Path, settings: WebSettings) -> Discovered:
    """Ask a site's usual addresses and read what they point to. No failure is an exception; each is a line.

    Where no page of the site names a feed, the addresses at which feeds usually lie are asked as well.
    Raises ValueError for a `site` that is no address.
    """
    look = _Look(site)
    requests = candidates(site)
    _ask(look, requests, now, cache, settings)
    if look.answered and not any(source == "feed" for source, _ in look.found):
        _ask(look, guesses(site), now, cache, settings)
    found = sorted(look.found.values(), key=_rank)
    places = tuple((_owned(one.place, site), one.why) for one in found)
    silence = "" if look.answered else look.tried.get(requests[0].url, "no address of it answered")
    return Discovered(places, _in_vain(look.tried), look.description, silence)


def _ask(look: _Look, requests: list[Request], now: Callable[[], datetime], cache: Path, settings: WebSettings) -> None:
    with Fetcher(cache, settings, now=now) as web, Progress(look.site, settings) as progress:
        for request in _new(look, requests):
            web.submit(request)
            progress.grow()
        for answer in web.results():
            progress.step()
            for request in _new(look, list(_read(look, answer))):
                web.submit(request)
                progress.grow()


def _new(look: _Look, requests: list[Request]) -> Iterator[Request]:
    for request in requests:
        if request.url not in look.asked:
            look.asked.add(request.url)
            yield request


def _read(look: _Look, answer: Page | Failure) -> Iterator[Request]:
    """Take one answer in; yield the further pages that the home page leads to."""
    url = answer.request.url
    if isinstance(answer, Failure):
        look.tried[url] = answer.reason
        return
    look.answered = True
    seen = list(read_discovery(answer))
    if not seen and answer.request.step != "home":
        look.tried[url] = "it answered, with nothing to follow"
    for one in seen:
        look.found.setdefault((one.place.source, one.place.target), one)
    if answer.request.step == "home":
        look.description = _description(answer)
        yield from leads(answer)


def _in_vain(tried: dict[str, str]) -> tuple[str, ...]:
    """Return a line a reason, with the addresses that gave it: a dead host is told once, not eleven times."""
    reasons: dict[str, list[str]] = {}
    for url, why in sorted(tried.items()):
        reasons.setdefault(why, []).append(url)
    return tuple(
        f"{urls[0]}: {why}" if len(urls) == 1 else f"{why.rstrip('.')}: {', '.join(map(_path, urls))}"
        for why, urls in reasons.items()
    )


def _path(url: str) -> str:
    return urlsplit(url).path or "/"


def _owned(place: Place, site: str) -> Place:
    """Return a place; a feed that the site names and that lies with a host of blogs says that it is the company's."""
    home = host_of(site if "://" in site else f"https://{site}")
    if place.source != "feed" or same_site(host_of(place.target), home):
        return place
    return replace(place, options={**place.options, "own": "true"})


def _description(page: Page) -> str:
    from researchkit.reading.charsets import decode
    from researchkit.reading.metadata import read_metadata

    return read_metadata(decode(page.content, page.content_type), page.url).description or ""


def _rank(one: Found) -> tuple[int, str]:
    source = one.place.source
    return (_ORDER.index(source) if source in _ORDER else len(_ORDER), one.place.target)
