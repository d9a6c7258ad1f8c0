"""Headline present to past tense: "Acme lays off 9%" is told as "Acme laid off 9%"; what is not plain is left alone."""

from __future__ import annotations

import re

from researchkit.analysis.mentions import Names
from researchkit.analysis.verbs import NEUTRAL, bases, by_gerund, by_past, by_third, past
from researchkit.analysis.words import listed

_TOKEN = re.compile(r"\S+")
_EDGE = re.compile(r"^([\"“‘'(\[]*)(.*?)([\"”’'),.;:!?\]]*)$")
_AUXILIARIES = {
    "is": "was",
    "are": "were",
    "has": "had",
    "have": "had",
    "can": "could",
    "may": "might",
    "must": "had to",
    "does": "did",
    "do": "did",
}
_NOT_BEFORE = listed("no_verb_after")
_PASSIVE_BEFORE = listed("passive_before")
_PASSIVE = listed("passive")
_SET = ("to", "will")


def to_past(text: str, names: Names) -> str | None:
    """Return a headline as a sentence in the past tense, or None when no plain verb is found in it."""
    tokens = _TOKEN.findall(text)
    place = _main_verb(tokens, names, text)
    if place is None:
        return None
    turned = list(tokens)
    follow = _turn(turned, place)
    if follow is None:
        return None
    for later in range(follow, len(turned)):
        _turn_later(turned, later)
    return " ".join(turned)


def _core(token: str) -> str:
    match = _EDGE.match(token)
    return (match.group(2) if match else token).replace("’", "'")


def _with_core(token: str, core: str) -> str:
    match = _EDGE.match(token)
    return f"{match.group(1)}{core}{match.group(3)}" if match else core


def _main_verb(tokens: list[str], names: Names, text: str) -> int | None:
    """Return the place of the first word that can only be the main verb of a plain statement."""
    for place in range(1, len(tokens)):
        word, before = _core(tokens[place]).lower(), _core(tokens[place - 1])
        if tokens[place - 1].endswith((":", "–", "—")):
            return None
        if before.lower() in _NOT_BEFORE or before.endswith(("'s", "s'")):
            continue
        if (
            word in _AUXILIARIES
            or word in by_third()
            or word in _SET
            or word in ("could", "would", "might", "was", "were", "had", "isn't", "won't", "doesn't", "aren't")
        ):
            if word == "to" and place + 1 < len(tokens) and _core(tokens[place + 1]).lower() not in bases():
                continue
            return place
        if word in by_past() and (
            place + 1 == len(tokens) or word not in _PASSIVE or _core(tokens[place + 1]).lower() not in _PASSIVE_BEFORE
        ):
            return place
        if word in _PASSIVE:
            return place
        if word in by_gerund() and _names_end(tokens, place, names):
            return place
        if word in bases() and _plural(before):
            return place
    return None


def _turn(tokens: list[str], place: int) -> int | None:
    """Turn the main verb at `place`; returns where the rest begins, None when the sentence cannot be told."""
    word = _core(tokens[place]).lower()
    following = _core(tokens[place + 1]).lower() if place + 1 < len(tokens) else ""
    be = "were" if _plural(_core(tokens[place - 1])) else "was"
    if word in ("could", "would", "might", "was", "were", "had"):
        return place + 1
    if word in ("isn't", "aren't", "doesn't", "won't"):
        tokens[place] = {"isn't": "was not", "aren't": "were not", "doesn't": "did not", "won't": "would not"}[word]
        return place + 1
    if word in _SET:
        if following == "not":
            tokens[place] = "would"
        elif following in ("be", "have") or following in bases() or following in ("soon", "now", "also"):
            tokens[place] = f"{be} set to" if following not in ("soon", "now", "also") or word == "to" else "would"
        else:
            return None
        return place + 2
    if word in ("has", "have") and following in by_past():
        tokens[place] = past(NEUTRAL.get(by_past()[following], by_past()[following]))
        del tokens[place + 1]
        return place + 1
    if word in _AUXILIARIES:
        tokens[place] = _with_core(tokens[place], _AUXILIARIES[word])
        return place + 1
    if word in by_third():
        base = by_third()[word]
        tokens[place] = _with_core(tokens[place], past(NEUTRAL.get(base, base)))
        return place + 1
    if (
        word in _PASSIVE
        and (following in _PASSIVE_BEFORE or place + 1 == len(tokens))
        and word in by_past() | {"stolen": "", "shut": ""}
    ):
        tokens[place] = f"{be} {tokens[place]}"
        return place + 1
    if word in by_past():
        base = by_past()[word]
        tokens[place] = _with_core(tokens[place], past(NEUTRAL.get(base, base)))
        return place + 1
    if word in by_gerund():
        tokens[place] = f"{be} {tokens[place]}"
        return place + 1
    tokens[place] = _with_core(tokens[place], past(NEUTRAL.get(word, word)))
    return place + 1


def _turn_later(tokens: list[str], place: int) -> None:
    """Turn a further verb: after "and", a pronoun, or a name in a clause with "after", "as", "says"."""
    word, before = _core(tokens[place]).lower(), _core(tokens[place - 1])
    if tokens[place - 1].endswith((",", ";")) and before.lower() not in ("and",):
        return
    linked = before.lower() in ("and", "it", "that", "which", "who", "they", "he", "she", "but", "ceo", "company") or (
        before[:1].isupper() and not before.endswith(("'s", "s'"))
    )
    if not linked:
        return
    if word in ("is", "are", "has", "can", "may", "does"):
        tokens[place] = _with_core(tokens[place], _AUXILIARIES[word])
    elif word in ("will",):
        tokens[place] = "would"
    elif word in ("won't", "isn't", "doesn't"):
        tokens[place] = {"isn't": "was not", "doesn't": "did not", "won't": "would not"}[word]
    elif word in by_third() and tokens[place][:1].islower():
        base = by_third()[word]
        tokens[place] = _with_core(tokens[place], past(NEUTRAL.get(base, base)))


def _names_end(tokens: list[str], place: int, names: Names) -> bool:
    """Tell whether the company's name stands right before `place`: "Acme cutting 17% of staff"."""
    return place <= 3 and bool(names.named(" ".join(tokens[max(0, place - 1) : place])))


def _plural(word: str) -> bool:
    lower = word.lower()
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s")) and word[:1].islower()
