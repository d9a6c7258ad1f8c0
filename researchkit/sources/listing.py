"""What a feed says before it is judged: one shape for RSS, Atom and JSON Feed, raw texts and dates as served."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LOOKS_HTML = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]+\d*|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_GARBLED = re.compile("[ÂÃÐÑ][\x80-\xbf\u0152-\u02dc\u2013-\u2122]|â[€\x80]|Ã.")
_COMMENTS = re.compile(r"^\s*(?:comments? (?:on|for)\b|kommentare (?:zu|für)\b|commentaires sur\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entry of a feed. `link` is absolute; `date` is as served; `body_whole` marks a content element."""

    link: str | None = None
    title: str | None = None
    title_html: bool = False
    body: str | None = None
    body_html: bool = True
    body_whole: bool = False
    date: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    audio: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A feed: its title, language and entries in its own order."""

    title: str | None = None
    language: str | None = None
    entries: list[Listed] = field(default_factory=list)

    @property
    def of_comments(self) -> bool:
        """Whether this is the feed of a page's comments."""
        return bool(self.title and _COMMENTS.match(self.title))

    @property
    def of_audio(self) -> bool:
        """Whether this is a podcast: most entries bring a sound file."""
        return bool(self.entries) and sum(entry.audio for entry in self.entries) * 2 > len(self.entries)


def looks_like_markup(text: str) -> bool:
    """Return whether a text of unstated type holds HTML tags or entities."""
    return _LOOKS_HTML.search(text) is not None


def mended(text: str) -> str:
    """Return text whose UTF-8 had been read as Latin-1 or Windows-1252 before it reached us, put right.

    tests/fixtures/feed/garbled.xml: "Itâ€™s" is "It’s". Text that is fine, or cannot be put right whole, stays.
    """
    if text.isascii() or not _GARBLED.search(text):
        return text
    try:
        return b"".join(_byte(letter) for letter in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _byte(letter: str) -> bytes:
    """Return the byte that a careless reader took for a letter: Windows-1252, or Latin-1 where that has a hole."""
    return letter.encode("latin-1" if letter < "\u0100" else "cp1252")


def person(text: str | None) -> str | None:
    """Return the name in an author field, without the mail address that RSS puts there; None when only that is."""
    if not text:
        return None
    named = re.fullmatch(r"\s*\S+@\S+\s*\((.+)\)\s*", text)
    name = named[1] if named else re.sub(r"<?\S+@\S+\.\S+>?", "", text)
    return name.strip(" ,;()") or None
