"""The text of filings: the items of an 8-K, a press release in EX-99.1, Items 1, 1A and 7 of a 10-K.

A 10-K names every item twice, in its table of contents and where the chapter begins; the longest stretch of text under
an item is the chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Precision, Request
from researchkit.sources.entries import dated, joined, labelled, resolved, titled

ITEMS = {
    "1.01": "Entry into a Material Definitive Agreement",
    "1.02": "Termination of a Material Definitive Agreement",
    "1.03": "Bankruptcy or Receivership",
    "1.04": "Mine Safety",
    "1.05": "Material Cybersecurity Incidents",
    "2.01": "Completion of Acquisition or Disposition of Assets",
    "2.02": "Results of Operations and Financial Condition",
    "2.03": "Creation of a Direct Financial Obligation",
    "2.04": "Triggering Events That Accelerate a Financial Obligation",
    "2.05": "Costs Associated with Exit or Disposal Activities",
    "2.06": "Material Impairments",
    "3.01": "Notice of Delisting or Failure to Satisfy a Listing Rule",
    "3.02": "Unregistered Sales of Equity Securities",
    "3.03": "Material Modification to Rights of Security Holders",
    "4.01": "Changes in Certifying Accountant",
    "4.02": "Non-Reliance on Previously Issued Financial Statements",
    "5.01": "Changes in Control of Registrant",
    "5.02": "Departure or Election of Directors or Officers",
    "5.03": "Amendments to Articles or Bylaws; Change in Fiscal Year",
    "5.04": "Temporary Suspension of Trading Under Benefit Plans",
    "5.05": "Amendments to the Code of Ethics",
    "5.06": "Change in Shell Company Status",
    "5.07": "Submission of Matters to a Vote of Security Holders",
    "5.08": "Shareholder Director Nominations",
    "6.01": "Asset-Backed Securities Informational Material",
    "7.01": "Regulation FD Disclosure",
    "8.01": "Other Events",
    "9.01": "Financial Statements and Exhibits",
}
CHAPTERS = {"1": "Business", "1A": "Risk Factors", "7": "Management’s Discussion and Analysis"}
_8K_ITEM = re.compile(r"^\W{0,3}item\s*(\d\.\d\d)\b(.*)$", re.IGNORECASE)
_8K_END = re.compile(
    r"^\W*(?:signatures?|exhibit index)\W*$|^pursuant to the requirements of the securities exchange act", re.I
)
_10K_ITEM = re.compile(
    r"^\W{0,3}(?:part\s+[ivx]+\W{1,4})?items?\s*(1[0-6]|1[ABC]|7A|9[ABC]|[1-9])\b(?:\s+and\s+\d+[ABC]?\b)?\s*[.:—–-]?\s*(.{0,220})$",
    re.IGNORECASE,
)
# What stands after the number where a chapter begins; prose that only refers to an item goes on otherwise.
_10K_WORDS = re.compile(
    r"business|risk|unresolved|cyber|propert|legal|mine|market|\[?reserved|selected|management|quantitative|financial|"
    r"consolidated|changes|controls|other|disclosure|directors|executive|security|certain|principal|exhibit|form|submission",
    re.IGNORECASE,
)
_FURNITURE = re.compile(r"^(?:table of contents|page|\d{1,3}|[ivx]{1,5}|.{0,60}form 10[-–‑ ]k.{0,20})$", re.IGNORECASE)
_EXHIBIT = re.compile(r"ex(?:hibit)?[\s_-]*99[._-]?0?[12]", re.IGNORECASE)
_HTML = re.compile(r"<(?:p|div|td|br|span|body)\b", re.IGNORECASE)
_LINK = re.compile(r'<a\b[^<>]*?href="([^"<>]+\.html?)"[^<>]*>(.{0,300}?)</a>', re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_NO_HEADLINE = re.compile(
    r"^(?:ex(?:hibit)?[- ]*99|for immediate release|contacts?\b|investor|media|phone|fax|web|e-?mail|tel|"
    r"p\.? ?o\.? box|press release|news release|\(?nasdaq|\(?nyse|www\.|http|©|source:|page \d|document$)|"
    r"^\W*\d[\d\s().+-]{6,}$|\d{5}(?:-\d{4})?$",
    re.IGNORECASE,
)
_CHAPTER_CHARS = 400_000
_RELEASE_CHARS = 20_000
_LEAST_CHAPTER_WORDS = 40
_LEAST_RELEASE_WORDS = 12


@dataclass(frozen=True, slots=True)
class _Paper:
    """A filed document, and the day it was filed."""

    page: Page
    company: Company
    published: datetime | None
    precision: Precision | None

    def entry(self, title: str, text: str, *, part: str = "") -> Entry:
        """Return the entry for the paper, or for one part of it."""
        return Entry(
            source_id=self.page.request.source_id,
            kind="filing",
            url=filing_url(self.page.url, part) if part else self.page.url,
            title=title,
            text=text,
            text_scope="full",
            published=self.published,
            published_precision=self.precision,
            publisher=f"{self.company.name}, SEC filing",
            first_party=True,
        )


def item_title(item: str) -> str:
    """Return the title of an entry for an 8-K item: "8-K Item 1.05: Material Cybersecurity Incidents"."""
    return f"8-K Item {item}: {ITEMS.get(item, 'Disclosure')}"


def filing_url(url: str, part: str) -> str:
    """Return the address of a filing's document for one of its parts: the same page, a document of its own to us."""
    return f"{url}?item={part}"


def summary_text(name: str, item: str, *, filed: str, reported: str) -> str:
    """Return the sentence that the list of filings alone supports."""
    sentence = f"{name} filed a Form 8-K under Item {item}, {ITEMS[item]}, on {filed}."
    return joined(sentence, labelled(("Date of the event", reported)))


def read_filing(page: Page, company: Company) -> Iterator[Entry | Request]:
    """Yield the entries in an HTML filing: 8-K items, 10-K chapters, or a press release. Raises ParseError."""
    lines = _lines(page)
    head = "\n".join(lines[:200]).lower()
    step = page.request.step
    if "filing detail" in head and "sec accession no" in head:
        yield from _index_page(page, lines)
    elif step.startswith("10-K") or (not step and re.search(r"^\W*form\s*10-k", head, re.MULTILINE)):
        yield from _chapters(_cover(page, company, lines), lines)
    elif step.startswith("8-K") or (not step and re.search(r"^\W*form\s*8-k|current report", head, re.MULTILINE)):
        yield from _events(_cover(page, company, lines), lines)
        yield from _exhibits(page)
    elif step.startswith("exhibit") or _EXHIBIT.search(head[:2000]):
        yield _release(_cover(page, company, lines), lines)
    else:
        raise ParseError(page.url, "an HTML page that is neither an 8-K, a 10-K nor a press release")


def _lines(page: Page) -> list[str]:
    from researchkit.reading.text import clean_text, decode, strip_markup

    if not page.content.strip():
        raise ParseError(page.url, "an empty answer where a filing was expected")
    text = decode(page.content, page.content_type)
    # Filings of the nineties are plain text between a few tags, and their lines mean something.
    return (strip_markup(text) if _HTML.search(text) else clean_text(_TAG.sub("", text))).split("\n")


def _cover(page: Page, company: Company, lines: list[str]) -> _Paper:
    """Return the paper with the day it was filed: said by the list that led here, else the date on its cover."""
    day = page.request.step.partition(" ")[2][:10]
    if day:
        return _Paper(page, company, *dated(day))
    dates = (found for line in lines[:60] if len(line) < 120 for found in [dated(line)] if found[0] is not None)
    return _Paper(page, company, *next(dates, (None, None)))


def _events(paper: _Paper, lines: list[str]) -> Iterator[Entry]:
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        if match := _8K_ITEM.match(line):
            current = sections.setdefault(match[1], [])
        elif _8K_END.match(line):
            current = None
        elif current is not None and not _FURNITURE.match(line):
            current.append(line)
    if not sections:
        raise ParseError(paper.page.url, "an 8-K without any item")
    telling = {item: body for item, body in sections.items() if item != "9.01"} or sections
    for item, body in telling.items():
        text = "\n".join(_without_name(body, item))[:_RELEASE_CHARS]
        yield paper.entry(item_title(item), text or f"Item {item}", part=item)


def _without_name(body: list[str], item: str) -> list[str]:
    """Drop the item's official name where it stands in a line of its own below the number."""
    start = ITEMS.get(item, "")[:12].casefold()
    return (
        body[1:] if body and start and body[0].strip(" .").casefold().startswith(start) and len(body[0]) < 220 else body
    )


def _exhibits(page: Page) -> Iterator[Request]:
    """Yield the press releases that an 8-K links to: exhibit 99 by file name or by the number beside the link."""
    text = page.content.decode("utf-8", "replace")
    day = page.request.step.partition(" ")[2][:10]
    seen = set()
    for match in _LINK.finditer(text):
        beside = _TAG.sub(" ", text[max(match.start() - 1500, 0) : match.start()])[-120:] + _TAG.sub(" ", match[2])
        numbers = re.findall(r"\b\d{1,3}\.\d{1,2}\b", beside)
        url = resolved(page.url, match[1])
        if url not in seen and (_EXHIBIT.search(match[1]) or (numbers and numbers[-1].startswith("99."))):
            seen.add(url)
            step = f"exhibit {day}".strip()
            yield Request(source_id=page.request.source_id, url=url, expect="any", step=step, optional=True)


def _chapters(paper: _Paper, lines: list[str]) -> Iterator[Entry]:
    longest: dict[str, list[str]] = {}
    current, body = "", list[str]()
    for line in [*lines, "Item 16. End"]:
        found = _heading(line)
        if found is None:
            body.append(line)
            continue
        if found != current:  # a running head repeats the item it stands in
            if current in CHAPTERS and _size(body) > _size(longest.get(current, [])):
                longest[current] = body
            current, body = found, []
    told = False
    for item, name in CHAPTERS.items():
        text = "\n".join(_trimmed(longest.get(item, []), name))[:_CHAPTER_CHARS]
        if len(text.split()) >= _LEAST_CHAPTER_WORDS:  # else the chapter is in an exhibit, as IBM's Item 7 is
            told = True
            yield paper.entry(f"10-K Item {item}: {name}", text, part=item)
    if not told:
        raise ParseError(paper.page.url, "a 10-K in which neither Item 1, 1A nor 7 was found")


def _heading(line: str) -> str | None:
    match = _10K_ITEM.match(line)
    if not match or (match[2] and not (_10K_WORDS.match(match[2]) or match[2] == "End")):
        return None
    return match[1].upper()


def _size(body: list[str]) -> int:
    return sum(map(len, body))


def _trimmed(body: list[str], name: str) -> list[str]:
    kept = [line for line in body if not _FURNITURE.match(line)]
    start = name.split("’")[0].casefold()
    return kept[1:] if kept and len(kept[0]) < 120 and kept[0].casefold().startswith(start) else kept


def _release(paper: _Paper, lines: list[str]) -> Entry:
    place, headline = _headline(lines)
    text = "\n".join(lines[place + 1 :])[:_RELEASE_CHARS]
    if not headline or len(text.split()) < _LEAST_RELEASE_WORDS:
        raise ParseError(paper.page.url, "an exhibit without a headline and a text")
    return paper.entry(titled(headline), text)


def _headline(lines: list[str]) -> tuple[int, str]:
    """Return where the headline of a press release stands, and what it says: the first line that reads like one."""
    for place, line in enumerate(lines[:60]):
        words = line.split()
        if 4 <= len(words) <= 40 and not _NO_HEADLINE.search(line) and not dated(line)[0] and not line.endswith(":"):
            return place, line
    return 0, ""


def _index_page(page: Page, lines: list[str]) -> Iterator[Entry | Request]:
    """Yield the filing that an index page describes, and its main document."""
    text = "\n".join(lines)
    items = re.findall(r"^Item (\d\.\d\d): ", text, re.MULTILINE)
    form = re.search(r"Form ([0-9A-Z/-]+)", text)
    filed = re.search(r"Filing Date\n(\d{4}-\d\d-\d\d)", text)
    filer = re.search(r"^(.+?) \(Filer\)", text, re.MULTILINE)
    published, precision = dated(filed[1] if filed else None)
    yield Entry(
        source_id=page.request.source_id,
        kind="filing",
        url=page.url,
        title=f"{form[1] if form else 'Filing'} of {filer[1] if filer else 'a registrant'}",
        text="\n".join(f"Item {item}: {ITEMS.get(item, 'Disclosure')}" for item in items) or None,
        published=published,
        published_precision=precision,
        publisher="SEC EDGAR",
    )
    for link in re.findall(r'href="(?:/ix\?doc=)?(/Archives/[^"]+\.htm)"', page.content.decode("utf-8", "replace"))[:1]:
        step = f"{form[1] if form else '8-K'} {filed[1] if filed else ''}".strip()
        yield Request(
            source_id=page.request.source_id, url=resolved(page.url, link), expect="any", step=step, optional=True
        )
