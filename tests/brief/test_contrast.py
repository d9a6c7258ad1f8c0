"""Every colour that carries words stands out from every ground it is printed on: WCAG 2 asks 4.5 to 1 of text (AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "researchkit" / "brief" / "templates"
AA = 4.5
WORDS = ("ink", "muted", "launch", "challenge", "sea")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    found = {}
    for sheet in ("brief.css", "page.css"):
        text = (TEMPLATES / sheet).read_text(encoding="utf-8")
        for number, rule in enumerate(re.findall(r"\{[^{}]*--ink:[^{}]*\}", text)):
            found[f"{sheet} {number}"] = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", rule))
    printed = dict(re.findall(r'#let (\w+) = rgb\("(#[0-9a-f]{6})"\)', (TEMPLATES / "brief.typ").read_text("utf-8")))
    return {**found, "the PDF": {"paper": "#ffffff", **printed}}


PALETTES = palettes()


def test_light_dark_and_printed_are_looked_at():
    assert len(PALETTES) >= 4


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize("word", WORDS)
def test_words_stand_out(palette, word, ground):
    colours = PALETTES[palette]
    assert contrast(colours[word], colours[ground]) >= AA


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_reckoned_as_the_guideline_does(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
