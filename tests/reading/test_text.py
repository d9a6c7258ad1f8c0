import pytest

from researchkit.reading.text import (
    as_sentences,
    clean_line,
    clean_text,
    decode,
    language_of,
    sentences,
    strip_markup,
    words,
)


def test_a_line_loses_control_bidi_and_zero_width_characters() -> None:
    assert clean_line("a\u202eb\u200bc\x07\n d\u2066\t e\x1b[31m") == "abc d e"


def test_text_keeps_its_paragraphs() -> None:
    assert clean_text("one\r\n\r\n  two\u00a0 three \n") == "one\ntwo three"


def test_decomposed_letters_are_composed() -> None:
    assert clean_line("Cafe\u0301") == "Café"


def test_markup_becomes_what_a_reader_sees() -> None:
    markup = "<p>A &amp; B<script>x<y</script></p><ul><li>c</li><li>d<!-- no --></li></ul><style>p{}</style>"
    assert strip_markup(markup) == "A & B\nc\nd"


def test_a_comparison_is_no_tag() -> None:
    assert strip_markup("1 < 2 and 3 > 2") == "1 < 2 and 3 > 2"


@pytest.mark.parametrize("reference", ["&#" + "9" * 5000 + ";", "&#x" + "f" * 5000 + ";", "&#" + "0" * 5000 + "65;"])
def test_a_reference_without_end_is_a_replacement(reference: str) -> None:
    assert strip_markup(f"A {reference} B") == "A \ufffd B"


def test_an_inline_picture_is_no_text() -> None:
    assert strip_markup(f"<img src='data:image/png;base64,{'A' * 100_000}'>Said.") == "Said."


def test_unclosed_elements_cost_no_quadratic_time() -> None:
    assert strip_markup("<script>" * 200_000) == ""


@pytest.mark.parametrize(
    ("content", "header", "expected"),
    [
        ("Zürich".encode(), "text/html; charset=iso-8859-1", "Zürich"),  # valid UTF-8 whatever the header says
        ("Zürich".encode("cp1252"), "text/html", "Zürich"),
        ("“quoted”".encode("cp1252"), "text/html; charset=iso-8859-1", "“quoted”"),
        ("工場".encode("shift_jis"), "text/html; charset=Shift_JIS", "工場"),
        ("Zürich".encode("utf-16"), "", "Zürich"),
        (b"\xef\xbb\xbfabc\x00d", "", "abcd"),
        ("<p>long enough</p>".encode("utf-16-le"), "", "<p>long enough</p>"),
        (b"abc", "text/html; charset=rot13", "abc"),
        (b"", "", ""),
    ],
)
def test_bytes_become_the_text_that_was_meant(content: bytes, header: str, expected: str) -> None:
    assert decode(content, header) == expected


def test_any_bytes_decode() -> None:
    assert isinstance(decode(bytes(range(256)) * 8, "text/html; charset=utf-7"), str)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The company said on Tuesday that it will move to a new hall", "en"),
        ("Die Brauerei hat am Montag mit dem Umbau der Halle begonnen und wird nicht warten", "de"),
        ("La société a annoncé l’ouverture d’un atelier pour les clients qui sont dans le sud", "fr"),
        ("La empresa abrirá un centro en el sur del país, según el comunicado que se difundió", "es"),
        ("北浜精機は来春から新しい工場を稼働させると発表した", "ja"),
        ("Компания сообщила, что не будет закрывать завод и что это было решено", "ru"),
        ("1234 5678", None),
        ("", None),
    ],
)
def test_language_is_told_by_script_and_little_words(text: str, code: str | None) -> None:
    assert language_of(text) == code


def test_words_of_scripts_without_spaces_are_counted_by_twos() -> None:
    assert words("two words") == 2
    assert words("新しい工場") == 3


def test_an_abbreviation_ends_no_sentence() -> None:
    assert sentences("Mr. Prew left. He said so!\nNext line") == ["Mr. Prew left.", "He said so!", "Next line"]


def test_parts_are_joined_as_sentences_each_with_an_end() -> None:
    assert as_sentences("no feed is known", "", None, "Add a place.") == "no feed is known. Add a place."
