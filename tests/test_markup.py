"""HTML fragments: what was fetched is shown, never run."""

import pytest

from researchkit.markup import Fragment, card, escape, folded, link, table, web_address


def test_markup_in_a_text_shows_as_text():
    assert escape("<script>alert('x')</script>") == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"


def test_quotes_cannot_leave_an_attribute():
    assert '"' not in escape('" onload="alert(1)')


def test_hidden_and_turning_characters_are_dropped():
    assert escape("ab\u202ecd\u200be\x00f") == "abcdef"


def test_a_fragment_is_not_escaped_twice():
    assert escape(escape("a & b")) == "a &amp; b"


def test_a_link_shows_its_text_and_its_address_escaped():
    made = link("https://x.example/?a=1&b=2", "<b>")
    assert made == '<a href="https://x.example/?a=1&amp;b=2" rel="noopener noreferrer">&lt;b&gt;</a>'


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "//x.example",
        "https://",
        "https://user:word@x.example/",
        "https://x.example/\u202egpj",
        "https://x.example/a b",
        "https://[::1",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url):
    assert link(url, "text") == "text"
    assert web_address(url) is None


def test_a_card_escapes_strings_and_keeps_fragments():
    made = card("<t>", [("<l>", "<v>"), ("site", link("https://x.example/", "x"))], footer="<f>")
    assert isinstance(made, Fragment)
    assert all(bare not in made for bare in ("<t>", "<l>", "<v>", "<f>"))
    assert '<a href="https://x.example/"' in made


def test_tables_and_folds_escape_their_cells():
    made = table(["<h>"], [["<c>"]], caption="<k>") + folded("<s>", "<b>")
    assert all(bare not in made for bare in ("<h>", "<c>", "<k>", "<s>", "<b>"))


def test_jinja_and_notebooks_take_a_fragment_as_it_is():
    assert escape("<b>").__html__() == "&lt;b&gt;"
