import pytest

from researchkit.reading.urls import canonical_url, document_id, host_of, same_site


def test_tracking_parameters_do_not_make_a_new_document() -> None:
    plain = "https://acme.example/news/new-hall"
    assert canonical_url(f"{plain}/?utm_source=feed&fbclid=1#top") == plain
    assert document_id(f"{plain}?utm_medium=rss", "a") == document_id(plain, "b")


def test_parameters_that_name_a_page_stay_in_their_order() -> None:
    assert canonical_url("https://acme.example/view?id=7&b=2&a=1") == "https://acme.example/view?id=7&b=2&a=1"


def test_host_is_lowered_and_the_default_port_dropped() -> None:
    assert canonical_url("HTTPS://WWW.Acme.Example:443/A/") == "https://www.acme.example/A"


def test_a_relative_address_is_resolved_against_its_base() -> None:
    assert canonical_url("../c", base="https://acme.example/a/b") == "https://acme.example/c"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "", "https://", "http://u:p@acme.example/", "https://a:99999/"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        canonical_url(url)


def test_hidden_characters_leave_an_address() -> None:
    assert canonical_url("https://acme.example/\u200bnews\n") == "https://acme.example/news"


def test_host_has_no_www() -> None:
    assert host_of("https://www.acme.example/x") == "acme.example"
    assert host_of("http://[broken") == ""


def test_a_subdomain_is_the_same_site_and_a_lookalike_is_not() -> None:
    assert same_site("blog.acme.example", "acme.example")
    assert not same_site("notacme.example", "acme.example")
    assert not same_site("acme.example", "")


def test_documents_without_an_address_are_told_apart_by_their_title() -> None:
    assert document_id("", "saved\nOne") != document_id("", "saved\nTwo")
    assert len(document_id("", "x")) == 16
