"""Is this page an article? And if not, what is it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from researchkit.reading.metadata import Marks, Metadata
from researchkit.reading.text import words
from researchkit.reading.tree import Tree

_NOT_FOUND = re.compile(r"\b404\b|page not found|seite nicht gefunden|page introuvable", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problem` is why a page is no article, or None; `partial` says that the article is only begun here."""

    problem: str | None = None
    partial: bool = False


def judge(tree: Tree, facts: Metadata, marks: Marks, body: str) -> Verdict:
    """Return whether the page is an article, from its marks, its layout and the body that was read of it."""
    if facts.title and _NOT_FOUND.search(facts.title) and words(body) < 150:
        return Verdict("page not found")
    if not body:
        return Verdict("script-only page" if tree.script_chars > 2000 else "empty")
    return Verdict()
