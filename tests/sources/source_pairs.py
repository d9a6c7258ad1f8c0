"""Fixture pairs: tests/fixtures/SOURCE/NAME.EXT is a page, NAME.expected.json what its source makes of it.

`python tests/sources/source_pairs.py SOURCE/NAME.EXT URL [STEP]` writes the expected half anew, to be read by a person.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from researchkit.records import Company, Entry, Page, Request
from researchkit.sources import REGISTRY, source

FIXTURES = Path(__file__).parent.parent / "fixtures"
FETCHED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
ACME = Company(
    slug="acme",
    name="Acme Robotics",
    legal_name="Acme Robotics Inc.",
    site="https://acme.example",
    domains=("acme.example",),
    aliases=("Acme",),
    products=("PalletPal",),
    identifiers=MappingProxyType({"cik": "1999999", "ticker": "ACMR"}),
    contact="reader@mail.example",
)


def page_of(
    content: bytes | str, *, url: str = "https://acme.example/x", step: str = "", source_id: str = "t", kind: str = ""
) -> Page:
    """Return a page as web would hand it over; `kind` is its content type."""
    asked = Request(source_id=source_id, url=url, step=step)
    body = content.encode() if isinstance(content, str) else content
    return Page(request=asked, url=url, status=200, content=body, content_type=kind, fetched=FETCHED)


def parse(name: str, page: Page, company: Company = ACME) -> list[Entry | Request]:
    return list(source(name).parse(page, company))


def entries(name: str, page: Page, company: Company = ACME) -> list[Entry]:
    return [row for row in parse(name, page, company) if isinstance(row, Entry)]


def told(row: Entry | Request) -> dict[str, Any]:
    """Return what a row says, without what is empty, for comparison and for JSON."""
    if isinstance(row, Request):
        return {"request": row.url, "expect": row.expect, "step": row.step}
    fields = ("kind", "url", "title", "html", "text", "text_scope", "author", "publisher", "language", "follow")
    said = {name: getattr(row, name) for name in fields if getattr(row, name) not in (None, False)}
    if row.published:
        said["published"] = f"{row.published.isoformat()} {row.published_precision}"
    return said


def pairs() -> list[Path]:
    return sorted(path for path in FIXTURES.glob("*/*.expected.json") if path.parent.name in REGISTRY)


def read_pair(expected: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what is expected of a pair, and what its source says now."""
    written = json.loads(expected.read_text("utf-8"))
    page = page_of(
        (expected.parent / written["page"]).read_bytes(), url=written["url"], step=written["step"], source_id="t"
    )
    return written["rows"], [told(row) for row in parse(expected.parent.name, page)]


def main(path: str, url: str, step: str = "") -> None:
    page_path = FIXTURES / path
    rows = [told(row) for row in parse(page_path.parent.name, page_of(page_path.read_bytes(), url=url, step=step))]
    written = {"page": page_path.name, "url": url, "step": step, "rows": rows}
    text = json.dumps(written, indent=1, ensure_ascii=False)
    page_path.with_name(page_path.stem + ".expected.json").write_text(text + "\n", "utf-8")
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
