"""Who wrote it: names out of bylines, people told from agencies, sections and "Staff"."""

from __future__ import annotations

import re

from researchkit.reading.text import clean_line

_MAX_AUTHORS = 8
_MAX_BYLINE = 400
_LEAD_IN = re.compile(
    r"^\W*(?:(?:(?:an? )?(?:article|story|interview|kommentar|kolumne|analyse|report|beitrag|gastbeitrag|eine kolumne|"
    r"written|reported|posted|published|reviewed|authored|words|text|geschrieben|veröffentlicht|erstellt|publié|écrit|"
    r"escrito|publicado|redaktion|quelle|source)\s*:?\s+)?(?:by|von|par|por|di|af|av|door|przez|from)|"
    r"(?:autor(?:in|en)?|author|autore|auteur|text|texte|texto|words|interview|redaktion|redakteur(?:in)?|reporter|"
    r"quelle|über|about|foto|kirjoittaja|автор|作者|責任編輯|责任编辑)(?=\s*[:：]|\s))\b\s*[:：]?\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[;|•·/\n]|,(?!\s*(?:jr|sr|ph\.?d|m\.?d|esq|md|mph)\b)|&|\s(?:and|und|et|y|og|och|e|en|i|ve|mit|with)\s)\s*",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:\(.*|\s\d.*|\[.*|<.*|\s[-–—|]\s.*|,\s.*|\b(?:for|für|in|from|aus|at|via|pour|on|am|um)\s+(?=[A-ZÄÖÜ0-9]).*|@\S+|"
    r"\bhttps?:.*|\b\S+@\S+\.\S+|\b(?:is|was|covers|sagt|says|writes|schreibt|more posts|alle beiträge|all posts)\b.*|"
    r"\s기자.*)$"
)
# Roles without a name: never an author, whoever marks them as one.
_ROLE = re.compile(
    r"(?:the |our |die |web |news |online |guest |senior |contributing )*"
    r"(?:staff(?: (?:report(?:er)?s?|writers?))?|admin\w*|"
    r"editors?|editor[- ]in[- ]chief|editorial(?: (?:team|staff|board))?|newsroom|news ?desk|desk|team|reporters?|"
    r"correspondents?|contributors?|webmaster|user|author|autor(?:en|in)?|guest(?: author)?|gastautor(?:in)?|anonymous|"
    r"unknown|redaktion(?:steam)?|rédaction|redacción|redazione|redação|redakcja|redactie|writer|owner|root|none|null|"
    r"undefined|default|test|company|press release|marketing|communications?|blog|news|home|posted|published|by|von|"
    r"publiziert|veröffentlicht|alle beiträge|all posts|afficher mon profil(?: complet)?|mehr|more|profil\w*|view\b.*)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:staff|team|desk|newsroom|editor(?:s|ial)?|redaktion\w*|rédaction|redaction|redacción|redazione|redakcja|"
    r"reporters?|correspondents?|contributors?|admin\w*|webmaster|press|presse\w*|news\w*|nachrichten|zeitung|magazin[e]?|"
    r"agency|agencies|agentur\w*|agence|agencia|agenzia|ajansı|haber|media|medien|wire|service|online|digital|group|"
    r"gruppe|inc|ltd|gmbh|llc|corp|company|verlag|verein|institute?|stiftung|foundation|university|universität|"
    r"associat\w*|ministry|council|department|office|board|bureau|society|network|landesanstalt|bund|"
    r"guest|user|anonymous|unknown|byline|home|www|tv|radio|channel|today|daily|times|post|journal|gazette|herald|"
    r"tribune|guardian|telegraph|reuters|afp|dpa|apa|sda|ats|efe|ansa|epd|kna|ntb|ritzau|belga|anp|pti|ians|bloomberg|"
    r"xinhua|tass|kyodo|yonhap|upi|cnn|bbc|ap|tt|marketing|communications?|kommunikation|pr|hr|support|sales|sponsored|"
    r"partner|advert\w*|anzeige|podcast|video|politics?|politik|sports?|business|wirtschaft|culture|kultur|panorama|"
    r"opinion|meinung|local|lokales|world|the)\b|\.(?:com|de|org|net|at|ch|co|fr|is|tr|uk|eu|info)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    re.split(" ", "von van der den de del della di da do dos la le el al bin ibn ben y e zu zur zum af av und ter ten")
)
_UNSPACED_NAME = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,8}")
_SHAPE = re.compile(r"^[^\W\d_](?:[^\W\d_]|[.'’\-\s])*$")
_BYLINE = re.compile(
    r"^\W*(?:by|von|par|por|di|af|av|door|text|autor(?:in)?|author|written by|przez|words)\b\s*:?\s+\S", re.IGNORECASE
)


def marked_names(value: str) -> list[str]:
    """Return the names in a field that is marked up as the author: people, and organisations that sign as one.

    Roles without a name ("Staff", "Admin", "Redaktion"), addresses and handles are no authors.
    """
    line = clean_line(value)
    if not line or len(line) > _MAX_BYLINE or re.match(r"https?:|www\.|@|/", line):
        return []
    line = _LEAD_IN.sub("", line, count=1)
    parts = [part.strip(" ,.-–|") for part in _SPLIT.split(line)]
    if len(parts) > 1 and not (person(parts[0]) and all(len(part.split()) <= 4 for part in parts)):
        parts = [part.strip() for part in re.split(r"\s*[;|]\s*", line)]
    kept = [_CUT.sub("", part).strip(" ,;-–|") if re.search(r"[@(]| \d", part) else part for part in parts]
    named = [part for part in kept if len(part) > 1 and not _ROLE.fullmatch(part) and any(map(str.isalpha, part))]
    return list(dict.fromkeys(named))[:_MAX_AUTHORS]


def read_byline(value: str) -> list[str]:
    """Return the people that a line of running text names as its authors, in order; [] when it names none.

    Text on a page is no field: a name must be two to five words, begin in capitals and be no agency or section.
    """
    line = clean_line(value)
    if not line or len(line) > _MAX_BYLINE:
        return []
    found: list[str] = []
    for part in _SPLIT.split(_LEAD_IN.sub("", line, count=1)):
        name = person(part)
        if name and name not in found:
            found.append(name)
    return found[:_MAX_AUTHORS]


def person(part: str) -> str | None:
    """Return `part` as a person's full name, or None when it is none."""
    name = _CUT.sub("", _LEAD_IN.sub("", part, count=1)).strip(" .,:;-–—*\"'“”„")
    few = 1 if _UNSPACED_NAME.fullmatch(name) else 2
    return name if few <= len(name.split()) <= 5 and _is_person(name) else None


def _is_person(name: str) -> bool:
    parts = name.split()
    if not 2 < len(name) < 60 or len(parts) > 5 or not _SHAPE.match(name) or _ORGANISATION.search(name):
        return False
    if not name.isascii() and not any(each[0].isupper() for each in parts):
        return not any(each[0].islower() for each in parts)  # scripts without capitals
    if not parts[0][0].isupper() or not parts[-1][0].isupper():
        return False
    return all(each[0].isupper() or each.lower() in _PARTICLES for each in parts)


def people_only(author: str | None) -> str | None:
    """Return an author line without agencies, sections and staff marks; None when nobody is left.

    Names stand apart by "; " as everywhere in the house.
    """
    if not author:
        return None
    kept = [name for part in author.split(";") for name in marked_names(part) if _is_person(name)]
    return "; ".join(dict.fromkeys(kept)) or None


def is_byline(line: str) -> bool:
    """Return whether a whole line says who wrote the page: "Von Nina Beispiel, Frankfurt"."""
    if len(line) > 90 or not _BYLINE.match(line) or line.endswith((".", "?", "!", ":")):
        return False
    first = _SPLIT.split(_LEAD_IN.sub("", line, count=1))[0]
    return person(first) is not None
