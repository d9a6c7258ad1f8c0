"""What a rephrased line must keep: each check is a small function that returns why it does not pass, "" when it does.

They compare with our own line, which has passed our checks already: a rephrasing may only say the same in other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from researchkit.analysis.words import is_common_word, tokens
from researchkit.brief.lines import MAX_CLAIM_WORDS
from researchkit.brief.rules import numbers_stand, praises
from researchkit.brief.wording import word_count
from researchkit.polish.amounts import amounts, measures, times
from researchkit.polish.meaning import outlook, senses, turned_round
from researchkit.polish.speakers import Passage
from researchkit.questions.mentions import names_in
from researchkit.questions.passages import stems
from researchkit.questions.tact import harsh
from researchkit.reading.text import clean_line, sentences

_MARKS = re.compile(r"[<>{}\[\]|\\*_#`~^=]|://|\bwww\.|\w@\w|\w\.(?:com|org|net|io|example)\b", re.IGNORECASE)
_QUOTATION = re.compile(r"[\"“”„«»‹›]|(?<!\w)[‘'’](?=\w)")
_LOADED = re.compile(
    r"\b(?:embattled|beleaguered|troubled|massive|huge\w*|sweeping|controversial|shocking\w*|stunning\w*|alarming\w*|"
    r"impressive\w*|remarkabl\w*|bold\w*|successful\w*|proud\w*|thrilled|unfortunate\w*|sad(?:ly)?|fortunate\w*|"
    r"major|significant\w*|dramatic\w*|strong\w*|robust|excellent|outstanding|great|disappointing\w*|poor\w*)\b",
    re.IGNORECASE,
)
_SHARED = 0.5  # of the words that carry meaning: fewer, and it is another sentence

Check = Callable[[str, Passage], str]


def plain(text: str, ours: Passage) -> str:
    """One clean line without marks or addresses."""
    if not text or text != clean_line(text):
        return "it is not one clean line"
    found = _MARKS.search(text)
    return f"it holds “{found[0]}”" if found and found[0] not in ours.sentence else ""


def short(text: str, ours: Passage) -> str:
    """No more words than a claim may have; a question has its own rule."""
    limit = max(MAX_CLAIM_WORDS, word_count(ours.sentence))
    return "" if word_count(text) <= limit else f"it has more than {limit} words"


def one_sentence(text: str, ours: Passage) -> str:
    """A statement is one sentence with a full stop, a question has no more sentences than ours."""
    if len(sentences(text)) > max(1, len(sentences(ours.sentence))):
        return "it is more than one sentence"
    if not ours.question and (not text.endswith(".") or "?" in text or "!" in text):
        return "it is no statement"
    return ""


def unquoted(text: str, ours: Passage) -> str:
    """Quotation marks are for the evidence's own words."""
    return "it puts words into quotation marks" if _QUOTATION.search(text) else ""


def same_names(text: str, ours: Passage) -> str:
    """The names of ours and no other, in their order, unless the sentence was turned round."""
    had, has = _names(ours.sentence), _names(text)
    known = _words(ours.sentence)
    small = {word for word in tokens(ours.evidence) if word.islower()}
    first = next(iter(tokens(text)), "")
    for name in has:
        if name.lower() not in known and not (name == first and name.lower() in small):
            return f"“{name}” does not stand in our line"
    for name in had:
        if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) and not _starts(name, ours.sentence):
            return f"it leaves out “{name}”"
    shared = [name for name in had if name in has]
    moved = shared != [name for name in has if name in shared]
    if len(shared) > 1 and moved != (turned_round(text) != turned_round(ours.sentence)):
        return "it changes who did what to whom"
    return ""


def same_numbers(text: str, ours: Passage) -> str:
    """The amounts of ours, with their units and in their order; words of measure and time are not added."""
    if amounts(text) != amounts(ours.sentence):
        return "its numbers are not those of our line"
    if not ours.question and not numbers_stand(text, ours.evidence):
        return "a number does not stand in the quote"
    if measures(text) != measures(ours.sentence):
        return "it changes how much or how many"
    added = times(text) - times(ours.sentence)
    return f"“{min(added)}” does not stand in our line" if added else ""


def same_sense(text: str, ours: Passage) -> str:
    """What rose does not fall, what is planned has not happened, what was denied was not said."""
    if ours.question:
        new = senses(text) - senses(ours.sentence) - senses(ours.evidence)
        lost = {"denied"} & (senses(ours.sentence) ^ senses(text))
        return "it changes the sense" if new or lost else ""
    if senses(text) != senses(ours.sentence) or outlook(text) != outlook(ours.sentence):
        return "it changes the sense"
    return ""


def even_handed(text: str, ours: Passage) -> str:
    """No praise at all, and no loaded word or word of blame that ours does not have."""
    if praises(text):
        return "it praises"
    loaded = {found.lower() for found in _LOADED.findall(text)} - _words(ours.sentence)
    if loaded:
        return f"“{min(loaded)}” is a loaded word"
    rest = text
    while word := harsh(rest):
        if word.lower() not in ours.sentence.lower():
            return f"“{word}” sounds like blame"
        rest = re.sub(rf"\b{re.escape(word)}\b", " ", rest)
    return ""


def known_words(text: str, ours: Passage) -> str:
    """Every word is one of ours, of the quote's small ones, or plain English: a name may hide in small letters."""
    known = _words(ours.sentence) | {word for word in tokens(ours.evidence) if word.islower()}
    roots = set(stems(" ".join(known)))
    for word in tokens(text):
        lower = word.lower()
        ours_or_plain = lower in known or is_common_word(lower) or any(root in roots for root in stems(lower))
        if not ours_or_plain and not word.isdigit() and not amounts(word):
            return f"“{word}” is no word of our line"
    return ""


def near(text: str, ours: Passage) -> str:
    """At least half of the words that carry meaning are our line's, or the quote's, in some form."""
    said, known = set(stems(text)), set(stems(f"{ours.sentence} {ours.evidence}"))
    return "" if len(said & known) >= _SHARED * len(said) else "it says something else"


CHECKS: dict[str, Check] = {
    "plain": plain,
    "short": short,
    "one_sentence": one_sentence,
    "unquoted": unquoted,
    "same_names": same_names,
    "same_numbers": same_numbers,
    "same_sense": same_sense,
    "even_handed": even_handed,
    "known_words": known_words,
    "near": near,
}


def fault(text: str, ours: Passage) -> str:
    """Return why a rephrasing may not stand in for our line, "" when it may."""
    return next((reason for check in CHECKS.values() if (reason := check(text, ours))), "")


def _names(text: str) -> list[str]:
    """Return the proper names of a text, each part once, in order: "Sunderland-based" gives "Sunderland"."""
    parts = (part for name in names_in(text) for part in re.split(r"[-–/]", name) if part != part.lower())
    return list(dict.fromkeys(parts))


def _starts(name: str, text: str) -> bool:
    """Tell whether a word has its capital only because it begins the sentence."""
    return text.startswith(name) and is_common_word(name)


def _words(text: str) -> set[str]:
    """Return the words of a text in small letters, compound ones in their parts as well."""
    whole = {word.lower() for word in tokens(text)}
    return whole | {part for word in whole for part in re.split(r"[-.&]", word) if part}
