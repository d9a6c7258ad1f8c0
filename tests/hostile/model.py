"""What a case is, what a client brings back, and what may be wanted of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.hostile.server import Exchange, Logged

DEADLINE_S = 1.0  # of every request in the run; a case may take two seconds longer in all
SLACK_S = 2.0


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing a client does: fetch a URL, bring a file to disk, or read bytes as an article, a feed or an archive."""

    do: str = "fetch"  # fetch, download, article, feed, collect, archive
    url: str = "/"  # a path is of the case's own host
    expect: str = "page"
    offline: bool = False
    new_run: bool = False  # a new run over the same cache begins with this step
    later_s: float = 0.0  # the clock of the new run is so much later
    max_bytes: int | None = None
    together: int = 1  # so many addresses url?n at once
    content: Callable[[], bytes] | None = None
    content_type: str = ""


@dataclass(kw_only=True)
class Got:
    """What a step brought: a page or a failure, an article's text, a feed's entries."""

    outcome: str  # page, failure, article, not article, entries, not a feed, crash
    content: bytes = b""
    url: str = ""
    stale: bool = False
    from_cache: bool = False
    reason: str = ""
    blocked: bool = False
    title: str = ""
    text: str = ""
    published: str | None = None
    entries: list[dict[str, str | None]] = field(default_factory=list)
    size: int = 0

    def shown(self) -> dict[str, Any]:
        """Return what a report keeps of it."""
        kept = asdict(self)
        kept["content"] = self.content[:60].decode("latin-1")
        kept["text"] = self.text[:120]
        kept["entries"] = self.entries[:2]
        return kept


Want = Callable[[list[Got]], "str | None"]
Served = Callable[[list[Logged]], "str | None"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One hostile thing, and what a correct client does. `served` judges what the server saw."""

    name: str
    row: str
    serve: Callable[[Exchange], None] | None = None
    steps: tuple[Step, ...] = (Step(),)
    want: Want
    served: Served | None = None
    names: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # what a name resolves to, by turn
    may_try: tuple[str, ...] = ()  # outside addresses that a correct client would connect to
    pace_s: float = 0.0
    bound_s: float = DEADLINE_S  # the deadlines of its requests together
    growth_mib: float = 150.0
    fast: bool = True


def gives(content: bytes | str, *, last: int = -1, stale: bool | None = None) -> Want:
    """Want a page of exactly these bytes from the last step."""
    wanted = content.encode() if isinstance(content, str) else content

    def judge(got: list[Got]) -> str | None:
        one = got[last]
        if one.outcome != "page":
            return f"a page was wanted, not {one.outcome}: {one.reason}"
        if one.content != wanted:
            return f"other bytes: {one.content[:60]!r}"
        if stale is not None and one.stale is not stale:
            return f"stale is {one.stale}"
        return None

    return judge


def gives_size(size: int) -> Want:
    """Want a page of so many bytes."""

    def judge(got: list[Got]) -> str | None:
        return None if got[-1].outcome == "page" and got[-1].size == size else f"{got[-1].outcome} of {got[-1].size}"

    return judge


def fails(*words: str, blocked: bool | None = None) -> Want:
    """Want a plain failure, whose reason has one of the words; never a page."""

    def judge(got: list[Got]) -> str | None:
        one = got[-1]
        if one.outcome != "failure":
            return f"a failure was wanted, not {one.outcome} {one.content[:40]!r}"
        if words and not any(word in one.reason for word in words):
            return f"the reason does not say why: {one.reason}"
        if blocked is not None and one.blocked is not blocked:
            return f"blocked is {one.blocked}: {one.reason}"
        return None

    return judge


def reads(*texts: str, lacks: tuple[str, ...] = ()) -> Want:
    """Want an article whose title and text have all of `texts` and none of `lacks`."""

    def judge(got: list[Got]) -> str | None:
        one = got[-1]
        if one.outcome != "article":
            return f"an article was wanted, not {one.outcome}: {one.reason}"
        seen = f"{one.title}\n{one.text}"
        missing = [text for text in texts if text not in seen]
        extra = [text for text in lacks if text in seen]
        return f"missing {missing}, unwanted {extra} in {seen[:80]!r}" if missing or extra else None

    return judge


def no_article(*words: str) -> Want:
    """Want "this is not an article", for one of these reasons, and no text."""

    def judge(got: list[Got]) -> str | None:
        one = got[-1]
        if one.outcome != "not article" or one.text:
            return f"no article was wanted, not {one.outcome} {one.text[:60]!r}"
        if words and not any(word in one.reason for word in words):
            return f"the reason is {one.reason!r}"
        return None

    return judge


def entries(*titles: str, count: int | None = None, most: int | None = None) -> Want:
    """Want a feed with entries of these titles among the first, so many in all."""

    def judge(got: list[Got]) -> str | None:
        one = got[-1]
        if one.outcome != "entries":
            return f"entries were wanted, not {one.outcome}: {one.reason}"
        seen = [entry["title"] or "" for entry in one.entries]
        missing = [title for title in titles if title not in seen]
        if missing:
            return f"missing {missing} among {seen[:3]}"
        if count is not None and len(seen) != count:
            return f"{len(seen)} entries"
        return f"{len(seen)} entries" if most is not None and len(seen) > most else None

    return judge


def no_feed(*words: str) -> Want:
    """Want a plain failure of a feed."""

    def judge(got: list[Got]) -> str | None:
        one = got[-1]
        if one.outcome != "not a feed":
            return f"a failure was wanted, not {one.outcome} {one.entries[:1]}"
        return None if not words or any(word in one.reason for word in words) else f"the reason is {one.reason!r}"

    return judge


def both(*wants: Want) -> Want:
    """Want all of it."""

    def judge(got: list[Got]) -> str | None:
        return next((said for want in wants if (said := want(got)) is not None), None)

    return judge


def unsafe(got: Got) -> str | None:
    """Return what of an output is not fit to be shown; None when all is."""
    lines = [("reason", got.reason), ("title", got.title)]
    lines += [("entry title", entry["title"] or "") for entry in got.entries[:600]]
    for name, line in lines:
        if any(unicodedata.category(char) in ("Cc", "Cs") or char in _BIDI for char in line):
            return f"control characters in the {name}: {line[:60]!r}"
    if any(char in _BIDI or (unicodedata.category(char) == "Cc" and char not in "\n\t") for char in got.text):
        return "control characters in the text"
    links = [got.url, *(entry["url"] or "" for entry in got.entries[:600])]
    bad = [link for link in links if link and not link.startswith(("http://", "https://", "file:"))]
    return f"a link that is none: {bad[0][:60]!r}" if bad else None


_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")
