"""What a question asks for: its context, its clauses, and of each clause the kind of answer, the intents and the focus.

An intent is what a clause wants to know in so far as words tell it ("what was left out", "which part was hardest");
the focus is the content words that are left. gate.toml holds the intents with the words of a question and of an answer.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, cast

from researchkit.questions.passages import WORD, stems, stems_of
from researchkit.questions.words import word_set

_ASKED = re.compile(
    r"\b(who(?:se|m)?|when|where|why|how (?:much|many|long|big|large|often|fast)|how|which|what)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r",? (?:and|or) (?=(?:who|when|where|why|how|which|what|would|does|did|is)\b)")
_EITHER = re.compile(r"^\s*(?:did|do|does|is|are|will|would|was|were)\b.*\bor\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\s*(?:who|when|where|why|how|which|what|did|do|does|is|are|was|were|will|would|has|have)\b", re.IGNORECASE
)
_CONFIRM = re.compile(r"^.*(?:[;:]|is that (?:still )?(?:so|right|accurate|the plan), and)\s+(?=\w)")
# "What did you stop after last month's outage": the fact stands behind the clause.
_BEHIND = re.compile(r"^(.+?\S) (after (?:the|its|your|last|this|[\w-]+['’]s?) .+)$")
# "and how was that decided", "and which one is next", "and why" cannot be looked up without their first half.
_BACK = re.compile(r"\b(?:it|that|this|them|they|those|these|ones?)\b|^\w+$")
# The noun after "which" says what sort of thing is asked for; an answer names one and need not repeat it.
_SORT = re.compile(r"\b(?:which|what|whose) (?:of (?:its |your |the (?:team's )?)?)?([a-z-]+)")
_SORT_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Intent:
    """Something a question may want to know. Its strength is how rarely its words stand in a passage by chance."""

    asks: re.Pattern[str]
    answers: re.Pattern[str]
    strength: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One clause as it was said, and what it asks for.

    `intents` come with the stems of the words that told them, since an answer may say the same; `focus` holds the stems
    of each other word with the share it counts for.
    """

    text: str
    kind: str  # who, when, where, why, how much, what
    intents: tuple[tuple[Intent, frozenset[str]], ...]
    focus: tuple[tuple[tuple[str, ...], float], ...]


@lru_cache(maxsize=1)
def gate_table() -> Mapping[str, Any]:
    """Return gate.toml as it is written."""
    return tomllib.loads(resources.files("researchkit.questions").joinpath("gate.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def intents() -> Mapping[str, Intent]:
    """Return the intents by name."""
    rows = cast(dict[str, dict[str, Any]], gate_table()["intents"])
    return {
        name: Intent(
            re.compile(f"(?:{row['asks']})", re.IGNORECASE),
            re.compile(rf"\b(?:{row['answers']})", re.IGNORECASE),
            -math.log(gate_table()["rates"].get(name, 0.5)),
        )
        for name, row in rows.items()
    }


def split_question(question: str) -> tuple[str, list[str]]:
    """Return what a question says before it asks, and its asking clauses."""
    text, context = question.strip().rstrip("?"), ""
    if cut := _CONFIRM.search(text):
        context, text = cut[0], text[cut.end() :]
    found = _ASKED.search(text)
    if found and re.match(r"when\b", text, re.IGNORECASE) and "," in text:  # "When you launched it, what …"
        found = _ASKED.search(text, text.index(","))
    if found and "," in text[: found.start()]:
        commas = [mark.start() for mark in re.finditer(",", text[: found.start()])]
        comma = next((mark for mark in commas if _ASKS.match(text, mark + 1)), commas[-1])
        context, text = f"{context} {text[:comma]}", text[comma + 1 :]
    asking = [clause.strip() for clause in _CLAUSE.split(text) if _ASKED.search(clause) or _EITHER.search(clause)]
    asking = asking or [text.strip()]
    if not context and (behind := _BEHIND.match(asking[0])):
        context, asking[0] = behind[2], behind[1]
    return context, asking


def read_question(question: str, ignored: Collection[str] = ()) -> tuple[list[tuple[str, ...]], list[Asked]]:
    """Return the stems of each word a question stands on, and its clauses that can be looked up on their own.

    `ignored` are stems that stand everywhere, such as the company's name.
    """
    context, clauses = split_question(question)
    anchors = [stems_of(word) for word in _content(context) if not set(stems_of(word)) & set(ignored)]
    alone = [clause for number, clause in enumerate(clauses) if number == 0 or not _BACK.search(clause)]
    return list(dict.fromkeys(anchors)), [_read(clause, ignored) for clause in alone]


def _read(clause: str, ignored: Collection[str]) -> Asked:
    kind, low = _kind(clause), clause.lower()
    found = {name: intent for name, intent in intents().items() if intent.asks.search(clause)}
    if kind == "why":
        found.setdefault("cause", intents()["cause"])
    told = [match.span() for intent in found.values() for match in intent.asks.finditer(clause)]
    sort = _SORT.search(low)
    idle = word_set("stop") | word_set("times") | set(gate_table()["idle"].split())
    if "cause" in found:
        idle |= set(gate_table()["idle_with_cause"].split())
    focus: dict[tuple[str, ...], float] = {}
    for match in WORD.finditer(low):
        stem = stems_of(match[0])
        if (
            match[0] in idle
            or set(stem) & word_set("stop")
            or set(stem) & set(ignored)
            or any(start <= match.start() < end for start, end in told)
        ):
            continue
        focus.setdefault(stem, _SORT_SHARE if sort and match.start() == sort.start(1) else 1.0)
    said = ((intent, intent.asks.search(low)) for intent in found.values())
    wanted = tuple((intent, frozenset(stems(match[0]) if match else ())) for intent, match in said)
    return Asked(clause, kind, wanted, tuple(focus.items()))


def _content(text: str) -> list[str]:
    idle = word_set("stop") | word_set("times") | set(gate_table()["idle"].split())
    return [word for word in WORD.findall(text.lower()) if word not in idle]


def _kind(clause: str) -> str:
    found = _ASKED.search(clause)
    word = found[1].lower() if found else "what"
    if word.startswith("who"):
        return "who"
    if word.startswith("how "):
        return "how much"
    return word if word in ("when", "where", "why") else "what"
