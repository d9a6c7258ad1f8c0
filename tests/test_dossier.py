"""One call for the whole line, a shelf for what it made."""

import gzip
import json
import logging
from dataclasses import replace
from importlib import import_module

import pytest

from researchkit import sample, shelf
from researchkit.dossier import reopen, research, understand
from researchkit.errors import DateError, InputError, Locked, UnknownCompany
from researchkit.frames import COVERAGE, DOCUMENTS, empty
from researchkit.records import Company, Place
from researchkit.verbs import load
from researchkit.workspace import Workspace, lock


@pytest.fixture
def home(tmp_path) -> Workspace:
    home = Workspace(tmp_path)
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Workspace:
    home = Workspace(tmp_path_factory.mktemp("kept"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    research("sample", workspace=home, progress=False)
    return home


def test_without_documents_there_is_nothing_but_an_honest_dossier():
    company = Company(slug="acme", name="Acme")
    made = understand(
        company, empty(DOCUMENTS), empty(COVERAGE), since=sample.AS_OF - (sample.AS_OF - sample.AS_OF), now=sample.AS_OF
    )
    assert (len(made.events), len(made.questions)) == (0, 0)


def test_a_dossier_lies_on_the_shelf(kept):
    dossier = reopen("sample", workspace=kept)
    assert dossier is not None
    assert len(dossier.documents) > 20


def test_a_company_not_researched_yet_has_none(home):
    assert reopen("sample", workspace=home) is None


def test_a_card_counts_what_there_is(kept):
    assert "of Kelbrin, 20 November 2026" in repr(reopen("sample", workspace=kept))


def test_questions_can_be_asked_for_another_role(kept):
    dossier = reopen("sample", workspace=kept)
    assert set(dossier.asked_for(role="product manager").questions["text"]) != set(dossier.questions["text"])


def test_asking_for_the_same_role_changes_nothing(kept):
    dossier = reopen("sample", workspace=kept)
    assert dossier.asked_for(role=dossier.company.interview.role) is dossier


def test_a_second_look_at_the_same_cache_keeps_the_first(kept):
    before = shelf.load(kept, "sample").run_id
    research("sample", workspace=kept, progress=False, offline=True)
    assert shelf.load(kept, "sample").run_id == before


def test_what_a_wider_window_lets_in_is_not_new(kept):
    wider = research("sample", since="120d", workspace=kept, progress=False, offline=True)
    told = wider.changes[(wider.changes["what"] == "event") & (wider.changes["change"] == "new")]
    assert told.empty


def test_an_interviewer_nobody_knows_is_refused(kept):
    with pytest.raises(InputError, match="No interviewer called 'king'"):
        reopen("sample", workspace=kept).asked_for(interviewer="king")


def test_an_unknown_company_is_named(home):
    with pytest.raises(UnknownCompany, match=r"nearest is notebooks/sample\.toml"):
        research("sampel", workspace=home)


@pytest.mark.parametrize("since", ["soon", "", "-3d", "2026-13-01"])
def test_a_since_that_is_no_date_is_refused(home, since):
    with pytest.raises(DateError):
        research("sample", since=since, workspace=home)


def test_two_runs_do_not_meet(home):
    with lock(home, "sample"), pytest.raises(Locked):
        research("sample", workspace=home, progress=False)


def test_a_company_without_any_place_still_gets_a_dossier(home):
    lonely = replace(load("sample", workspace=home), places=(), sample=False, slug="lonely", site=None)
    made = research(lonely, workspace=home, progress=False, offline=True)
    assert made.documents.empty


def test_a_poorer_run_does_not_take_the_place_of_a_good_one(home, caplog):
    company = load("sample", workspace=home)
    good = research(company, workspace=home, progress=False)
    gone = Place(source="feed", target="https://gone.kelbrin.example/feed.xml")
    with caplog.at_level(logging.WARNING, "researchkit"):
        research(replace(company, places=(gone,), sample=False), workspace=home, progress=False, offline=True)
    assert len(reopen(company, workspace=home).documents) == len(good.documents)
    assert "is kept" in caplog.text


def test_a_saved_folder_of_the_profile_is_meant_from_the_workspace_on(home):
    folder = home.root / "reports"
    folder.mkdir()
    (folder / "note.md").write_text("# Acme opens a plant\n\nAcme opened a plant in Leeds.", encoding="utf-8")
    company = Company(
        slug="acme", name="Acme", places=(Place(source="saved", target="reports"),), disabled=("gdelt", "hackernews")
    )
    made = research(company, workspace=home, progress=False)
    assert made.documents["title"].tolist() == ["Acme opens a plant"]


def test_a_second_run_reads_nothing_anew_and_says_the_same(home, monkeypatch):
    def refuse(*given, **named):
        raise AssertionError("read anew")

    research("sample", workspace=home, progress=False)
    first = shelf.load(home, "sample")
    monkeypatch.setattr(import_module("researchkit.collecting.collect"), "read_article", refuse)
    monkeypatch.setattr("researchkit.analysis.language._read", refuse)
    monkeypatch.setattr("researchkit.questions.network.Network._read", refuse)
    again = research("sample", workspace=home, progress=False)
    assert len(again.documents) == len(first.frames["documents"])
    assert shelf.load(home, "sample").run_id == first.run_id


def test_what_is_remembered_in_part_changes_nothing(home):
    research("sample", workspace=home, progress=False)
    first = shelf.load(home, "sample")
    path = home.cache / "readings" / "sample.json.gz"
    kept = json.loads(gzip.decompress(path.read_bytes()))
    kept["readings"] = dict(list(kept["readings"].items())[::2])
    path.write_bytes(gzip.compress(json.dumps(kept).encode()))
    research("sample", workspace=home, progress=False)
    assert shelf.load(home, "sample").run_id == first.run_id
