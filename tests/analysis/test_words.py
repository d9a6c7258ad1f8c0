import pytest
from desk import ACME

from researchkit.analysis.casing import bare, sentence_case
from researchkit.analysis.mentions import names_of
from researchkit.analysis.verbs import gerund, past, third
from researchkit.analysis.words import is_common_word, is_title_case, plain, stem, stems


@pytest.mark.parametrize("word", ["recall", "recalls", "recalled", "recalling"])
def test_forms_of_a_word_share_a_stem(word):
    assert stem(word) == stem("recall")


def test_stop_words_carry_nothing():
    assert stems("What is the plant for?") == ["plant"]


@pytest.mark.parametrize(
    ("name", "common"),
    [("Target", True), ("Cruise", True), ("Square", True), ("Brightline", False), ("Spotify", False)],
)
def test_everyday_names_are_known(name, common):
    assert is_common_word(name) is common


def test_addresses_of_link_sites_are_no_words():
    assert plain("Article URL: https://a.example/x Points: 12 # Comments: 3").strip() == ""


def test_title_case_is_recognised():
    assert is_title_case("Brightline Opens New Factory Near Leeds")
    assert not is_title_case("Brightline opens new factory near Leeds")


def test_sentence_case_keeps_names():
    cased = sentence_case("Brightline Names Mara Lindqvist Chief Of RouteDesk", names_of(ACME))
    assert cased == "Brightline names Mara Lindqvist chief of RouteDesk"


@pytest.mark.parametrize(
    ("headline", "left"),
    [
        ("Brightline cuts 400 jobs - CNET", "Brightline cuts 400 jobs"),
        ("Exclusive: Brightline cuts 400 jobs", "Brightline cuts 400 jobs"),
        ("Brightline cuts 400 jobs. Here's what to know", "Brightline cuts 400 jobs"),
        ("Brightline cuts 400 jobs | The Daily Port", "Brightline cuts 400 jobs"),
    ],
)
def test_a_headline_is_bared_of_what_outlets_add(headline, left):
    assert bare(headline) == left


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("launch", ("launches", "launched", "launching")),
        ("cut", ("cuts", "cut", "cutting")),
        ("lay", ("lays", "laid", "laying")),
        ("deny", ("denies", "denied", "denying")),
        ("stop", ("stops", "stopped", "stopping")),
        ("close", ("closes", "closed", "closing")),
    ],
)
def test_verbs_have_their_forms(base, forms):
    assert (third(base), past(base), gerund(base)) == forms
