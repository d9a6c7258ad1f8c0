"""GitHub: the releases of an organisation's living repositories, prereleases folded into the release they led to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote, urlsplit

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, titled, visit_url
from researchkit.sources.feed import read_listing
from researchkit.sources.listing import Listed
from researchkit.web.turns import Budget

MAX_REPOSITORIES = 8
MAX_RELEASES = 30
_API = "https://api.github.com/users/{name}/repos?sort=pushed&per_page=100&type=owner"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:/[A-Za-z0-9._-]{1,100})?")
_PRERELEASE = re.compile(
    r"[-._ +]?(?:alpha|beta|rc|pre|preview|dev|nightly|canary|snapshot|next)(?:[-._]?\d+)*\b|\d(?:a|b)\d+$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Release:
    """One release; `html` is its notes as GitHub renders or stores them."""

    title: str
    url: str
    date: str | None
    notes: str
    early: bool


class GitHub(ByProfile):
    """The releases of an organisation, or of one repository (`org/repo`)."""

    name: ClassVar[str] = "github"
    gives: ClassVar[str] = "releases of the company's public repositories: launches of developer tools"
    identifier: ClassVar[str] = "github"
    terms: ClassVar[str] = "public feeds and the public API without a key: one call of 60 an hour"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "github.com api.github.com"
    # Without a key, sixty requests an hour: ten of them may come at once.
    budgets: ClassVar[tuple[Budget, ...]] = (Budget("api.github.com", 72.0, burst=10),)

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the repositories' list, or the feed of the one named. Raises ValueError for no such name."""
        name = re.sub(r"^(?:https?://)?(?:www\.)?github\.com/", "", place.target).strip("/@")
        if not _NAME.fullmatch(name):
            raise ValueError(f'{place.target!r}: "organisation" or "organisation/repository" was expected')
        identity = source_id(self, place)
        if "/" in name:
            yield Request(source_id=identity, url=_feed_of(name), expect="feed")
        else:
            url = _API.format(name=quote(name))
            yield Request(source_id=identity, url=url, expect="json", step=f"repositories {since:%Y-%m-%d}")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield releases, or requests for the feeds of the repositories most starred. Raises ParseError."""
        if page.content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{"):
            rows = read_json(page).rows()
            if page.request.step.startswith("repositories") or (rows and rows[0].get("full_name")):
                yield from _repositories(rows, page, company)
                return
            releases = [_of_api(row) for row in rows if not row.flag("draft")]
            repository = _repository_of(releases[0].url if releases else "")
        else:
            listing = read_listing(page)
            releases = [_of_feed(entry) for entry in listing.entries]
            repository = _repository_of(releases[0].url if releases else page.url)
        yield from _entries(releases, repository, page, company)


def _feed_of(name: str) -> str:
    return f"https://github.com/{quote(name)}/releases.atom"


def _repositories(rows: list[Answer], page: Page, company: Company) -> Iterator[Entry | Request]:
    """Yield the living repositories most starred, and requests for their releases."""
    since = page.request.step.partition(" ")[2]
    living: list[tuple[float, str, Answer]] = []
    for row in rows:
        name, pushed = row.need_text("full_name"), row.text("pushed_at") or ""
        if not row.flag("fork") and not row.flag("archived") and pushed >= since and _NAME.fullmatch(name):
            living.append((-(row.number("stargazers_count") or 0), name, row))
    for stars, name, row in sorted(living, key=lambda one: one[:2])[:MAX_REPOSITORIES]:
        yield Entry(
            source_id=page.request.source_id,
            kind="reference",
            url=visit_url(row.text("html_url")) or f"https://github.com/{name}",
            title=f"{name} on GitHub",
            text=joined(
                row.text("description"), labelled(("Stars", f"{-stars:,.0f}"), ("Language", row.text("language")))
            ),
            publisher=company.name,
            first_party=True,
        )
        yield Request(source_id=page.request.source_id, url=_feed_of(name), expect="feed", optional=True)


def _of_api(row: Answer) -> _Release:
    tag = row.need_text("tag_name")
    title = row.text("name") or tag
    return _Release(
        title=title,
        url=visit_url(row.text("html_url")) or "",
        date=row.text("published_at") or row.text("created_at"),
        notes=row.text("body") or "",
        early=bool(row.flag("prerelease")) or _early(tag),
    )


def _of_feed(listed: Listed) -> _Release:
    url = visit_url(listed.link, base="https://github.com/") or ""
    title = listed.title or ""
    early = "/releases/" in url and (_early(url) or _early(title))
    return _Release(title=title, url=url, date=listed.date, notes=listed.body or "", early=early)


def _early(text: str) -> bool:
    return _PRERELEASE.search(text.rsplit("/", 1)[-1]) is not None


def _repository_of(url: str) -> str:
    return "/".join(urlsplit(url).path.strip("/").split("/")[:2])


def _entries(releases: list[_Release], repository: str, page: Page, company: Company) -> Iterator[Entry]:
    """Yield the full releases, newest first, each with the prereleases before it; alone, the newest prerelease."""
    # Newest first, as GitHub gives them: what is early and stands below a release led to it.
    groups: list[tuple[_Release, list[_Release]]] = []
    waiting: list[_Release] = []
    for release in releases:
        if not release.early:
            groups.append((release, []))
        elif groups:
            groups[-1][1].append(release)
        else:
            waiting.append(release)
    if waiting:
        groups.insert(0, (waiting[0], waiting[1:]))
    for release, folded in groups[:MAX_RELEASES]:
        yield _entry(release, folded, repository, page, company)


def _entry(release: _Release, folded: list[_Release], repository: str, page: Page, company: Company) -> Entry:
    from researchkit.reading.text import strip_markup

    published, precision = dated(release.date)
    short = repository.rpartition("/")[2]
    title = titled(re.sub(r"^Release(?= [v\d])", "", strip_markup(release.title))) or "Release"
    what = "release" if "/releases/" in release.url or not release.url else "page"
    if what == "release" and short and short.casefold() not in title.casefold():
        title = f"{short} {title}"
    facts = labelled(
        ("Repository", repository),
        ("Released", f"{published:%Y-%m-%d}" if published and what == "release" else None),
        ("Prerelease", "yes" if release.early else None),
        ("Prereleases before it", ", ".join(early.title for early in folded[:6]) if folded else None),
    )
    return Entry(
        source_id=page.request.source_id,
        kind=what,
        url=release.url,
        title=title,
        text=joined(facts, strip_markup(_unmarked(release.notes))),
        text_scope="full" if release.notes else "summary",
        published=published,
        published_precision=precision,
        publisher=company.name,
        first_party=True,
    )


def _unmarked(notes: str) -> str:
    """Return notes without the marks of Markdown for headings, lists, links and emphasis."""
    notes = re.sub(r"!?\[([^\]\[]{0,300})\]\([^()\s]{0,500}\)", r"\1", notes)
    return re.sub(r"(?m)^\s{0,6}(?:#{1,6}|[-*+])\s+|\*\*|__|`", "", notes).replace("\n", "<br>")
