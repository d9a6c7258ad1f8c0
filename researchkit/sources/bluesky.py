"""Bluesky: the public posts of the company's account, without replies and reposts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import dated, opening

_FEED = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?"
_HANDLE = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}|did:[a-z]+:[A-Za-z0-9.:_-]+")


class Bluesky(ByProfile):
    """The posts of an account: `target` is its handle, such as acme.example."""

    name: ClassVar[str] = "bluesky"
    gives: ClassVar[str] = "the company's own posts on Bluesky"
    identifier: ClassVar[str] = "bluesky"
    terms: ClassVar[str] = "public posts by the public API, without an account; one call a run"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "public.api.bsky.app"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the account's posts. Raises ValueError when the target is no handle."""
        handle = place.target.strip().rstrip("/").rpartition("/")[2].removeprefix("@")
        if not _HANDLE.fullmatch(handle):
            raise ValueError(f"{place.target!r}: a handle such as acme.example was expected")
        url = _FEED + urlencode({"actor": handle, "limit": "100", "filter": "posts_no_replies"})
        yield Request(source_id=source_id(self, place), url=url, expect="json")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a post. Raises ParseError."""
        answer = read_json(page)
        if not isinstance(answer.value, dict):
            raise answer.wrong("is no answer of Bluesky")
        if "thread" in answer.value:
            rows = [answer.need("thread")]
        elif "posts" in answer.value:
            rows = [Answer({"post": row.value}, row.path, row.url) for row in answer.rows("posts")]
        else:
            rows = answer.need("feed").rows()
        for row in rows:
            # A reason says why a post stands in the feed though it is another's: a repost, or pinned.
            if "Repost" not in (row.text("reason.$type") or ""):
                yield from _post(row.need("post"), page, company)


def _post(post: Answer, page: Page, company: Company) -> Iterator[Entry]:
    from researchkit.reading.text import clean_text

    record = post.need("record")
    handle, key = post.need_text("author.handle"), post.need_text("uri").rpartition("/")[2]
    text = clean_text(record.text("text") or "")
    linked = record.text("embed.external.title") or record.text("embed.media.external.title")
    quoted = post.text("embed.record.value.text") or post.text("embed.record.record.value.text")
    lines = [text, f"Links to: {linked}" if linked else "", f"Quotes: {clean_text(quoted)}" if quoted else ""]
    if not any(lines):
        return  # a picture without a word
    published, precision = dated(record.text("createdAt") or post.text("indexedAt"))
    language = next((tag for row in record.rows("langs") if (tag := row.text())), None)
    yield Entry(
        source_id=page.request.source_id,
        kind="social",
        url=f"https://bsky.app/profile/{handle}/post/{key}",
        title=opening(text or linked or quoted or ""),
        text="\n".join(line for line in lines if line),
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher=company.name,
        language=language[:2] if language else None,
        first_party=True,
    )
