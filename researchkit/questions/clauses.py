"""What a question says before it asks, and its asking clauses."""

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
