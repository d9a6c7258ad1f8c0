"""The marks that services leave in a company's pages: job boards, status pages, accounts. From links, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from researchkit.records import Page, Place
from researchkit.sources.entries import resolved, visit_url

if TYPE_CHECKING:
    from researchkit.sources.discover import Found

_ATTRIBUTES = "//a/@href|//iframe/@src|//script/@src|//link/@href|//form/@action|//@data-board|//@data-src"
_SCRIPT_CHARS = 400_000
_TOKEN = r"([A-Za-z0-9][A-Za-z0-9_.\-]{0,80})"
# board → the patterns of addresses that name its token.
BOARDS: dict[str, tuple[str, ...]] = {
    "greenhouse": (
        rf"(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io/embed/job_(?:board|app)(?:/js)?\?(?:[^\"'\s]*&)?for={_TOKEN}",
        rf"boards-api\.greenhouse\.io/v1/boards/{_TOKEN}",
        rf"(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io/(?!embed\b){_TOKEN}",
    ),
    "lever": (rf"(?:jobs|api)\.lever\.co/(?:v0/postings/)?{_TOKEN}",),
    "lever-eu": (rf"(?:jobs|api)\.eu\.lever\.co/(?:v0/postings/)?{_TOKEN}",),
    "ashby": (rf"jobs\.ashbyhq\.com/{_TOKEN}", rf"api\.ashbyhq\.com/posting-api/job-board/{_TOKEN}"),
    "smartrecruiters": (rf"(?:careers|jobs|api)\.smartrecruiters\.com/(?:v1/companies/)?{_TOKEN}",),
    "workable": (rf"apply\.workable\.com/(?:api/v1/widget/accounts/)?{_TOKEN}",),
    "recruitee": (r"([a-z0-9][a-z0-9\-]{0,62})\.recruitee\.com",),
    "personio": (r"([a-z0-9][a-z0-9\-]{0,62}\.jobs\.personio\.(?:de|com))",),
    "teamtailor": (r"([a-z0-9][a-z0-9\-]{0,62}\.teamtailor\.com)",),
    "bamboohr": (r"([a-z0-9][a-z0-9\-]{0,62})\.bamboohr\.com/(?:careers|jobs)",),
    "pinpoint": (r"([a-z0-9][a-z0-9\-]{0,62})\.pinpointhq\.com",),
    "rippling": (rf"ats\.rippling\.com/(?:[a-z]{{2}}(?:-[A-Z]{{2}})?/)?{_TOKEN}/jobs",),
}
_NO_TOKENS = frozenset(
    ("embed", "api", "v1", "v0", "www", "app", "assets", "static", "js", "job", "jobs", "careers", "support", "help")
) | {"blog", "cdn", "j", "widget", "resources", "marketing"}
_STATUS_HOST = re.compile(
    r"^(?:status|uptime)\.|status\.(?:com|io|app|dev)$|\.statuspage\.io$|\.instatus\.com$|\.betteruptime\.com$"
)
_GITHUB_NO_ORG = frozenset(
    ("about", "features", "pricing", "login", "join", "site", "topics", "collections", "trending", "sponsors", "apps")
) | {"marketplace", "enterprise", "security", "orgs", "settings", "contact", "readme", "search", "explore", "signup"}
_GITHUB = re.compile(r"^https?://(?:www\.)?github\.com/(?:orgs/)?([A-Za-z0-9][A-Za-z0-9-]{0,38})/?(?:$|[?#])")
_BLUESKY = re.compile(r"^https?://bsky\.app/profile/([A-Za-z0-9.:-]{3,80})/?(?:$|[?#])")
_YOUTUBE = re.compile(r"^https?://(?:www\.|m\.)?youtube\.com/(channel/UC[\w-]{22}|@[\w.\-]{3,60})/?(?:$|[?#])")
_MASTODON = re.compile(r"^https?://([a-z0-9.-]+\.[a-z]{2,})/@([A-Za-z0-9_]{1,40})/?(?:$|[?#])")
_NO_MASTODON = (
    "youtube.com",
    "medium.com",
    "tiktok.com",
    "threads.net",
    "threads.com",
    "substack.com",
    "flipboard.com",
)


def footprints(page: Page, root: Any, base: str) -> Iterator[Found]:
    """Yield the boards, status pages and accounts that a page links to, each once, in the order of the page."""
    from researchkit.sources.discover import Found

    addresses = [resolved(base, str(value).strip()) for value in root.xpath(_ATTRIBUTES)]
    seen: set[tuple[str, str]] = set()
    for place, why in (*_boards(addresses, page), *_accounts(addresses, root), *_status(addresses, page)):
        if (place.source, place.target) not in seen:
            seen.add((place.source, place.target))
            yield Found(place, why)


def _boards(addresses: list[str], page: Page) -> Iterator[tuple[Place, str]]:
    # Boards drawn by script name their token in the script's text, not in a link.
    written = page.content[:_SCRIPT_CHARS].decode("utf-8", "replace").replace("\\/", "/")
    text = "\n".join((*addresses, written))
    for board, patterns in BOARDS.items():
        for pattern in patterns:
            for match in re.finditer(pattern, text):
                token = unquote(match[1]).rstrip(".")
                if token.lower() not in _NO_TOKENS:
                    yield Place(source="jobs", target=f"{board}/{token}"), f"linked from {page.url}"


def _status(addresses: list[str], page: Page) -> Iterator[tuple[Place, str]]:
    for address in filter(None, map(visit_url, addresses)):
        parts = urlsplit(address)
        if _STATUS_HOST.search(parts.hostname or ""):
            yield Place(source="status", target=f"{parts.scheme}://{parts.netloc}"), f"linked from {page.url}"
    if page.request.step == "status" and _looks_like_status(page):
        parts = urlsplit(page.url)
        yield Place(source="status", target=f"{parts.scheme}://{parts.netloc}"), "it answers as a status page"


def _looks_like_status(page: Page) -> bool:
    text = page.content[:200_000].decode("utf-8", "replace").lower()
    marks = (
        "all systems operational",
        "statuspage",
        "incident.io",
        "betterstack",
        "better uptime",
        "instatus",
        "past incidents",
    )
    return any(mark in text for mark in marks) or ("incident" in text and "operational" in text)


def _accounts(addresses: list[str], root: Any) -> Iterator[tuple[Place, str]]:
    own = {str(value) for value in root.xpath('//a[contains(concat(" ", @rel, " "), " me ")]/@href')}
    for address in addresses:
        if (match := _GITHUB.match(address)) and match[1].lower() not in _GITHUB_NO_ORG:
            yield Place(source="github", target=match[1]), "the page links to it"
        elif match := _BLUESKY.match(address):
            yield Place(source="bluesky", target=match[1]), "the page links to it"
        elif match := _YOUTUBE.match(address):
            yield Place(source="youtube", target=match[1].removeprefix("channel/")), "the page links to it"
        elif (match := _MASTODON.match(address)) and not match[1].endswith(_NO_MASTODON):
            why = "the page links to it as its own" if address in own else "the page links to it"
            yield Place(source="mastodon", target=f"@{match[2]}@{match[1]}"), why
