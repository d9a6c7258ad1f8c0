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
    "launches": 70,
    "challenges": 65,
    "market": 40,
    "people": 40,
    "match": 60,
    "questions": 100,
    "why": 25,
    "unknown": 30,
}
_WHOLE = 1000  # words: no clipping
_REST_WORDS = 5  # "+ 12 more in the notebook"


def within(drafts: Sequence[Draft], *, key: str, most: int) -> tuple[list[Draft], int]:
    """Return the drafts that fit the section's budget, in their given order, and how many are left out.

    Long texts are clipped before a line is dropped; then the least important go first. One line alone over the budget
    is clipped further, so that evidence never leaves a section empty.
    """
    budget = BUDGET[key]
    ranked = sorted(drafts, key=lambda draft: draft.line.priority)[:most]
    for count in range(len(ranked), 0, -1):
        for max_words in (_WHOLE, 24, 20, 17) if count > 1 else (_WHOLE, *range(24, 2, -1)):
            chosen = [_clipped(draft, max_words) for draft in ranked[:count]]
            if _words(chosen, key, len(drafts)) <= budget:
                places = {id(draft): place for place, draft in enumerate(drafts)}
                order = sorted(range(count), key=lambda n: places[id(ranked[n])])
                return [chosen[n] for n in order], len(drafts) - count
    return [], len(drafts)


def _clipped(draft: Draft, max_words: int) -> Draft:
    text = draft.line.text
    if len(text.split()) <= max_words:
        return draft
    return replace(draft, line=replace(draft.line, text=clip(text, max_words=max_words)))


def _words(chosen: Sequence[Draft], key: str, candidates: int) -> int:
    if key == "header":
        return sum(word_count(draft.line.text) for draft in chosen)
    return sum(draft.line.words for draft in chosen) + (_REST_WORDS if candidates > len(chosen) else 0)
