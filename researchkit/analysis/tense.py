"""Headline present to past tense: "Acme lays off 9%" is told as "Acme laid off 9%"; what is not plain is left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from researchkit.analysis.mentions import Names
from researchkit.analysis.verbs import NEUTRAL, bases, by_past, by_third, past, third
from researchkit.analysis.words import is_common_word, listed

_TOKEN = re.compile(r"\S+")
_EDGE = re.compile(r"^([\"“‘'(\[]*)(.*?)([\"”’'),.;:!?\]]*)$")
_FINITE = {
    "is": "was", "are": "were", "has": "had", "have": "had", "can": "could", "may": "might", "does": "did", "do": "did",
    "isn't": "was not", "aren't": "were not", "doesn't": "did not", "don't": "did not", "won't": "would not",
    "can't": "could not", "hasn't": "had not", "must": "had to", "will": "would", "'s": "was", "'re": "were",
}  # fmt: skip
_STANDING = frozenset(
    ("was", "were", "had", "did", "could", "would", "might", "should", "wasn't", "didn't", "couldn't")
)
_SHORT = {"it's": "it was", "he's": "he was", "she's": "she was", "they're": "they were", "that's": "that was"}
_NO_VERB_AFTER = listed("no_verb_after")
_PASSIVE_BEFORE = listed("passive_before")
_PASSIVE = listed("passive")
_BEFORE_TO = listed("passive_before_to")
_GERUNDS = listed("main_gerunds")
_NO_FUTURE_AFTER = listed("no_future_after")
_CLAUSE_WORDS = frozenset(("as", "after", "while", "because", "that", "which", "who", "says", "if"))
_JOINING = listed("joins_a_clause")
_RELATIVE = frozenset(("that", "which", "who", "whose", "where"))
_NOUN_BEFORE = frozenset(("", "-", "–", "—", "is", "are", "was", "were"))
_NO_OBJECT = listed("no_object") | {""}
_DROPPED = frozenset(("now", "just", "finally", "currently"))


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: int
    way: str  # finite, third, base, past, passive, gerund, to
    doubtful: bool


def to_past(text: str, names: Names) -> str | None:
    """Return a headline as a sentence in the past tense, or None when no plain verb is found in it."""
    tokens = _TOKEN.findall(text)
    main = _main(tokens, names)
    if main is None:
        return None
    turned = list(tokens)
    follow = _TURNS[main.way](turned, main.place)
    spoken = main.way in ("third", "base", "past") and _core(tokens[main.place]).lower() in _saying()
    quoted, told = False, spoken
    for place in range(follow, len(turned)):
        quoted = (quoted or turned[place][:1] in "‘“\"'") and turned[place].rstrip(".,;:")[-1:] not in "’”\"'"
        word = _core(turned[place]).lower()
        if word in _JOINING or turned[place - 1].endswith((",", "–", "—", "-")):
            told = True
        if word in _RELATIVE and not spoken:
            told = False  # what a thing does it may do still
        if told and not quoted:
            _turn_later(turned, place, spoken=spoken)
    return " ".join(token for token in turned if token)


def _main(tokens: list[str], names: Names) -> _Candidate | None:
    """Return the main verb: the first sure one, else the first doubtful one, else "to" and a verb."""
    found = [candidate for place in range(1, len(tokens)) for candidate in _candidates(tokens, place, names)]
    sure = [candidate for candidate in found if not candidate.doubtful and candidate.way != "to"]
    coming = [candidate for candidate in found if candidate.way == "to"]
    doubtful = [candidate for candidate in found if candidate.doubtful]
    best = next(iter(sure), None)
    if best is None and coming and doubtful and doubtful[0].place < coming[0].place and doubtful[0].way == "base":
        best = doubtful[0]  # "activists call for a plan to"
    for earlier in (*coming[:1], *doubtful[:1]):
        if best is not None and earlier.place < best.place and _subordinate(tokens, earlier.place, best.place):
            best = earlier
    chosen = best or next(iter(coming), None) or next(iter(doubtful), None)
    if chosen is None or any(token == "-" or token.endswith((":", "–", "—")) for token in tokens[: chosen.place]):
        return None
    return chosen


def _subordinate(tokens: list[str], start: int, end: int) -> bool:
    between = tokens[start:end]
    return any(_core(token).lower() in _CLAUSE_WORDS or token.endswith(",") for token in between)


def _candidates(tokens: list[str], place: int, names: Names) -> list[_Candidate]:
    word, before = _core(tokens[place]).lower(), _core(tokens[place - 1])
    following = _core(tokens[place + 1]).lower() if place + 1 < len(tokens) else ""
    blocked = before.lower() in _NO_VERB_AFTER or (_owns(tokens[place - 1]) and not _whole_name(before, names))
    if word in _FINITE or word in _STANDING:
        return [_Candidate(place, "finite", False)]
    if word in _BEFORE_TO and following == "to" and not blocked:
        return [_Candidate(place, "passive", False)]
    if blocked:
        return []
    named = bool(names.named(before)) or before[:1].isupper() or before.lower() in _DROPPED
    if word in by_third():
        noun = by_third()[word] in _nouns()
        bare_noun = following in (_NOUN_BEFORE if named else _NO_OBJECT) or following in _PASSIVE
        if noun and (bare_noun or _joint(tokens, place)):
            return []  # "usage limits for", "permits suspended", "A and B debuts": a plural
        return [_Candidate(place, "third", noun and not named)]
    if (
        word == "to"
        and before.lower() not in _NO_FUTURE_AFTER
        and (following in bases() or following in ("be", "not", "soon"))
    ):
        return [_Candidate(place, "to", False)]
    if word in _PASSIVE and (following in _PASSIVE_BEFORE or not following or before == "not"):
        return [_Candidate(place, "passive", False)]
    if word in by_past():
        return [
            _Candidate(
                place, "past", word in ("cut", "hit", "set", "put", "split", "let", "hurt", "beat", "shed", "bid")
            )
        ]
    if word in _GERUNDS and place <= 4 and names.named(before):
        return [_Candidate(place, "gerund", False)]
    if word in bases() and _joint(tokens, place) and (word not in _nouns() or following not in _NO_OBJECT):
        return [_Candidate(place, "base", False)]
    if word in bases() and place in (3, 4) and names.named(before) and _headed(tokens):
        return [_Candidate(place, "base", False)]
    if word in bases() and _plural(before):
        return [_Candidate(place, "base", word in _nouns())]
    return []


def _headed(tokens: list[str]) -> bool:
    """Tell whether a plural with a preposition opens the sentence: "Sales at Acme"."""
    return _plural(tokens[0]) and tokens[1].lower() in ("at", "of", "in", "for", "from")


def _owns(token: str) -> bool:
    """Tell whether a word is a possessive: Acme's, customers'."""
    return token.replace("’", "'").endswith(("'s", "s'"))


def _whole_name(word: str, names: Names) -> bool:
    """Tell whether a word in 's is the company's own name: McDonald's."""
    return any(name.replace("’", "'") == word for name in names.names)


def _joint(tokens: list[str], place: int) -> bool:
    """Tell whether "A and B" or "A, B" opens the sentence: a subject of several."""
    if place > 6 or tokens[place - 1] in ("and", "&") or tokens[place - 1].endswith(","):
        return False
    if not all(token[:1].isupper() or token in ("and", "&") for token in tokens[:place]):
        return False
    return any(token in ("and", "&") or token.endswith(",") for token in tokens[: place - 1])


def _turn_finite(tokens: list[str], place: int) -> int:
    word = _core(tokens[place]).lower()
    following = _core(tokens[place + 1]).lower() if place + 1 < len(tokens) else ""
    if word in ("has", "have") and following in by_past():
        tokens[place], tokens[place + 1] = "", _past_of(tokens[place + 1], by_past()[following])
        return place + 2
    if word == "will":
        tokens[place] = f"{_be(tokens, place)} set to" if following in bases() and following != "be" else "would"
        return place + 1
    if word in ("is", "are") and following in _DROPPED:
        tokens[place + 1] = ""
    if word in _FINITE:
        tokens[place] = _with_core(tokens[place], _FINITE[word])
    return place + 1


def _turn_third(tokens: list[str], place: int) -> int:
    if place > 1 and _core(tokens[place - 1]).lower() in _DROPPED:
        tokens[place - 1] = ""
    tokens[place] = _past_of(tokens[place], by_third()[_core(tokens[place]).lower()])
    return place + 1


def _turn_base(tokens: list[str], place: int) -> int:
    tokens[place] = _past_of(tokens[place], _core(tokens[place]).lower())
    return place + 1


def _turn_past(tokens: list[str], place: int) -> int:
    tokens[place] = _past_of(tokens[place], by_past()[_core(tokens[place]).lower()])
    return place + 1


def _turn_passive(tokens: list[str], place: int) -> int:
    if _core(tokens[place - 1]).lower() == "not":
        tokens[place - 1] = f"{_be(tokens, place - 1)} not"
    else:
        tokens[place] = f"{_be(tokens, place)} {tokens[place]}"
    return place + 1


def _turn_to(tokens: list[str], place: int) -> int:
    tokens[place] = "would" if _core(tokens[place + 1]).lower() in ("not", "soon") else f"{_be(tokens, place)} set to"
    return place + 2


_TURNS = {
    "finite": _turn_finite, "third": _turn_third, "base": _turn_base, "past": _turn_past,
    "passive": _turn_passive, "gerund": _turn_passive, "to": _turn_to,
}  # fmt: skip


def _turn_later(tokens: list[str], place: int, *, spoken: bool) -> None:
    """Turn the verbs behind the main one: of indirect speech, of a second clause, joined by "and" or a comma."""
    word, before = _core(tokens[place]).lower(), _core(tokens[place - 1]).lower()
    if word in _SHORT:
        tokens[place] = _with_core(tokens[place], _SHORT[word])
    elif word in _FINITE and before not in ("to", "would", "could", "should", "might", "not"):
        tokens[place] = _with_core(tokens[place], _FINITE[word])
    elif word in by_third() and not (before in _NO_VERB_AFTER or _owns(tokens[place - 1])):
        clear = by_third()[word] not in _nouns()
        linked = before in ("and", "it", "which", "who", "he", "she", "ceo", "company") or tokens[place - 1].endswith(
            ","
        )
        if clear or (linked and place + 1 < len(tokens)):
            tokens[place] = _past_of(tokens[place], by_third()[word])
    elif word in bases() and _plural(before):
        of_a_clause = word not in _nouns() and _core(tokens[place - 2]).lower() in _JOINING
        if of_a_clause or (spoken and word in ("say", "tell", "warn")):
            tokens[place] = _past_of(tokens[place], word)


def _past_of(token: str, base: str) -> str:
    return _with_core(token, past(NEUTRAL.get(base, base)))


def _core(token: str) -> str:
    match = _EDGE.match(token)
    return (match.group(2) if match else token).replace("’", "'")


def _with_core(token: str, core: str) -> str:
    match = _EDGE.match(token)
    return f"{match.group(1)}{core}{match.group(3)}" if match else core


def _be(tokens: list[str], place: int) -> str:
    return "were" if _plural(_core(tokens[place - 1])) or _joint(tokens, place) else "was"


def _plural(word: str) -> bool:
    lower = word.lower()
    if not lower.endswith("s") or lower.endswith(("ss", "us", "is", "'s")):
        return lower in ("people", "staff", "police", "men", "women", "children")
    return word[:1].islower() or is_common_word(lower)


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    """Return the verbs that are nouns as often: plans, cuts, states."""
    return listed("noun_or_verb")


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    said = listed("saying")
    return said | {third(base) for base in said} | {past(base) for base in said}
