"""Which fonts draw a page, so that every machine prints the same: our own, then what ships with us for other scripts.

Only for a character that none of these holds are the machine's fonts looked through. What no font here can draw is a
marked gap in a word, and nothing where it was a picture: a box without a shape would tell the reader less.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from researchkit.brief.labels import FONTS

if TYPE_CHECKING:
    import typst

FAMILY = "Brief Sans"
_SHIPPED = (
    *("Noto Sans Hebrew", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai"),
    *("Brief Sans Hangul", "Droid Sans Fallback"),
)
_MACHINES = ("Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "DejaVu Sans", "Noto Emoji", "Noto Color Emoji")
_PICTURES = ("So", "Sk", "Cf", "Me", "Cn", "Co", "Cs")
_JOINTS = "\u200d\ufe0f"  # what joins pictures to one, and asks for its colours
GAP = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts that a page is printed with, and their families in the order in which they are tried."""

    book: typst.Fonts
    families: tuple[str, ...]


def fonts_for(text: str) -> Fonts:
    """Return the fonts for `text`. The machine’s own are looked through (half a second) only in need."""
    return _fonts(machine=bool(_strangers(text)))


def drawable(text: str) -> str:
    """Return `text` with what no font here can draw taken out (pictures) or marked (letters)."""
    lacking = [character for character in _strangers(text) if not _is_drawn(character)]
    pictures = re.escape("".join(c for c in lacking if unicodedata.category(c) in _PICTURES))
    if pictures:
        text = re.sub(f"[{pictures}{_JOINTS}]*[{pictures}][{pictures}{_JOINTS}]*", "", text)
    return text.translate(dict.fromkeys(map(ord, lacking), GAP))


def _strangers(text: str) -> list[str]:
    """Return the characters that no shipped font holds, in order."""
    firsts, lasts = _covers()
    held = ((c, bisect_right(firsts, ord(c)) - 1) for c in sorted(set(text)) if ord(c) > 127)
    return [c for c, place in held if place < 0 or ord(c) > lasts[place]]


@lru_cache(maxsize=1)
def _covers() -> tuple[list[int], list[int]]:
    spans = json.loads((FONTS / "metrics.json").read_text(encoding="utf-8"))["covers"]
    return [first for first, _ in spans], [last for _, last in spans]


@lru_cache(maxsize=2)
def _fonts(*, machine: bool) -> Fonts:
    import typst

    book = typst.Fonts(include_system_fonts=machine, font_paths=[str(FONTS)])
    known = set(book.families())
    wanted = (FAMILY, *_SHIPPED, *(_MACHINES if machine else ()))
    return Fonts(book=book, families=tuple(name for name in wanted if name in known))


@lru_cache(maxsize=4096)
def _is_drawn(character: str) -> bool:
    """Tell whether the machine draws a character: an accessible PDF allows no missing glyph, so one is tried."""
    import typst

    fonts = _fonts(machine=True)
    words = '#set document(title: "x", date: none)\n#set text(font: json(bytes(sys.inputs.fonts)))\n#sys.inputs.text'
    compiler = typst.Compiler(
        words.encode(), font_paths=fonts.book, sys_inputs={"fonts": json.dumps(fonts.families), "text": character}
    )
    try:
        compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
