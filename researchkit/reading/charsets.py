"""From bytes to characters, whatever charset they claim: byte-order mark, valid UTF-8, header, markup, a guess."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_IN_MARKUP = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([a-zA-Z0-9_.:\-]{2,40})", re.IGNORECASE)
# Browsers read these labels as their larger siblings; so do we (the WHATWG encoding standard).
_LARGER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "windows-31j": "cp932",
}
_GUESS_BYTES = 20_000
_MAX_BAD_SHARE = 0.1
_MAX_BAD_SHARE_UTF_8 = 0.25  # no other charset's letters fit UTF-8 three times in four
# The five bytes that cp1252 leaves open mean the control of the same number in a browser.
_OPEN_IN_CP1252 = {byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def decode(content: bytes, content_type: str) -> str:
    """Return the characters of `content`, never failing.

    `content_type` is the header as served; "" when there was none. Bytes that are valid UTF-8 beyond ASCII are UTF-8
    whatever they claim; what no charset explains becomes U+FFFD.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace").replace("\x00", "")
    wide = _wide(content)
    if wide:
        return content.decode(wide, "replace").replace("\x00", "")
    if b"\x1b$" in content and "iso2022_jp" in map(_known, _claims(content, content_type)):  # which is ASCII to the eye
        return content.decode("iso2022_jp", "replace").replace("\x00", "")
    try:
        return content.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        return _decode_other(content, content_type).replace("\x00", "")


def _wide(content: bytes) -> str | None:
    """Return the UTF-16 flavour of markup or text without a mark: every second byte of its start is zero."""
    start = content[:200]
    if len(start) < 8 or start.count(0) * 3 < len(start):
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.8 * len(start) / 2 and even < 3:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * len(start) / 2 and odd < 3 else None


def _claims(content: bytes, content_type: str) -> list[str]:
    in_header, in_markup = _IN_HEADER.search(content_type), _IN_MARKUP.search(content, 0, 8192)
    claims = [in_header[1]] if in_header else []
    return [*claims, in_markup[1].decode("ascii")] if in_markup else claims


def _decode_other(content: bytes, content_type: str) -> str:
    for claim in _claims(content, content_type):
        name = _known(claim)
        if name is None:
            continue
        text = _lenient(content, name)
        if text is not None:
            return text
    text = _lenient(content, "utf-8")
    return text if text is not None else _guessed(content)


def _known(claim: str) -> str | None:
    name = _LARGER.get(claim.lower(), claim.lower())
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # codecs also knows rot13, zip and the like, which are no charsets; utf-16 was ruled out by its missing zeros.
    if not found._is_text_encoding or found.name.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode", "undef")):
        return None
    return None if found.name.startswith(("unicode", "raw-unicode")) else found.name


def _lenient(content: bytes, name: str) -> str | None:
    """Decode, or None when more than a trace of the bytes beyond ASCII do not fit."""
    if name == "cp1252":
        return content.decode("cp1252", "replace")
    text = content.decode(name, "replace")
    bad = text.count("\ufffd")
    if not bad:
        return text
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text if bad <= (_MAX_BAD_SHARE_UTF_8 if name == "utf-8" else _MAX_BAD_SHARE) * beyond else None


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes

    first = next((place for place, byte in enumerate(content) if byte > 127), 0)
    sample = content[max(0, first - 500) : first + _GUESS_BYTES]
    guess = from_bytes(sample, steps=3, chunk_size=512).best()
    name = _known(guess.encoding) if guess else None
    return content.decode(name or "cp1252", "replace")
