"""Every form of the page: escaping, equal bytes, clear refusals, nothing half-written."""

import io
import re
import sys
import zipfile
from html.parser import HTMLParser

import docx
import pytest
from brief_dossier import HOSTILE, hostile, nearly_empty, normal, overfull
from markdown_it import MarkdownIt

from researchkit.brief.compose import brief
from researchkit.brief.export import EXPORTERS, check_path, export
from researchkit.brief.export.docx import to_docx
from researchkit.brief.export.html import to_fragment, to_html
from researchkit.brief.export.markdown import to_markdown
from researchkit.brief.export.plain import columns, coverage_table, summary, to_plain
from researchkit.errors import ExportError, MissingExtra


class Outline(HTMLParser):
    """What a browser would make of a page: tags, attributes, text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("suffix", sorted(set(EXPORTERS) - {".pdf"}))  # the PDF has its own tests
@pytest.mark.parametrize("make", [normal, hostile, nearly_empty])
def test_equal_briefs_give_equal_files(tmp_path, make, suffix):
    first = export(brief(make()), tmp_path / f"one{suffix}").read_bytes()
    second = export(brief(make()), tmp_path / f"two{suffix}").read_bytes()
    assert first == second


@pytest.mark.parametrize("name", ["page.xyz", "page", "page.PDF.exe"])
def test_an_unknown_suffix_is_refused_in_one_line(tmp_path, name):
    with pytest.raises(ExportError) as refused:
        export(brief(nearly_empty()), tmp_path / name)
    assert "\n" not in str(refused.value)
    assert ".pdf" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError) as refused:
        export(brief(nearly_empty()), tmp_path / "file" / "page.md")
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 2


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "page.md").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export(brief(nearly_empty()), tmp_path / "page.md")


def test_a_failed_export_leaves_the_old_file(tmp_path, monkeypatch):
    path = export(brief(nearly_empty()), tmp_path / "page.md")
    before = path.read_bytes()

    def no_room(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(ExportError, match="No space left"):
        export(brief(normal()), path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["page.md"]


def test_a_path_can_be_checked_before_any_work(tmp_path):
    assert check_path(tmp_path / "page.pdf").suffix == ".pdf"
    with pytest.raises(ExportError, match="paper"):
        check_path(tmp_path / "page.pdf", paper="legal")


def test_the_suffix_may_be_in_capitals(tmp_path):
    assert export(brief(nearly_empty()), tmp_path / "PAGE.MD").exists()


@pytest.mark.parametrize("make", [normal, hostile, overfull])
def test_html_runs_nothing_and_loads_nothing(make):
    outline = Outline(to_html(brief(make())).decode())
    assert not {"script", "img", "iframe", "link", "object", "form"} & set(outline.tags)
    assert not [name for _, name, _ in outline.attributes if name.startswith("on") or name == "style"]
    links = [value for _, name, value in outline.attributes if name in ("href", "src", "xlink:href")]
    assert all(value.startswith(("https://", "http://")) for value in links)


def test_html_allows_its_own_style_alone():
    page = to_html(brief(normal())).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy


def test_html_shows_hostile_text_as_it_is():
    shown = "".join(Outline(to_html(brief(hostile())).decode()).words)
    assert "<script>alert(1)</script>" in shown
    assert "{{ 7*7 }}" in shown


def test_html_folds_the_evidence_under_each_line():
    page = brief(normal())
    text = to_html(page).decode()
    assert text.count("<summary>evidence") == sum(1 for line in page.lines() if line.quote)
    assert "Forty people, 40 of the 110" in text


def test_html_has_every_section_and_source():
    page = brief(normal())
    shown = "".join(Outline(to_html(page).decode()).words)
    assert all(section.title in shown for section in page.body)
    assert all(source.title in shown for source in page.sources)


def test_html_says_where_was_looked_and_what_failed():
    shown = "".join(Outline(to_html(brief(normal())).decode()).words)
    assert "Where was looked" in shown
    assert "403: the site blocks readers like this one" in shown


def test_the_notebook_shows_the_page():
    page = brief(hostile())
    assert page._repr_html_() == to_fragment(page)
    assert "<script" not in page._repr_html_()
    assert page._repr_markdown_().startswith("# Halden")


def test_markdown_reads_back_as_the_same_text():
    page = brief(hostile())
    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(to_markdown(page).decode())
    outline = Outline(made)
    assert not {"script", "img", "svg"} & set(outline.tags)
    assert all(v.startswith("https://x.example/") for t, n, v in outline.attributes if n == "href")
    words = " ".join("".join(outline.words).split())
    assert all(line.text in words for line in page.lines())


@pytest.mark.parametrize(
    "text", [*HOSTILE, "# h", "1. one", "1) one", "- x", "+ x", "> x", "=== x", "--- x", "&lt;b&gt;"]
)
def test_markdown_escapes_every_mark(text):
    from researchkit.brief.export.markdown import escaped

    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(f"- {escaped(text)}\n")
    outline = Outline(made)
    assert set(outline.tags) <= {"ul", "li"}
    assert " ".join("".join(outline.words).split()) == " ".join(text.split())


def test_plain_text_keeps_its_width_also_with_wide_letters():
    for make in (normal, hostile, overfull):
        lines = to_plain(brief(make()), width=80).splitlines()
        # only a word without a place to break may stand out
        assert [line for line in lines if columns(line) > 80 and len(line.split()) > 2] == []


def test_plain_text_holds_no_control_characters():
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", to_plain(brief(hostile())))


def test_the_summary_counts_and_names():
    text = summary(normal())
    assert "11 events" in text
    assert "Launches: 4" in text
    assert "7 of 9 sources" in text


def test_the_coverage_says_why_and_what_to_do():
    text = coverage_table(normal().coverage)
    assert "BLOCKED" in text
    assert "the site blocks readers" in text


def test_word_reads_back_with_its_links():
    page = brief(normal())
    made = to_docx(page)
    document = docx.Document(io.BytesIO(made))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(section.title in words for section in page.body)
    targets = {rel.target_ref for rel in document.part.rels.values() if rel.reltype.endswith("/hyperlink")}
    assert targets == {source.url for source in page.sources}
    assert document.core_properties.author == "researchkit"


def test_word_holds_hostile_text_as_text():
    document = docx.Document(io.BytesIO(to_docx(brief(hostile()))))
    assert any("<script>alert(1)</script>" in paragraph.text for paragraph in document.paragraphs)
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.reltype.endswith("/hyperlink")]
    assert all(target.startswith("https://") for target in targets)


def test_word_is_of_the_asked_paper():
    for paper, width in (("a4", 210), ("letter", 216)):
        document = docx.Document(io.BytesIO(to_docx(brief(nearly_empty()), paper=paper)))
        assert round(document.sections[0].page_width.mm) == width


def test_word_carries_no_clock():
    archive = zipfile.ZipFile(io.BytesIO(to_docx(brief(normal()))))
    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_without_python_docx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra, match=r"researchkit\[docx\]"):
        to_docx(brief(nearly_empty()))
