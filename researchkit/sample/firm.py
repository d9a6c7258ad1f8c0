"""The company's standing pages, its status page and its careers page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from researchkit.sample.answers import Answer, as_json
from researchkit.sample.content import AS_OF, blocks, table

if TYPE_CHECKING:
    from jinja2 import Environment

HOST = "www.kelbrin.example"
STATUS = "status.kelbrin.example"
CAREERS = "careers.kelbrin.example"
_ROBOTS = Answer(content=b"User-agent: *\nDisallow:\n", content_type="text/plain")
_PAGE_ID = "q4m8z1k6w0xr"


def firm_pages(environment: Environment) -> Iterator[tuple[tuple[str, str], Answer]]:
    """Yield what firm.toml holds, as pages and as the interfaces that such sites have."""
    firm = table("firm")
    template = environment.get_template("firm_page.html")
    for page in firm["pages"]:
        html = template.render(page=page, blocks=blocks(page["text"]), host=HOST)
        yield (HOST, page["path"]), _html(html)
    yield from _status(environment, firm["incidents"])
    yield from _careers(environment, firm["jobs"])


def _html(html: str) -> Answer:
    return Answer(content=html.encode(), content_type="text/html; charset=utf-8")


def _status(environment: Environment, incidents: list[dict[str, Any]]) -> Iterator[tuple[tuple[str, str], Answer]]:
    for path, template in (("/", "status.html"), ("/history", "status.html")):
        html = environment.get_template(template).render(incidents=incidents, host=STATUS, one=None)
        yield (STATUS, path), _html(html)
    for incident in incidents:
        html = environment.get_template("status.html").render(incidents=incidents, host=STATUS, one=incident)
        yield (STATUS, f"/incidents/{incident['id']}"), _html(html)
    rss = environment.get_template("status.rss").render(incidents=incidents, host=STATUS)
    yield (STATUS, "/history.rss"), Answer(content=rss.encode(), content_type="application/rss+xml; charset=utf-8")
    page = {
        "id": _PAGE_ID,
        "name": "Kelbrin",
        "url": f"https://{STATUS}",
        "time_zone": "Etc/UTC",
        "updated_at": _stamp(AS_OF),
    }
    calm = {"indicator": "none", "description": "All Systems Operational"}
    yield (STATUS, "/api/v2/status.json"), as_json({"page": page, "status": calm})
    yield (
        (STATUS, "/api/v2/incidents.json"),
        as_json({"page": page, "incidents": [_incident(one) for one in incidents]}),
    )
    yield (STATUS, "/robots.txt"), _ROBOTS


def _stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _incident(incident: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": incident["id"],
        "name": incident["name"],
        "status": incident["status"],
        "created_at": _stamp(incident["started"]),
        "updated_at": _stamp(incident["resolved"]),
        "monitoring_at": None,
        "resolved_at": _stamp(incident["resolved"]),
        "impact": incident["impact"],
        "shortlink": f"https://{STATUS}/incidents/{incident['id']}",
        "started_at": _stamp(incident["started"]),
        "page_id": _PAGE_ID,
        "incident_updates": [_update(incident, place) for place in range(len(incident["updates"]))],
        "components": [{"id": f"{incident['id'][:6]}part", "name": incident["component"], "status": "operational"}],
    }


def _update(incident: dict[str, Any], place: int) -> dict[str, Any]:
    update = incident["updates"][place]
    return {
        "id": f"{incident['id'][:8]}{place:04d}",
        "status": update["status"],
        "body": update["body"],
        "incident_id": incident["id"],
        "created_at": _stamp(update["at"]),
        "updated_at": _stamp(update["at"]),
        "display_at": _stamp(update["at"]),
        "affected_components": None,
        "deliver_notifications": True,
    }


def _careers(environment: Environment, jobs: list[dict[str, Any]]) -> Iterator[tuple[tuple[str, str], Answer]]:
    template = environment.get_template("careers.html")
    yield (CAREERS, "/"), _html(template.render(jobs=jobs, host=CAREERS, one=None, blocks=()))
    for job in jobs:
        html = template.render(jobs=jobs, host=CAREERS, one=job, blocks=blocks(job["text"]))
        yield (CAREERS, f"/jobs/{job['id']}"), _html(html)
    board = {"jobs": [_job(job) for job in jobs], "meta": {"total": len(jobs)}}
    yield (CAREERS, "/jobs.json"), as_json(board)
    yield (CAREERS, "/api/offers/"), as_json({"offers": [_offer(job) for job in jobs]})
    yield (CAREERS, "/robots.txt"), _ROBOTS


def _offer(job: dict[str, Any]) -> dict[str, Any]:
    """Return one post in the shape of a Recruitee board, which firms serve under a domain of their own."""
    posted = job["posted"].strftime("%Y-%m-%d %H:%M:%S UTC")
    return {
        "id": job["id"],
        "title": job["title"],
        "department": job["department"],
        "location": job["location"],
        "careers_url": f"https://{CAREERS}/jobs/{job['id']}",
        "company_name": "Kelbrin",
        "published_at": posted,
        "created_at": posted,
        "description": _paragraphs(job),
        "requirements": "",
    }


def _paragraphs(job: dict[str, Any]) -> str:
    return "".join(f"<p>{escape(block.lines[0])}</p>" for block in blocks(job["text"]))


def _job(job: dict[str, Any]) -> dict[str, Any]:
    """Return one post in the shape of a Greenhouse board, whose `content` is HTML escaped once more."""
    posted = job["posted"].strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return {
        "absolute_url": f"https://{CAREERS}/jobs/{job['id']}",
        "data_compliance": [],
        "internal_job_id": job["id"] - 1_000_000,
        "location": {"name": job["location"]},
        "metadata": None,
        "id": job["id"],
        "updated_at": posted,
        "requisition_id": f"R-{job['id'] % 1000}",
        "title": job["title"],
        "company_name": "Kelbrin",
        "first_published": posted,
        "language": "en",
        "content": escape(_paragraphs(job)),
        "departments": [{"id": 10, "name": job["department"], "child_ids": [], "parent_id": None}],
        "offices": [],
    }
