"""The main job on real companies, from recorded files: python benchmarks/real_input.py ../shared/data/sources

Prints per company: entries in its recorded feeds, documents (also of newsroom pages and job boards), dates missing,
events by polarity and by type, questions, pages of the export in A4 and Letter, and seconds for `research` and for
both exports.
Needs no network: every host is answered on loopback, as of the day of the recording.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "replay"))

import recordings

import researchkit as rk

PAPERS = ("a4", "letter")
HEAD = (
    f"{'company':<14}{'as of':<12}{'entries':>8}{'docs':>6}{'no date':>8}{'L':>4}{'C':>4}{'O':>4}{'quest.':>7}"
    f"{'A4':>4}{'Letter':>7}{'research':>10}{'export':>8}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one company's run gave; `pages` is the number of PDF pages on A4 and on Letter."""

    company: str
    as_of: str
    entries: int
    dossier: rk.Dossier
    pages: tuple[int, ...]
    research_s: float
    export_s: float

    def line(self) -> str:
        documents, events = self.dossier.documents, self.dossier.events
        polarity = Counter(events["polarity"])
        counts = "".join(f"{polarity[name]:>4}" for name in ("launch", "challenge", "other"))
        return (
            f"{self.company:<14}{self.as_of:<12}{self.entries:>8}{len(documents):>6}"
            f"{int(documents['published'].isna().sum()):>8}{counts}{len(self.dossier.questions):>7}"
            f"{self.pages[0]:>4}{self.pages[1]:>7}{self.research_s:>8.1f} s{self.export_s:>6.1f} s"
        )

    def types(self) -> str:
        counted = Counter(self.dossier.events["type"]).most_common()
        return ", ".join(f"{count} {name}" for name, count in counted) or "no events"


def run(root: Path, company: recordings.Recorded, folder: Path) -> Row:
    workspace = rk.Workspace(folder / company.slug)
    with recordings.replaying(root, company):
        slug = recordings.make_profile(root, company, workspace).stem
        started = perf_counter()
        dossier = rk.research(slug, since="365d", workspace=workspace, progress=False)
        research_s = perf_counter() - started
    started = perf_counter()
    page = rk.brief(dossier, role="data engineer", interviewer="hiring manager")
    made = [rk.export(page, folder / company.slug / f"{paper}.pdf", paper=paper) for paper in PAPERS]
    return Row(
        company=company.slug,
        as_of=f"{recordings.as_of(root, company):%Y-%m-%d}",
        entries=sum(one.entries for one in recordings.heard(root, company)),
        dossier=dossier,
        pages=tuple(recordings.pdf_pages(path) for path in made),
        research_s=research_s,
        export_s=perf_counter() - started,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("root", type=Path, nargs="?", default=recordings.RECORDED)
    arguments.add_argument("--company", action="append", help="only this one; may be given again")
    arguments.add_argument("--claims", action="store_true", help="also print what each event claims")
    chosen = arguments.parse_args()
    if not recordings.is_there(chosen.root):
        sys.exit(f"{chosen.root} holds no MANIFEST.json: give the folder of the recorded files")
    logging.disable(logging.WARNING)
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for company in recordings.COMPANIES:
            if chosen.company and company.slug not in chosen.company:
                continue
            row = run(chosen.root, company, Path(folder))
            print(row.line(), flush=True)
            print(f"{'':<14}{row.types()}")
            if chosen.claims:
                for event in row.dossier.events.itertuples():
                    print(f"{'':<16}{event.polarity:<10}{event.type:<26}{event.claim}")


if __name__ == "__main__":
    main()
