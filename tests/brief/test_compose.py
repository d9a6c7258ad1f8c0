"""The page as a record: ten sections, honest absences, evidence under every line."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from brief_dossier import COMPANY, NOW, Builder, day, hostile, nearly_empty, normal, nothing_reached, overfull

from researchkit.brief.budget import BUDGET, MAX_WORDS
from researchkit.brief.compose import TITLES, brief
from researchkit.brief.interview import Proof
from researchkit.brief.page import OWN_ACCOUNT
from researchkit.brief.rules import MAX_QUOTE_WORDS, numbers, numbers_stand
from researchkit.brief.wording import word_count

DOSSIERS = {f.__name__: f for f in (normal, nearly_empty, nothing_reached, overfull, hostile)}
PAGES = {name: brief(make()) for name, make in DOSSIERS.items()}


def section(page, key):
    return next(one for one in page.sections if one.key == key)


def launched(claim, *, quote=None, **columns):
    """A page with one launch."""
    builder = Builder()
    document = builder.document(claim, quote or claim, **{k: columns.pop(k) for k in list(columns) if k in _PAPER})
    builder.event(document, "product_launch", "launch", claim, quote=quote or claim, **columns)
    builder.source("feed a.example/rss")
    return brief(builder.build())


_PAPER = {"publisher", "first_party", "published", "url"}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
class TestEveryPage:
    def test_has_the_ten_sections_in_order(self, page):
        assert [one.key for one in page.sections] == list(TITLES)

    def test_has_at_most_five_hundred_words(self, page):
        assert page.words <= MAX_WORDS

    def test_keeps_each_section_within_its_budget(self, page):
        assert {one.key: one.words for one in page.sections if one.words > BUDGET[one.key]} == {}

    def test_says_why_a_section_is_empty(self, page):
        assert all(one.lines or one.absence for one in page.body)

    def test_has_no_number_without_its_quote(self, page):
        lines = [line for line in page.lines() if line.quote and line.label not in ("Unchecked",)]
        asked = {line.text for line in section(page, "questions").lines}
        assert [line for line in lines if line.text not in asked and not numbers_stand(line.text, line.quote)] == []

    def test_quotes_at_most_twenty_five_words(self, page):
        assert all(word_count(line.quote) <= MAX_QUOTE_WORDS for line in page.lines())

    def test_cites_a_source_for_every_event_and_question(self, page):
        for key in ("launches", "challenges", "questions", "why"):
            assert all(line.citations and line.quote for line in section(page, key).lines)

    def test_numbers_its_sources_from_one_without_gaps(self, page):
        assert [source.number for source in page.sources] == list(range(1, len(page.sources) + 1))
        cited = {number for line in page.lines() for number in line.citations}
        assert cited == {source.number for source in page.sources}

    def test_links_only_to_the_web(self, page):
        assert all(source.url == "" or source.url.startswith(("http://", "https://")) for source in page.sources)

    def test_asks_no_fact_twice(self, page):
        quotes = [line.quote for line in section(page, "questions").lines]
        assert len(quotes) == len(set(quotes)) <= 4

    def test_is_the_same_every_time(self, page):
        name = next(name for name, one in PAGES.items() if one is page)
        assert brief(DOSSIERS[name]()) == page


def test_launches_stand_newest_first_with_their_day():
    lines = section(PAGES["normal"], "launches").lines
    assert [line.when for line in lines] == ["10 Nov", "1 Sep", "16 Jun"]


def test_what_does_not_fit_is_counted():
    assert section(PAGES["normal"], "launches").rest == "+ 1 more in the notebook"


def test_three_long_launches_are_shortened_before_one_is_dropped():
    lines = section(PAGES["overfull"], "launches").lines
    assert len(lines) == 3
    assert all(line.text.endswith("…") for line in lines)


def test_the_company_s_own_word_is_marked():
    line = section(PAGES["normal"], "launches").lines[0]
    assert line.own_account
    assert OWN_ACCOUNT in line.notes


def test_a_challenge_says_who_says_so():
    assert all(line.who or line.own_account for line in section(PAGES["normal"], "challenges").lines)


def test_many_outlets_make_one_line_with_their_count():
    line = section(PAGES["normal"], "challenges").lines[0]
    assert "3 outlets" in line.notes


def test_one_story_stands_once_in_a_section():
    builder = Builder()
    first = builder.document("Arm Mini is out", publisher="A Paper")
    story = builder.documents[-1]["story_id"]
    second = builder.document("The Arm Mini came out", publisher="B Paper", story_id=story)
    for document, claim in ((first, "Arm Mini is out"), (second, "The Arm Mini came out")):
        builder.event(document, "product_launch", "launch", claim, story_id=story, publishers=2)
    assert len(section(brief(builder.build()), "launches").lines) == 1


def test_a_claim_whose_number_its_quote_lacks_is_dropped():
    page = launched("Acme launched 7 arms.", quote="Acme launched its arms.")
    assert section(page, "launches").lines == ()


def test_events_that_cannot_carry_a_line_are_not_called_none():
    page = launched("Acme launched 7 arms.", quote="Acme launched its arms.")
    assert section(page, "launches").absence == "1 event found, none whose evidence carries a line; see the notebook"


def test_neutral_news_of_a_product_stands_after_the_launches():
    builder = Builder()
    for polarity, claim in (("other", "Acme documented Arm Zero."), ("launch", "Acme launched Arm One.")):
        document = builder.document(claim, published=day(11, 1 if polarity == "launch" else 9))
        builder.event(document, "product_launch", polarity, claim)
    lines = section(brief(builder.build()), "launches").lines
    assert [line.priority for line in lines] == [1, 0]


def test_what_happened_before_the_window_is_called_older():
    page = launched("Acme launched Arm Zero.", published=day(3, 1, 2025))
    line = section(page, "launches").lines[0]
    assert "older" in line.notes
    assert line.when == "1 Mar 2025"
    assert page.marks == ()


def test_a_plan_is_called_planned():
    page = launched("Acme will launch Arm Zero.", modality="planned")
    assert "planned" in section(page, "launches").lines[0].notes


def test_praise_by_an_outlet_is_attributed():
    page = launched("Acme launched the best arm.", publisher="Trade Weekly")
    assert "Trade Weekly" in section(page, "launches").lines[0].notes


def test_praise_by_nobody_is_dropped():
    page = launched("Acme launched the best arm.", publisher="")
    assert section(page, "launches").lines == ()


def test_none_found_says_how_many_sources_and_days():
    absence = section(PAGES["nearly_empty"], "launches").absence
    assert absence == "none found: 5 sources, 180 days; 1 could not be checked"


def test_what_could_not_be_checked_is_never_called_none():
    assert section(PAGES["nothing_reached"], "challenges").absence == "could not check: blocked by the site"


def test_without_any_source_nothing_was_looked_up():
    assert section(brief(Builder().build()), "launches").absence == "not looked up: no source is set up"


def test_without_evidence_no_question_is_asked():
    asked = section(PAGES["nearly_empty"], "questions")
    assert asked.lines == ()
    assert asked.absence == "none: no dated evidence to ask about"


def test_a_question_says_whom_it_is_for_where_that_is_not_the_interviewer_of_the_header():
    labels = [line.label for line in section(PAGES["normal"], "questions").lines]
    assert labels == ["", "", "", "Peer"]


def test_before_a_panel_every_question_says_whom_it_is_for():
    labels = [line.label for line in section(brief(normal(), interviewer="panel"), "questions").lines]
    assert labels
    assert all(labels)


def test_another_interviewer_gets_theirs_first():
    page = brief(normal(), interviewer="executive")
    labels = [line.label for line in section(page, "questions").lines]
    assert labels[0] == ""
    assert "Hiring manager" in labels[1:]
    assert "executive" in [line.text for line in page.header.lines]


def test_the_header_names_role_and_namesake():
    facts = {line.label: line.text for line in PAGES["normal"].header.lines}
    assert facts["Role"] == "Data Engineer, Fleet Platform"
    assert facts["Not to be confused with"] == "Halden & Voss (haldenvoss-legal.example)"


def test_a_competitor_stands_with_the_sentence_that_compares():
    line = section(PAGES["normal"], "market").lines[0]
    assert line.label == "Kestrel Motion"
    assert line.quote in normal().documents.set_index("title").loc["Picking arms compared", "text"]


def test_a_competitor_nobody_compares_is_said_to_be_so():
    lines = section(brief(nothing_reached()), "market").lines
    assert lines[0].text == "named in your profile; nothing found that compares."


def test_open_posts_are_told_by_function():
    line = section(PAGES["normal"], "people").lines[1]
    assert line.text.startswith("Open posts are in data and engineering")
    assert "6 posts" in line.notes


def test_a_new_leader_and_the_open_posts_stand_side_by_side():
    builder = Builder()
    claim = f"{NAME} appointed Marta Zielinska as its first chief data officer."
    builder.event(builder.document(claim, first_party=True), "leadership", "other", claim, publishers=2)
    for title in ("Data Engineer, Fleet Platform for Parcel Carriers", "Platform Engineer"):
        builder.document(title, kind="job")
    people = section(brief(builder.build()), "people")
    assert [line.text for line in people.lines] == [claim, "Open posts are in data and engineering."]
    assert people.rest == ""


def test_without_stories_the_match_says_how_to_add_them():
    assert "notebooks/me.toml" in section(PAGES["normal"], "match").absence


def test_a_story_without_a_number_is_flagged():
    proofs = [Proof(text="Ran pipelines at 40,000 messages a second."), Proof(text="Wrote good reviews.")]
    lines = section(brief(normal(), stories=proofs), "match").lines
    assert [line.remarks for line in lines] == [(), ("add a number",)]


def test_why_us_stands_on_a_launch_of_the_page():
    line = section(PAGES["normal"], "why").lines[0]
    assert line.text == (
        "You launched Arm Mini, a bench-top picking arm for pharmacies; "
        "I would like to work on what comes next as a Data Engineer."
    )
    assert line.citations == (2,)


def test_an_interview_that_is_over_is_said_to_be_past():
    company = replace(COMPANY, interview=replace(COMPANY.interview, day=(NOW - timedelta(days=3)).date()))
    facts = {line.label: line.text for line in brief(replace(normal(), company=company)).header.lines}
    assert facts["Interview"].endswith("(past)")


def test_a_job_post_that_could_not_be_read_is_named():
    german = "Dateningenieur (m/w/d)\n" + "Wir suchen eine erfahrene Person für unsere Plattform und die Daten. " * 20
    company = replace(COMPANY, interview=replace(COMPANY.interview, role_text=german))
    lines = section(brief(replace(normal(), company=company)), "unknown").lines
    assert any("your job post (not in English" in line.text for line in lines)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("product_launch", "launches"),
        ("expansion", "launches"),
        ("earnings_up", "what"),
        ("funding", "what"),
        ("acquisition_merger", "market"),
        ("partnership", "market"),
    ],
)
def test_good_news_stands_where_its_kind_belongs(kind, key):
    builder = Builder()
    claim = "Halden & Voss did a new thing"
    builder.event(builder.document(claim), kind, "launch", claim, happened=day(11, 10))
    page = brief(builder.build())
    assert [name for name in ("what", "launches", "market") if told(page, name)] == [key]


def told(page, key: str) -> bool:
    return any("did a new thing" in line.text for line in section(page, key).lines)


def test_a_proof_says_what_it_speaks_to():
    page = brief(normal(), stories=[Proof(text="Cut alerts from 40 to 19", meets="data quality")])
    assert section(page, "match").lines[0].remarks == ("speaks to data quality",)


NAME = "Halden & Voss Robotics"


def test_why_us_tells_a_company_its_own_deed_where_the_launch_has_no_name():
    page = launched(f"{NAME} opened its plant in Gdynia.")
    text = "You opened your plant in Gdynia; I would like to work on what comes next as a Data Engineer."
    assert section(page, "why").lines[0].text == text


def test_why_us_does_not_call_a_product_by_half_its_name():
    page = launched(f"{NAME} launched Voss Fleet Screens as a service.", object="Fleet Screens")
    assert section(page, "why").lines[0].text.startswith("You launched Voss Fleet Screens as a service; ")


@pytest.mark.parametrize(
    "claim",
    [
        f"{NAME} and Kestrel debuts tempted companies to go public.",
        f"{NAME} presented: “A season of change”.",
        "It became possible to steer arms by voice.",
        f"{NAME} Labs launched a tool.",
    ],
)
def test_why_us_says_nothing_of_a_launch_that_nobody_could_say_aloud(claim):
    assert section(launched(claim), "why").lines == ()


def test_moves_in_the_market_stand_newest_first():
    builder = Builder(company=replace(COMPANY, competitors=()))
    for month, claim in ((7, "Halden Voss acquired Ostra."), (10, "Halden Voss agreed with Kram.")):
        document = builder.document(claim, published=day(month, 3))
        builder.event(document, "acquisition", "other", claim, happened=day(month, 3))
    lines = section(brief(builder.build()), "market").lines
    assert [line.when for line in lines] == ["3 Oct", "3 Jul"]


def test_neutral_news_of_a_product_has_its_point_on_the_timeline():
    claim = "Acme documented Arm Zero."
    builder = Builder()
    builder.event(builder.document(claim), "product_launch", "other", claim, object="Arm Zero")
    assert [(mark.label, mark.polarity) for mark in brief(builder.build()).marks] == [("Arm Zero", "launch")]


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        (f"{NAME} recalled 46,000 second sensors over swelling cells.", "Recalled 46,000 second sensors"),
        (f"{NAME} was set to cut jobs in Leeds.", "Set to cut jobs in Leeds"),
        ("Long outage left nine thousand sites idle without alerts.", "Long outage left nine thousand sites idle"),
        (f"{NAME}'s annual revenue rose 27% and its loss narrowed.", "Annual revenue rose 27%"),
        (f"{NAME} and Kram Logistics signed a partnership.", f"{NAME} and Kram Logistics…"),
        (f"{NAME} presented: “A season of change”.", "A season of change"),
    ],
)
def test_a_point_on_the_timeline_is_named_in_a_whole_phrase(claim, label):
    assert launched(claim).marks[0].label == label


def test_why_us_is_absent_without_a_launch():
    assert section(PAGES["nearly_empty"], "why").absence.startswith("none")


def test_holes_and_delicate_topics_are_named():
    lines = {line.label: line for line in section(PAGES["normal"], "unknown").lines}
    assert "court-notes.example (blocked)" in lines["Unchecked"].text
    assert "the merits of the open legal matter" in lines["Leave alone"].text
    assert lines["Leave alone"].citations


def test_what_is_new_since_the_last_run_is_marked():
    changes = pd.DataFrame(
        [{"change": "new", "what": "event", "before": None, "after": "x", "event_id": "event-000"}],
    )
    lines = section(brief(replace(normal(), changes=changes)), "launches").lines
    assert [line.new for line in lines] == [True, False, False]


def test_days_follow_the_locale():
    company = replace(COMPANY, interview=replace(COMPANY.interview, locale="en-US"))
    page = brief(replace(normal(), company=company))
    assert page.as_of == "November 23, 2026"
    assert section(page, "launches").lines[0].when == "Nov 10"
    assert page.sources[1].published == "Nov 10, 2026"


def test_an_event_without_its_document_is_left_out():
    dossier = normal()
    page = brief(replace(dossier, documents=dossier.documents.iloc[:0]))
    assert all(not section(page, key).lines for key in ("launches", "challenges", "questions"))


def test_marks_lie_in_the_window_by_day():
    marks = PAGES["overfull"].marks
    assert 0 < len(marks) <= 14
    assert [mark.day for mark in marks] == sorted(mark.day for mark in marks)
    assert all(NOW - timedelta(days=180) <= mark.day <= NOW for mark in marks)


def test_numbers_of_a_question_stand_in_its_quote_or_its_day():
    for line in section(PAGES["normal"], "questions").lines:
        assert numbers(line.text) <= numbers(line.quote)


def test_a_question_cites_what_is_said_and_what_is_done():
    builder = Builder()
    cut = builder.document("Halden & Voss cuts staff.", published=day(11, 3))
    post = builder.document("Data Engineer", kind="job", published=day(11, 5))
    event = builder.event(cut, "layoffs_restructuring", "challenge", "Halden & Voss cut staff.", happened=day(11, 3))
    builder.question(event, "After the reduction I see that you are hiring: what is different?", evidence=(post, cut))
    page = brief(builder.build())
    (line,) = section(page, "questions").lines
    cited = {source.number: source for source in page.sources}
    assert [cited[number].title for number in line.citations] == ["Halden & Voss cuts staff.", "Data Engineer"]
    assert cited[line.citations[1]].happened in ("", "–")
