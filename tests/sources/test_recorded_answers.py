"""The recorded answers beside the repository: what is readable is read, and nothing crashes."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDED = ROOT.parent / "shared" / "data" / "sources"


@pytest.mark.shared
@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers beside the repository are not here")
def test_recorded_answers_give_rows(capsys: pytest.CaptureFixture[str]) -> None:
    benchmark = runpy.run_path(str(ROOT / "benchmarks" / "sources.py"))
    assert benchmark["main"](RECORDED) == 0, capsys.readouterr().out


@pytest.mark.shared
@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers beside the repository are not here")
def test_every_entry_of_recorded_feeds_keeps_its_link_title_and_date() -> None:
    benchmark = runpy.run_path(str(ROOT / "benchmarks" / "feeds.py"))
    for path in sorted((RECORDED / "feeds").iterdir()):
        offered, read = benchmark["there"](path), benchmark["ours"](path)
        assert (read.entries, read.titles) == (offered.entries, offered.titles), path.name
        assert read.links >= offered.links, path.name
        assert read.dates >= offered.dates, path.name
