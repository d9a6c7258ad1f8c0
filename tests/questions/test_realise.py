# ruff: noqa: E501 - tables of cases read best with one case a line
from __future__ import annotations

from datetime import date

import pytest

from researchkit.questions.grammar import slips
from researchkit.questions.names import money, organisation, people, person, place, post, share, thing
from researchkit.questions.realise import (
    indefinite,
    possessive,
    sentence,
    spelling,
    spoken_amount,
    spoken_date,
    squash,
)

TODAY = date(2026, 6, 17)  # a Wednesday


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (date(2026, 6, 16), "this week", "this week's"),
        (date(2026, 6, 9), "last week", "last week's"),
        (date(2026, 6, 2), "earlier this month", "this month's"),
        (date(2026, 5, 12), "last month", "last month's"),
        (date(2026, 3, 14), "in March", "March's"),
        (date(2025, 11, 3), "in November", "November's"),
        (date(2025, 7, 3), "in July last year", "the July 2025"),
        (date(2024, 3, 3), "in March 2024", "the March 2024"),
        (date(2026, 6, 29), "later this month", "this month's"),
        (date(2026, 7, 29), "next month", "next month's"),
        (date(2026, 9, 1), "in September", "September's"),
    ],
)
def test_a_date_is_said_as_a_person_says_it(day, after, before):
    when = spoken_date(day, TODAY)
    assert (when.after, when.before) == (after, before)


def test_a_date_known_to_the_month_or_year_is_said_no_finer():
    assert spoken_date(date(2026, 6, 1), TODAY, precision="month").after == "this month"
    assert spoken_date(date(2025, 1, 1), TODAY, precision="year").after == "last year"
    assert spoken_date(date(2022, 1, 1), TODAY, precision="year").after == "in 2022"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Oakline", "Oakline's"), ("James", "James's"), ("the Netherlands", "the Netherlands'"), ("Ferrous", "Ferrous's"),
        ("Marsh Industries", "Marsh Industries'"), ("our customers", "our customers'"), ("Okta’s", "Okta’s"),
    ],
)  # fmt: skip
def test_a_possessive_is_written_as_it_is_said(name, said):
    assert possessive(name) == said


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("data engineer", "a data engineer"), ("account executive", "an account executive"), ("SRE", "an SRE"),
        ("UX designer", "a UX designer"), ("user researcher", "a user researcher"), ("hour", "an hour"),
        ("HR manager", "an HR manager"), ("QA engineer", "a QA engineer"), ("one-off", "a one-off"), ("ML engineer", "an ML engineer"),
    ],
)  # fmt: skip
def test_a_or_an_goes_by_sound(phrase, said):
    assert indefinite(phrase) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("$61m", "$61 million"), ("£1.2bn", "£1.2 billion"), ("US$60M", "$60 million"), ("EUR 5bn", "€5 billion"),
        ("9 percent", "9%"), ("$20 Billion", "$20 billion"), ("$400k", "$400 thousand"),
    ],
)  # fmt: skip
def test_an_amount_is_said_in_full(written, said):
    assert spoken_amount(written) == said


def test_a_sentence_keeps_a_names_own_spelling():
    assert sentence("iPhone sales rose") == "iPhone sales rose"
    assert sentence("you launched Beacon") == "You launched Beacon"


def test_only_our_own_words_are_spelled_by_locale():
    assert (
        spelling("which behaviour of {object} does the programme favour", "en-US")
        == "which behavior of {object} does the program favor"
    )
    assert spelling("which behaviour", "en-GB") == "which behaviour"


def test_squash_leaves_no_stray_mark():
    assert squash("after  it ,what ;; then ?") == "after it,what; then?"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Beacon", "Beacon"), ("a paid subscription plan", "the paid subscription plan"), ("Windows Start Menu", "the Windows Start Menu"),
        ("Lumenforge's Beacon", "Beacon"), ("bendable smartphones", "bendable smartphones"), ("account sharing", "account sharing"),
        ("iPhone 15", "iPhone 15"), ("Wrangler v1", "Wrangler v1"), ("‘blue tick’", "the blue tick"),
        ("and the rest", None), ("why it failed", None), ("office", None), ("massive data breach scandal", None),
        ("a b c d e f g", None), ("{np}", None), ("<b>x</b>", None), (None, None), ("making progress", None), ("largest rocket", None),
    ],
)  # fmt: skip
def test_a_thing_is_said_with_its_article_or_not_at_all(phrase, said):
    assert thing(phrase, own=("Lumenforge",)) == said


def test_a_headlines_capitals_are_undone_where_the_text_writes_small():
    assert thing("Email Newsletters", text="You can read email newsletters here") == "email newsletters"


def test_a_name_stays_a_name_where_an_address_or_one_sentence_writes_it_small():
    page = "Meet Wildhorn\n\nToday we open Wildhorn; see github.example/globex/wildhorn. A wildhorn is a goat."
    assert thing("Wildhorn", text=page + " Now try Wildhorn.") == "Wildhorn"


def test_a_product_called_by_an_ordinary_word_keeps_the_companys_name():
    page = "Announcing Globex Translate\n\nIt can translate a page, and translate it back."
    assert thing("Globex Translate", text=page, own=("Globex",)) == "Globex Translate"


def test_a_version_keeps_the_name_before_it():
    assert thing("3.5.0", text="We released PostGIS 3.5.0 today") == "PostGIS 3.5.0"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [("SEC", "the SEC"), ("Data Authority", "the Data Authority"), ("Oakline", "Oakline"), ("rivals", None), ("Big brands", None),
     ("Pentagon", "the Pentagon"), ("Lumenforge", None), ("Sweden’s transport agency", None)],
)  # fmt: skip
def test_an_organisation_is_said_with_its_article(phrase, said):
    assert organisation(phrase, own=("Lumenforge",)) == said


def test_places_people_posts_and_amounts_are_told_from_other_words():
    assert [place(p) for p in ("UK", "U.S.", "Lisbon", "French", "first office")] == [
        "the UK",
        "the US",
        "Lisbon",
        None,
        None,
    ]
    assert [person(p) for p in ("Ines Duarte", "CEO", "CEO Tom Akers", "employee")] == [
        "Ines Duarte",
        None,
        "Tom Akers",
        None,
    ]
    assert [post(p) for p in ("CEO", "Chief Product Officer", "employee")] == ["CEO", "chief product officer", None]
    assert (money("raises $60m in"), share("9% of staff"), people("7,000 workers")) == (
        "$60 million",
        "9%",
        "7,000 roles",
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("After the the launch, what came?", "two determiners"), ("What came came first?", "doubled word"),
        ("After it in last month, what came?", "two prepositions"), ("What would a engineer do?", "article"),
        ("You was first, what came?", "wrong verb form"), ("What did the team took on?", "wrong verb form"),
        ("After it , what came?", "space before a mark"), ("Beacon's's launch?", "possessive twice"),
        ("Since May's launch, what did you stop?", "since with a simple past"), ("what came first?", "small letter"),
        ("You say “open first; what came?", "open quotation"), ("What came first, and?", "conjunction left over"),
    ],
)  # fmt: skip
def test_a_grammar_slip_is_found(text, rule):
    assert any(rule in slip for slip in slips(text)), slips(text)


def test_good_grammar_has_no_slip():
    assert (
        slips("After last month's launch of Beacon, what did the team leave out, and would this role own any of it?")
        == []
    )
