"""The rules of a line: numbers, quotes, praise."""

import pytest

from researchkit.brief.rules import MAX_QUOTE_WORDS, numbers, numbers_stand, praises, short_quote
from researchkit.brief.wording import word_count

LONG = (
    "The plant, which the company calls its second home, opened on Monday after two years of building and a long "
    "quarrel with its neighbours, and it can make 900 arms a month when all three lines run at the planned speed"
)


def test_a_number_has_one_spelling():
    assert numbers("1,200 and nine and 4,1 and 99.9 %") == {"1200", "9", "4.1", "99.9"}
    assert numbers("1 200") == {"1", "200"}
    assert numbers("1\u202f200") == {"1200"}


@pytest.mark.parametrize(
    ("claim", "evidence", "stands"),
    [
        ("cut 40 jobs", "40 people were told", True),
        ("cut 40 jobs", "forty people were told", True),
        ("cut 40 jobs", "people were told", False),
        ("grew 12%", "grew 1.2%", False),
        ("raised 1,200", "raised 1200", True),
        ("nine days", "within nine days", True),
        ("no number at all", "", True),
    ],
)
def test_a_number_stands_only_with_its_evidence(claim, evidence, stands):
    assert numbers_stand(claim, evidence) is stands


def test_a_short_quote_is_kept_whole():
    assert short_quote("It can make 900 arms a month.", claim="900 arms") == "It can make 900 arms a month."


def test_a_long_quote_is_cut_around_the_number_it_proves():
    excerpt = short_quote(LONG, claim="900 arms a month")
    assert excerpt is not None
    assert "900" in excerpt
    assert word_count(excerpt) <= MAX_QUOTE_WORDS
    assert excerpt.startswith("…")
    assert excerpt.strip("…") in LONG


def test_numbers_too_far_apart_for_one_excerpt_give_no_quote():
    assert short_quote("In 2019 " + "word " * 40 + "and 77 more", claim="2019 and 77") is None


def test_a_number_the_quote_lacks_gives_no_quote():
    assert short_quote("It can make arms.", claim="900 arms") is None


def test_scripts_without_spaces_are_cut_by_their_own_count():
    excerpt = short_quote("東京のハルデン社が新しい腕を発表" * 20)
    assert excerpt is not None
    assert word_count(excerpt) <= MAX_QUOTE_WORDS


def test_a_huge_quote_is_cut_quickly():
    assert short_quote("word " * 50_000, claim="") is not None


@pytest.mark.parametrize(
    "text", ["the world-leading arm", "a revolutionary product", "seamlessly picks", "the best arm"]
)
def test_praise_is_told(text):
    assert praises(text)


@pytest.mark.parametrize("text", ["a bench-top picking arm", "cut 40 jobs", "leads the data team"])
def test_plain_words_are_no_praise(text):
    assert not praises(text)
