"""The asking clauses of a question."""

from __future__ import annotations

import re

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


def clauses_of(question: str) -> list[str]:
    """Return the asking clauses of a question, without what it says before it asks."""
    whole = text = question.strip().rstrip("?")
    if cut := _CONFIRM.search(text):
        text = text[cut.end() :]
    found = _ASKED.search(text)
    if found and re.match(r"when\b", text, re.IGNORECASE) and "," in text:  # "When you launched it, what …"
        found = _ASKED.search(text, text.index(","))
    if found and "," in text[: found.start()]:
        commas = [mark.start() for mark in re.finditer(",", text[: found.start()])]
        comma = next((mark for mark in commas if _ASKS.match(text, mark + 1)), commas[-1])
        text = text[comma + 1 :]
    asking = [clause.strip() for clause in _CLAUSE.split(text) if _ASKED.search(clause) or _EITHER.search(clause)]
    asking = asking or [text.strip()]
    if text == whole and (behind := _BEHIND.match(asking[0])):
        asking[0] = behind[1]
    return asking
