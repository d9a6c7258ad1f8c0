"""How much we take, how long we wait and how often we ask: every bound of web/ in one place."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType

from researchkit.records import Request
from researchkit.web.mirror import Mirror
from researchkit.web.turns import Budget, Turns

MEBIBYTE = 1024 * 1024
MAX_PAGE_BYTES = 10 * MEBIBYTE
MAX_FEED_BYTES = 50 * MEBIBYTE
MAX_ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: read at least so much, the rest may be ignored
MAX_HEADER_BYTES = 256 * 1024
MAX_WIRE_OVERHEAD_BYTES = MEBIBYTE  # headers, chunk marks and trailers on top of the body
MAX_URL_CHARS = 8192
TIMEOUT_S = 20.0
MAX_REDIRECTS = 10
MAX_TRIES = 3
MAX_WAIT_S = 60.0
MAX_CRAWL_DELAY_S = 30.0
PACE_S = 1.0
CONNECTIONS_PER_HOST = 2
OPEN_EXCHANGES = 64  # over all hosts
WAITING_BYTES = 64 * MEBIBYTE  # fetched and not yet taken by the caller
MAX_SERVER_AGE_S = 86_400.0  # how far we believe a Cache-Control: max-age
ROBOTS_AGE_S = 86_400.0  # RFC 9309, 2.4
PATIENCE_S = 180.0  # how far off a turn at a shared host may be
ARTICLE_AGE_S = 7 * 86_400.0  # an article that a listing announced seldom changes
# Files that are streamed to disk, never into memory.
MAX_ARCHIVE_BYTES = 8 * 1024 * MEBIBYTE  # the SEC's are some 1.5 GB each
MAX_MINUTE_BYTES = 32 * MEBIBYTE  # GDELT's, packed, are some 0.2 MB each
MAX_MINUTE_TEXT_BYTES = 64 * MEBIBYTE  # and unpacked
STALL_S = 60.0  # without 64 KiB more, a download is given up
DOWNLOAD_S = 6 * 3600.0  # however well it goes
SPARE_BYTES = 1024 * MEBIBYTE  # a download leaves so much of the disk free

PRODUCT = "researchkit"

_ACCEPT: Mapping[str, str] = MappingProxyType(
    {
        "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
        "page": "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5",
        "json": "application/json, */*;q=0.5",
        "xml": "application/xml, text/xml, */*;q=0.5",
    }
)
_MAX_BYTES: Mapping[str, int] = MappingProxyType(
    {"feed": MAX_FEED_BYTES, "xml": MAX_FEED_BYTES, "file": MAX_FEED_BYTES}
)
_UNSENDABLE = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """What the user decides about the network. Times in seconds.

    `routes` maps a host (or "host:port") to the loopback address that answers plain HTTP for it, whatever the scheme;
    it is the guard's permission for exactly that address. `private_hosts` are hosts the user named ("intranet.example"
    or "10.0.0.5:8000") that may resolve to private addresses. `saved_roots` are the folders below which a local file
    may be read. `robots_exempt` are hosts of documented APIs, which are not crawled. `turns` is the ledger in which
    all runs of a workspace take their turns, at the pace of `budgets` (host → Budget) where there is one. `mirrors`
    answer from bulk files; with `mirrors_alone` also where they know a part, and the site is then not asked. Raises
    ValueError for a route that leads off loopback.
    """

    contact: str = ""
    private_hosts: tuple[str, ...] = ()
    routes: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    saved_roots: tuple[Path, ...] = ()
    robots_exempt: tuple[str, ...] = ()
    offline: bool = False
    quiet: bool = False  # no progress bars
    use_env_proxies: bool = False
    timeout_s: float = TIMEOUT_S
    pace_s: float = PACE_S
    routed_pace_s: float = 0.0
    connections_per_host: int = CONNECTIONS_PER_HOST
    tries: int = MAX_TRIES
    backoff_s: float = 1.0
    max_wait_s: float = MAX_WAIT_S
    max_age_s: float = 0.0  # a listing younger than this is not asked for again
    article_max_age_s: float = ARTICLE_AGE_S
    turns: Turns | None = None
    budgets: Mapping[str, Budget] = field(default_factory=dict)
    patience_s: float = PATIENCE_S
    mirrors: tuple[Mirror, ...] = ()
    mirrors_alone: bool = False

    def __post_init__(self) -> None:
        for host, (address, _) in self.routes.items():
            if not ipaddress.ip_address(address).is_loopback:
                raise ValueError(f"the route of {host} leads to {address}, which is not a loopback address")

    @property
    def user_agent(self) -> str:
        """The honest name we go by: product, version, purpose and the contact the user set."""
        contact = _UNSENDABLE.sub("", self.contact).strip()[:200] or "none given"
        return f"{PRODUCT}/{_version()} (company research for one interview; contact: {contact})"


def pace_of(host: str, settings: WebSettings) -> float:
    """Return the seconds between two requests to `host` that are ours to choose."""
    routed = any(name == host or name.startswith(f"{host}:") for name in settings.routes)
    return settings.routed_pace_s if routed else settings.pace_s


def cap_bytes(request: Request) -> int:
    """Return how many decoded bytes the answer to `request` may have."""
    return request.max_bytes if request.max_bytes is not None else _MAX_BYTES.get(request.expect, MAX_PAGE_BYTES)


def accept_header(request: Request) -> str:
    """Return the Accept header for what `request` expects."""
    return _ACCEPT.get(request.expect, "*/*")


@cache  # a request asks for it, and finding it takes as long as the rest of the request
def _version() -> str:
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0"
