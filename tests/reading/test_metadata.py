import pytest

from researchkit.reading.bylines import is_byline, marked_names, people_only, read_byline
from researchkit.reading.metadata import read_metadata

URL = "https://www.courier.example/a/new-hall"


def head(marks: str, body: str = "<p>x</p>") -> str:
    return f"<html lang='en-GB'><head>{marks}</head><body>{body}</body></html>"


def test_the_sites_name_leaves_the_title() -> None:
    facts = read_metadata(
        head("<title>New hall for lenses | Courier</title><meta property='og:site_name' content='Courier'>"),
        URL,
    )
    assert facts.title == "New hall for lenses"


def test_the_heading_wins_over_a_sharing_title_that_adds_to_it() -> None:
    facts = read_metadata(
        head("<meta property='og:title' content='New hall for lenses: what it costs'>", "<h1>New hall for lenses</h1>"),
        URL,
    )
    assert facts.title == "New hall for lenses"


def test_json_ld_is_read_through_graph_and_reference() -> None:
    marks = """<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"New hall",
    "author":{"@id":"#ida"},"publisher":{"name":"Courier"}},
    {"@type":"Person","@id":"#ida","name":"Ida Strøm"}],}</script>"""
    facts = read_metadata(head(marks), URL)
    assert (facts.author, facts.publisher) == ("Ida Strøm", "Courier")


def test_language_and_canonical_address_are_read() -> None:
    facts = read_metadata(head("<link rel=canonical href='/a/new-hall?utm_source=x'>"), URL)
    assert facts.language == "en"
    assert facts.canonical_url == "https://www.courier.example/a/new-hall"


def test_a_canonical_address_on_another_host_or_the_home_page_is_not_taken() -> None:
    for claim in ("https://other.example/a", "https://www.courier.example/", "javascript:1"):
        assert read_metadata(head(f"<link rel=canonical href='{claim}'>"), URL).canonical_url is None


def test_markup_without_anything_gives_empty_facts() -> None:
    assert read_metadata("", URL).title is None


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Ida Strøm and Jonas Prew", ["Ida Strøm", "Jonas Prew"]),
        ("Von Karla Wendrich, Hallingen", ["Karla Wendrich"]),
        ("Text: Michelle de Oliveira", ["Michelle de Oliveira"]),
        ("By Staff", []),
        ("dpa/AFP", []),
        ("Redaktion Wirtschaft", []),
        ("von der Halle am Gleis", []),
    ],
)
def test_people_are_read_out_of_bylines(line: str, people: list[str]) -> None:
    assert read_byline(line) == people


def test_roles_are_no_names_even_when_marked() -> None:
    for role in ("Staff", "admin", "Redaktion", "News Desk", "https://x.example/author", "@courier"):
        assert marked_names(role) == []


def test_agencies_leave_an_author_line_for_documents() -> None:
    assert people_only("Ida Strøm; dpa") == "Ida Strøm"
    assert people_only("Reuters") is None
    assert people_only(None) is None


def test_a_sentence_is_no_byline() -> None:
    assert is_byline("By Ida Strøm")
    assert not is_byline("By Monday the hall was full.")
