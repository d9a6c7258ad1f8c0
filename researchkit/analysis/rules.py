"""Read a headline by rules: the fallback when no model is there, and the baseline it is measured against.

The words stand in lexicon.toml. Every hit counts towards its type; a headline without a hit is no company event.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import cast

from researchkit.analysis.headline import EVENT_FROM, NOT_EVENT, TYPES, Modality, Polarity, Reading, Spans

_SHARPNESS = 5.0  # how fast evidence turns into probability
_NO_HIT = 0.05  # what is left for a type without a hit
_NOTHING_FOUND = 0.45  # evidence for "no event" that the first hit must beat

_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|not (?:planning|going|for sale)|no plans|won[’']t|will not|cancel(?:s|led|ed)?|scraps?|"
    r"abandon(?:s|ed)?|block(?:s|ed)|reject(?:s|ed)?|ditch(?:es|ed)|avert(?:s|ed)|avoids?|calls off|called off|"
    r"withdraws?|backs out|rules out|no evidence)\b",
    re.IGNORECASE,
)
_DEAL = r"(?:acquisition|merger|bid|takeover|buyout|spin-?off|offer|plans?|ipo|listing|deal|sale|purchase)"
_SURELY_DENIED = re.compile(
    r"\bden(?:y|ies|ied)\b(?! (?:access|bail|entry|service|petition))|\bcall(?:s|ed|ing)? off\b"
    r"|\brul(?:es|ed|ing)? out\b|\brefutes?\b|\bnot (?:planning|going) to\b|\bno (?:plans?|intention)\b"
    r"|\b(?:abandon(?:s|ed|ing)?|scrap(?:s|ped|ping)?|cancel(?:s|ed|led|ling|ing)?"
    rf"|block(?:s|ed)|drop(?:s|ped)|ditch(?:es|ed))\b.{{0,50}}\b{_DEAL}\b"
    rf"|\b{_DEAL}\b.{{0,40}}\b(?:abandoned|scrapped|cancell?ed|blocked|falls? through|fell through|falls? apart)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:to (?!be\b|the\b|a\b|an\b|its\b|their\b|your\b)[a-z]+|will|may|might|could|plans?|planning|"
    r"consider(?:s|ing)?|"
    r"explor(?:es|ing)|reportedly|rumou?r(?:s|ed)?|expected|set to|in talks|mulls?|weighs?|eyes|threat(?:ens|ened)?|"
    r"proposes?|seeks?|aims?|wants?|soon|coming|upcoming|likely|poised|"
    r"about to|working on|next (?:year|month|week)|if)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:[$€£¥]\s?\d[\d,.]*\s?(?:bn|[mbk]n?\b|million|billion|trillion)?"
    r"|\d[\d,.]*\s?(?:%|percent\b|per cent\b|(?:million|billion|trillion|bn|m)\b(?: [a-z]+)?"
    r"|(?:jobs|workers|employees|people|staff|users|customers|vehicles|cars|roles|stores|subscribers)\b))",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z0-9][\w&.+-]*(?:[’'](?!s\b)\w+)?(?:\s+(?:[A-Z0-9&][\w&.+-]*|of|and)(?=\s+[A-Z]|\b))*")
_OPENERS = re.compile(r"^(?:(?:Introducing|Announcing|Meet|Exclusive|Breaking|Update|Report|Show HN|Launch HN)\b:?\s*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """The words of one type, as one pattern, with the polarity a hit implies and its weight (0 to 1)."""

    type: str
    polarity: Polarity
    weight: float
    pattern: re.Pattern[str]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of lexicon.toml, in their order."""
    source = resources.files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    found = []
    for name, table in tomllib.loads(source).items():
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(table['words'])})(?![\w-])", re.IGNORECASE)
        found.append(Rule(name, cast("Polarity", table["polarity"]), float(table["weight"]), pattern))
    return tuple(found)


def surely_denied(text: str) -> bool:
    """Return whether a headline's words say that something is off; right in two of three labelled headlines.

    Denials are too rare (2% of events) for the network to learn, so these words overrule it.
    """
    return _SURELY_DENIED.search(text) is not None


def hits(text: str) -> list[tuple[Rule, re.Match[str]]]:
    """Return every place of `text` where a rule's words stand."""
    return [(rule, match) for rule in rules() for match in rule.pattern.finditer(text)]


def read_by_rules(text: str) -> Reading:
    """Return the reading of one headline by rules alone."""
    evidence = dict.fromkeys(TYPES, 0.0)
    evidence[NOT_EVENT] = _NOTHING_FOUND
    polarity: dict[str, Polarity] = {}
    for rule, _ in hits(text):
        before = evidence[rule.type]
        evidence[rule.type] = max(before, rule.weight) + (0.1 if before >= rule.weight else 0.0)
        polarity[rule.type] = rule.polarity
    scores = {name: math.expm1(_SHARPNESS * value) + _NO_HIT for name, value in evidence.items()}
    total = sum(scores.values())
    order = {rule.type: place for place, rule in enumerate(rules())}
    types = sorted(((name, score / total) for name, score in scores.items()), key=lambda t: (-t[1], order[t[0]]))
    share = dict(types)
    best = NOT_EVENT if share[NOT_EVENT] > 1 - EVENT_FROM else next(name for name, _ in types if name != NOT_EVENT)
    modality: Modality = "denied" if _DENIED.search(text) else "planned" if _PLANNED.search(text) else "happened"
    return Reading(
        types=tuple(types),
        polarity="other" if best == NOT_EVENT else polarity.get(best, "other"),
        polarity_p=types[0][1],
        modality=modality,
        modality_p=0.8,
        spans=_spans(text),
    )


def explain_by_rules(text: str, kind: str) -> list[tuple[str, float]]:
    """Return the words that spoke for (weight above 0) or against `kind`, strongest first."""
    found = [(match.group(), rule.weight if rule.type == kind else -rule.weight) for rule, match in hits(text)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _spans(text: str) -> Spans:
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    opener = _OPENERS.match(text)
    name = _NAME.search(text, opener.end() if opener else 0)
    if name is not None and name.start() <= (opener.end() if opener else 0) + 5 and not text.istitle():
        spans["object" if opener else "subject"] = ((name.start(), name.end()),)
    amounts = tuple((match.start(), match.end()) for match in _AMOUNT.finditer(text))
    if amounts:
        spans["amount"] = amounts
    return MappingProxyType(spans)
