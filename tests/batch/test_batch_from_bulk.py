"""A batch over bulk files: nobody asks GDELT or data.sec.gov, and coverage says which files it was."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from batch_firms import FIRMS, NOW, firm

from researchkit.bulk import folder_of
from researchkit.bulk.archive import install
from researchkit.bulk.articles import Article, Articles
from researchkit.bulk.gdelt import table_of

THEN = NOW - timedelta(hours=3)


@pytest.fixture
def bulk(home):
    """A minute of GDELT with an article on Firm0, read for all firms, and the SEC's list of its filings."""
    folder = folder_of(home.cache)
    with Articles(table_of(folder)) as table:
        scan = table.scan_of([company.name for company in FIRMS])
        said = Article("Firm0", THEN, "https://firm1.example/recall", "Firm0 recalls 400 pumps", "paper.example", "en")
        table.keep(scan, THEN, [said], read=True, now=THEN)
    recent = {"accessionNumber": [], "form": [], "filingDate": [], "primaryDocument": []}
    content = json.dumps({"cik": "0000777001", "name": "Firm0 Inc", "filings": {"recent": recent}})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("CIK0000777001.json", content)
    came = folder / "submissions.came"
    came.write_bytes(stream.getvalue())
    install(folder, "submissions", came, key="filings", url="", now=THEN)


def told(out: Path, slug: str, kind: str) -> tuple[str, int, str]:
    (path,) = (out / "coverage" / f"company={slug}").rglob("*.parquet")
    rows = pd.read_parquet(path)
    row = rows[rows["kind"] == kind].iloc[0]
    return row["outcome"], row["count"], row["reason"]


def test_coverage_says_that_it_is_from_the_bulk_files(bulk, home, night):
    others = ("hackernews", "wikidata", "wikipedia")
    identifiers = {"cik": "777001"}
    firms = [firm(n, disabled=others, contact="fair@college.example", identifiers=identifiers) for n in range(2)]
    done = night(firms)
    assert done.failed == 0
    assert told(done.out, "firm0", "gdelt") == ("found", 1, "from GDELT's bulk files of part of 4 May")
    assert told(done.out, "firm1", "gdelt") == ("none", 0, "from GDELT's bulk files of part of 4 May")
    assert "from the SEC's bulk files of 4 May" in told(done.out, "firm0", "edgar")[2]
