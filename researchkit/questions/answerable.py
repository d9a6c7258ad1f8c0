"""The gate: does a passage of the collected documents already answer a question, and which?

The passages that share most with the question, and those of the documents on the same fact, are looked at one by one.
A look is a handful of numbers: how many of the words asked about stand there, whether it holds an answer of the kind
and the intent asked for, how well its surroundings fit the fact. Their weights (gate.toml) are learnt by
training/gate.py.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from researchkit.questions.asked import Asked, gate_table, read_question
from researchkit.questions.passages import Passage, PassageIndex, stems

_TOP = 15  # passages that are looked at because they share words with the question
_TOP_DOCUMENTS = 4  # documents that are read whole because they are about the same fact
_ANCHOR_SHARE = 0.4  # of a word of the fact against one of the clause, in ranking
_ELSEWHERE = 0.6  # worth of a word found around the passage but not in it
_EVEN = 1e-9
_NAME = re.compile(r"\b[A-Z][a-zé]+\b")
_TYPED = ("who", "when", "where", "how much")


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage that answers a question, how sure we are (0 to 1), and the kind of answer."""

    passage: Passage
    confidence: float
    kind: str


@dataclass(frozen=True, slots=True)
class Look:
    """One passage held against one clause: what it shows, each 0 to 1 or a small number."""

    passage: Passage
    kind: str
    shows: Mapping[str, float]

    @property
    def confidence(self) -> float:
        """Return how sure the gate is that the passage answers, 0 to 1."""
        weights = _weights()
        return 1 / (1 + math.exp(-weights["bias"] - sum(weights[name] * value for name, value in self.shows.items())))


def find_answer(question: str, index: PassageIndex, *, names: Iterable[str] = ()) -> Answer | None:
    """Return the passage that answers `question` or one of its parts, or None.

    `names` are the company's: they stand everywhere and tell nothing.
    """
    best = max(looks(question, index, names=names), key=lambda look: look.confidence, default=None)
    if best is None or best.confidence < gate_table()["sure"]:
        return None
    return Answer(best.passage, best.confidence, best.kind)


def looks(question: str, index: PassageIndex, *, names: Iterable[str] = ()) -> Iterator[Look]:
    """Yield a look at each passage that may answer a clause of `question`."""
    ignored = {stem for name in names for stem in stems(name)}
    anchors, clauses = read_question(question, ignored)
    # Our word for an event may stand nowhere: "incident".
    anchors = [kin for kin in anchors if any(stem in index.postings for stem in kin)]
    fits = _fits(anchors, index)
    best = max(fits.values(), default=0.0)
    for asked in clauses:
        if not (asked.focus or asked.intents or anchors):
            continue
        for number in _candidates(asked, anchors, fits, index):
            around = index.around(number)
            shows = _shows(asked, number, around, index) | _place(around, anchors, best, index)
            yield Look(index.passages[number], asked.kind, shows)


def _fits(anchors: Sequence[tuple[str, ...]], index: PassageIndex) -> dict[str, float]:
    """Return the share of the fact's words, by weight, that each document holds."""
    total = sum(index.weight(kin[0]) for kin in anchors)
    found: dict[str, float] = defaultdict(float)
    for kin in anchors:
        for document_id in set().union(*(index.documents_with(stem) for stem in kin)):
            found[document_id] += index.weight(kin[0]) / total
    return found


def _candidates(
    asked: Asked, anchors: Sequence[tuple[str, ...]], fits: Mapping[str, float], index: PassageIndex
) -> list[int]:
    shares = {stem: _ANCHOR_SHARE for kin in anchors for stem in kin}
    shares |= {stem: 1.0 for kin, _ in asked.focus for stem in kin}
    ranked = index.rank(shares)
    # A reason often stands a few sentences after what it is the reason of.
    place = {number: order for order, number in reversed(list(enumerate(ranked)))}
    first = {
        document_id: min(place.get(number, len(ranked)) for number in numbers)
        for document_id, numbers in index.numbers.items()
        if document_id in fits or not anchors
    }
    whole = sorted(first, key=lambda document_id: (-round(fits.get(document_id, 0.0), 3), first[document_id]))
    chosen = [*ranked[:_TOP], *(number for one in whole[:_TOP_DOCUMENTS] for number in index.numbers[one])]
    return list(dict.fromkeys(chosen))


def _shows(asked: Asked, number: int, around: Collection[str], index: PassageIndex) -> dict[str, float]:
    passage, here = index.passages[number], index.stems[number]
    total = sum(share * index.weight(kin[0]) for kin, share in asked.focus)
    inside = anywhere = missing = 0.0
    for kin, share in asked.focus:
        weight = share * index.weight(kin[0])
        found = 1.0 if here & set(kin) else 0.0
        near = 1.0 if any(stem in around for stem in kin) else 0.0
        inside, anywhere = inside + weight * found, anywhere + weight * near
        missing += weight * (1 - max(found, _ELSEWHERE * near))
    hoped = sum(intent.strength for intent, _ in asked.intents)
    told = sum(
        intent.strength for intent, words in asked.intents if words & here or intent.answers.search(passage.text)
    )
    typed, right = asked.kind in _TYPED, _of_kind(asked, passage)
    return {
        "covered": inside / total if total else 1.0,
        "covered_around": anywhere / total if total else 1.0,
        "shared": inside / 5,
        "missing": missing / 5,
        "told": told,
        "untold": hoped - told,
        "share_told": told / hoped if hoped else 0.0,
        "intent_alone": float(not asked.focus and bool(asked.intents)),
        "fact_alone": float(not asked.focus and not asked.intents),
        "kind_answered": float(typed and right),
        "kind_unanswered": float(typed and not right),
        "opens": float(passage.start == 0),
    }


def _of_kind(asked: Asked, passage: Passage) -> bool:
    pattern = _kinds().get(asked.kind)
    if pattern is None:
        return True
    if asked.kind == "who" and set(_NAME.findall(passage.text)) <= set(_NAME.findall(asked.text)):
        return False
    return pattern.search(passage.text) is not None


def _place(
    around: Collection[str], anchors: Sequence[tuple[str, ...]], best: float, index: PassageIndex
) -> dict[str, float]:
    total = sum(index.weight(kin[0]) for kin in anchors)
    held = sum(index.weight(kin[0]) for kin in anchors if any(stem in around for stem in kin))
    fit = held / total if anchors else 0.5
    return {
        "fits": fit,
        "fits_best": float(bool(anchors) and fit >= best - _EVEN),
        "no_fact": float(not anchors),
    }


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    return {name: float(value) for name, value in gate_table()["weights"].items()}


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, re.Pattern[str]]:
    return {kind: re.compile(pattern) for kind, pattern in gate_table()["kinds"].items()}
