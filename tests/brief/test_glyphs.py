import io
from dataclasses import replace

import pytest
from brief_dossier import COMPANY, Builder
from pypdf import PdfReader

from researchkit.brief.compose import brief
from researchkit.brief.export import glyphs
from researchkit.brief.export.pdf import to_pdf

NAMES = ("東京計器製作所", "הלדן רובוטיקה", "هالدن روبوتكس", "हाल्डेन", "ฮัลเดน", "한빛로보틱스", "Łódź Größe Ñandú")


@pytest.mark.parametrize("name", NAMES)
def test_what_ships_draws_the_scripts_of_the_world_on_any_machine(name):
    assert glyphs._strangers(name) == []
    assert glyphs.drawable(name) == name


def test_a_name_in_another_script_stands_whole_on_the_page():
    builder = Builder(company=replace(COMPANY, name="東京計器製作所"))
    sheet = PdfReader(io.BytesIO(to_pdf(brief(builder.build())))).pages[0].extract_text()
    assert "東京計器製作所" in sheet


def test_the_machines_fonts_are_left_alone_where_ours_do():
    assert glyphs.fonts_for("東京 and Łódź") == glyphs.fonts_for("plain")


@pytest.fixture
def bare(monkeypatch):
    """A machine whose fonts draw nothing that ours do not."""
    monkeypatch.setattr(glyphs, "_is_drawn", lambda character: False)


def test_a_letter_that_no_font_draws_is_a_marked_gap(bare):
    assert glyphs.drawable("Halden \N{ETHIOPIC SYLLABLE HA}, Ltd") == f"Halden {glyphs.GAP}, Ltd"


def test_a_picture_that_no_font_draws_is_left_out(bare):
    assert glyphs.drawable("Launch day 🤖👩‍🔧!") == "Launch day !"
