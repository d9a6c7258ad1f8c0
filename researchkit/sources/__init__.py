"""The registry: every source by name. Adding one is one file, one line here, and its pair of fixtures."""

from __future__ import annotations

from importlib import import_module

from researchkit.sources.base import Source
from researchkit.web.turns import Budget

# name → "module:Class", imported when first needed. The order is the order of the coverage table.
REGISTRY: dict[str, str] = {
    "feed": "researchkit.sources.feed:Feed",
    "newsroom": "researchkit.sources.newsroom:Newsroom",
    "sitemap": "researchkit.sources.sitemap:Sitemap",
    "saved": "researchkit.sources.saved:Saved",
    "jobs": "researchkit.sources.jobs:Jobs",
    "status": "researchkit.sources.status:Status",
    "edgar": "researchkit.sources.edgar:Edgar",
    "wikidata": "researchkit.sources.wikidata:Wikidata",
    "wikipedia": "researchkit.sources.wikipedia:Wikipedia",
    "github": "researchkit.sources.github:GitHub",
    "hackernews": "researchkit.sources.hackernews:HackerNews",
    "gdelt": "researchkit.sources.gdelt:Gdelt",
    "alerts": "researchkit.sources.alerts:Alerts",
    "youtube": "researchkit.sources.youtube:YouTube",
    "mastodon": "researchkit.sources.mastodon:Mastodon",
    "bluesky": "researchkit.sources.bluesky:Bluesky",
    "googlenews": "researchkit.sources.googlenews:GoogleNews",
    "bingnews": "researchkit.sources.bingnews:BingNews",
    "recalls": "researchkit.sources.recalls:Recalls",
    "appstore": "researchkit.sources.appstore:AppStore",
    "wayback": "researchkit.sources.wayback:Wayback",
    "warn": "researchkit.sources.warn:Warn",
    "paygap": "researchkit.sources.paygap:PayGap",
    "companieshouse": "researchkit.sources.companieshouse:CompaniesHouse",
    "stackexchange": "researchkit.sources.stackexchange:StackExchange",
    "openalex": "researchkit.sources.openalex:OpenAlex",
    "arxiv": "researchkit.sources.arxiv:Arxiv",
    "wires": "researchkit.sources.wires:Wires",
    "industry": "researchkit.sources.industry:Industry",
    "federalregister": "researchkit.sources.federalregister:FederalRegister",
}


def source(name: str) -> Source:
    """Return the source of that name. Raises KeyError for a name the registry does not hold."""
    module, _, attribute = REGISTRY[name].partition(":")
    made: Source = getattr(import_module(module), attribute)()
    return made


def all_sources() -> list[Source]:
    """Return one of every source, in the registry's order."""
    return [source(name) for name in REGISTRY]


def documented_hosts() -> tuple[str, ...]:
    """Return the shared hosts whose documented interfaces the sources ask; they are called, not crawled."""
    return tuple(sorted({host for one in all_sources() for host in one.host.split()}))


def budgets() -> dict[str, Budget]:
    """Return the budget of every shared host whose service bears another pace than one request a second."""
    found: dict[str, Budget] = {}
    for one in all_sources():
        if (pace_s := getattr(one, "pace_s", None)) is not None:
            found |= {host: Budget(one.name, pace_s) for host in one.host.split()}
        found |= {budget.name: budget for budget in getattr(one, "budgets", ())}  # of one host, under its name
    return found
