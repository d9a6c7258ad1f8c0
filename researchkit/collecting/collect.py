"""From a company to DOCUMENTS and COVERAGE: requests go out, answers are read, every place is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from researchkit.collecting.known_articles import keep, recall
from researchkit.collecting.plan import Plan, plan
from researchkit.collecting.progress import Progress
from researchkit.collecting.readers import Readers
from researchkit.collecting.tally import Tally, coverage
from researchkit.company.mention import mentions
from researchkit.errors import ParseError
from researchkit.frames import DOCUMENTS, from_records
from researchkit.reading.article import Article, read_article
from researchkit.reading.dates import gate
from researchkit.reading.document import to_document
from researchkit.reading.pdf import read_pdf
from researchkit.reading.urls import host_of, same_site
from researchkit.records import Company, Document, Entry, Failure, Page, Request
from researchkit.sources import REGISTRY
from researchkit.stopwatch import stage
from researchkit.web.fetch import Fetcher
from researchkit.web.limits import WebSettings

if TYPE_CHECKING:
    from pandas import DataFrame

MAX_FOLLOWED = 60  # articles read for one listing: the newest
MAX_LISTINGS = 40  # further listings one place may lead to: sitemaps of sitemaps end here
# What a window of time does not apply to: it stands as it stands today.
TIMELESS = frozenset({"reference", "page", "job", "report", "filing"})
_ORDER = {name: place for place, name in enumerate(REGISTRY)}  # a feed knows more of an entry than a sitemap does
_SCOPES = {"title": 0, "summary": 1, "full": 2}


@dataclass(frozen=True, slots=True)
class Collected:
    """What collecting brought: DOCUMENTS, newest first, and COVERAGE, one row a place."""

    documents: DataFrame
    coverage: DataFrame


@dataclass(slots=True)
class _Run:
    """One collection under way."""

    company: Company
    since: datetime
    plan: Plan
    listings_only: bool
    documents: list[Document] = field(default_factory=list)
    led_on: dict[str, int] = field(default_factory=dict)

    def tally(self, request: Request) -> Tally:
        return self.plan.tallies[request.source_id]


def collect(
    company: Company,
    *,
    since: datetime,
    now: Callable[[], datetime],
    cache: Path,
    settings: WebSettings,
) -> Collected:
    """Ask every place of `company` for what is newer than `since` and read it.

    Failures are rows of COVERAGE, never exceptions; KeyboardInterrupt passes through, and what was fetched stays in
    `cache`. `now` is the clock that stamps what is fetched.
    """
    run = _Run(company, since, plan(company, since=since, now=now()), listings_only=False)
    return _collected(run, now, cache, settings)


def check(
    company: Company,
    *,
    since: datetime,
    now: Callable[[], datetime],
    cache: Path,
    settings: WebSettings,
) -> DataFrame:
    """Ask every place once, without reading its articles. Returns COVERAGE; count is what was listed in the window."""
    run = _Run(company, since, plan(company, since=since, now=now()), listings_only=True)
    return _collected(run, now, cache, settings).coverage


def _collected(run: _Run, now: Callable[[], datetime], cache: Path, settings: WebSettings) -> Collected:
    with (
        Fetcher(cache, settings, now=now) as web,
        Progress(run.company.name, settings) as progress,
        Readers() as readers,
    ):
        for request in run.plan.requests:
            web.submit(request)
            progress.grow()
        for answer in web.results():
            if _is_article(answer) and (known := recall(answer)) is not None:
                readers.spare()
                _keep_read(run, [(answer, known)])
            elif not (_is_article(answer) and readers.takes(answer)):
                for request in _answer(run, answer):
                    web.submit(request)
                    progress.grow()
                    if request.entry is not None:
                        readers.expect()
            _keep_read(run, map(_remember, readers.done()))
            progress.step(host_of(answer.request.url))
        _keep_read(run, map(_remember, readers.done(wait=True)))
    rows = [tally.row() for tally in run.plan.tallies.values()]
    return Collected(_frame(run.documents), coverage([*rows, *run.plan.not_tried]))


def _is_article(answer: Page | Failure) -> TypeGuard[Page]:
    return isinstance(answer, Page) and answer.request.entry is not None and not _is_pdf(answer)


def _remember(read: tuple[Page, Article | None]) -> tuple[Page, Article | None]:
    page, article = read
    if article is not None:
        keep(page, article)
    return read


def _keep_read(run: _Run, read: Iterable[tuple[Page, Article | None]]) -> None:
    for page, article in read:
        tally = run.tally(page.request)
        tally.stale += page.stale
        assert page.request.entry is not None
        _keep(run, tally, page.request.entry, page, article)


def _answer(run: _Run, answer: Page | Failure) -> Iterator[Request]:
    """Take one answer in; yield the requests it leads to."""
    tally = run.tally(answer.request)
    if isinstance(answer, Failure):
        if answer.request.entry is not None:
            tally.unread[answer.reason] += 1
            _keep(run, tally, answer.request.entry, None)
        elif not answer.request.optional:
            tally.failures.append(answer)
        return
    tally.stale += answer.stale
    if answer.request.entry is not None:
        _keep(run, tally, answer.request.entry, answer)
        return
    try:
        with stage("read listings"):
            read = list(run.plan.sources[answer.request.source_id].parse(answer, run.company))
    except ParseError as error:
        if not answer.request.optional:
            what_to_do = error.do or "Check the address in the TOML."
            tally.failures.append(
                Failure(request=answer.request, outcome="failed", reason=error.what, what_to_do=what_to_do)
            )
        return
    tally.answered += 1
    if answer.mirrored:
        tally.mirrored.add(answer.mirrored)
    tally.fetched = answer.fetched
    yield from _listings(run, answer, [one for one in read if isinstance(one, Request)])
    yield from _entries(run, tally, answer, [one for one in read if isinstance(one, Entry)])


def _listings(run: _Run, page: Page, requests: list[Request]) -> Iterator[Request]:
    key = page.request.source_id
    for request in requests:
        if run.led_on.get(key, 0) < MAX_LISTINGS:
            run.led_on[key] = run.led_on.get(key, 0) + 1
            yield request


def _entries(run: _Run, tally: Tally, page: Page, entries: list[Entry]) -> Iterator[Request]:
    followed = 0
    for entry in sorted(entries, key=_newest_first):
        tally.saw(gate(entry.published, entry.published_precision, fetched=page.fetched)[0])
        if _too_old(entry.kind, entry.published, run.since):
            tally.older += 1
        elif not _concerns(run.company, entry):
            tally.unrelated += 1
        elif entry.follow and not run.listings_only and followed < MAX_FOLLOWED:
            followed += 1
            yield Request(source_id=entry.source_id, url=entry.url, expect="page", entry=entry)
        elif run.listings_only:
            tally.kept += 1
        else:
            _keep(run, tally, entry, page if not entry.follow else None)


def _keep(run: _Run, tally: Tally, entry: Entry, page: Page | None, article: Article | None = None) -> None:
    """Make the document of one entry, with its page where one was read, and keep it if it belongs here.

    `article` is what the page holds, where it was read already.
    """
    if page is not None and page.request.entry is not None:
        if article is None:
            with stage("read articles"):
                article = _article(page)
        if article.problem:
            tally.unread[article.problem] += 1
    if (article is None or article.problem) and not (entry.text or entry.html or entry.published):
        return  # the page was all there was to it
    fetched = page.fetched if page is not None else tally.fetched or run.since
    if run.company.as_of is not None:
        fetched = min(fetched, run.company.as_of)  # a saved file is as new as its last copy
    document = to_document(entry, article, company_domains=run.company.domains, fetched=fetched)
    if document.first_party and document.publisher == host_of(document.url):
        document = replace(document, publisher=run.company.name)
    tally.saw(document.published)
    if _too_old(document.kind, document.published, run.since):
        tally.older += 1
        return
    tally.kept += 1
    run.documents.append(document)


def _article(page: Page) -> Article:
    if _is_pdf(page):
        return read_pdf(page.content, page.url, fetched=page.fetched)
    article = read_article(page.content, page.url, content_type=page.content_type, fetched=page.fetched)
    keep(page, article)
    return article


def _is_pdf(page: Page) -> bool:
    return page.content[:1024].lstrip()[:5] == b"%PDF-"


def _too_old(kind: str, published: datetime | None, since: datetime) -> bool:
    return published is not None and published < since and kind not in TIMELESS


def _concerns(company: Company, entry: Entry) -> bool:
    """An outlet's feed carries everybody's news: only what names the company is kept, or followed to its page."""
    if entry.kind != "news" or entry.first_party or same_site_any(entry.url, company.domains):
        return True
    return mentions(f"{entry.title}\n{entry.text or ''}\n{entry.html or ''}\n{entry.url}", company)


def same_site_any(url: str, domains: tuple[str, ...]) -> bool:
    """Return whether `url` lies on one of the company's own domains."""
    host = host_of(url)
    return any(same_site(host, domain) for domain in domains)


def _newest_first(entry: Entry) -> tuple[bool, float, str]:
    return entry.published is None, -(entry.published.timestamp() if entry.published else 0.0), entry.url


def _frame(documents: list[Document]) -> DataFrame:
    """Return DOCUMENTS without doubles, in an order that does not depend on which host answered first."""
    best: dict[str, Document] = {}
    for document in sorted(documents, key=_preference):
        best.setdefault(document.document_id, document)
    dated = sorted(best.values(), key=lambda one: one.document_id)
    dated.sort(key=lambda one: -(one.published.timestamp() if one.published else float("-inf")))
    return from_records(dated, DOCUMENTS)


def _preference(document: Document) -> tuple[int, bool, int, int, str]:
    source = document.source_id.partition(" ")[0]
    return (
        -_SCOPES[document.text_scope],
        document.published is None,
        _ORDER.get(source, len(_ORDER)),
        -document.word_count,
        document.source_id + document.url,
    )
