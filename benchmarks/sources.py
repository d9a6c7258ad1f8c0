"""What every source makes of recorded answers: `python benchmarks/sources.py ../shared/data/sources`.

Per source: files read of those there, rows, rows without a date, rows without a title, files without rows, and failures
with their reason. A folder's files are given to the source of that kind, as answers from its host. Pages of company
sites are given to discovery: rows are the places found and the articles listed, or the one article that the page is.
Sources that look for a firm's name in a register are asked for the first firm in the file: else no row would be theirs.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from researchkit.errors import ParseError
from researchkit.reading.metadata import read_metadata
from researchkit.records import Company, Entry, Page, Request
from researchkit.sources import source
from researchkit.sources.discover import read_discovery
from researchkit.sources.newsroom import read_articles

NOW = datetime(2026, 9, 1, tzinfo=UTC)
# folder → the source that reads it, and an address of its kind.
FOLDERS = {
    "feeds": ("feed", "https://feeds.example/"),
    "pages": ("discover", ""),
    "sitemaps": ("sitemap", "https://site.example/"),
    "jobs": ("jobs", "https://board.example/"),
    "statuspage": ("status", "https://status.example/"),
    "edgar": ("edgar", "https://www.sec.gov/Archives/edgar/data/1/1/"),
    "wikidata": ("wikidata", "https://www.wikidata.org/wiki/"),
    "wikipedia": ("wikipedia", "https://en.wikipedia.org/"),
    "github": ("github", "https://github.com/org/repository/"),
    "hn_algolia": ("hackernews", "https://hn.algolia.com/"),
    "gdelt": ("gdelt", "https://api.gdeltproject.org/"),
    "google_alerts": ("alerts", "https://www.google.com/alerts/feeds/"),
    "youtube": ("youtube", "https://www.youtube.com/feeds/"),
    "mastodon": ("mastodon", "https://mastodon.example/api/v1/"),
    "bluesky": ("bluesky", "https://public.api.bsky.app/xrpc/"),
    "google_news": ("googlenews", "https://news.google.com/rss/"),
    "bing_news": ("bingnews", "https://www.bing.com/news/"),
    "recalls": ("recalls", "https://regulator.example/"),
    "app_store": ("appstore", "https://itunes.apple.com/us/rss/"),
    "wayback_cdx": ("wayback", "https://web.archive.org/cdx/"),
    "warn": ("warn", "https://state.example/"),
    "uk_gender_pay_gap": ("paygap", "https://gender-pay-gap.service.gov.uk/"),
    "companies_house": ("companieshouse", "https://api.company-information.service.gov.uk/"),
    "stackexchange": ("stackexchange", "https://api.stackexchange.com/"),
    "openalex": ("openalex", "https://api.openalex.org/"),
    "arxiv": ("arxiv", "https://export.arxiv.org/"),
    "press_wires": ("wires", "https://wire.example/"),
}
# Not answers that any source asks for: the archive's own container format.
PASSED_OVER = (".gz", ".warc")
# Recorded refusals and empty answers: a source must say so, and must not make a row of them.
REFUSALS = re.compile(r"error|403|denied|rate_|blocked|forbidden|undeclared", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """What came of one source's files."""

    there: int = 0
    read: int = 0
    rows: int = 0
    undated: int = 0
    untitled: int = 0
    leads: int = 0
    empty: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)


def firm_of(content: bytes, kind: str) -> str:
    """Return the first firm that a register's file names, for the sources that look for one; "" elsewhere."""
    text = content.decode("utf-8", "replace")
    if kind in ("warn", "paygap"):
        rows = csv.reader(io.StringIO(text))
        head = next(rows, [])
        place = next((n for n, name in enumerate(head) if re.search("company|employer", name, re.IGNORECASE)), None)
        return next((row[place] for row in rows if place is not None and len(row) > place and row[place].strip()), "")
    if kind in ("recalls", "companieshouse", "wires"):
        found = re.search(
            r'"(?:recalling_firm|Manufacturer|[Cc]ompany(?:[ _-][Nn]ame)?|field_establishment)"\s*:\s*"([^"]{2,80})"',
            text,
        ) or re.search(r'"[Tt]itle"\s*:\s*"(\w+ ?\w*)', text)
        return json.loads(f'"{found[1]}"') if found else ""
    return ""


def unwrapped(content: bytes) -> bytes:
    """Return what a recording's own wrapper ({url, status_code, body}) holds."""
    try:
        wrapper = json.loads(content)
    except ValueError:
        return content
    if isinstance(wrapper, dict) and {"status_code", "body"} <= set(wrapper):
        return str(wrapper["body"]).encode()
    return content


def page_of(path: Path, address: str) -> Page:
    request = Request(source_id="recorded", url=address + path.name, expect="any")
    return Page(request=request, url=request.url, status=200, content=unwrapped(path.read_bytes()), fetched=NOW)


def read(path: Path, tally: Tally, kind: str, address: str) -> None:
    tally.there += 1
    page = page_of(path, address)
    firm = firm_of(page.content, kind)
    company = Company(slug="recorded", name=firm or "Recorded", identifiers={"ticker": "AAPL"})
    try:
        rows = list(source(kind).parse(page, company))
    except ParseError as error:
        if not page.content.strip() or REFUSALS.search(path.name):
            tally.refused.append(f"{path.name}: {error.what}")
        else:
            tally.failures[f"{path.name}: {error}"] += 1
        return
    entries = [row for row in rows if isinstance(row, Entry)]
    tally.rows += len(entries)
    tally.leads += len(rows) - len(entries)
    tally.undated += sum(entry.published is None for entry in entries)
    tally.untitled += sum(not entry.title.strip() for entry in entries)
    if any(entry.title.strip() for entry in entries):
        tally.read += 1
    elif not page.content.strip():
        tally.refused.append(f"{path.name}: nothing in it")
    else:
        tally.empty.append(f"{path.name} ({len(rows)} leads)")


def read_page(path: Path, tally: Tally) -> None:
    """Read a page of a company's site: places found, articles listed; else the title of the article it is."""
    tally.there += 1
    text = path.read_bytes().decode("utf-8", "replace")
    own = re.search(r'(?:rel="canonical"[^>]*href|property="og:url"[^>]*content|href)="(https?://[^"]+)"', text)
    address = own[1] if own else "https://pages.example/"
    request = Request(source_id="recorded", url=address, expect="page", step="listing")
    page = Page(request=request, url=address, status=200, content=path.read_bytes(), fetched=NOW)
    found, articles = list(read_discovery(page)), read_articles(page)
    title = "" if found or articles else read_metadata(text, address).title or ""
    tally.rows += len(found) + len(articles) + bool(title)
    tally.undated += sum(article.published is None for article in articles)
    if found or articles or title:
        tally.read += 1
    else:
        tally.empty.append(path.name)


def main(folder: Path) -> int:
    tallies: dict[str, Tally] = {}
    passed_over = []
    start = time.process_time()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.parent != folder):
        known = FOLDERS.get(path.parent.name)
        if known is None or path.suffix in PASSED_OVER:
            passed_over.append(str(path.relative_to(folder)))
            continue
        kind, address = known
        if kind == "discover":
            read_page(path, tallies.setdefault(path.parent.name, Tally()))
            continue
        read(path, tallies.setdefault(path.parent.name, Tally()), kind, address)
    _print(tallies, passed_over, time.process_time() - start)
    readable = sum(tally.there - len(tally.refused) for tally in tallies.values())
    good = sum(tally.read for tally in tallies.values())
    print(f"\n{good} of {readable} readable files gave rows with a title ({good / max(readable, 1):.1%})")
    return 0 if good >= 0.98 * readable else 1


def _print(tallies: dict[str, Tally], passed_over: list[str], cpu_s: float) -> None:
    head = ("folder", "source", "read", "there", "rows", "no date", "no title", "leads", "refused")
    print(f"{head[0]:18} {head[1]:15} " + " ".join(f"{name:>8}" for name in head[2:]))
    for name, tally in sorted(tallies.items()):
        numbers = (tally.read, tally.there, tally.rows, tally.undated, tally.untitled, tally.leads, len(tally.refused))
        print(f"{name:18} {FOLDERS[name][0]:15} " + " ".join(f"{number:>8}" for number in numbers))
    for title, lines in (
        ("failed", [line for tally in tallies.values() for line in tally.failures]),
        ("no rows", [line for tally in tallies.values() for line in tally.empty]),
        ("refused, as they should be", [line for tally in tallies.values() for line in tally.refused]),
        ("passed over", passed_over),
    ):
        print(f"\n{title}: {len(lines)}")
        for line in lines:
            print(f"  {line}")
    print(f"\nCPU: {cpu_s:.1f} s; crashed: 0 (anything but a ParseError ends this program)")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/sources")))
