"""The sections about the talk itself: your match, questions to ask, and what to leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from researchkit.brief.absence import holes
from researchkit.brief.lines import Draft, event_draft, ranked
from researchkit.brief.marks import named
from researchkit.brief.material import Asked, Happening, Material
from researchkit.brief.page import Line
from researchkit.brief.rules import numbers, short_quote
from researchkit.brief.wording import capital, clip
from researchkit.questions.panel import audiences_of
from researchkit.questions.roles import is_english
from researchkit.reading.text import clean_line

HOW_TO_ADD_STORIES = "none yet: write your stories in notebooks/me.toml and your match stands here"
_DELICATE = (
    ("legal", "the merits of the open legal matter"),
    ("labour", "sides in the labour dispute"),
    ("layoff", "who was let go"),
    ("security", "blame for the incident"),
    ("leadership", "why a leader left"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One of the candidate's own stories, as it may stand on the page.

    `text` is the user's own sentence with its number; `meets` is the id of the event or the need it answers.
    """

    text: str
    meets: str = ""


def match(material: Material, stories: Sequence[Proof]) -> list[Draft]:
    """The candidate's proofs, in the given order, each with what it speaks to; one without a number is flagged."""
    by_id = {one.event_id: one for one in material.happenings}
    drafts = []
    for proof in stories:
        text = clip(proof.text, max_words=24, max_chars=200)
        happening = by_id.get(proof.meets)
        met = named(happening) if happening else clip(proof.meets, max_words=7, max_chars=56)
        told = [f"speaks to {met}"] if met and not numbers(met) else []
        remarks = (*told, *([] if numbers(text) else ["add a number"]))
        # Without a number in brackets: no document stands behind the user's own words.
        drafts.append(Draft(line=Line(text=text, remarks=remarks), papers=(), topic=proof.meets))
    return ranked(drafts)


def questions(material: Material) -> list[Draft]:
    """Every question that may stand on the page, best first, no fact twice, those for the interviewer first."""
    by_id = {one.event_id: one for one in material.happenings}
    wanted = audiences_of(material.interviewer)
    ordered = sorted(material.asked, key=lambda asked: asked.audience.lower() not in wanted)
    drafts: list[Draft] = []
    seen: set[str] = set()
    for asked in ordered:
        happening = by_id.get(asked.event_id)
        if happening is None or seen & {happening.event_id, happening.story_id}:
            continue
        draft = _question(asked, happening, material)
        if draft is not None:
            seen |= {happening.event_id, happening.story_id}
            drafts.append(draft)
    return ranked(drafts)


def four(drafts: Sequence[Draft], *, budget: int) -> list[Draft]:
    """Return the best four within the word budget: a long one gives way to the next that is shorter."""
    chosen, waiting = list(drafts[:4]), list(drafts[4:])
    while chosen and sum(draft.line.words for draft in chosen) > budget:
        longest = max(chosen, key=lambda draft: (draft.line.words, draft.line.priority))
        shorter = next((draft for draft in waiting if draft.line.words < longest.line.words), None)
        if shorter is None:
            chosen.remove(longest if len(chosen) > 3 else chosen[-1])
        else:
            waiting.remove(shorter)
            chosen[chosen.index(longest)] = shorter
    return sorted(chosen, key=lambda draft: draft.line.priority)


def unknown(material: Material, nothing_on: Sequence[str]) -> list[Draft]:
    """What we could not learn, could not check, and what a guest does not bring up."""
    drafts = []
    if nothing_on:
        drafts.append(Draft(line=Line(label="Unknown", text=f"{', '.join(nothing_on)}.")))
    unchecked = [*_unread_post(material), *holes(material)]
    if unchecked:
        shown = ", ".join(unchecked[:2]) + (f" and {len(unchecked) - 2} more" if len(unchecked) > 2 else "")
        drafts.append(Draft(line=Line(label="Unchecked", text=f"{shown}.")))
    return ranked([*_leave_alone(material), *drafts])


def _unread_post(material: Material) -> list[str]:
    """Say that the pasted job post could not be used, when it could not."""
    interview = material.company.interview
    post = interview.role_text or (interview.role if "\n" in interview.role else "")
    return ["your job post (not in English: unused)"] if post and not is_english(post) else []


def _question(asked: Asked, happening: Happening, material: Material) -> Draft | None:
    text = clean_line(asked.text)
    quote = short_quote(happening.quote, claim=happening.claim) or short_quote(happening.quote)
    dated = {str(happening.day.day), str(happening.day.year)} if happening.day else set()
    if quote is None or not numbers(text) <= numbers(quote) | dated:
        return None
    line = Line(
        label="" if _is_theirs(asked, material) else capital(clip(asked.audience, max_words=4, max_chars=40)),
        text=text,
        remarks=("older",) if material.is_older(happening.day) else (),
        quote=quote,
        why=clean_line(asked.why) if numbers(asked.why) <= numbers(quote) | dated else "",
        new=happening.event_id in material.new_events,
    )
    others = [material.papers[one] for one in asked.evidence if one in material.papers]
    papers = tuple(dict.fromkeys((happening.paper, *others)))[:2]
    return Draft(line=line, papers=papers, happened=happening.day, topic=happening.story_id)


def _is_theirs(asked: Asked, material: Material) -> bool:
    """Tell whether a question is for the one interviewer whom the header names: then no line need say so again."""
    return audiences_of(material.interviewer) == (asked.audience.lower(),)


def _leave_alone(material: Material) -> list[Draft]:
    """At most two delicate topics with their source, open matters before rumours."""
    found: dict[str, Happening] = {}
    for happening in material.happenings:
        if material.is_older(happening.day) or event_draft(happening, material) is None:
            continue
        for prefix, topic in _DELICATE:
            if happening.type.startswith(prefix) and happening.polarity == "challenge":
                found.setdefault(topic, happening)
        if happening.modality == "denied":
            found.setdefault("what the company denies", happening)
    if not found:
        return []
    order = [topic for _, topic in _DELICATE] + ["what the company denies"]
    chosen = sorted(found.items(), key=lambda pair: order.index(pair[0]))[:2]
    text = " and ".join(topic for topic, _ in chosen)
    papers = tuple(happening.paper for _, happening in chosen)
    return [Draft(line=Line(label="Leave alone", text=f"{text}."), papers=papers)]
