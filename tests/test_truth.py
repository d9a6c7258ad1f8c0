"""The whole line against the sample's truth: what a careful reader finds there, and what must never be found."""

import pandas as pd
import pytest

from researchkit import sample
from researchkit.dossier import Dossier, research
from researchkit.reading.urls import canonical_url
from researchkit.sample.truth import TrueEvent
from researchkit.workspace import Workspace

TRUTH = sample.truth()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Workspace:
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def dossier(home) -> Dossier:
    return research("sample", since="365d", workspace=home, progress=False)


def behind(dossier: Dossier, events: pd.DataFrame) -> dict[str, set[str]]:
    """The addresses of the documents behind each event: those of its story."""
    stories = dossier.documents.groupby("story_id")["url"].agg(set)
    return {row.event_id: stories[row.story_id] for row in events.itertuples()}


def found(dossier: Dossier, true: TrueEvent) -> bool:
    events = dossier.events[dossier.events["polarity"] == true.polarity]
    wanted = {canonical_url(url) for url in true.urls}
    return any(urls & wanted for urls in behind(dossier, events).values())


def test_at_least_five_of_six_launches_are_found(dossier):
    missed = [true.slug for true in TRUTH.launches if not found(dossier, true)]
    assert len(missed) <= 1, missed


def test_at_least_five_of_six_challenges_are_found(dossier):
    missed = [true.slug for true in TRUTH.challenges if not found(dossier, true)]
    assert len(missed) <= 1, missed


def test_no_event_is_about_the_namesake(dossier):
    namesakes = {canonical_url(url) for url in TRUTH.namesakes}
    assert not {url for urls in behind(dossier, dossier.events).values() for url in urls} & namesakes


def test_what_reports_nothing_makes_no_launch_and_no_challenge(dossier):
    told = dossier.events[dossier.events["polarity"] != "other"]
    quiet = {canonical_url(url) for url in TRUTH.non_events}
    urls = dossier.documents.set_index("document_id")["url"]
    assert not {urls[row.document_id] for row in told.itertuples()} & quiet


def test_every_quote_is_exactly_in_its_document(dossier):
    texts = dossier.documents.set_index("document_id")["text"]
    for event in dossier.events.itertuples():
        assert texts[event.document_id][event.start : event.end] == event.quote


def test_every_number_of_a_claim_stands_in_its_quote(dossier):
    for event in dossier.events.itertuples():
        numbers = pd.Series([event.claim]).str.findall(r"\d[\d,.]*\d|\d")[0]
        assert all(number in event.quote for number in numbers), event.claim


def test_no_event_lies_in_the_future(dossier):
    happened = dossier.events.loc[dossier.events["modality"] == "happened", "happened"].dropna()
    assert (happened <= sample.AS_OF).all()


def test_every_question_stands_on_an_event(dossier):
    assert len(dossier.questions) >= 4
    assert set(dossier.questions["event_id"]) <= set(dossier.events["event_id"])


def test_the_same_cache_gives_the_same_dossier(home, dossier):
    again = research("sample", since="365d", workspace=home, progress=False, offline=True)
    for name in ("documents", "events", "questions", "coverage", "changes"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(dossier, name))
