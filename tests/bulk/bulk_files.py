"""Bulk files as GDELT and the SEC make them, of companies that do not exist."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from researchkit.bulk.minutes import MINUTE
from researchkit.records import Company, Request
from researchkit.sample.answers import Answer
from researchkit.sources.gdelt import Gdelt

NOW = datetime(2026, 5, 4, 3, 30, tzinfo=UTC)
GDELT_HOST = "data.gdeltproject.org"
SEC_HOST = "www.sec.gov"
SUBMISSIONS = "/Archives/edgar/daily-index/bulkdata/submissions.zip"
FACTS = "/Archives/edgar/daily-index/xbrl/companyfacts.zip"


def article(title: str, number: int = 0, **fields: object) -> dict[str, object]:
    """A line of GDELT's Article List."""
    row = {
        "date": "2026-05-03T23:10:00.000Z",
        "url": f"https://paper.example/{number}/{title.lower().replace(' ', '-')}",
        "title": title,
        "lang": "en",
        "domain": "paper.example",
        "outletName": "The Paper",
        "desc": "A longer sentence.",
        "author": "A. Writer",
    }
    return row | fields


def minute_file(*rows: object) -> bytes:
    """A minute's file; text stands as it is, so that a line may be damaged."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return gzip.compress("\n".join(lines).encode("utf-8", "surrogatepass"), mtime=0)


def at(minute: datetime) -> tuple[str, str]:
    """The host and path of a minute's file."""
    url = MINUTE.format(minute=minute)
    return GDELT_HOST, url.removeprefix(f"https://{GDELT_HOST}")


def served_minutes(files: Mapping[datetime, bytes]) -> dict[tuple[str, str], Answer]:
    return {at(minute): Answer(content=content, content_type="application/gzip") for minute, content in files.items()}


def archive(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def submissions(cik: int, name: str = "Tarn Valves Inc", filed: str = "2026-04-20") -> str:
    """The list of filings of one company, with one 8-K."""
    recent = {
        "accessionNumber": ["0000777001-26-000012"],
        "form": ["8-K"],
        "filingDate": [filed],
        "reportDate": [filed],
        "items": ["2.02,9.01"],
        "primaryDocument": ["tarn-8k.htm"],
    }
    return json.dumps({"cik": f"{cik:010}", "name": name, "tickers": ["TRN"], "filings": {"recent": recent}})


def search(name: str, *, company: Company | None = None, days: int = 30) -> Request:
    """What the source asks of GDELT for a company of that name."""
    who = company or Company(slug="x", name=name)
    source = Gdelt()
    (place,) = source.places(who)
    (request,) = source.requests(who, place, since=NOW - timedelta(days=days), now=NOW)
    return request
