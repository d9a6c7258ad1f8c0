"""When a page was published: its own marks, what stands by its headline, its address with a witness, htmldate last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from researchkit.reading.dates import Moment, parse_local, read_day
from researchkit.reading.jsonld import string_of
from researchkit.records import Precision

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from researchkit.reading.metadata import Marks

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "rnews:datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publishdate",
    "publish-date", "publish_date", "published-date", "published_date", "published", "pubdate", "pub_date",
    "publication_date", "publicationdate", "article_date_original", "originalpublicationdate", "date_published",
    "article.published", "og:pubdate", "dc.date.issued", "dcterms.issued", "date.issued", "citation_publication_date",
    "citation_online_date", "citation_date", "release_date", "article:post_date", "vr:published_time",
)  # fmt: skip
# What tools write of their own accord: often the day the page was made again.
_WEAK = (
    "date",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "uploaddate",
    "created",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "revised")
_CHANGED = re.compile(
    r"updat|aktualis|\bakt\.|geändert|modifi|mis à jour|actualiz|aggiorn|atualiz|uppdat|oppdat|opdat|"
    r"bearbeitet|last change|stand\b",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST_HOSTS = re.compile(r"\.(?:uk|ie|au|nz|in|za|ng|ke|gh|jm|bz|bb|vg|mt|sg|my|pk|lk|bd)$")
_BEFORE, _CLOSE, _AFTER = 60, 40, 140  # elements around the headline in which a dateline is looked for
_MAX_LINE = 90
_NEAR = timedelta(days=1)
_SAME, _NONE = timedelta(minutes=2), timedelta(0)


@dataclass(frozen=True, slots=True)
class PageDates:
    """When a page was published and last changed, in the zone it was written in."""

    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None


def page_dates(
    root: HtmlElement, marks: Marks, url: str, *, language: str | None, seen: datetime | None = None
) -> PageDates:
    """Return a page's dates. Modified never stands in for published; an address alone is no date.

    Where a date has to be searched for, none after `seen` is taken.
    """
    day_first = _day_first(root, url, language)
    modified = _first(_modified(marks), day_first)
    shown = _shown(root, day_first)
    marked = _first(_marked(root, marks), day_first)
    if marked is not None:
        published: Moment | None = _local(marked, shown, _from_url(url), _first(_timed(root, marks), day_first))
    else:
        published = shown or _unmarked(root, marks, url, modified=modified, day_first=day_first, seen=seen)
    changed = modified[0] if modified else None
    return PageDates(published[0], published[1], changed) if published else PageDates(modified=changed)


def _day_first(root: HtmlElement, url: str, language: str | None) -> bool | None:
    """Tell how 03/04/2026 is meant: by the page's language and country; None where neither tells."""
    tag = (root.get("lang") or "").lower().replace("_", "-")
    if tag in ("en-us", "en-ph"):
        return False
    if tag.startswith("en-") or (language not in (None, "en")):
        return True
    host = url.split("/")[2] if url.count("/") > 1 else ""
    return True if _DAY_FIRST_HOSTS.search(host) else None


def _first(values: Iterable[str], day_first: bool | None) -> Moment | None:
    for value in values:
        moment = parse_local(value, day_first=day_first)
        if moment and moment[0].year >= 1990 and moment[1] in ("second", "day"):
            return moment
    return None


def _marked(root: HtmlElement, marks: Marks) -> Iterator[str]:
    lag = _lag(marks)
    if lag is None or lag > _NONE:
        yield from marks.meta.get("article:published_time", ())
    for node in marks.articles:
        if value := string_of(node.get("datePublished")):
            yield value
    for name in _PUBLISHED[lag is not None and lag < _NONE :]:
        yield from marks.meta.get(name, ())
    for element in root.xpath('.//*[@itemprop="datePublished"] | .//time[@pubdate]')[:3]:
        yield element.get("content") or element.get("datetime") or "".join(element.itertext())
    for node in marks.nodes:
        if value := string_of(node.get("datePublished")):
            yield value


def _lag(marks: Marks) -> timedelta | None:
    """Return how long after "published" the page was changed by its meta marks; not above zero, a tool wrote both."""
    published = parse_local(marks.first("article:published_time") or "")
    changed = parse_local(marks.first("article:modified_time") or "")
    if not published or not changed or not published[1] == changed[1] == "second":
        return None
    return changed[0] - published[0]


def _timed(root: HtmlElement, marks: Marks) -> Iterator[str]:
    for name in _WEAK[:2]:
        yield from marks.meta.get(name, ())
    for element in islice(root.iter("time"), 3):
        yield element.get("datetime") or ""


def _modified(marks: Marks) -> Iterator[str]:
    for node in marks.articles:
        if value := string_of(node.get("dateModified")):
            yield value
    for name in _MODIFIED:
        yield from marks.meta.get(name, ())


def _local(marked: Moment, shown: Moment | None, in_url: datetime | None, timed: Moment | None) -> Moment:
    """Give a moment that was written in UTC the day that readers at home saw, when the page or its address shows it."""
    moment, precision = marked
    if precision != "second" or moment.utcoffset() != timedelta(0):
        return marked
    if timed and timed[1] == "second" and timed[0].utcoffset() and abs(timed[0] - moment) < _SAME:
        return timed
    days = [day for day in (shown[0] if shown else None, in_url) if day is not None]
    if any(day.date() == moment.date() for day in days):
        return marked
    for day in days[:1]:
        if abs(day + timedelta(hours=12) - moment) <= _NEAR:
            return datetime(day.year, day.month, day.day, tzinfo=UTC), "day"
    return marked


def _unmarked(
    root: HtmlElement,
    marks: Marks,
    url: str,
    *,
    modified: Moment | None,
    day_first: bool | None,
    seen: datetime | None,
) -> Moment | None:
    """Find the date of a page that neither marks nor shows it: weak marks, the address with a witness, htmldate."""
    weak = _first((value for name in _WEAK for value in marks.meta.get(name, ())), day_first)
    if weak is not None:
        return weak
    in_url = _from_url(url)
    lines = _lines(root)
    days = [found for line in lines if (found := read_day(line, day_first=day_first)) and found[1] == "day"]
    if in_url is not None and any(abs(found[0] - in_url) <= _NEAR for found in days):
        return in_url, "day"
    for extensive in (False, True) if days else (False,):
        guess = _searched(root, extensive=extensive, seen=seen)
        if guess is None or (modified and guess[0].date() == modified[0].date()):
            continue
        # The extensive search reads any number of the source: it needs a day that a reader can see.
        if not extensive or any(day[0].date() == guess[0].date() for day in days):
            return guess
    return None


def _from_url(url: str) -> datetime | None:
    match = _IN_URL.search(url)
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else None
    except ValueError:
        return None


def _shown(root: HtmlElement, day_first: bool | None) -> Moment | None:
    """Return the day that stands in a short line by the headline: just below it, else just above."""
    elements = list(islice(root.iter(), 20_000))
    places = [place for place, element in enumerate(elements) if element.tag == "h1"]
    for place in places[:2]:
        close = _dated(elements[place + 1 : place + _CLOSE], day_first)
        above = None if close else _dated(reversed(elements[max(0, place - _BEFORE) : place]), day_first)
        found = close or above or _dated(elements[place + _CLOSE : place + _AFTER], day_first)
        if found:
            return found
    return None


def _dated(elements: Iterable[HtmlElement], day_first: bool | None) -> Moment | None:
    for element in elements:
        if element.tag == "time" and element.get("datetime"):
            moment = parse_local(element.get("datetime", ""), day_first=day_first)
            if moment and moment[1] in ("second", "day") and not _CHANGED.search("".join(element.itertext())):
                return moment
        for text in (element.text, element.tail):
            if not text or len(text) > 4 * _MAX_LINE:
                continue
            line = " ".join(text.split())
            if 7 < len(line) <= _MAX_LINE and any(map(str.isdigit, line)) and not _CHANGED.search(line):
                found = read_day(line, day_first=day_first)
                if found and found[1] == "day" and found[0].year >= 1990:
                    return found
    return None


def _lines(root: HtmlElement) -> list[str]:
    """Return the page's short lines that hold a year, where a visible date would stand."""
    found = []
    for text in islice(root.itertext(), 20_000):
        line = " ".join(text.split()) if len(text) < 1000 else ""
        if 7 < len(line) <= 2 * _MAX_LINE and any(map(str.isdigit, line)):
            found.append(line)
    return found


def _searched(root: HtmlElement, *, extensive: bool, seen: datetime | None) -> Moment | None:
    from htmldate import find_date

    latest = seen.replace(tzinfo=None) if seen else None  # else it would be today, whatever day that is
    found = find_date(root, original_date=True, url="", extensive_search=extensive, max_date=latest)
    return (datetime.fromisoformat(found).replace(tzinfo=UTC), "day") if found else None
