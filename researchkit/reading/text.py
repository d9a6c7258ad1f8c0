"""Text as a reader sees it: decoded, without markup, without characters that hide or reorder."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from researchkit.reading.charsets import decode as decode
from researchkit.reading.language import language_of as language_of

__all__ = [
    "clean_line",
    "clean_text",
    "decode",
    "language_of",
    "real_references",
    "sentences",
    "strip_markup",
    "unescaped",
    "without_escapes",
    "without_piles",
    "words",
]

# C0 and C1 controls, soft hyphen, zero-width, bidirectional marks, tags, variation selectors that only hide text,
# lone surrogates, private use and non-characters that break XML writers.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_ASCII_CONTROLS = bytes(code for code in range(128) if not chr(code).isprintable() and chr(code) not in "\n\t")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")
_PILED = re.compile(r"[^\w\s!-~]{32,}")
_MAX_MARKS = 30  # on one letter: what Unicode's stream-safe format allows
_LINE_BREAKS = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_BLOCK = re.compile(
    r"<(?=[/a-z])/?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|h[1-6]|tr|table|section|article|blockquote|pre|figure|figcaption|header|"
    r"footer|aside|nav|main|form|fieldset|address|details|summary)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+>")
_ENDLESS_REFERENCE = re.compile(r"&#(?:[0-9]{20,}|[xX][0-9a-fA-F]{20,});?")
_UNSEEN_ELEMENTS = ("script", "style", "template", "noscript", "svg", "iframe", "head", "textarea", "select")
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[¿¡]*[A-ZÀ-ÞА-ЯΑ-Ω0-9\u3040-\u9fff])|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Inc|Ltd|Co|Corp|St|No|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|"
    r"Dec|U\.S|U\.K|e\.g|i\.e|ca|bzw|z\.B|Nr)\.$"
)


def clean_line(text: str) -> str:
    """Return `text` as one line: hidden characters stripped, spaces squashed, NFC."""
    return " ".join(_shown(text).split())


def clean_text(text: str) -> str:
    """Return `text` with its paragraphs kept, one a line, no empty lines; hidden characters stripped, NFC."""
    lines = (" ".join(line.split()) for line in _shown(text).split("\n"))
    return "\n".join(line for line in lines if line)


def without_escapes(text: str) -> str:
    """Return `text` without the sequences that colour or steer a terminal."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def without_piles(text: str) -> str:
    """Return `text` with at most 30 marks on a letter: sorting them takes the square of their number."""
    return text if text.isascii() else _PILED.sub(_unpiled, text)


def _unpiled(run: re.Match[str]) -> str:
    kept, height = [], 0
    for character in run[0]:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _shown(text: str) -> str:
    if text.isascii() and len(text.encode().translate(None, _ASCII_CONTROLS)) == len(text):
        return text
    text = without_piles(_HIDDEN.sub("", _LINE_BREAKS.sub("\n", without_escapes(text))))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def strip_markup(markup: str) -> str:
    """Return the text a reader would see of a piece of HTML, a paragraph a line.

    Linear in the input, without a parser, so that it is safe on anything a feed may carry. Text without markup comes
    back as it is, cleaned.
    """
    if "<" not in markup and "&" not in markup:
        return clean_text(markup)
    text = drop_elements(markup, _UNSEEN_ELEMENTS)
    text = _CELL.sub(" ", text.replace("\n", " ").replace("\r", " "))
    text = _TAG.sub("", _BLOCK.sub("\n", text))
    return clean_text(unescaped(text))


def unescaped(markup: str) -> str:
    """Return text with its character references read."""
    return html.unescape(real_references(markup)) if "&" in markup else markup


def real_references(markup: str) -> str:
    """Return markup in which references of more digits than any character has are U+FFFD: no parser takes them."""
    return _ENDLESS_REFERENCE.sub("\ufffd", markup)


def drop_elements(markup: str, names: tuple[str, ...]) -> str:
    """Return `markup` without its comments and the elements `names`, up to each one's first closing tag."""
    opening = _openings(names)
    kept, place = [], 0
    unclosed: set[str] = set()  # asked for once in vain: looking again for each would be quadratic
    # str.find is linear where a lazy pattern over a cut page is not; lower() may change lengths beyond ASCII.
    lowered = markup.lower()
    if len(lowered) != len(markup):
        lowered = markup
    while match := opening.search(markup, place):
        kept.append(markup[place : match.start()])
        mark = f"</{match[1].lower()}" if match[1] else "-->"
        end = -1 if mark in unclosed else lowered.find(mark, match.end() if match[1] else match.start() + 2)
        if end < 0:
            unclosed.add(mark)
            place = match.end()
            continue
        place = (markup.find(">", end + len(mark) - 1) + 1) or len(markup)
    kept.append(markup[place:])
    return " ".join(kept) if len(kept) > 1 else markup


@lru_cache(maxsize=8)
def _openings(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"<!--|<({'|'.join(names)})\b(?![^<>]*/>)[^<>]*>", re.IGNORECASE)


@lru_cache(maxsize=4)  # of a body it is asked by the verdict, twice, and by the document that it becomes
def words(text: str) -> int:
    """Return how many words `text` has; scripts without spaces count two characters as one word."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    if not unspaced:
        return len(_WORD.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + (unspaced + 1) // 2


def as_sentences(*parts: str | None) -> str:
    """Return the parts that are there one after the other, each closed with a full stop where it has no end."""
    said = [part.strip() for part in parts if part and part.strip()]
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in said)


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` in order; a line break always ends one."""
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        piece = text[start : match.end()].strip()
        if _ABBREVIATION.search(piece) and "\n" not in match[0]:
            continue
        if piece:
            found.append(piece)
        start = match.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found
