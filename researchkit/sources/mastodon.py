"""Mastodon: the public posts of the company's account, without replies and boosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote, urlsplit

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import dated, opening, titled, visit_url

_ACCOUNT = re.compile(r"@?([A-Za-z0-9_.-]{1,60})@([A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::\d+)?)")
_ADDRESS = re.compile(r"https?://([^/]+)/@([A-Za-z0-9_.-]{1,60})/?")


class Mastodon(ByProfile):
    """The posts of an account: `target` is @name@host, or the account's address."""

    name: ClassVar[str] = "mastodon"
    gives: ClassVar[str] = "the company's own posts on Mastodon"
    identifier: ClassVar[str] = "mastodon"
    terms: ClassVar[str] = "public posts by the host's public API; two calls a run"
    tested: ClassVar[Tested] = "recorded"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the account's look-up. Raises ValueError when the target names no account."""
        target = place.target.strip()
        named, address = _ACCOUNT.fullmatch(target), _ADDRESS.fullmatch(target)
        if not named and not address:
            raise ValueError(f"{place.target!r}: @name@host was expected")
        user, host = (named[1], named[2]) if named else (address[2], address[1]) if address else ("", "")
        url = f"https://{host}/api/v1/accounts/lookup?acct={quote(user)}"
        yield Request(source_id=source_id(self, place), url=url, expect="json", step="account")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the account and a request for its posts, or the posts. Raises ParseError."""
        answer = read_json(page)
        if isinstance(answer.value, dict) and "acct" in answer.value:
            yield from _account(answer, page)
            return
        if isinstance(answer.value, dict) and "statuses" in answer.value:
            answer = answer.need("statuses")
        alone = isinstance(answer.value, dict) and "content" in answer.value
        for row in answer.rows(single=alone):
            entry = _post(row, page, company)
            if entry is not None:
                yield entry


def _account(answer: Answer, page: Page) -> Iterator[Entry | Request]:
    from researchkit.reading.text import strip_markup

    name, identity = answer.need_text("acct"), answer.need_text("id")
    note = answer.text("note")
    yield Entry(
        source_id=page.request.source_id,
        kind="reference",
        url=visit_url(answer.text("url")) or "",
        title=titled(f"{answer.text('display_name') or name} on Mastodon"),
        text=strip_markup(note) if note else f"Account: @{name}",
        publisher="Mastodon",
        first_party=True,
    )
    host = urlsplit(page.url)
    url = f"{host.scheme}://{host.netloc}/api/v1/accounts/{quote(identity, safe='')}/statuses"
    yield Request(
        source_id=page.request.source_id, url=f"{url}?exclude_replies=true&exclude_reblogs=true&limit=40", expect="json"
    )


def _post(row: Answer, page: Page, company: Company) -> Entry | None:
    from researchkit.reading.text import strip_markup

    identity, content = row.need_text("id"), row.text("content")
    text = strip_markup(content) if content else ""
    card = row.text("card.title")
    if row.get("reblog") is not None or not (text or card):
        return None
    published, precision = dated(row.text("created_at"))
    return Entry(
        source_id=page.request.source_id,
        kind="social",
        url=visit_url(row.text("url") or row.text("uri")) or f"{page.url.partition('/api/')[0]}/statuses/{identity}",
        title=opening(text or card or ""),
        text="\n".join(part for part in (text, f"Links to: {card}" if card else "") if part),
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher=company.name,
        language=(row.text("language") or "")[:2] or None,
        first_party=True,
    )
