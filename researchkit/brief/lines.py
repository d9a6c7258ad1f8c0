"""From happenings to drafted lines: dated, attributed, with an excerpt of the evidence that holds every number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from researchkit.brief.material import ABOUT, Happening, Material, Paper
from researchkit.brief.page import Line
from researchkit.brief.rules import numbers_stand, praises, short_quote
from researchkit.brief.wording import clip

MAX_CLAIM_WORDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line before its sources are numbered. `topic` names the fact, so that no section tells it twice."""

    line: Line
    papers: tuple[Paper, ...] = ()
    happened: datetime | None = None
    topic: str = ""


def event_draft(happening: Happening, material: Material, *, priority: int = 1) -> Draft | None:
    """Return the line of one event, or None when it breaks a rule: a number its excerpt lacks, praise by nobody."""
    text = clip(happening.claim, max_words=MAX_CLAIM_WORDS, max_chars=260)
    quote = short_quote(happening.quote, claim=text)
    if not text or quote is None or not numbers_stand(text, quote):
        return None
    paper = happening.paper
    who = paper.publisher if _needs_a_voice(happening, text) else ""
    if not paper.first_party and praises(text) and not who:
        return None
    line = Line(
        text=text,
        when=material.day(happening.day, precision=happening.precision, year=False),
        who=clip(who, max_words=6, max_chars=40),
        own_account=paper.first_party,
        outlets=happening.publishers,
        remarks=_remarks(happening, material),
        quote=quote,
        priority=priority,
        new=happening.event_id in material.new_events,
    )
    return Draft(line=line, papers=_witnesses(happening, material), happened=happening.day, topic=happening.story_id)


def event_drafts(happenings: Iterable[Happening], material: Material) -> Iterator[Draft]:
    """Yield a line for each story, most salient first, those inside the window before older ones."""
    seen: set[str] = set()
    ordered = sorted(happenings, key=lambda one: material.is_older(one.day))  # stable: salience stays the order within
    for place, happening in enumerate(ordered):
        fingerprint = " ".join(happening.claim.lower().split())
        if happening.story_id in seen or fingerprint in seen:
            continue
        draft = event_draft(happening, material, priority=place)
        if draft is not None:
            seen |= {happening.story_id, fingerprint}
            yield draft


def newest_first(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts by day, newest first, undated ones last; the order of equals is kept."""
    dated = list(drafts)
    return sorted(dated, key=lambda draft: (draft.happened is None, -(draft.happened or _EPOCH).timestamp()))


def moves_newest_first(drafts: Iterable[Draft]) -> list[Draft]:
    """Return what was said of competitors, in its order, then the moves by day, newest first."""
    told = list(drafts)
    return [draft for draft in told if draft.happened is None] + newest_first(d for d in told if d.happened)


def ranked(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts with their priority set by their order."""
    return [replace(draft, line=replace(draft.line, priority=place)) for place, draft in enumerate(drafts)]


def _needs_a_voice(happening: Happening, text: str) -> bool:
    return happening.polarity == "challenge" or praises(text)


def _remarks(happening: Happening, material: Material) -> tuple[str, ...]:
    told = happening.modality[:4] in happening.claim.lower()  # the claim itself says "plans", "denies"
    remarks = [] if happening.modality == "happened" or told else [happening.modality]
    if happening.day is None:
        remarks.append("undated")
    elif material.is_older(happening.day):
        remarks.append("older")
    return tuple(remarks)


def _witnesses(happening: Happening, material: Material) -> tuple[Paper, ...]:
    """The paper of the event; where that is the company's own, an independent one of the same story beside it."""
    first = happening.paper
    if not first.first_party:
        return (first,)
    others = [
        paper
        for paper in material.stories.get(happening.story_id, [])
        if not paper.first_party and paper.publisher != first.publisher and paper.relevance >= ABOUT
    ]
    others.sort(key=lambda paper: (-paper.relevance, paper.document_id))
    return (first, *others[:1])


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
