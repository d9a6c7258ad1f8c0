"""What every source needs to turn a listing's fields into an Entry: addresses, dates, titles, labelled lines."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from researchkit.records import Company, Page, Place, Precision
from researchkit.sources.base import Source, source_id

_TITLE_CHARS = 300
_OPENING_CHARS = 110
# Services that wrap the address of an article in one of their own; the parameter that holds it.
_WRAPPERS = {
    ("google.com", "/url"): ("url", "q"),
    ("news.google.com", "/news/url"): ("url",),
    ("bing.com", "/news/apiclick.aspx"): ("url",),
}


def visit_url(url: str | None, *, base: str | None = None) -> str | None:
    """Return an address fit to be fetched: absolute, http(s), without fragment and tracking; None when it is none.

    A slash at the end stays, since some sites serve only one of the two. A redirect of a news service that holds the
    real address in a parameter is replaced by that address.
    """
    from researchkit.reading.urls import canonical_url

    if not url or not url.strip():
        return None
    try:
        target = unwrapped(urldefrag(urljoin(base or "", url.strip())).url)
        canonical = canonical_url(target)
        parts = urlsplit(target)
    except ValueError:
        return None
    slash = parts.path.endswith("/") and not canonical.endswith("/") and "?" not in canonical
    return canonical + "/" if slash else canonical


def resolved(base: str, url: str) -> str:
    """Return `url` made absolute against `base`; as it is where one of the two is no address at all."""
    try:
        return urljoin(base, url)
    except ValueError:  # "http://[" and its kin
        return url


def unwrapped(url: str) -> str:
    """Return the address inside a news service's redirect, or `url` itself."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    for name in _WRAPPERS.get((host, parts.path), ()):
        inner = parse_qs(parts.query).get(name, [""])[0]
        if inner.startswith(("http://", "https://")):
            return inner
    return url


def dated(value: object) -> tuple[datetime | None, Precision | None]:
    """Return what a date says and how exactly; (None, None) where there is none or it cannot be read."""
    from researchkit.reading.dates import parse_date

    if not isinstance(value, str) or not value.strip():
        return None, None
    found = parse_date(value.strip())
    return found if found is not None else (None, None)


def month_start(since: datetime) -> datetime:
    """Return the first moment of a month in UTC: a search from there keeps its address for a month.

    An address that changes with every second is asked anew each time and never found in the cache offline; what is
    older than the window is left out later anyway.
    """
    return since.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def titled(text: str) -> str:
    """Return a title as one clean line, whole unless it is longer than 300 characters."""
    from researchkit.reading.text import clean_line

    return _cut(clean_line(text[:4000]), _TITLE_CHARS)


def opening(text: str) -> str:
    """Return a title for a text that has none: its own first sentence, or its first 110 characters."""
    from researchkit.reading.text import clean_line

    line = clean_line(text[:2000])
    sentence = re.match(r"(.{20,}?[.!?])\s", line)
    if sentence and len(sentence[1]) <= _OPENING_CHARS:
        return sentence[1]
    return _cut(line, _OPENING_CHARS)


def _cut(line: str, limit: int) -> str:
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def labelled(*pairs: tuple[str, object]) -> str:
    """Return "Label: value" lines for the values that are there, one a line, so that later stages can read them."""
    from researchkit.reading.text import clean_line

    lines = ((label, clean_line(str(value)) if value is not None else "") for label, value in pairs)
    return "\n".join(f"{label}: {value}" for label, value in lines if value)


def joined(*blocks: str | None) -> str:
    """Return the blocks that hold something, an empty line between them."""
    return "\n\n".join(block.strip() for block in blocks if block and block.strip())


def place_of(source: Source, page: Page, company: Company) -> Place | None:
    """Return the configured place on whose behalf a page was fetched; None for one that the source made itself."""
    asked = page.request.source_id
    return next(
        (place for place in company.places if place.source == source.name and source_id(source, place) == asked), None
    )


def own_host(host: str, company: Company) -> bool:
    """Return whether a host belongs to the company."""
    from researchkit.reading.urls import host_of, same_site

    domains = (*company.domains, *((host_of(company.site),) if company.site else ()))
    return any(same_site(host, domain) for domain in domains)


def names_of(company: Company) -> tuple[str, ...]:
    """Return the names under which texts speak of the company, longest first, without doubles."""
    names = (company.name, company.legal_name or "", *company.aliases)
    return tuple(sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name)))


def speaks_of(text: str, company: Company) -> bool:
    """Return whether a text holds one of the company's names, products or domains as a word: a cheap first sieve."""
    words = (*names_of(company), *company.products, *company.domains)
    if not words:
        return False
    pattern = "|".join(re.escape(word) for word in words if word.strip())
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE) is not None
