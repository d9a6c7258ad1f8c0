"""SEC EDGAR: what a US-listed company must tell: 8-K events and press releases, 10-K chapters, figures.

From the ticker to the CIK, from the list of filings to the documents worth reading. The SEC wants a contact in the
User-Agent and answers 403 to those who give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import MAX_MARKS, Answer, read_json
from researchkit.sources.base import ByProfile, source_id
from researchkit.sources.edgar_facts import figures
from researchkit.sources.edgar_filings import ITEMS, filing_url, item_title, read_filing, summary_text
from researchkit.sources.entries import dated, labelled

if TYPE_CHECKING:
    from researchkit.sources.base import Tested

TICKERS = "https://www.sec.gov/files/company_tickers.json"
SUBMISSIONS = "https://data.sec.gov/submissions/CIK{cik}.json"
FACTS = "https://data.sec.gov/api/xbrl/companyfacts/CIK{cik}.json"
ARCHIVES = "https://www.sec.gov/Archives/edgar/data/"
BROWSE = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK={cik}"
SET_CONTACT = 'set contact = "you@…" in the TOML, or run: researchkit contact you@…'
MAX_EVENTS = 25  # 8-K documents read
MAX_ANNUAL = 2  # 10-K documents read: this year's and, to compare, the last
MAX_HITS = 100
_FILING_BYTES = 50 * 1024 * 1024
_BLOCKED = re.compile(rb"Request Rate Threshold|Undeclared Automated Tool|exceeded the SEC", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Filing:
    """One row of a submissions list."""

    form: str
    filed: str
    reported: str
    items: tuple[str, ...]
    url: str


class Edgar(ByProfile):
    """The filings of a company with a ticker or CIK in its profile; `target` is either."""

    name: ClassVar[str] = "edgar"
    identifier: ClassVar[str] = "cik"
    gives: ClassVar[str] = "SEC filings: 8-K events, press releases, business and risk chapters of the 10-K, figures"
    terms: ClassVar[str] = "public domain; at most 10 requests a second, with a contact in the User-Agent"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "www.sec.gov data.sec.gov"
    pace_s: ClassVar[float] = 0.125  # the SEC allows ten requests a second over all its hosts

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the places named in the profile, else one for the CIK or the ticker among the identifiers."""
        named = list(super().places(company))
        yield from named
        if not named and (ticker := company.identifiers.get("ticker")):
            yield Place(source=self.name, target=ticker)

    def missing(self, company: Company) -> tuple[str, str] | None:
        """Return what to do when the company files with the SEC and no contact is set."""
        from researchkit import personal

        if company.contact or not any(self.places(company)) or personal.contact():
            return None
        return "the SEC asks for a contact in the User-Agent", SET_CONTACT

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the list of filings and the figures; the list of tickers first, where only a ticker is known."""
        target = place.target.strip().upper().removeprefix("CIK")
        identity, day = source_id(self, place), f"{since:%Y-%m-%d}"
        if target.isdigit() and len(target) <= 10:
            yield from _of_company(identity, target, day)
        elif re.fullmatch(r"[A-Z][A-Z0-9.\-]{0,9}", target):
            yield Request(source_id=identity, url=TICKERS, expect="json", step=f"tickers {target} {day}")
        else:
            raise ValueError(f"{place.target!r} is neither a CIK nor a ticker")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield entries and further requests; the kind of answer is told by its content. Raises ParseError."""
        if _BLOCKED.search(page.content[:20_000]):
            do = f"Try again in ten minutes; if it stays, {SET_CONTACT}"
            raise ParseError(page.url, "the SEC refused: too many requests, or no contact given", do=do)
        if page.content.lstrip()[:1] not in (b"{", b"["):
            yield from read_filing(page, company)
            return
        # A large bank's facts have more values than any other answer.
        answer = read_json(page, max_marks=3 * MAX_MARKS if page.request.step == "facts" else MAX_MARKS)
        keys = {key for key, _ in answer.pairs()}
        if "facts" in keys:
            yield from figures(answer, page, company)
        elif "filings" in keys:
            yield from _submissions(answer, page)
        elif "hits" in keys:
            yield from _hits(answer, page)
        elif "directory" in keys:
            yield from _directory(answer, page)
        else:
            yield from _tickers(answer, page, company)


def _of_company(identity: str, cik: str, day: str) -> Iterator[Request]:
    padded = cik.zfill(10)
    yield Request(source_id=identity, url=SUBMISSIONS.format(cik=padded), expect="json", step=f"submissions {day}")
    yield Request(
        source_id=identity,
        url=FACTS.format(cik=padded),
        expect="json",
        step="facts",
        max_bytes=_FILING_BYTES,
        optional=True,
    )


def _tickers(answer: Answer, page: Page, company: Company) -> Iterator[Entry | Request]:
    """Find the company in the list of all tickers; yield what it is and where its filings are."""
    step = page.request.step.split(" ")
    wanted = step[1] if len(step) > 1 else company.identifiers.get("ticker", "").upper()
    rows = list(_registrants(answer))
    found = next((row for row in rows if wanted and row[1] == wanted), None)
    if found is None:
        if wanted:
            do = "Look the company up at https://www.sec.gov/search-filings and set cik in [identifiers]"
            raise ParseError(page.url, f"the SEC's list of tickers does not hold {wanted}", do=do)
        return
    cik, _, name = found
    yield Entry(
        source_id=page.request.source_id,
        kind="reference",
        url=BROWSE.format(cik=cik),
        title=f"{name} ({wanted}), registered with the SEC",
        text=labelled(("Ticker", wanted), ("CIK", cik)),
        publisher="SEC EDGAR",
        first_party=False,
    )
    yield from _of_company(page.request.source_id, cik, step[2] if len(step) > 2 else "")


def _registrants(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Yield CIK, ticker and name of all registrants, from either form of the SEC's list."""
    if answer.get("fields") is not None:
        names = [field.text() or "" for field in answer.rows("fields")]
        if not {"cik", "ticker", "name"} <= set(names):
            raise answer.wrong("lists no cik, ticker and name")
        for row in answer.need("data").rows():
            cells = dict(
                zip(names, (cell.text() if cell.value is not None else "" for cell in row.rows()), strict=False)
            )
            yield cells.get("cik") or "", cells.get("ticker") or "", cells.get("name") or ""
        return
    for _, row in answer.pairs():
        yield row.need_text("cik_str"), row.need_text("ticker"), row.need_text("title")


def _submissions(answer: Answer, page: Page) -> Iterator[Entry | Request]:
    cik, name = answer.need_text("cik").lstrip("0"), answer.need_text("name")
    yield _registrant(answer, page, cik)
    since = page.request.step.partition(" ")[2]
    filings = list(_filings(answer, cik))
    events = [filing for filing in filings if filing.form in ("8-K", "8-K/A") and filing.filed >= since]
    annual = [filing for filing in filings if filing.form in ("10-K", "20-F", "40-F")][:MAX_ANNUAL]
    for filing in events:
        yield from _announced(filing, page, name)
    for filing in [*events[:MAX_EVENTS], *[filing for filing in annual if filing.form == "10-K"]]:
        yield Request(
            source_id=page.request.source_id,
            url=filing.url,
            expect="any",
            step=f"{filing.form} {filing.filed}",
            max_bytes=_FILING_BYTES,
            optional=True,
        )


def _registrant(answer: Answer, page: Page, cik: str) -> Entry:
    tickers = [text for row in answer.rows("tickers") if (text := row.text())]
    exchanges = [text for row in answer.rows("exchanges") if (text := row.text())]
    former = [text for row in answer.rows("formerNames") if (text := row.text("name"))]
    return Entry(
        source_id=page.request.source_id,
        kind="reference",
        url=BROWSE.format(cik=cik),
        title=f"{answer.need_text('name')}, registered with the SEC",
        text=labelled(
            ("Industry", answer.text("sicDescription")),
            ("Ticker", ", ".join(tickers)),
            ("Exchange", ", ".join(exchanges)),
            ("State of incorporation", answer.text("stateOfIncorporation")),
            ("Former names", "; ".join(former)),
            ("CIK", cik),
        ),
        publisher="SEC EDGAR",
        first_party=False,
    )


def _filings(answer: Answer, cik: str) -> Iterator[_Filing]:
    """Yield the filings of the columnar list, newest first as the SEC gives them."""
    recent = answer.need("filings").need("recent")
    columns = {}
    for name in ("accessionNumber", "form", "filingDate", "primaryDocument", "reportDate", "items"):
        columns[name] = recent.rows(name) if name in ("reportDate", "items") else recent.need(name).rows()
    for place, form in enumerate(columns["form"]):
        cells = {name: column[place].text() for name, column in columns.items() if place < len(column)}
        number, document, filed = cells.get("accessionNumber"), cells.get("primaryDocument"), cells.get("filingDate")
        if not number or not document or not filed:
            continue
        items = tuple(re.findall(r"\d+\.\d\d", cells.get("items") or ""))
        url = f"{ARCHIVES}{cik}/{number.replace('-', '')}/{document}"
        yield _Filing(form.text() or "", filed, cells.get("reportDate") or "", items, url)


def _announced(filing: _Filing, page: Page, name: str) -> Iterator[Entry]:
    """Yield an entry for each telling item of an 8-K, from the list alone; its document says more, where it is read."""
    published, precision = dated(filing.filed)
    for item in filing.items:
        if item == "9.01" or item not in ITEMS:
            continue
        yield Entry(
            source_id=page.request.source_id,
            kind="filing",
            url=filing_url(filing.url, item),
            title=item_title(item),
            text=summary_text(name, item, filed=filing.filed, reported=filing.reported),
            published=published,
            published_precision=precision,
            publisher=f"{name}, SEC filing",
            first_party=True,
        )


def _hits(answer: Answer, page: Page) -> Iterator[Entry]:
    """Yield the filings that a full-text search found."""
    for row in answer.need("hits").need("hits").rows()[:MAX_HITS]:
        found = row.need("_source")
        names = [re.sub(r"\s*\(.*", "", text) for name in found.rows("display_names") if (text := name.text())]
        items = [text for one in found.rows("items") if (text := one.text())]
        form, number = found.need_text("form"), found.need_text("adsh").replace("-", "")
        cik = next((text for one in found.rows("ciks") if (text := one.text())), "").lstrip("0")
        file_name = row.need_text("_id").partition(":")[2]
        told = [f"Item {item}: {ITEMS[item]}" for item in items if item in ITEMS and item != "9.01"]
        published, precision = dated(found.text("file_date"))
        yield Entry(
            source_id=page.request.source_id,
            kind="filing",
            url=f"{ARCHIVES}{cik}/{number}/{file_name}",
            title=f"{form} of {', '.join(names) or 'a registrant'}",
            text="\n".join([*told, labelled(("Document", found.text("file_description") or found.text("file_type")))]),
            published=published,
            published_precision=precision,
            publisher="SEC EDGAR",
        )


def _directory(answer: Answer, page: Page) -> Iterator[Entry | Request]:
    """Yield a filing's folder as an entry, and its press release where it has one."""
    folder = answer.need("directory")
    name = folder.need_text("name").rstrip("/").rpartition("/")[2]
    files = [row.need_text("name") for row in folder.rows("item")]
    base = f"https://www.sec.gov{folder.text('parent-dir') or '/Archives/edgar/data/'}".rstrip("/") + f"/{name}/"
    changed = next((text for row in folder.rows("item") if (text := row.text("last-modified"))), None)
    published, precision = dated((changed or "")[:10])
    yield Entry(
        source_id=page.request.source_id,
        kind="filing",
        url=base,
        title=f"Filing {name[:10]}-{name[10:12]}-{name[12:]}",
        text=labelled(("Files", ", ".join(files[:20]))),
        published=published,
        published_precision=precision,
        publisher="SEC EDGAR",
    )
    for file_name in files:
        if re.search(r"ex-?99[._-]?1|exhibit99", file_name, re.IGNORECASE) and file_name.endswith((".htm", ".html")):
            yield Request(
                source_id=page.request.source_id, url=base + file_name, expect="any", step="exhibit", optional=True
            )
