"""What every source makes entries with: titles stay whole, addresses are clean, labels are lines."""

import pytest
from source_pairs import ACME

from researchkit.sources.entries import labelled, opening, own_host, resolved, speaks_of, titled, visit_url


def test_a_title_is_not_cut_at_a_full_stop() -> None:
    assert (
        titled("Petition of Acme Robotics Inc. for an exemption") == "Petition of Acme Robotics Inc. for an exemption"
    )


def test_a_text_without_title_is_named_by_its_first_sentence() -> None:
    assert opening("PalletPal 3 is on sale today. It lifts 40 kg.") == "PalletPal 3 is on sale today."


def test_a_title_of_a_thousand_words_ends() -> None:
    assert len(titled("word " * 1000)) <= 301


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("/a/?utm_source=x", "https://acme.example/a/"),
        ("a#top", "https://acme.example/blog/a"),
        ("HTTPS://ACME.example:443/A/", "https://acme.example/A/"),
        ("https://www.google.com/url?q=https://p.example/x", "https://p.example/x"),
        ("http://news.google.com/news/url?sa=t&url=http://p.example/x", "http://p.example/x"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://[bad", None),
        ("https://user:secret@p.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_made_fit_to_be_fetched_or_refused(url: str | None, clean: str | None) -> None:
    assert visit_url(url, base="https://acme.example/blog/") == clean


def test_an_address_that_is_none_does_not_crash_the_joining() -> None:
    assert resolved("https://acme.example/", "http://[bad") == "http://[bad"


def test_only_what_is_there_is_labelled() -> None:
    assert (
        labelled(("Impact", "major"), ("Status", None), ("Place", " \n "), ("Points", 0)) == "Impact: major\nPoints: 0"
    )


def test_a_subdomain_is_the_companys_own() -> None:
    assert own_host("blog.acme.example", ACME)
    assert not own_host("notacme.example", ACME)


def test_a_name_counts_as_a_word_only() -> None:
    assert speaks_of("What Acme does", ACME)
    assert not speaks_of("Acmestone opens", ACME)
