"""The PDF: one page, always; tagged; the same bytes; fetched text is never source."""

import io
from dataclasses import replace
from functools import lru_cache

import pytest
from brief_dossier import COMPANY, Builder, hostile, nearly_empty, normal, nothing_reached, overfull
from pypdf import PdfReader

from researchkit.brief.compose import brief
from researchkit.brief.export.pdf import _Sheet, to_pdf
from researchkit.brief.interview import Proof
from researchkit.brief.trim import droppable, quotable, trimmed
from researchkit.errors import ExportError

PAPERS = {"a4": (595, 842), "letter": (612, 792)}
DOSSIERS = (normal, nearly_empty, nothing_reached, overfull, hostile)


@lru_cache
def page_of(make):
    return brief(make())


@lru_cache
def pdf_of(make, paper="a4"):
    return to_pdf(page_of(make), paper=paper)


def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    return reader(pdf).pages[0].extract_text()


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("make", DOSSIERS)
def test_the_page_is_one_sheet_of_the_asked_paper(make, paper):
    read = reader(pdf_of(make, paper))
    assert len(read.pages) == 1
    assert tuple(round(float(side)) for side in read.pages[0].mediabox[2:]) == PAPERS[paper]


@pytest.mark.parametrize("make", [normal, hostile])
def test_equal_briefs_give_equal_bytes(make):
    assert to_pdf(brief(make())) == pdf_of(make)


def test_the_page_is_tagged_and_says_its_title_and_language():
    pdf = pdf_of(normal)
    root = reader(pdf).trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert reader(pdf).metadata.title == "Halden & Voss Robotics: one-page brief"
    assert reader(pdf).metadata.get("/CreationDate") is None
    assert b"pdfuaid" in pdf


def test_every_source_is_a_link_to_the_web():
    page = page_of(normal)
    links = [note.get_object()["/A"]["/URI"] for note in reader(pdf_of(normal)).pages[0]["/Annots"]]
    assert {source.url for source in page.sources} == set(links)


def test_hostile_links_are_none():
    links = [note.get_object()["/A"]["/URI"] for note in reader(pdf_of(hostile)).pages[0]["/Annots"]]
    assert all(link.startswith("https://x.example/") for link in links)


def test_hostile_text_shows_as_it_is():
    text = text_of(pdf_of(hostile)).replace("\n", " ")
    for shown in ("<script>alert(1)</script>", "#eval", "$math$", "{{ 7*7 }}", "{% for x in y %}"):
        assert shown in text


def test_every_section_stands_on_the_page():
    page = page_of(overfull)
    text = text_of(pdf_of(overfull))
    assert all(section.title in text for section in page.body)


def test_a_full_page_uses_large_type_and_a_fuller_one_smaller():
    proofs = [Proof(text=f"Story {n} " + "with many words " * 6) for n in range(3)]
    roomy = _Sheet(brief(nearly_empty()), "a4", "").fit()
    tight = _Sheet(brief(normal(), stories=proofs), "a4", "", quotes=9).fit()
    assert roomy.size == 10
    assert 8 <= tight.size <= 10


def crowded():
    """A page of too many lines for one sheet at any size."""
    page = brief(normal())
    sections = []
    for section in page.sections:
        if section.key in ("header", "why") or not section.lines:
            sections.append(section)
            continue
        lines = tuple(replace(line, priority=n) for n, line in enumerate(section.lines * 3))
        sections.append(replace(section, lines=lines))
    return replace(page, sections=tuple(sections))


def test_too_many_lines_wait_in_the_notebook():
    page = crowded()
    assert not _Sheet(page, "letter", "", looks="least").fit().ok
    pdf = to_pdf(page, paper="letter")
    assert len(reader(pdf).pages) == 1
    assert "more in the notebook" in text_of(pdf)


def test_the_least_important_lines_go_first():
    page = crowded()
    cut = trimmed(page, cut=5)
    gone = [line for line in page.lines() if line not in set(cut.lines())]
    assert sum(section.more for section in cut.body) == sum(section.more for section in page.body) + 5
    assert all(line.priority >= 3 for line in gone)


def test_the_first_line_of_a_section_stays():
    page = crowded()
    assert all(section.lines for section in trimmed(page, cut=droppable(page)).body if section.key != "match")


def test_quotes_are_shown_while_words_are_left():
    page = brief(normal())
    assert quotable(page)
    assert page.words + sum(len(line.quote.split()) for line in quotable(page)) <= 520


@pytest.mark.parametrize(
    "name",
    [
        "東京ハルデン株式会社",
        "הלדן ווס רובוטיקה",
        "هالدن روبوتكس",
        "X" * 300,
        "Łódź Ünïcödé Ğş",
        "𓀀𓂀 \U0001fae8 \ue000",
    ],
)
def test_any_name_is_set_on_one_page(name):
    builder = Builder(company=replace(COMPANY, name=name, legal_name=name))
    builder.source("feed a.example/rss", "none", 0)
    assert len(reader(to_pdf(brief(builder.build()))).pages) == 1


def test_an_unknown_paper_is_refused_in_one_line():
    with pytest.raises(ExportError, match="Use a4 or letter"):
        to_pdf(brief(nearly_empty()), paper="legal")
