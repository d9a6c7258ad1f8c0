# ruff: noqa: E501 - tables of cases read best with one case a line
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from researchkit.candidate.debrief import Debrief, Talk, ask_debrief, debrief_path, load_debrief, save_debrief
from researchkit.candidate.matching import match
from researchkit.candidate.notes import follow_up
from researchkit.candidate.practise import GOAL_S, cards, practise
from researchkit.candidate.stories import BLANK, Story, load_stories
from researchkit.errors import InputError, ParseError, ProfileError
from researchkit.frames import CLUSTERED, EVENTS, conform
from researchkit.questions.ask import ask
from researchkit.records import Company, Interview

NOW = datetime(2026, 6, 15, tzinfo=UTC)
POST = "Data engineer\nYou will own our ingestion pipelines and share on-call for the data warehouse with the team."
STORIES = (
    Story(
        title="Halved the night alerts", situation="Our on-call pages were noisy", action="rewrote the alert rules",
        result="people slept", number="from 40 to 19 alerts a week", tags=("on-call", "incident", "reliability"),
    ),
    Story(title="Rebuilt the ingestion pipelines", action="moved them to streaming", tags=("ingestion", "pipelines")),
    Story(title="Baked bread for the office", result="12 loaves"),
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A dossier's frames, as far as the candidate's side looks at them."""

    company: Company
    documents: pd.DataFrame
    events: pd.DataFrame
    questions: pd.DataFrame
    now: datetime


@pytest.fixture
def dossier() -> Kept:
    titles = [
        ("Lumenforge back after six-hour outage", "security_incident_outage", "challenge", None),
        ("Lumenforge launches Beacon", "product_launch", "launch", "Beacon"),
        ("Strike at Lumenforge depot in Lisbon", "labour_dispute", "challenge", None),
    ]
    common = {
        "source_id": "feed", "kind": "news", "publisher": "The Tide Ledger", "author": None,
        "published_precision": "day", "fetched": NOW, "language": "en", "text_scope": "full", "first_party": False, "word_count": 6, "relevance": 0.9,
        "relevance_reason": "named", "similarity": 1.0, "published": datetime(2026, 5, 4, tzinfo=UTC),
    }  # fmt: skip
    documents = [
        common
        | {"document_id": f"d{n}", "story_id": f"s{n}", "url": f"https://n.example/{n}", "title": t[0], "text": t[0]}
        for n, t in enumerate(titles)
    ]
    events = [
        dict.fromkeys(("counterparty", "person", "amount", "place"))
        | {
            "event_id": f"e{n}", "story_id": f"s{n}", "type": kind, "polarity": polarity, "modality": "happened",
            "happened": common["published"], "subject": "Lumenforge", "object": thing, "claim": title,
            "document_id": f"d{n}", "quote": title, "start": 0, "end": len(title), "publishers": 3, "confidence": 0.9,
        }
        for n, (title, kind, polarity, thing) in enumerate(titles)
    ]  # fmt: skip
    company = Company(slug="lumenforge", name="Lumenforge", interview=Interview(role="Data engineer", role_text=POST))
    clustered, happened = conform(pd.DataFrame(documents), CLUSTERED), conform(pd.DataFrame(events), EVENTS)
    questions = ask(happened, clustered, company, now=NOW, role="Data engineer")
    return Kept(company, clustered, happened, questions, NOW)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_stories_are_read_as_written(tmp_path):
    path = write(tmp_path / "me.toml", '[[stories]]\ntitle = "Cut costs"\nnumber = "by 12%"\ntags = ["cost"]\n')
    assert load_stories(path) == (Story(title="Cut costs", number="by 12%", tags=("cost",)),)


def test_the_blank_file_has_no_story_and_no_error(tmp_path):
    assert load_stories(write(tmp_path / "me.toml", BLANK)) == ()


def test_no_file_means_no_stories(tmp_path):
    assert load_stories(tmp_path / "me.toml") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[stories]]\ntitle = "a"\nresutl = "b"\n', ("line 3", "resutl", "Did you mean result?")),
        ('[[storys]]\ntitle = "a"\n', ("line 1", "storys", "Did you mean stories?")),
        ('[[stories]]\ntitle = "a"\ntags = "x"\n\n[[stories]]\ntitle = "b"\ntags = 3\n', ("line 7", "tags", "a list")),
        ('[[stories]]\ntitle = ["a"]\n', ("line 2", "title", "must be a text")),
        ('[[stories]]\nresult = "b"\n', ("line 1", "title is missing")),
        ('[[story]\ntitle = "a"\n', ("line 1",)),
        ('title = "a"\n', ("line 1", "title", "not known")),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_named_with_line_and_key(tmp_path, text, said):
    with pytest.raises(ProfileError) as caught:
        load_stories(write(tmp_path / "notebooks" / "me.toml", text))
    assert "notebooks/me.toml" in str(caught.value)
    for part in said:
        assert part in str(caught.value)


def test_a_story_meets_the_event_or_need_it_speaks_to(dossier):
    matches = match(STORIES, dossier)
    by_title = {row.story.title: row for row in matches.rows}
    assert by_title["Rebuilt the ingestion pipelines"].need == "ingestion pipelines"
    assert by_title["Halved the night alerts"].meets in ("e0", "on-call")
    assert "Baked bread for the office" not in by_title


def test_a_story_without_a_number_is_flagged(dossier):
    flags = {row.story.title: row.flag for row in match(STORIES, dossier).rows}
    assert flags["Halved the night alerts"] == ""
    assert "no number" in flags["Rebuilt the ingestion pipelines"]


def test_proofs_with_a_number_come_first(dossier):
    assert match(STORIES, dossier).best[0].text == "Halved the night alerts: from 40 to 19 alerts a week"


def test_a_question_that_no_story_backs_is_named(dossier):
    by_event = dossier.questions.set_index("question_id")["event_id"].to_dict()
    unbacked = {by_event[question_id] for question_id in match(STORIES, dossier).unbacked}
    assert "e0" not in unbacked
    assert match((), dossier).unbacked == tuple(dossier.questions["question_id"])


def test_matches_show_as_a_frame(dossier):
    assert list(match(STORIES, dossier).frame().columns) == ["story", "number", "need", "meets", "score", "flag"]
    assert match((), dossier).frame().empty


TALKS = Debrief((
    Talk(
        interviewer="Ines Duarte", audience="hiring manager", day="12 June",
        points=("we want fewer, better dashboards",),
        concerns=("I have not run Kafka",), answers=("I ran RabbitMQ for three years and would learn it soon",),
        promised="the post on schema changes",
    ),
    Talk(interviewer="Tom Akers", audience="peer", points=("we want fewer, better dashboards", "on-call is calm")),
    Talk(interviewer="Mira Olsen", asked=("Why this company?",), concerns=("My notice period",)),
))  # fmt: skip


def test_each_note_is_short_quotes_a_point_and_answers_a_concern(dossier):
    first = follow_up(dossier, TALKS)[0]
    assert first.words < 150
    assert "“we want fewer, better dashboards”" in first.text
    assert "I ran RabbitMQ for three years" in first.text
    assert first.left_out == ()


def test_notes_to_three_people_share_no_sentence(dossier):
    notes = follow_up(dossier, TALKS)
    sentences = [set(note.text.split("\n\n")[1].split(". ")) for note in notes]
    assert not sentences[0] & sentences[1]
    assert not sentences[1] & sentences[2]
    assert not sentences[0] & sentences[2]


def test_a_point_quoted_to_one_is_not_quoted_to_the_next(dossier):
    assert "on-call is calm" in follow_up(dossier, TALKS)[1].text


def test_a_note_claims_nothing_that_was_not_said(dossier):
    for note, talk in zip(follow_up(dossier, TALKS), TALKS.talks, strict=True):
        said = " ".join(
            (talk.interviewer, talk.day, *talk.points, *talk.asked, *talk.concerns, *talk.answers, talk.promised)
        )
        assert all(word in said for word in ("RabbitMQ", "Kafka", "Beacon") if word in note.text)


def test_an_open_concern_is_not_answered_for_the_user(dossier):
    note = follow_up(dossier, TALKS)[2]
    assert "notice period" in note.text
    assert "Why this company?" in note.text


def test_a_long_answer_is_left_out_and_said_so(dossier):
    long = replace(TALKS.talks[0], answers=("word " * 200,))
    note = follow_up(dossier, Debrief((long,)))[0]
    assert note.words < 150
    assert "too long" in note.left_out[0]


def test_a_debrief_with_nothing_in_it_says_so(dossier, tmp_path):
    with pytest.raises(InputError, match="nothing in"):
        follow_up(dossier, Debrief((Talk(interviewer="Ines Duarte"),)))
    with pytest.raises(InputError, match="No debrief"):
        load_debrief(tmp_path / "acme.toml")
    with pytest.raises(InputError, match="nothing in"):
        load_debrief(write(tmp_path / "acme.toml", '[[talk]]\ninterviewer = "A"\n'))


def test_a_debrief_comes_back_as_it_was_saved(tmp_path):
    talk = replace(TALKS.talks[0], points=('a "quoted" \\ point', "second"))
    path = save_debrief(Debrief((talk,)), debrief_path(tmp_path, "acme"))
    assert load_debrief(path) == Debrief((talk,))


def test_a_debrief_can_be_told_in_the_terminal():
    lines = iter(["peer", "on-call is calm", "", "Why us?", "", "no Kafka", "", "I would learn it", "the post"])
    talk = ask_debrief("Tom Akers", read=lambda _: next(lines))
    assert talk.points == ("on-call is calm",)
    assert talk.answers == ("I would learn it",)


def test_whoever_stops_half_way_keeps_what_was_told():
    lines = iter(["peer", "on-call is calm"])

    def read(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    talk = ask_debrief("Tom Akers", read=read)
    assert talk == Talk(interviewer="Tom Akers", audience="peer", points=("on-call is calm",))


def test_a_talk_of_which_nothing_is_noted_gets_no_note(dossier):
    notes = follow_up(dossier, Debrief((Talk(interviewer="Lee"), *TALKS.talks)))
    assert [note.to for note in notes] == [talk.interviewer for talk in TALKS.talks]


def test_the_story_to_tell_stands_before_the_timer(dossier, capsys):
    practise(dossier, stories=STORIES, read=lambda _: "q")
    assert "your story: " in capsys.readouterr().out


def test_an_answer_of_no_time_is_not_praised(dossier, capsys):
    answers = iter(["", "", "", "q"])
    practise(dossier, stories=STORIES, read=lambda _: next(answers), clock_s=lambda: 0.0)
    assert "short:" in capsys.readouterr().out


def test_a_post_with_the_roles_title_is_a_need_that_stories_meet(dossier):
    post = dossier.documents.iloc[0].to_dict() | {
        "document_id": "post", "kind": "job", "title": "Data engineer, nights",
        "text": "You tame noisy on-call pages, rewrite alert rules and let people sleep through the week.",
    }  # fmt: skip
    interview = replace(dossier.company.interview, role="data engineer", role_text="")
    there = replace(
        dossier,
        company=replace(dossier.company, interview=interview),
        documents=pd.concat([dossier.documents, pd.DataFrame([post])], ignore_index=True),
    )
    assert match(STORIES, there).rows[0].need == "the post Data engineer, nights"


def test_practice_cards_come_from_role_post_and_events(dossier):
    questions = [card.question for card in cards(dossier, stories=STORIES)]
    assert any("ingestion pipelines" in text for text in questions)
    assert any("Beacon" in text for text in questions)
    assert all("{" not in text for text in questions)


def test_a_card_shows_the_story_that_fits(dossier):
    card = next(c for c in cards(dossier, stories=STORIES) if "ingestion" in c.question)
    assert card.story is not None
    assert card.story.title == "Rebuilt the ingestion pipelines"


def test_progress_is_kept_after_each_card(dossier, tmp_path, capsys):
    store = tmp_path / "practice.json"
    told = iter(["", "", "start with the result", "q"])
    times = iter([0.0, GOAL_S + 30])
    practise(dossier, stories=STORIES, store=store, read=lambda _: next(told), clock_s=lambda: next(times))
    assert "aim for 120 s" in capsys.readouterr().out
    again = cards(dossier, stories=STORIES, store=store)
    assert again[-1].practised == 1
    assert again[-1].notes == "start with the result"
    assert again[0].practised == 0


def test_a_broken_progress_file_is_named_and_left_alone(dossier, tmp_path):
    store = write(tmp_path / "practice.json", "{")
    with pytest.raises(ParseError, match=r"practice\.json"):
        cards(dossier, store=store)
    assert store.read_text() == "{"
