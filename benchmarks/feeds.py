"""How much of real feeds is read, and how fast: `python benchmarks/feeds.py ../shared/data/sources/feeds`.

Per feed: entries, and the share of them with link, title and date where the feed itself has one (counted by a second
reading with a bare XML parser, so that what we miss shows). Then the CPU time against feedparser as it comes.
"""

from __future__ import annotations

import io
import re
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Request
from researchkit.sources.feed import Feed

NOW = datetime(2026, 9, 1, tzinfo=UTC)
SUFFIXES = (".xml", ".rss", ".atom", ".json")
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """Entries, and those with link, title and date: in the file, or read by us."""

    entries: int
    links: int
    titles: int
    dates: int


def page_of(path: Path) -> Page:
    request = Request(source_id="feed file", url=f"https://feeds.example/{path.name}", expect="feed")
    return Page(request=request, url=request.url, status=200, content=path.read_bytes(), fetched=NOW)


def ours(path: Path) -> Counted:
    entries = [row for row in Feed().parse(page_of(path), Company(slug="x", name="X")) if isinstance(row, Entry)]
    return Counted(
        len(entries),
        sum(bool(entry.url) for entry in entries),
        sum(bool(entry.title) for entry in entries),
        sum(entry.published is not None for entry in entries),
    )


def there(path: Path) -> Counted:
    """Count by regular expression what the file offers, knowing nothing of our reader."""
    text = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".json":
        blocks = re.split(r'(?="content_(?:html|text)")', text)[1:]
        return Counted(len(blocks), len(blocks), len(blocks), len(blocks))
    blocks = re.findall(r"<(?:\w+:)?(?:item|entry)[\s>].*?</(?:\w+:)?(?:item|entry)>", text, re.DOTALL)
    return Counted(
        len(blocks),
        sum(bool(re.search(r"<link[^>]*>\s*\S|<link[^>]*href|<guid", block)) for block in blocks),
        sum(bool(re.search(r"<title[^>]*>\s*[^<\s]|<title[^>]*>\s*<!\[CDATA\[\s*[^\]\s]", block)) for block in blocks),
        sum(
            bool(re.search(r"<(?:pubDate|dc:date|published|updated|issued|created)[^>]*>[^<]*\d", block, re.I))
            for block in blocks
        ),
    )


def cpu_s(work: object, paths: list[Path]) -> float:
    """Return the least CPU seconds of five rounds over all files."""
    assert callable(work)
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for path in paths:
            work(path)
        best = min(best, time.process_time() - start)
    return best


def main(folder: Path) -> int:
    import feedparser

    paths = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    total_here, total_there, failed = [0] * 4, [0] * 4, 0
    print(f"{'feed':44} {'entries':>9} {'links':>9} {'titles':>9} {'dates':>9}")
    for path in paths:
        offered = there(path)
        try:
            read = ours(path)
        except ParseError as error:
            failed += 1
            print(f"{path.name[:44]:44} failed: {error}")
            continue
        pairs = list(zip(_row(read), _row(offered), strict=True))
        print(f"{path.name[:44]:44} " + " ".join(f"{f'{a}/{b}':>9}" for a, b in pairs))
        for place, (a, b) in enumerate(pairs):
            total_here[place] += min(a, b)
            total_there[place] += b
    for name, a, b in zip(("entries", "links", "titles", "dates"), total_here, total_there, strict=True):
        print(f"{name}: {a} of {b} ({a / max(b, 1):.1%})")
    print(f"failed: {failed} of {len(paths)}")
    xml = [path for path in paths if path.suffix != ".json"]
    mine = cpu_s(ours, xml)
    theirs = cpu_s(lambda path: feedparser.parse(io.BytesIO(path.read_bytes())), xml)
    print(f"CPU: ours {mine:.3f} s, feedparser as it comes {theirs:.3f} s: {theirs / mine:.1f} times")
    return 1 if failed else 0


def _row(counted: Counted) -> tuple[int, int, int, int]:
    return counted.entries, counted.links, counted.titles, counted.dates


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/sources/feeds")))
