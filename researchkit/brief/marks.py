"""The points of the timeline: which events it shows, and what it writes beside them."""

from __future__ import annotations

import re
from collections.abc import Callable

from researchkit.brief.material import Happening, Material
from researchkit.brief.page import Mark
from researchkit.brief.rules import numbers_stand
from researchkit.brief.wording import capital, clip

MAX_MARKS = 14
_AFTER_NAME = re.compile(r"^(?:['’]s)? (?!and\b|&|or\b)")  # "Kelbrin and Brockhaus sign" needs both
_KINDS = (
    ("product_launch", "the launch"),
    ("product_problem", "the product problem"),
    ("security", "the incident"),
    ("layoffs", "the reduction"),
    ("legal", "the legal matter"),
    ("earnings", "the results"),
    ("funding", "the funding"),
    ("acquisition", "the acquisition"),
    ("partnership", "the partnership"),
    ("expansion", "the expansion"),
    ("leadership", "the new leadership"),
    ("strategy", "the change of course"),
    ("competition", "the competition"),
)


def marks_of(material: Material, number: Callable[[str], int | None] = lambda _: None) -> tuple[Mark, ...]:
    """Return the dated launches and challenges of the window, the most salient, by day.

    `number` gives the source number of a document, None where the page does not cite it.
    """
    chosen: dict[tuple[str, str], Happening] = {}
    for one in material.happenings:
        dated = one.day is not None and material.since <= one.day <= material.now
        if one.polarity in ("launch", "challenge") and dated and numbers_stand(one.claim, one.quote):
            chosen.setdefault((one.story_id, one.polarity), one)
    marks = [
        Mark(
            day=one.day,
            label=_label(one, material),
            polarity="launch" if one.polarity == "launch" else "challenge",
            citation=number(one.paper.document_id),
            rank=rank,
        )
        for rank, one in enumerate(list(chosen.values())[:MAX_MARKS])
        if one.day is not None
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.day, mark.polarity, mark.label)))


def _label(one: Happening, material: Material) -> str:
    """What the timeline writes at a point: the thing launched, else the claim without the company's name before it."""
    if one.object and one.polarity == "launch":
        return clip(capital(one.object), max_words=7, max_chars=42)
    claim = one.claim
    for name in sorted((material.company.name, *material.company.aliases, one.subject), key=len, reverse=True):
        rest = _AFTER_NAME.sub("", claim[len(name) :])
        if name and claim.lower().startswith(name.lower()) and rest != claim[len(name) :]:
            claim = capital(re.sub(r"^(?:was|is|were|are) set to ", "to ", rest))
            break
    return clip(claim.rstrip("."), max_words=7, max_chars=42)


def named(one: Happening, material: Material) -> str:
    """What an event is called in passing: the thing itself, else its kind."""
    if one.object and one.polarity == "launch":
        return clip(one.object, max_words=4, max_chars=32)
    return next((noun for prefix, noun in _KINDS if one.type.startswith(prefix)), "")
