from __future__ import annotations

from question_dossiers import COMPANY, NOW, frames, story

from researchkit.questions.ask import ask

CAREERS = story(
    "Working at Lumenforge",
    "We are security-first in all we build. Our people come first.",
    days=120,
    kind="page",
    outlet="Lumenforge",
)
BREACH = story(
    "Lumenforge says attackers accessed support system",
    days=40,
    type="security_incident_outage",
    polarity="challenge",
    subject="Lumenforge",
)
CUT = story(
    "Lumenforge cuts 9% of staff",
    days=30,
    type="layoffs_restructuring",
    polarity="challenge",
    subject="Lumenforge",
    amount="9% of staff",
)
LISBON = story(
    "Lumenforge opens an office in Lisbon",
    days=50,
    type="expansion",
    polarity="launch",
    subject="Lumenforge",
    place="Lisbon",
)
LAUNCH = story(
    "Lumenforge launches Beacon",
    days=90,
    type="product_launch",
    polarity="launch",
    subject="Lumenforge",
    object="Beacon",
)


def posts(place: str, count: int = 6):
    return [
        story(f"Data engineer {n}", f"Based in {place}.", days=4, kind="job", outlet="Lumenforge") for n in range(count)
    ]


def asked(*rows, **options):
    return ask(*frames(list(rows)), COMPANY, now=NOW, role="data engineer", **options)


def test_what_is_said_is_held_against_what_was_done():
    best = asked(CAREERS, BREACH).iloc[0]
    assert "“security-first”" in best["text"]
    assert "security incident" in best["text"]
    assert best["event_id"] == "event01"


def test_a_tension_names_both_pieces_of_evidence():
    best = asked(CAREERS, BREACH).iloc[0]
    assert best["evidence"] == "doc00,doc01"
    assert "doc00" in best["rationale"]
    assert "event01" in best["rationale"]


def test_tensions_rank_above_all_else():
    questions = asked(CAREERS, BREACH, CUT, LISBON, LAUNCH)
    first = questions.iloc[0]
    assert "tension" in first["angle"]
    assert first["score"] > questions[~questions["angle"].str.contains("tension")]["score"].max()


def test_no_tension_without_an_event_that_pulls_against_the_words():
    assert not asked(CAREERS, LISBON)["angle"].str.contains("tension").any()


def test_no_tension_from_what_others_say_of_the_company():
    praise = story("Review", "Lumenforge is security-first in all it builds.", days=20)
    assert not asked(praise, BREACH)["angle"].str.contains("tension").any()


def test_a_place_announced_without_posts_is_a_tension():
    texts = asked(LISBON, *posts("Bristol"))["text"]
    assert any("none there" in text and "your open posts" in text for text in texts)
    assert not any("none there" in text for text in asked(LISBON, *posts("Lisbon"))["text"])


def test_posts_after_a_reduction_are_a_tension():
    texts = asked(CUT, *posts("Bristol"))["text"]
    assert any("9% reduction" in text and "I see that you are hiring" in text for text in texts)


def test_an_incident_of_what_was_launched_is_a_tension():
    later = story(
        "Beacon hit by outage",
        days=20,
        type="security_incident_outage",
        polarity="challenge",
        subject="Lumenforge",
        object="Beacon",
    )
    best = asked(LAUNCH, later).iloc[0]
    assert best["text"].startswith("You launched Beacon in March, and an incident followed")


def test_a_recruiter_is_not_asked_about_an_incident():
    assert asked(CAREERS, BREACH, interviewer="recruiter").empty


def test_open_posts_alone_can_be_asked_about():
    questions = asked(*posts("Bristol"))
    assert len(questions) == 1
    assert questions["event_id"][0] == "doc00"
    assert "6" in questions["text"][0]
