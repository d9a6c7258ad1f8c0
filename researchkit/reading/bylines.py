"""Who wrote it: people's names out of bylines. An absent author rather than a wrong one."""

from __future__ import annotations

import re

from researchkit.reading.text import clean_line

_MAX_AUTHORS = 8
_LEAD_IN = re.compile(
    r"^\W*(?:(?:written|reported|posted|published|reviewed|edited|story|words|text|photos?|authored|veröffentlicht|"
    r"geschrieben|publié|écrit|escrito|publicado)\s+(?:by|von|par|por)|by|von|par|por|di|da|av|af|door|autor(?:in)?|"
    r"author|text|przez|yazan|kirjoittaja|redakteur(?:in)?|od|автор|foto)\b\s*:?\s+(?=\S)|^\W*(?:text|autor|author)\s*:\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[;|•·/\n]|,(?!\s*(?:jr|sr|ph\.?d|m\.?d|esq)\b)|&|\s(?:and|und|et|y|og|och|e|en|i|ve|mit|with)\s)\s*", re.I
)
_CUT = re.compile(
    r"\s*(?:\(.*|\[.*|<.*|\s[-–—|]\s.*|,\s.*|\b(?:for|für|in|from|aus|at|via|pour|on)\s+(?=[A-ZÄÖÜ]).*|@\S+|\bhttps?:.*|"
    r"\b\S+@\S+\.\S+|\b(?:is|was|covers)\s.*)$"
)
_NOT_A_PERSON = re.compile(
    r"\b(?:staff|team|desk|newsroom|editor(?:s|ial|in[- ]chief)?|redaktion\w*|rédaction|redaction|redacción|redazione|"
    r"redacao|redação|redakcja|redactie|reporters?|correspondents?|contributors?|admin\w*|webmaster|press|presse\w*|"
    r"news|nachrichten|zeitung|magazin[e]?|agency|agencies|agentur\w*|agence|agencia|agenzia|media|medien|wire|service|"
    r"online|digital|group|gruppe|inc|ltd|gmbh|llc|corp|company|verlag|verein|e\.v|institute?|stiftung|foundation|"
    r"university|universität|associat\w*|ministry|council|department|office|board|bureau|society|network|blog(?:ger)?|"
    r"guest|gast\w*|user|anonymous|unknown|author|autor|byline|home|www|com|de|org|net|tv|radio|channel|today|daily|"
    r"times|post|journal|gazette|herald|tribune|guardian|mirror|sun|mail|express|telegraph|reuters|afp|dpa|apa|ap|sda|"
    r"ats|efe|ansa|epd|kna|sid|tt|ntb|ritzau|belga|anp|pti|ani|ians|bloomberg|xinhua|tass|kyodo|yonhap|upi|cnn|bbc|"
    r"marketing|communications?|kommunikation|pr|hr|support|sales|sponsored|partner|advert\w*|anzeige|podcast|video|"
    r"politics?|politik|sports?|business|wirtschaft|culture|kultur|panorama|opinion|meinung|local|lokales|world|"
    r"von|by|the|der|das|dpa-\w+|\w+\.(?:com|de|org|net|at|ch|co|fr))\b",
    re.IGNORECASE,
)
_SHAPE = re.compile(r"^[^\W\d_](?:[^\W\d_]|[.'’\-\s])*$")


def read_byline(value: str, *, strict: bool = True) -> list[str]:
    """Return the people that a byline names, in order; [] when it names an agency, a section or nobody.

    `strict` asks for two to five words a name, as free text on a page needs; a field that is marked up as the author
    may hold a single name.
    """
    line = clean_line(value)
    if not line or len(line) > 400 or "http" in line[:5]:
        return []
    found: list[str] = []
    for part in _SPLIT.split(_LEAD_IN.sub("", line, count=1)):
        name = person(part, strict=strict)
        if name and name not in found:
            found.append(name)
    return found[:_MAX_AUTHORS]


def person(part: str, *, strict: bool = True) -> str | None:
    """Return `part` as a person's name, or None when it is none."""
    name = _CUT.sub("", _LEAD_IN.sub("", part, count=1)).strip(" .,:;-–—*\"'“”„")
    if not 2 < len(name) < 60 or not _SHAPE.match(name) or _NOT_A_PERSON.search(name):
        return None
    parts = name.split()
    if strict and not 2 <= len(parts) <= 5:
        return None
    if len(parts) > 6:
        return None
    if name.isupper() and len(name) > 4:
        name = name.title()
    return name if any(each[0].isupper() or not each[0].isascii() for each in parts) else None


_BYLINE = re.compile(
    r"^\W*(?:by|von|par|por|di|af|av|door|text|autor(?:in)?|author|written by|przez|words)\b\s*:?\s+\S", re.IGNORECASE
)


def is_byline(line: str) -> bool:
    """Return whether a whole line says who wrote the page: "Von Nina Beispiel, Frankfurt"."""
    if len(line) > 90 or not _BYLINE.match(line) or line.endswith((".", "?", "!", ":")):
        return False
    first = _SPLIT.split(_LEAD_IN.sub("", line, count=1))[0]
    return person(first) is not None
