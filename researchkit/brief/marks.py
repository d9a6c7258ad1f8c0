"""The points of the timeline: which events it shows, and what it writes beside them."""

from __future__ import annotations

from collections.abc import Callable

from researchkit.brief.material import Happening, Material
from researchkit.brief.page import Mark
from researchkit.brief.rules import numbers_stand
from researchkit.brief.wording import capital, clip

MAX_MARKS = 14


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
        if name and claim.lower().startswith(f"{name.lower()} "):
            claim = claim[len(name) :].strip()
            claim = capital(claim)
            break
    return clip(claim.rstrip("."), max_words=7, max_chars=42)
