"""What bulk files cost: `python benchmarks/bulk.py [--members 900000] [--names 10000] [--days 90]`. No network.

The archive and the minute files are invented, in the numbers and sizes that others report of the real ones; the figures
are of our own work on them: to index an archive and read a member, to find names, to answer a search.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from researchkit.analysis.naming import NameFinder
from researchkit.bulk.archive import Archive
from researchkit.bulk.articles import DAY_MINUTES, Article, Articles
from researchkit.bulk.gdelt import GdeltMirror, table_of
from researchkit.bulk.minutes import MinuteReader
from researchkit.records import Company
from researchkit.sources.gdelt import Gdelt

NOW = datetime(2026, 11, 28, 22, tzinfo=UTC)
ARTICLES = 800  # in a file of a minute, as others have counted
FILES = 288  # a day, as others have counted: three after each quarter of an hour
SYLLABLES = ("ta", "ro", "mi", "ken", "sol", "var", "lin", "dex", "qua", "per", "nor", "bel", "zu", "ix", "gra", "fen")
_INSTALL = """
import resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from researchkit.bulk.archive import install
folder, began = Path(sys.argv[1]), time.monotonic()
install(folder, "submissions", folder / "came", key="filings", url="", now=datetime.now(UTC))
print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=900_000)
    parser.add_argument("--names", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=90)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _archives(Path(folder), options.members)
    names = _names(options.names)
    with tempfile.TemporaryDirectory() as folder:
        _minutes(Path(folder), names)
    with tempfile.TemporaryDirectory() as folder:
        _answers(Path(folder), names, options.days)


def _archives(folder: Path, count: int) -> None:
    member = json.dumps({"cik": "1", "name": "Tarn", "filings": {"recent": {"form": ["8-K"] * 40}}})
    with zipfile.ZipFile(folder / "came", "w", zipfile.ZIP_DEFLATED) as made:
        for cik in range(count):
            made.writestr(f"CIK{cik:010}.json", member)
    command = [sys.executable, "-c", _INSTALL, str(folder)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    took_s, peak_mib = map(float, ran.stdout.split())
    index_mib = (folder / "submissions.sqlite").stat().st_size / 2**20
    print(
        f"index an archive of {count:,} members: {took_s:.1f} s, {peak_mib:,.0f} MiB at most; index {index_mib:.0f} MiB"
    )
    archive, chosen = Archive(folder, "submissions"), random.Random(1).sample(range(count), 1000)
    began = time.monotonic()
    for cik in chosen:
        assert archive.about() is not None
        assert archive.member(cik, max_bytes=2**20)
    print(f"read a member: {time.monotonic() - began:.2f} ms")


def _names(count: int) -> list[str]:
    chance, names = random.Random(2), set[str]()
    while len(names) < count:
        names.add(" ".join(_word(chance, 4).title() for _ in range(chance.choice((1, 1, 2)))))
    return sorted(names)


def _word(chance: random.Random, most: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, most)))


def _rows(chance: random.Random, names: list[str], count: int) -> list[dict[str, str]]:
    """Return articles of eleven words, one in ten with a name of the list."""
    rows = []
    for number in range(count):
        words = [_word(chance, 3) for _ in range(11)]
        if number % 10 == 0:
            words[chance.randrange(11)] = chance.choice(names)
        url = f"https://paper{chance.randrange(9000)}.example/{chance.getrandbits(64)}"
        row = {"date": "2026-11-28T10:00:00.000Z", "url": url, "domain": "paper.example", "outletName": "The Paper"}
        rows.append(
            row | {"title": " ".join(words), "lang": "en", "desc": " ".join(_word(chance, 3) for _ in range(40))}
        )
    return rows


class _NoWeb:
    """Gives one file for every minute."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def fetch(self, url: str, path: Path, *, max_bytes: int) -> int:
        return path.write_bytes(self._content)


def _minutes(folder: Path, names: list[str]) -> None:
    began = time.process_time()
    NameFinder(names)
    print(f"make the finder of {len(names):,} names: {time.process_time() - began:.2f} s of CPU")
    lines = "\n".join(json.dumps(row) for row in _rows(random.Random(3), names, ARTICLES))
    packed = gzip.compress(lines.encode())
    with Articles(table_of(folder)) as table:
        reader = MinuteReader(table, names, web=_NoWeb(packed), folder=folder, now=lambda: NOW)  # type: ignore[arg-type]
        began = time.process_time()
        for _ in reader.read(NOW - timedelta(minutes=n) for n in range(100)):
            pass
        each_s = (time.process_time() - began) / 100
    print(
        f"read a minute of {ARTICLES} articles ({len(packed) / 1024:.0f} kB): {each_s * 1000:.0f} ms of CPU;", end=" "
    )
    print(f"a day of {FILES} such: {each_s * FILES:.0f} s")


def _answers(folder: Path, names: list[str], days: int) -> None:
    """A table of so many days on which a tenth of a day's articles name somebody, and a search in it for each name."""
    chance = random.Random(4)
    kept = FILES * ARTICLES // 10
    with Articles(table_of(folder)) as table:
        scan = table.scan_of(names)
        for back in range(days):
            day = NOW.replace(hour=0) - timedelta(days=back + 1)
            titles = [row["title"] for row in _rows(chance, names, 100)]
            made = []
            for number in range(kept):
                title = titles[number % 100]
                url = f"https://paper{number % 9000}.example/{back}/{title.replace(' ', '-')}/{number}"
                made.append(Article(chance.choice(names), day, url, title, "paper.example", "en"))
            for step in range(DAY_MINUTES):
                table.keep(scan, day + timedelta(minutes=step), made if not step else [], read=True, now=NOW)
    size_mib = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
    print(f"table of {days} days with {kept:,} mentions each: {size_mib:,.0f} MiB, {size_mib / days:.1f} a day")
    source, mirror, sizes = Gdelt(), GdeltMirror(folder), []
    chosen = chance.sample(names, 500)
    requests = []
    for name in chosen:
        company = Company(slug="x", name=name)
        (place,) = source.places(company)
        requests += source.requests(company, place, since=NOW - timedelta(days=90), now=NOW)
    began = time.monotonic()
    for request in requests:
        found = mirror.reflect(request, now=NOW)
        assert found is not None
        sizes.append(len(found.content))
    each_ms = (time.monotonic() - began) / len(requests) * 1000
    print(
        f"answer a search: {each_ms:.1f} ms, {sum(sizes) / len(sizes) / 1024:.0f} kB; for 10,000: {each_ms * 10:.0f} s"
    )


if __name__ == "__main__":
    main()
