"""The candidate's verbs keep their files in the workspace and ask nothing of the network."""

import pytest

import researchkit as rk
from researchkit import sample
from researchkit.dossier import Dossier, research
from researchkit.errors import InputError
from researchkit.workspace import Workspace


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Workspace:
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    (home.notebooks / "me.toml").write_text(sample.stories(), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def dossier(home) -> Dossier:
    return research("sample", since="180d", workspace=home, progress=False)


def answers(*lines: str):
    waiting = iter(lines)
    return lambda prompt: next(waiting, "")


def test_stories_are_read_from_the_workspace(home):
    assert len(rk.stories(workspace=home)) == 3


def test_without_a_file_there_are_no_stories(tmp_path):
    assert rk.stories(workspace=Workspace(tmp_path)) == ()


def test_stories_match_the_company(home, dossier):
    assert rk.match(rk.stories(workspace=home), dossier).best


def test_the_page_of_the_sample_holds_the_samples_stories(dossier):
    match = next(section for section in rk.brief(dossier).sections if section.key == "match")
    assert len(match.lines) == 3


def test_an_empty_question_is_told_what_it_lacks(dossier):
    verdict = rk.check_question("Are you growing?", dossier)
    assert not verdict.passed
    assert "anchored" in str(verdict)


def test_practice_is_kept(home, dossier):
    rk.practise(dossier, workspace=home, read=answers("", "", "slower", "q"))
    again = rk.practise(dossier, workspace=home, read=answers("q"))
    assert sum(card.practised for card in again) == 1


def test_a_debrief_becomes_a_note_for_each_interviewer(home, dossier):
    said = ("hiring manager", "We want fewer dashboards", "", "", "", "")
    rk.debrief("sample", interviewer="Ann Roe", workspace=home, read=answers(*said))
    rk.debrief("sample", interviewer="Bo Lind", workspace=home, read=answers(*said))
    notes = rk.follow_up(dossier, workspace=home)
    assert [note.to for note in notes] == ["Ann Roe", "Bo Lind"]
    assert "We want fewer dashboards" in notes[0].text
    assert notes[0].text != notes[1].text


def test_a_note_is_short(home, dossier):
    assert all(note.words < 150 for note in rk.follow_up(dossier, workspace=home))


def test_a_debrief_in_which_nothing_was_told_is_not_kept(tmp_path):
    with pytest.raises(InputError, match="nothing in the talk with Lee"):
        rk.debrief("acme", interviewer="Lee", workspace=Workspace(tmp_path), read=answers())
    assert not list(tmp_path.rglob("acme.toml"))


def test_an_empty_talk_noted_by_hand_does_not_bar_the_next(tmp_path):
    home = Workspace(tmp_path)
    path = home.notebooks / "debriefs" / "acme.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[[talk]]\ninterviewer = "Lee"\n')
    made = rk.debrief("acme", interviewer="Mo", workspace=home, read=answers("peer", "on-call is calm"))
    assert [talk.interviewer for talk in made.talks] == ["Lee", "Mo"]


def test_without_a_debrief_there_is_no_note(dossier, tmp_path):
    with pytest.raises(InputError, match="researchkit debrief"):
        rk.follow_up(dossier, workspace=Workspace(tmp_path))
