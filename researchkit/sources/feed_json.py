"""JSON Feed 1.0 and 1.1, read by hand."""

from __future__ import annotations

from researchkit.records import Page
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.entries import resolved
from researchkit.sources.listing import Listed, Listing, person


def read_feed_json(page: Page) -> Listing:
    """Return a JSON Feed. Raises ParseError when the JSON is broken or no JSON Feed."""
    answer = read_json(page)
    version = answer.text("version")
    if not (version or "").startswith(("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")):
        raise answer.wrong("is JSON, but its version does not say JSON Feed")
    home = answer.text("home_page_url") or page.url
    base = home if home.startswith("http") else page.url
    entries = [_entry(row, base) for row in answer.need("items").rows()]
    return Listing(title=answer.text("title"), language=answer.text("language"), entries=entries)


def _entry(row: Answer, base: str) -> Listed:
    html, plain, summary = row.text("content_html"), row.text("content_text"), row.text("summary")
    identifier = row.text("id") or ""
    link = row.text("url") or row.text("external_url") or (identifier if identifier.startswith("http") else None)
    return Listed(
        link=resolved(base, link) if link else None,
        title=row.text("title"),
        body=html or plain or summary,
        body_html=html is not None,
        body_whole=html is not None or plain is not None,
        date=row.text("date_published") or row.text("date_modified"),
        author=person(_author(row)),
        language=row.text("language"),
        audio=any((part.text("mime_type") or "").startswith("audio/") for part in row.rows("attachments")),
    )


def _author(row: Answer) -> str | None:
    names = [name for author in row.rows("authors") if (name := author.text("name"))]
    return ", ".join(names) or row.text("author.name")
