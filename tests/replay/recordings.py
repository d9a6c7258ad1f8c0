"""Real hosts answered from recorded files: `new`, `research` and `export` run as they would have on the day.

The recordings are not ours to publish and lie beside the repository (../shared/data/sources, see its MANIFEST.json).
A feed is served at the address it gives for itself, else at /feed.xml below its site; where no page of a site was
recorded, a stand-in of our own that declares the feed is served. Everything else is a 404.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

import researchkit as rk
from researchkit.sample.answers import Answer
from researchkit.sample.server import serving
from researchkit.workspace import Workspace

RECORDED = Path(os.environ.get("RESEARCHKIT_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "sources"
ABSENT = f"skipped: the recorded files are not there ({RECORDED.name} beside the repository, ../shared/data/sources)"
NOON = datetime(2026, 8, 20, 12, tzinfo=UTC)
VERGE_2026 = "feeds/listeningpost__verge-ai.xml"
_TYPES = {".json": "application/json", ".html": "text/html", ".rss": "application/rss+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A company whose own feed was recorded, and outlets' feeds of the same days.

    `site` is needed only where the feed does not name it. `pages` are recorded pages by address, `places` are
    further rows of the TOML, (source, target).
    """

    slug: str
    name: str
    feeds: tuple[str, ...]
    site: str = ""
    outlets: tuple[str, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    places: tuple[tuple[str, str], ...] = ()


COMPANIES = (
    Recorded(slug="cloudflare", name="Cloudflare", feeds=("feeds/pindash__cloudflare_full.xml",)),
    Recorded(
        slug="hugging-face",
        name="Hugging Face",
        feeds=("feeds/listeningpost__huggingface.xml",),
        outlets=(VERGE_2026,),
    ),
    Recorded(slug="cohere", name="Cohere", feeds=("feeds/listeningpost__cohere.xml",), outlets=(VERGE_2026,)),
    Recorded(slug="adobe", name="Adobe", feeds=("feeds/feedreader__AtomAdobe.xml",)),
    Recorded(slug="aws", name="Amazon Web Services", feeds=("feeds/feedjira__AmazonWebServicesBlog.xml",)),
    Recorded(slug="hubspot", name="HubSpot", feeds=("feeds/feedreader__Rss20HubSpot.xml",)),
    Recorded(slug="postgis", name="PostGIS", feeds=("feeds/fastfeedparser__postgis.xml",)),
    Recorded(slug="kagi", name="Kagi", feeds=("feeds/fastfeedparser__kagi.xml",)),
    Recorded(slug="groove", name="Groove", site="https://www.groovehq.com/", feeds=("feeds/picofeed__groovehq.xml",)),
    Recorded(slug="feedbin", name="Feedbin", feeds=("feeds/feedbin__atom.xml",)),
    Recorded(slug="hodl-hodl", name="Hodl Hodl", site="https://hodlhodl.com/", feeds=("feeds/rsparser__489.rss",)),
    Recorded(
        slug="anthropic",
        name="Anthropic",
        feeds=("feeds/listeningpost__anthropic-news.xml", "feeds/listeningpost__anthropic-engineering.xml"),
        outlets=(VERGE_2026,),
        pages={
            "https://www.anthropic.com/news": "pages/newsroom.html",
            "https://status.claude.com/history.rss": "statuspage/claude_history_2026.rss",
            "https://boards-api.greenhouse.io/v1/boards/anthropic/jobs": "jobs/greenhouse_anthropic_recruitai.json",
        },
        places=(("status", "https://status.claude.com/history.rss"), ("jobs", "greenhouse/anthropic")),
    ),
    Recorded(slug="cursor", name="Cursor", feeds=("feeds/listeningpost__cursor.xml",), outlets=(VERGE_2026,)),
    Recorded(
        slug="slack",
        name="Slack",
        site="https://slack.com/",
        feeds=(),
        outlets=("feeds/feedjira__google_alerts_atom.xml",),
    ),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recorded feed says of itself."""

    url: str
    site: str
    entries: int
    newest: datetime


def is_there(root: Path = RECORDED) -> bool:
    """Tell whether the recorded files are on this machine."""
    return (root / "MANIFEST.json").is_file()


def listed(root: Path) -> set[str]:
    """Return the files that the manifest names."""
    return {row["file"] for row in json.loads((root / "MANIFEST.json").read_text(encoding="utf-8"))}


def hear(root: Path, file: str, *, site: str = "") -> Heard:
    """Return what one recorded feed says of itself; `site` stands in for a lacking one."""
    import feedparser

    parsed = feedparser.parse((root / file).read_bytes())
    feed: Any = parsed.feed
    home = site or urljoin("https://unknown.example/", feed.get("link", ""))
    own = next((link["href"] for link in feed.get("links", []) if link.get("rel") == "self"), "")
    url = urljoin(home, own) if own else f"{home.partition('?')[0].rstrip('/')}/feed.xml"
    # dict.get: feedparser's own takes one of the two for the other.
    times = [dict.get(entry, key) for entry in parsed.entries for key in ("published_parsed", "updated_parsed")]
    dates = [datetime(*moment[:6], tzinfo=UTC) for moment in times if moment]
    return Heard(url, home, len(parsed.entries), max(dates))


def site_of(root: Path, company: Recorded) -> str:
    """Return the site a user would give: the one named here, else the front page of the feed's own."""
    home = company.site or hear(root, company.feeds[0]).site
    return urljoin(home, "/")


def heard(root: Path, company: Recorded) -> list[Heard]:
    """Return what every recorded feed of a company's run says of itself: its own, outlets', its status page's."""
    files = (*company.feeds, *company.outlets, *(file for file in company.pages.values() if file.endswith(".rss")))
    return [hear(root, file, site=company.site) for file in files]


def as_of(root: Path, company: Recorded) -> datetime:
    """Return the day of the recording: an hour after the newest entry of any of its feeds."""
    return max(one.newest for one in heard(root, company)) + timedelta(hours=1)


def recorded_pages(root: Path, company: Recorded) -> dict[tuple[str, str], Answer]:
    """Return every answer that a company's hosts and outlets give."""
    pages: dict[tuple[str, str], Answer] = {}
    own = [hear(root, file, site=company.site) for file in company.feeds]
    front = _front(company.name, own)
    if own:
        pages[_place(site_of(root, company))] = front
        pages |= {_place(one.site): front for one in own}
    for file, one in zip(company.feeds, own, strict=True):
        pages[_place(one.url)] = _file(root, file)
    for file in company.outlets:
        pages[_place(hear(root, file).url)] = _file(root, file)
    return pages | {_place(url): _file(root, file) for url, file in company.pages.items()}


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.path or "/"


def _file(root: Path, file: str) -> Answer:
    content = (root / file).read_bytes()
    kind = _TYPES.get(Path(file).suffix, "application/xml")
    return Answer(content=content, content_type=kind)


def _front(name: str, feeds: list[Heard]) -> Answer:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{escape(one.url)}">' for one in feeds)
    html = (
        f"<!doctype html><html lang=en><head><title>{escape(name)}</title>{links}</head><body><h1>{escape(name)}</h1>"
    )
    return Answer(content=html.encode(), content_type="text/html; charset=utf-8")


@contextmanager
def replaying(root: Path, company: Recorded) -> Iterator[None]:
    """Answer for every host there is while the block runs: what was not recorded is a 404."""
    from researchkit.web.limits import WebSettings

    with serving(recorded_pages(root, company)) as routes:
        routed = partial(WebSettings, routes=routes, pace_s=0.0, backoff_s=0.0)
        with patch("researchkit.web.limits.WebSettings", routed):
            yield


def make_profile(root: Path, company: Recorded, workspace: Workspace) -> Path:
    """Run `new`, then fix the day and add the outlets, as a user would in the TOML; return its path."""
    rk.new(company.name, site_of(root, company), workspace=workspace)
    made = workspace.companies()
    path = workspace.profile(company.slug if company.slug in made else made[0])
    text = f"as_of = {as_of(root, company):%Y-%m-%dT%H:%M:%SZ}\n{path.read_text(encoding='utf-8')}"
    outlets = [("feed", hear(root, file).url) for file in company.outlets]
    for source, target in (*outlets, *company.places):
        text += f'\n[[places]]\nsource = "{source}"\ntarget = "{target}"\n'
    path.write_text(text, encoding="utf-8")
    return path


def pdf_pages(path: Path) -> int:
    """Return how many pages a PDF has."""
    from pypdf import PdfReader

    return len(PdfReader(path).pages)
