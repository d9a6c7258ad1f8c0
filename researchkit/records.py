"""The records that travel from a company's profile to the DOCUMENTS frame.

All are frozen, slotted and keyword-only. Absent is None; times are aware UTC; lists are tuples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Precision = Literal["second", "day", "month", "year"]
Scope = Literal["full", "summary", "title"]
Outcome = Literal["found", "none", "blocked", "failed", "not_tried"]
Expect = Literal["feed", "page", "json", "xml", "file", "any"]

DOCUMENT_KINDS = (
    "news",  # an outside outlet's article
    "post",  # the company's own blog or newsroom
    "release",  # release notes, changelog, version
    "incident",  # a status page's incident
    "job",  # an open post
    "filing",  # a filing with a regulator, or an exhibit of one
    "recall",  # a regulator's recall, complaint or notice
    "social",  # a post on a social network, a discussion thread, a video
    "reference",  # an encyclopedia's or register's entry
    "report",  # an industry report, or what the user saved
    "review",  # a customer's review
    "page",  # any other page of the company's site
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """Another company or thing of the same name; its words tell it from ours."""

    name: str
    domain: str | None = None
    words: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What is known of the interview; `role_text` is the pasted job post."""

    role: str = ""
    interviewer: str = ""
    day: date | None = None
    role_text: str = ""
    locale: str = "en-GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One configured place to look: a source's name with an address or token, from `[[places]]` of the TOML.

    `target` is a URL, a folder, a handle or a board token, as the source wants it; `options` are the row's other keys.
    """

    source: str
    target: str = ""
    options: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who is researched: notebooks/SLUG.toml, read and checked."""

    slug: str
    name: str
    site: str | None = None
    legal_name: str | None = None
    description: str = ""
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    common_word: bool = False
    identifiers: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # ticker, cik, wikidata, github, mastodon …
    places: tuple[Place, ...] = ()
    enabled: tuple[str, ...] = ()  # opt-in sources switched on
    disabled: tuple[str, ...] = ()  # default sources switched off
    tried: tuple[str, ...] = ()  # what `new` looked for and did not find, one line each
    interview: Interview = field(default_factory=Interview)
    contact: str | None = None  # for the User-Agent; some services ask for one
    private_hosts: tuple[str, ...] = ()
    as_of: datetime | None = None  # a fixed "now", for the sample and for recordings
    sample: bool = False  # the built-in company, served on loopback while it is researched


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One address to ask for, and on whose behalf.

    `expect` picks the byte cap and the Accept header. `entry` is set when the page is the article of an entry that a
    listing already announced, so that reading can fill what the page itself does not say.
    """

    source_id: str
    url: str
    expect: Expect = "page"
    entry: Entry | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    timeout_s: float = 20.0
    max_bytes: int | None = None
    optional: bool = False  # a guess: its absence is no failure of the source
    step: str = ""  # the source's own mark, to tell its requests apart in parse()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: decoded bytes, as served. `url` is the final address after redirects."""

    request: Request
    url: str
    status: int
    content: bytes
    content_type: str = ""  # the header, with its charset
    fetched: datetime
    from_cache: bool = False
    stale: bool = False  # served from cache because the site failed now
    mirrored: str = ""  # the bulk files that answered in the site's place, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A request that brought no page, as a value."""

    request: Request
    outcome: Outcome  # blocked, failed or not_tried
    reason: str
    what_to_do: str = ""
    status: int | None = None
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a listing says of one document, before its page was read.

    `html` is the body the listing itself carries (markup allowed), `text` the same without markup where the source is
    plain. `first_party` None means: decide by the host. `follow` asks collecting to fetch and read `url`.
    """

    source_id: str
    kind: str
    url: str
    title: str
    html: str | None = None
    text: str | None = None
    text_scope: Scope = "summary"
    published: datetime | None = None
    published_precision: Precision | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    first_party: bool | None = None
    follow: bool = False
    title_guessed: bool = False  # made from the address; the page's own is better

    def __post_init__(self) -> None:
        if self.kind not in DOCUMENT_KINDS:
            raise ValueError(f"Entry.kind is {self.kind!r}; one of {', '.join(DOCUMENT_KINDS)} was expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One entry with text, canonical URL and date: our unit, a row of DOCUMENTS.

    `text` is what a reader sees: the title, an empty line, the body; the title alone where `text_scope` is title.
    Every quote is a span of it.
    """

    document_id: str
    source_id: str
    kind: str
    url: str
    publisher: str
    title: str
    author: str | None
    published: datetime | None
    published_precision: Precision | None
    fetched: datetime
    language: str | None
    text: str
    text_scope: Scope
    first_party: bool
    word_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The quote behind a claim: `quote == text[start:end]` of its document."""

    document_id: str
    quote: str
    start: int
    end: int
    url: str
    publisher: str
    title: str
    published: datetime | None
    fetched: datetime
    first_party: bool
