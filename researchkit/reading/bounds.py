"""Markup within bounds before a parser sees it: no giant tag, no flood of tags, no character that XML forbids.

A parser's time grows with the square of a tag's attributes, an extractor's with the number of tags; neither can be
stopped half-way. So what nobody would write is left out first, in time linear in the page.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice

from researchkit.reading.text import without_escapes, without_piles

_MAX_CHARS, _MAX_TAGS = 2_000_000, 20_000
_CUT_CHARS, _CUT_TAGS = 600_000, 10_000
_LIST_CHARS, _LIST_TAGS = 5_000_000, 60_000  # of a page of links: the newest stand first
_HEAD_TAGS, _HEAD_CHARS = 500, 100_000  # of a page over the bounds: its title and marks stand there
_PROSE_CHARS, _COUNTED_CHARS = 40, 2_000  # a stretch of text that counts as prose, and how much of it counts
_MAX_TEXT_CHARS = 50_000  # of one stretch of text in a page over the bounds
# A quote opens a value only behind "=". Every branch may end with the page: a pattern that fails at the end would be
# tried again from each tag.
_VALUE = r"""=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?=[^"'])[^\s>]++)?"""
_TAG = re.compile(
    rf"(?P<script><script\b[^>]*+>?(?:[^<]++|<(?!/script))*+)|<[a-zA-Z](?:[^>=]++|{_VALUE})*+>?", re.IGNORECASE
)
_NAME = re.compile(r"<[^\s/>]{1,40}")
_ATTRIBUTE = re.compile(rf"[^\s=>/]++(?:\s*+{_VALUE})?")
# JSON-LD keeps its meaning with its tags escaped, and they are no tags of the page.
_SCRIPT, _ESCAPED = re.compile(r"(?<=<)script\b[^>]*+>(?:[^<]++|<(?!/script))*+", re.IGNORECASE), "\\u003c"
# Extractors take these out of a block one by one; of thousands in one block that takes the square of their number.
_INLINE_NAMES = (
    "span|font|small|mark|ins|abbr|acronym|big|cite|data|dfn|bdi|bdo|ruby|rt|rp|u|s|b|i|em|strong|sub|sup|tt|"
    "kbd|wbr|var|samp|label|nobr|code|q|del|center"
)
_INLINE = re.compile(rf"</?(?:{_INLINE_NAMES})(?:\s[^<>]*+)?>", re.IGNORECASE)
_MAX_INLINE = 6_000  # their tags, opening and closing
_MAX_LINKS = 5_000
_LONG_TAG_CHARS, _MAX_TAG_CHARS = 1_000, 20_000
_MAX_ATTRIBUTES = 100
_FORBIDDEN = bytes([*range(9), 11, 12, *range(14, 32)])
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(
    r"&#(?:0*(?P<number>[0-8]|1[124-9]|2\d|3[01]|6553[45])|x0*(?P<hex>[0-8bcef]|1[0-9a-f]|fff[ef]))(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)


def writable(text: str) -> str:
    """Return markup without the characters that no XML tree can hold, written out or as references."""
    if "&#" in text:
        text = _REFERENCE.sub(_referred, text)
    text = without_piles(text)
    encoded = text.encode("utf-8", "replace")
    if len(encoded.translate(None, _FORBIDDEN)) == len(encoded) and b"\xef\xbf\xbe" not in encoded:
        return text if b"\xef\xbf\xbf" not in encoded else _UNWRITABLE.sub("", text)
    return _UNWRITABLE.sub("", without_escapes(text))


def _referred(reference: re.Match[str]) -> str:
    return chr(int(reference["number"]) if reference["number"] else int(reference["hex"], 16))


def bounded(text: str) -> tuple[str, bool]:
    """Return markup that is quick to parse, and whether some of its text was cut away.

    Of a page over 2 million characters, 20,000 tags or 5,000 links stay its beginning and the richest stretch of
    prose, at most 600,000 characters and 10,000 tags.
    """
    text = short_tags(text)
    if text.count("<") > _MAX_INLINE:
        bare, taken = _INLINE.subn("", text)
        text = bare if taken > _MAX_INLINE else text
    if _fits(text) or _fits(text := _SCRIPT.sub(lambda script: script[0].replace("<", _ESCAPED), text)):
        return text, False
    pieces = [piece[:_MAX_TEXT_CHARS] for piece in text.split("<")]
    head = _fitting(pieces, 0, _HEAD_TAGS, _HEAD_CHARS)
    start = _richest(pieces)
    if start <= head:
        return "<".join(pieces[: _fitting(pieces, 0, _CUT_TAGS, _CUT_CHARS)]), True
    end = _fitting(pieces, start, _CUT_TAGS - head, _CUT_CHARS - _HEAD_CHARS)
    return "<".join([*pieces[:head], *pieces[start:end]]), True


def beginning(text: str) -> str:
    """Return the beginning of markup that lists things, quick to parse: short tags, 60,000 of them at most."""
    text = short_tags(text[:_LIST_CHARS])
    past = next(islice(re.finditer("<", text), _LIST_TAGS, None), None)
    return text[: past.start()] if past else text


def _fits(text: str) -> bool:
    return len(text) <= _MAX_CHARS and text.count("<") <= _MAX_TAGS and text.count("<a ") <= _MAX_LINKS


def _fitting(pieces: list[str], start: int, tags: int, chars: int) -> int:
    """Return the end of the longest run from `start` within so many tags and characters."""
    end = start
    while end < len(pieces) and end - start < tags and chars > len(pieces[end]):
        chars -= len(pieces[end]) + 1
        end += 1
    return end


def _richest(pieces: list[str]) -> int:
    """Return where the run of tags with the most prose begins, the first of equals; runs begin a tenth apart."""
    linked = ("a ", "A ", "a>", "A>")
    prose = (0 if piece.startswith(linked) else len(piece) - piece.find(">") - 1 for piece in pieces)
    sums = [0, *accumulate(min(chars, _COUNTED_CHARS) if chars >= _PROSE_CHARS else 0 for chars in prose)]
    width = _CUT_TAGS - _HEAD_TAGS
    starts = range(0, len(pieces), width // 10)
    return max(starts, key=lambda start: sums[min(start + width, len(pieces))] - sums[start])


def short_tags(text: str) -> str:
    """Return markup whose tags have at most 100 attributes and 20,000 characters."""
    kept, place = [], 0
    for match in _TAG.finditer(text):
        if match.end() - match.start() > _LONG_TAG_CHARS and match["script"] is None:
            kept += [text[place : match.start()], _short_tag(match[0])]
            place = match.end()
    return "".join([*kept, text[place:]]) if kept else text


def _short_tag(tag: str) -> str:
    """Return a long tag with its first attributes; what is longer than any that is read is left out.

    A tag of up to 100 attributes and 20,000 characters stays as it is.
    """
    name = _NAME.match(tag)
    start = name.end() if name else 2
    found = [match[0] for match in islice(_ATTRIBUTE.finditer(tag, start), _MAX_ATTRIBUTES + 1)]
    if len(found) <= _MAX_ATTRIBUTES and len(tag) <= _MAX_TAG_CHARS:
        return tag
    kept = [attribute for attribute in found[:_MAX_ATTRIBUTES] if len(attribute) <= _MAX_TAG_CHARS]
    return " ".join([tag[:start], *kept]) + ("/>" if tag.endswith("/>") else ">")
