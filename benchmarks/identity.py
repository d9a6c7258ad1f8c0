"""Names that are everyday words: does a headline speak of the company, or of the word?

usage: python benchmarks/identity.py [tests/fixtures/identity/names.toml] [--show]

Prints precision and recall of "about the company" over all headlines, and for the hard half that has no text but
the title.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from researchkit.analysis.relevance import ABOUT, rank
from researchkit.frames import DOCUMENTS, conform
from researchkit.records import Company

HERE = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "identity" / "names.toml"
_DAY = datetime(2026, 3, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One headline: whose profile, whether it is about that company, and what we said."""

    name: str
    title: str
    ours: bool
    relevance: float
    reason: str

    @property
    def right(self) -> bool:
        return (self.relevance >= ABOUT) == self.ours


def company_of(table: dict[str, object]) -> Company:
    """Make the profile of one name, as a user's TOML would have it."""
    listed = {key: tuple(map(str, table.get(key, ()))) for key in ("products", "people", "competitors")}  # type: ignore[arg-type]
    name = str(table["name"])
    return Company(
        slug=name.lower(),
        name=name,
        legal_name=str(table["legal_name"]) if "legal_name" in table else None,
        description=str(table["description"]),
        domains=(f"{name.lower()}.example",),
        common_word=True,
        **listed,
    )


def read(path: Path) -> Iterator[Line]:
    """Rank every headline of `path` on its own, so that no other headline helps."""
    import pandas as pd

    for table in tomllib.loads(path.read_text(encoding="utf-8"))["name"]:
        company = company_of(table)
        for ours in (True, False):
            for title in table["ours" if ours else "others"]:
                row = {
                    "document_id": "0", "source_id": "identity", "kind": "news", "url": "https://paper.example/0",
                    "publisher": "paper.example", "title": title, "author": None, "published": _DAY,
                    "published_precision": "day", "fetched": _DAY, "language": "en", "text": title,
                    "text_scope": "title", "first_party": False, "word_count": len(title.split()),
                }  # fmt: skip
                ranked = rank(conform(pd.DataFrame([row]), DOCUMENTS), company)
                yield Line(
                    company.name, title, ours, float(ranked["relevance"].iat[0]), ranked["relevance_reason"].iat[0]
                )


def measure(lines: list[Line]) -> tuple[float, float]:
    """Return precision and recall of "about the company"."""
    hits = sum(line.ours and line.right for line in lines)
    said = sum(line.relevance >= ABOUT for line in lines)
    return hits / max(1, said), hits / max(1, sum(line.ours for line in lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=HERE)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    lines = list(read(options.path))
    for line in lines:
        if options.show and not line.right:
            print(
                f"{'missed' if line.ours else 'let in':7} {line.name:10} {line.relevance:.2f} {line.title} "
                f"({line.reason})"
            )
    precision, recall = measure(lines)
    names = len({line.name for line in lines})
    print(f"{len(lines)} headlines, {names} names: precision {precision:.3f} recall {recall:.3f}")


if __name__ == "__main__":
    main()
