"""Where sentences begin and end: fast, and robust for abbreviations, numbers, headlines and lists."""

from __future__ import annotations

import re

# Words after which a full stop does not end a sentence, in lower case and without their stop.
_TITLES = "mt ft mr mrs ms dr prof sr jr st rev hon gov sen rep gen col lt capt sgt adm maj pres"
_FIRMS = "inc corp co ltd llc plc bros dept est assn intl mfg univ"
_DATES = "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun"
_SHORT = "no nos vol fig figs eq sec ch pp approx min max avg resp incl excl ca cf al vs v viz e.g i.e"
_DOTTED = "a.m p.m u.s u.k e.u u.n d.c u.s.a ph.d b.sc m.sc"
# After these a sentence may still end when the next word is one that starts sentences.
_ENDERS = "inc corp co ltd llc plc u.s u.k e.u u.n d.c u.s.a a.m p.m jr sr est al ph.d"
_OPENERS = (
    "the a an this that these those it its he she they we i you our his her their there here in on at by for from with"
    " as after before when while if although but and however since under last next earlier meanwhile analysts shares"
)
_ABBREVIATIONS = frozenset(" ".join((_TITLES, _FIRMS, _DATES, _SHORT, _DOTTED)).split())
_MAY_END = frozenset(_ENDERS.split())
_STARTERS = frozenset(_OPENERS.split())
_STOP = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?=\s|$|[。！？])|[。！？]|\n+")
_BULLET = re.compile(r"(?:[-*•·–—▪◦]|\(?\d{1,2}[.)])\s+")
_WORD_BEFORE = re.compile(r"[\w.&-]+$")
_DOTTED_LETTERS = re.compile(r"(?:[a-z]\.)+[a-z]")
_WORD_AFTER = re.compile(r"\s*[\"'“‘«(\[]*([\w$€£]+)")
LONGEST = 2_000  # characters; a longer run without any stop is cut at a space, so that no caller meets a giant


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every sentence of `text`, in order, without surrounding spaces or bullets.

    A line break always ends a sentence (titles, headings, list points); a full stop after an abbreviation, an initial
    or inside a number does not. Linear in the length of `text`.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() <= start or not _ends(text, start, stop):
            continue
        _keep(text, start, stop.start() if stop.group().startswith("\n") else stop.end(), spans)
        start = stop.end()
    _keep(text, start, len(text), spans)
    return spans


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    mark = stop.group()
    if mark[0] != "." or mark.startswith(".."):
        if mark[0] in "…." or mark[1:].strip(".!?") != mark[1:] or mark[0] in "!?":
            return _starts(text, stop.end())
        return True
    if len(mark) > 1 and mark[1] == ".":
        return _starts(text, stop.end())
    before = _WORD_BEFORE.search(text, max(start, stop.start() - 24), stop.start())
    word = before.group().lower().strip(".") if before else ""
    following = _WORD_AFTER.match(text, stop.end())
    if following is None:
        return True
    after = following.group(1)
    dotted = _DOTTED_LETTERS.fullmatch(word) is not None
    if dotted or word in _ABBREVIATIONS:
        return (dotted or word in _MAY_END) and after[0].isupper() and after.lower() in _STARTERS
    if len(word) == 1 and word.isalpha() and word != "i":  # an initial: J. K. Rowling
        return after.lower() in _STARTERS and after[0].isupper()
    if word.isdigit() and len(word) <= 2 and not text[start : stop.start() - len(word)].strip():
        return False  # the number of a list point
    return _starts(text, stop.end())


def _starts(text: str, place: int) -> bool:
    following = _WORD_AFTER.match(text, place)
    return following is None or not following.group(1)[0].islower()


def _keep(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    bullet = _BULLET.match(text, start, end)
    if bullet is not None:
        start = bullet.end()
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        spans.append((start, cut))
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end and any(mark.isalnum() for mark in text[start:end]):
        spans.append((start, end))
