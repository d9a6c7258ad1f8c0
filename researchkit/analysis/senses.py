"""Is an everyday word here the company's name? Target removes merchandise; drones target Kyiv; Tom Cruise is no
robotaxi.

Each cue is a named weight on the words around a mention. Capitals count only where the text does not capitalise
everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from researchkit.analysis.mentions import LEGAL, Mention, Names
from researchkit.analysis.verbs import bases, by_past, by_third
from researchkit.analysis.words import STOP_WORDS, is_title_case, listed, written_small

_HAS = listed("what_a_company_has")
_KIND_AFTER = listed("what_a_thing_has")
_BEFORE_ORG = re.compile(

        r"(?:\b(?:CEO|CFO|CTO|COO|chief|president|head|founder|co-founder|chairman|boss|owner|parent|"
        r"maker|maker of|acquisition|purchase|takeover|shares|stake|"
    r"employees|workers|users|customers|developers|staff) (?:of|at|in|from|for)"

        r"|\b(?:acquires?|buys?|sues?|fines?|joins?|leaves?|quits?|acquired|bought|sued|fined|founded|"
        r"hacked|breached|owns|recalled by|made by|owned by|backed by|sold by|"

        r"company|retailer|startup|start-up|provider|vendor|subsidiary|unit|app|platform|competitors?|"
        r"rivals?|partners with|deal with|lawsuit against|suit against|probe into|probes|investigates))$",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE_THING = re.compile(
    r"(?:\b(?:the|a|an|this|that|his|her|their|its|our|your|my|any|no|every|each|next|new|key|main|"
    r"prime|inflation|growth|profit|easy|soft|"
    r"price|sales|earnings|emissions|climate|national|party|for the|to|will|can|could|would|may|must|"
    r"who|that|they|we|you|"
    r"first|second|last|love at first|camera|optical|digital|show of|call for|calls for|sake of|sense of))$",
    re.IGNORECASE,
)
_ON_THING = re.compile(
    r"\b(?:on|off|onto|is|are|was|were|of|as|hit|miss|meet|meets|missed|beat) (?:the |a |an )?$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*")
_LEGAL_AFTER = re.compile(rf",? {LEGAL}\b")
_POSSESSIVE = re.compile(r"[’']s?(?=\s)")
_ACTING = listed("acting")
_PASSIVE = listed("passive")


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason for or against: `weight` in log-odds."""

    weight: float
    why: str


def cues(text: str, mention: Mention, names: Names) -> Iterator[Cue]:
    """Yield what the words around one mention of an everyday-word name say. `text` is one headline or one summary."""
    before, after = text[: mention.start].rstrip(), text[mention.end :]
    shouted = is_title_case(text)
    previous = _last_word(before)
    following = _WORD.match(after.lstrip())
    next_word = following.group() if following and not re.match(r"\s*[,.;:!?|–—(]", after) else ""
    possessive = _POSSESSIVE.match(after)
    if " " in mention.text:
        yield Cue(3.0, "the name is there in full")
    if not before and re.match(r", [A-Z]", after):
        yield Cue(1.0, "the name heads a list of names")
    if _LEGAL_AFTER.match(after):
        yield Cue(3.0, "a legal form stands behind the name")
    if possessive:
        yield from _owner_cues(previous, before)
    else:
        yield from _neighbour_cues(text, mention, next_word, before)
    yield from _before_cues(before, previous, shouted=shouted)
    if not shouted and _inside_sentence(before) and not (previous[:1].isupper() and previous.lower() not in STOP_WORDS):
        yield Cue(1.8, "the name has its capital in running text")


def _owner_cues(previous: str, before: str) -> Iterator[Cue]:
    yield Cue(1.3, "the name owns something")
    if _BEFORE_ORG.search(before):
        yield Cue(1.0, "words of a company stand before the name")


def _neighbour_cues(text: str, mention: Mention, next_word: str, before: str) -> Iterator[Cue]:
    lower = next_word.lower().rstrip("'’")
    if mention.text.lower() in _VERB_NAMES and lower and not _clause_starts(before) and _several(before):
        yield Cue(-4.5, "the word is a verb here")
    elif lower in _HAS:
        yield Cue(2.0, f"“{next_word}” stands behind the name")
    elif lower in _KIND_AFTER:
        yield Cue(-2.5, f"“{next_word}” makes it a thing")
    elif lower in _ACTING or lower in _PASSIVE or lower in by_third() or lower in by_past() or lower.endswith("n't"):
        yield Cue(2.0 if _clause_starts(before) else 0.6, "the name acts")


def _before_cues(before: str, previous: str, *, shouted: bool) -> Iterator[Cue]:
    if _BEFORE_ORG.search(before):
        yield Cue(2.0, "words of a company stand before the name")
    elif _BEFORE_THING.search(before) and (shouted or previous.lower() not in _WHOSE):
        yield Cue(-3.0, f"“{previous}” makes it a common word")
    elif _short_name(previous) or previous.endswith(("'s", "’s")) or before.endswith(("'", "’")):
        return
    elif previous and before.endswith(previous) and previous[0].isupper() and not shouted and _inside_sentence(before):
        yield Cue(-1.5, f"“{previous}” may be part of another name")
    elif previous and before.endswith(previous) and shouted and not _grammar(previous):
        yield Cue(-0.9, f"“{previous}” may be part of another name")
    if _ON_THING.search(before + " "):
        yield Cue(-0.6, "it reads like a thing")


_WHOSE = frozenset(("your", "our", "my", "his", "her", "their"))
_VERB_NAMES = listed("verb_names")


def _short_name(word: str) -> bool:
    """Tell whether a word is letters for an owner or a country ("GM Cruise"), which is no first name."""
    return 2 <= len(word) <= 4 and word.isupper()


def _several(before: str) -> bool:
    """Tell whether a plural stands right in front, which would be the subject of a verb."""
    if before.endswith(("'", "’")):
        return False  # "General Motors' Cruise": an owner
    word = _last_word(before).lower()
    return word.endswith("s") and not word.endswith(("ss", "’s", "'s")) and word not in by_third()


def _grammar(word: str) -> bool:
    """Tell a function word, a verb or a possessive from a noun that could be half of another name."""
    lower = word.lower()
    return (
        lower in STOP_WORDS or lower in bases() or lower in by_third() or lower in by_past()
        or lower.endswith(("’s", "'s", "-owned", "-backed", "ing", "ly"))
    )  # fmt: skip


def _last_word(before: str) -> str:
    found = _WORD.findall(before[-40:])
    return found[-1] if found else ""


def _clause_starts(before: str) -> bool:
    """Tell whether nothing, or the end of another clause, stands before the name."""
    return not before or before[-1] in ':;,.!?|–—-“”"‘(' or _last_word(before).lower() in _OPENERS


_OPENERS = listed("clause_openers")


def _inside_sentence(before: str) -> bool:
    return bool(before) and before[-1] not in '.!?:|“"‘[(–—' and not before.endswith("...")


def small_uses(text: str, names: Names) -> int:
    """Return how often the name stands in `text` as a plain word, without its capital (plurals and verb forms too)."""
    return sum(
        len(re.findall(rf"\b{re.escape(name.lower())}(?:s|es|ed|ing|ted|ting)?\b", text))
        for name in names.names
        if " " not in name and (written_small(name) or names.common)
    )
