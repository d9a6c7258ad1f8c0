"""The main job on real companies, from recorded files."""

from __future__ import annotations

from pathlib import Path

import pytest
import recordings

import researchkit as rk

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not recordings.is_there(), reason=recordings.ABSENT),
]
each_company = pytest.mark.parametrize("company", recordings.COMPANIES, ids=lambda company: company.slug)
_DONE: dict[str, rk.Dossier] = {}


@pytest.fixture
def dossier(company: recordings.Recorded, tmp_path_factory: pytest.TempPathFactory) -> rk.Dossier:
    if company.slug not in _DONE:
        workspace = rk.Workspace(tmp_path_factory.mktemp(company.slug))
        with recordings.replaying(recordings.RECORDED, company):
            slug = recordings.make_profile(recordings.RECORDED, company, workspace).stem
            _DONE[company.slug] = rk.research(slug, since="365d", workspace=workspace, progress=False)
    return _DONE[company.slug]


def test_the_manifest_names_every_recording() -> None:
    files = {file for one in recordings.COMPANIES for file in (*one.feeds, *one.outlets, *one.pages.values())}
    assert files - recordings.listed(recordings.RECORDED) == set()


def test_at_least_eight_companies_were_recorded() -> None:
    assert sum(bool(company.feeds) for company in recordings.COMPANIES) >= 8


def test_a_page_that_was_not_recorded_is_a_404(tmp_path: Path) -> None:
    from researchkit.errors import BadAnswer
    from researchkit.records import Request
    from researchkit.web import limits
    from researchkit.web.fetch import Fetcher

    with recordings.replaying(recordings.RECORDED, recordings.COMPANIES[0]):
        settings = limits.WebSettings()
        with Fetcher(tmp_path, settings, now=lambda: recordings.NOON) as fetcher, pytest.raises(BadAnswer) as caught:
            fetcher.get(Request(source_id="test", url="https://www.wikipedia.org/wiki/Nowhere"))
    assert caught.value.status == 404


@each_company
def test_its_documents_are_read_and_dated(company: recordings.Recorded, dossier: rk.Dossier) -> None:
    assert len(dossier.documents) >= 4
    assert dossier.documents["published"].notna().all()


@each_company
def test_nothing_is_dated_after_the_recording(company: recordings.Recorded, dossier: rk.Dossier) -> None:
    assert dossier.documents["published"].max() <= recordings.as_of(recordings.RECORDED, company)


@each_company
def test_every_quote_stands_in_its_document(company: recordings.Recorded, dossier: rk.Dossier) -> None:
    texts = dossier.documents.set_index("document_id")["text"]
    for event in dossier.events.itertuples():
        assert texts[event.document_id][event.start : event.end] == event.quote


@each_company
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_its_page_is_one_page(company: recordings.Recorded, dossier: rk.Dossier, paper: str, tmp_path: Path) -> None:
    made = rk.export(rk.brief(dossier, role="data engineer"), tmp_path / "page.pdf", paper=paper)
    assert recordings.pdf_pages(made) == 1
