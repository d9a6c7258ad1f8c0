"""Exports of hostile titles, opened as a reader would: in Chromium, in a PDF reader, in Word's form, as Markdown."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "brief"))

from brief_dossier import HOSTILE, hostile

from researchkit.brief.compose import brief
from researchkit.brief.export import export

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def page():
    return brief(hostile())


@pytest.fixture(scope="module")
def files(page, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    return {suffix: export(page, folder / f"page{suffix}") for suffix in (".html", ".pdf", ".docx", ".md", ".txt")}


@pytest.fixture(scope="module")
def seen(files):
    """What Chromium makes of the page: its text, what ran, what it asked for, its links and elements."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    alerts: list[str] = []
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        opened.goto(files[".html"].as_uri())
        told = {
            "text": opened.evaluate("document.body.textContent"),
            "links": opened.evaluate("[...document.links].map(link => link.href)"),
            "elements": opened.evaluate("[...document.querySelectorAll('*')].map(one => one.tagName.toLowerCase())"),
            "handlers": opened.evaluate(
                "[...document.querySelectorAll('*')].flatMap(one => [...one.attributes])"
                ".filter(one => one.name.startsWith('on')).map(one => one.name)"
            ),
        }
        browser.close()
    return {**told, "asked": asked, "alerts": alerts}


@pytest.mark.browser
def test_chromium_runs_nothing_and_asks_for_nothing(seen, files):
    assert seen["alerts"] == []
    assert seen["handlers"] == []
    assert {"script", "iframe", "object", "embed", "form", "base"} & set(seen["elements"]) == set()
    assert seen["asked"] == [files[".html"].as_uri()]


@pytest.mark.browser
def test_chromium_shows_markup_as_text(seen):
    assert "<script>alert(1)</script>" in seen["text"]
    assert all(link.startswith(("https://", "http://", "file://")) for link in seen["links"])  # file: its own marks


@pytest.mark.browser
def test_chromium_shows_every_line(seen, page):
    said = " ".join(seen["text"].split())
    assert [line.text for line in page.lines() if " ".join(line.text.split()) not in said] == []


def texts(files) -> dict[str, str]:
    import docx
    from pypdf import PdfReader

    word = docx.Document(io.BytesIO(files[".docx"].read_bytes()))
    return {
        ".pdf": "\n".join(sheet.extract_text() for sheet in PdfReader(files[".pdf"]).pages),
        ".docx": "\n".join(paragraph.text for paragraph in word.paragraphs),
        ".md": files[".md"].read_text("utf-8"),
        ".txt": files[".txt"].read_text("utf-8"),
        ".html": files[".html"].read_text("utf-8"),
    }


def test_no_form_holds_a_character_that_hides_or_turns_text(files):
    assert {suffix: UNSEEN.findall(text) for suffix, text in texts(files).items() if UNSEEN.search(text)} == {}


def test_a_spreadsheet_sees_text_alone(tmp_path):
    path = export(hostile().events, tmp_path / "events.csv")
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    assert not UNSEEN.search(path.read_text("utf-8-sig").replace("\r\n", "\n"))


def test_no_template_was_filled_in(files):
    for suffix, text in texts(files).items():
        assert "root:" not in text, suffix
        if suffix != ".html":  # its style and its chart hold numbers of their own
            assert "49" not in re.findall(r"\b49\b", text), suffix  # {{ 7*7 }}
    assert "7*7" in texts(files)[".txt"]


def test_the_pdf_runs_nothing(files):
    from pypdf import PdfReader

    reader = PdfReader(files[".pdf"])
    assert not {"/JavaScript", "/EmbeddedFiles"} & set((reader.root_object.get("/Names") or {}).keys())
    assert "/OpenAction" not in reader.root_object
    assert len(reader.pages) == 1


def test_word_has_neither_macros_nor_fields(files):
    import zipfile

    with zipfile.ZipFile(files[".docx"]) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "embed" in name.lower()]
        body = archive.read("word/document.xml").decode()
    assert "w:instrText" not in body
    assert len(HOSTILE) > 10
