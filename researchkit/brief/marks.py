"""The points of the timeline: which events it shows, and what it writes beside them."""

from __future__ import annotations

import re
from collections.abc import Callable

from researchkit.brief.material import Happening, Material
from researchkit.brief.page import Mark, Polarity
from researchkit.brief.rules import numbers_stand
from researchkit.brief.sections import is_launch
from researchkit.brief.wording import capital, clip, phrase

MAX_MARKS = 14
_LABEL_CHARS = 42
_HEADLINE = re.compile(r": “([^”]+)”")  # a claim that only reports a headline
_LEAD = re.compile(r"^(?:was|were|is|are|the|an?) ", re.IGNORECASE)
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
    chosen: dict[tuple[str, Polarity], Happening] = {}
    for one in material.happenings:
        dated = one.day is not None and material.since <= one.day <= material.now
        polarity = _side(one)
        if polarity is not None and dated and numbers_stand(one.claim, one.quote):
            chosen.setdefault((one.story_id, polarity), one)
    marks = [
        Mark(
            day=one.day,
            label=_label(one, material),
            polarity=polarity,
            citation=number(one.paper.document_id),
            rank=rank,
        )
        for rank, ((_, polarity), one) in enumerate(list(chosen.items())[:MAX_MARKS])
        if one.day is not None
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.day, mark.polarity, mark.label)))


def _side(one: Happening) -> Polarity | None:
    """Which side of the axis an event stands on: that of the section that tells of it."""
    if is_launch(one):
        return "launch"
    return "challenge" if one.polarity == "challenge" else None


def _label(one: Happening, material: Material) -> str:
    """What the timeline writes at a point: the thing launched, else the claim without the company."""
    headline = _HEADLINE.search(one.claim)
    if headline is not None and not one.object:
        return phrase(headline[1], max_chars=_LABEL_CHARS)
    words = one.object if one.object and is_launch(one) else _without_the_name(one, material)
    return phrase(capital(_LEAD.sub("", words)), max_chars=_LABEL_CHARS)


def _without_the_name(one: Happening, material: Material) -> str:
    """The claim from its verb on; whole where the company does not act alone."""
    claim = one.claim.rstrip(".")
    for name in sorted((material.company.name, *material.company.aliases), key=len, reverse=True):
        alone = re.match(rf"(?i:{re.escape(name)})(?:['’]s | (?!and |or )(?=[a-z0-9]))", claim) if name else None
        if alone is not None:
            return claim[alone.end() :]
    return claim


def named(one: Happening) -> str:
    """What an event is called in passing: the thing itself, else its kind."""
    if one.object and is_launch(one):
        return clip(one.object, max_words=4, max_chars=32)
    return next((noun for prefix, noun in _KINDS if one.type.startswith(prefix)), "")
