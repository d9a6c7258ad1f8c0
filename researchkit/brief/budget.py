"""Word budgets: which drafted lines stand on the page, and how many wait in the notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from researchkit.brief.lines import Draft
from researchkit.brief.wording import clip, word_count

MAX_WORDS = 500  # of the ten sections together
BUDGET = {
    "header": 25,
    "what": 45,
    "launches": 80,
    "challenges": 65,
    "market": 40,
    "people": 30,
    "match": 60,
    "questions": 100,
    "why": 25,
    "unknown": 30,
}
_REST_WORDS = 5  # "+ 12 more in the notebook"


def within(drafts: Sequence[Draft], *, key: str, most: int) -> tuple[list[Draft], int]:
    """Return the drafts that fit the section's budget, in their given order, and how many are left out.

    The least important go first. One line alone over the budget is clipped, so that evidence never leaves a section
    empty.
    """
    budget = BUDGET[key]
    chosen = sorted(drafts, key=lambda draft: draft.line.priority)[:most]
    while len(chosen) > 1 and _words(chosen, key, len(drafts)) > budget:
        chosen.pop()
    left = len(drafts) - len(chosen)
    over = _words(chosen, key, len(drafts)) - budget
    if chosen and over > 0:
        line = chosen[0].line
        room = max(len(line.text.split()) - over, 3)
        return [replace(chosen[0], line=replace(line, text=clip(line.text, max_words=room)))], left
    kept = {id(draft) for draft in chosen}
    return [draft for draft in drafts if id(draft) in kept], left


def _words(chosen: Sequence[Draft], key: str, candidates: int) -> int:
    if key == "header":
        return sum(word_count(draft.line.text) for draft in chosen)
    return sum(draft.line.words for draft in chosen) + (_REST_WORDS if candidates > len(chosen) else 0)
