"""Status pages: Atlassian Statuspage, incident.io, Better Stack, Rootly. Incidents, not maintenance.

An incident is dated by when it began: the feeds' dates are those of the last update, mostly "resolved".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, source_id
from researchkit.sources.entries import dated, joined, labelled, resolved, titled, visit_url
from researchkit.sources.feed import read_listing
from researchkit.sources.listing import Listed

if TYPE_CHECKING:
    from researchkit.sources.base import Tested

MAX_INCIDENTS = 100
_GENERIC_DAY = timedelta(days=1)
_MAINTENANCE = re.compile(
    r"scheduled maintenance|this is a scheduled event|planned maintenance|\bmaintenance (?:window|completed|scheduled)",
    re.I,
)
_MAINTENANCE_STATES = (
    "scheduled",
    "in_progress",
    "verifying",
    "completed",
    "maintenance_scheduled",
    "maintenance_in_progress",
)
_STATES = "Investigating|Identified|Monitoring|Update|Resolved|Postmortem|Verifying|Scheduled|In progress|Completed"
# "Aug 20, 19:16 UTC" with the year left out, before each update of Statuspage's feeds.
_UPDATE_TIME = re.compile(r"\b([A-Z][a-z]{2})\s+(\d{1,2})\s*,\s*(\d{1,2}:\d{2})\s*UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Incident:
    """One incident; times as served, updates oldest first."""

    title: str
    url: str
    impact: str = ""
    state: str = ""
    started: str | None = None
    reported: str | None = None  # of the last update, where the start is not said
    ended: str | None = None
    affected: list[str] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)


class Status(ByProfile):
    """A status page; `target` is its root, or the address of one of its feeds."""

    name: ClassVar[str] = "status"
    identifier: ClassVar[str] = "status"
    gives: ClassVar[str] = "incidents with impact, start, end and the company's own account of them"
    terms: ClassVar[str] = "public status pages; asked once a run"
    tested: ClassVar[Tested] = "recorded"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the addresses under which the services offer incidents; one of a feed is taken as it is."""
        identity = source_id(self, place)
        root = place.target if "://" in place.target else f"https://{place.target}"
        if re.search(r"\.(?:rss|atom|json|xml)$", urlsplit(root).path):
            yield Request(source_id=identity, url=root, expect="any")
            return
        root = root.rstrip("/") + "/"
        yield Request(source_id=identity, url=resolved(root, "api/v2/incidents.json"), expect="json")
        yield Request(source_id=identity, url=resolved(root, "index.json"), expect="json", optional=True)
        yield Request(source_id=identity, url=resolved(root, "feed.rss"), expect="feed", optional=True)

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry an incident. Raises ParseError when the answer is none that is known."""
        if page.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            answer = read_json(page)
            stacked = isinstance(answer.value, dict) and "included" in answer.value
            incidents = _better_stack(answer, page) if stacked else _statuspage(answer, page)
        else:
            incidents = _feed(page)
        for incident in incidents:
            yield _entry(incident, page, company)


def _statuspage(answer: Answer, page: Page) -> Iterator[_Incident]:
    home = visit_url(answer.text("page.url")) or page.url
    for row in answer.need("incidents").rows()[:MAX_INCIDENTS]:
        state, impact = row.text("status") or "", row.text("impact") or ""
        if impact == "maintenance" or state in _MAINTENANCE_STATES or row.text("scheduled_for"):
            continue
        updates = row.rows("incident_updates")
        said = [
            (update.text("created_at") or "", update.text("status") or "", update.text("body")) for update in updates
        ]
        said.sort(key=lambda update: update[0])
        yield _Incident(
            title=row.need_text("name"),
            url=visit_url(resolved(home, f"/incidents/{row.text('id') or ''}")) or "",
            impact=impact,
            state=state,
            started=row.text("started_at")
            or min((when for when, _, _ in said if when), default=row.text("created_at")),
            ended=row.text("resolved_at"),
            affected=[name for part in row.rows("components") if (name := part.text("name"))],
            updates=[f"{_said(state)}: {body}" if state else body for _, state, body in said if body],
        )


def _better_stack(answer: Answer, page: Page) -> Iterator[_Incident]:
    included = answer.rows("included")
    resources = {
        row.text("id"): row.text("attributes.public_name") for row in included if _is(row, "status_page_resource")
    }
    said: dict[str, list[tuple[str, str]]] = {}
    for row in included:
        if _is(row, "status_update") and (body := row.text("attributes.message")):
            report = row.text("attributes.status_report_id") or ""
            said.setdefault(report, []).append((row.text("attributes.published_at") or "", body))
    for row in [row for row in included if _is(row, "status_report")][:MAX_INCIDENTS]:
        if row.text("attributes.report_type") == "maintenance":
            continue
        parts, identity = row.rows("attributes.affected_resources"), row.text("id") or ""
        ended = row.text("attributes.ends_at")
        yield _Incident(
            title=row.need_text("attributes.title"),
            url=visit_url(resolved(page.url, f"/incident/{identity}")) or "",
            impact=row.text("attributes.aggregate_state") or "",
            state="resolved" if ended else "open",
            started=row.text("attributes.starts_at"),
            ended=ended,
            affected=[name for part in parts if (name := resources.get(part.text("status_page_resource_id")))],
            updates=[body for _, body in sorted(said.get(identity, []))],
        )


def _is(row: Answer, kind: str) -> bool:
    return row.text("type") == kind


def _feed(page: Page) -> Iterator[_Incident]:
    for listed in read_listing(page).entries[:MAX_INCIDENTS]:
        title, lines = _of_listed(listed)
        if not title or _MAINTENANCE.search(f"{title}\n" + "\n".join(lines)):
            continue
        last, _ = dated(listed.date)
        began = min((moment for line in lines if (moment := _moment(line, last))), default=None)
        states = [found[1] for line in lines if (found := re.search(rf"\b({_STATES})\b", line))]
        yield _Incident(
            title=title,
            url=visit_url(listed.link, base=page.url) or "",
            state=states[0].lower() if states else "",
            started=began.isoformat() if began else None,
            reported=listed.date,
            # Statuspage puts the newest update first; the others write one text.
            updates=lines[::-1] if began else lines,
        )


def _of_listed(listed: Listed) -> tuple[str, list[str]]:
    from researchkit.reading.text import clean_line, strip_markup

    body = re.sub(r"</?(?:var|small|strong|b)\b[^<>]*>", "", listed.body or "")
    lines = [line for line in strip_markup(body.replace("<br", "\n<br")).split("\n") if line]
    paragraphs = [_joined_time(line, lines, place) for place, line in enumerate(lines)]
    title = clean_line(strip_markup(listed.title or ""))
    return re.sub(r"^\[[A-Za-z ]+\]\s*", "", title), [line for line in paragraphs if line]


def _joined_time(line: str, lines: list[str], place: int) -> str:
    """Put an update's time, which stands in a line of its own, before the update."""
    if _UPDATE_TIME.fullmatch(line):
        return ""
    before = lines[place - 1] if place else ""
    return f"{before}: {line}" if _UPDATE_TIME.fullmatch(before) else line


def _moment(line: str, last: datetime | None) -> datetime | None:
    """Return the time at the head of an update, in the year that puts it at or before the last update."""
    found = _UPDATE_TIME.match(line)
    if not found or last is None:
        return None
    for year in (last.year, last.year - 1):
        moment, _ = dated(f"{found[2]} {found[1]} {year} {found[3]} UTC")
        if moment is not None and moment <= last + _GENERIC_DAY:
            return moment
    return None


def _entry(incident: _Incident, page: Page, company: Company) -> Entry:
    from researchkit.reading.text import strip_markup

    began, precision = dated(incident.started)
    published, precision = (began, precision) if began else dated(incident.reported)
    over, _ = dated(incident.ended)
    known = labelled(
        ("Impact", incident.impact),
        ("Status", incident.state.replace("_", " ")),
        ("Started", _clock(began)),
        ("Resolved", _clock(over)),
        ("Duration", _span(began, over)),
        ("Affected", "; ".join(incident.affected)),
    )
    return Entry(
        source_id=page.request.source_id,
        kind="incident",
        url=incident.url,
        title=titled(incident.title),
        text=joined(known, "\n".join(strip_markup(update) for update in incident.updates)) or None,
        text_scope="full" if incident.updates else "summary",
        published=published,
        published_precision=precision,
        publisher=company.name,
        first_party=True,
    )


def _said(state: str) -> str:
    return state.replace("_", " ").capitalize()


def _clock(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else None


def _span(began: datetime | None, over: datetime | None) -> str | None:
    """Return how long something took, in words."""
    if began is None or over is None or over < began:
        return None
    minutes = int((over - began).total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    named = ((days, "day"), (hours, "hour"), (minutes if not days else 0, "minute"))
    return " ".join(f"{count} {word}{'s' if count != 1 else ''}" for count, word in named if count) or "under a minute"
