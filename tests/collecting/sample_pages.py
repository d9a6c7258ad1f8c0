"""Pages of articles, as a fetcher gives them."""

from datetime import UTC, datetime

from researchkit.records import Entry, Page, Request

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def page(number: int) -> Page:
    url = f"https://acme.example/{number}"
    entry = Entry(source_id="feed acme", kind="post", url=url, title=f"Pump {number}")
    told = "<p>The new pump was shown to farmers of the region on Monday, who liked what they saw of it.</p>" * 6
    body = f"<!doctype html><title>Pump {number}</title><article><h1>Pump {number}</h1>{told}</article>"
    request = Request(source_id="feed acme", url=url, entry=entry)
    return Page(request=request, url=url, status=200, content=body.encode(), content_type="text/html", fetched=NOW)
