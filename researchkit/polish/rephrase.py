"""Rephrasing a page: choose the lines, show them, send them one by one, keep what passes every check."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from researchkit.brief.budget import BUDGET, MAX_WORDS
from researchkit.brief.page import REPHRASED, Brief, Line
from researchkit.brief.wording import plural
from researchkit.polish.asked import Asked
from researchkit.polish.checks import fault
from researchkit.polish.speakers import Passage, Silent, Speaker
from researchkit.reading.text import clean_line
from researchkit.workspace import clip

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

# Header, match, why and unknown hold what is the user's own: role, interviewer, stories. They are never sent.
_SENT = ("launches", "challenges", "market", "people", "questions")
_QUOTES = re.compile(r"[\"“”„«»]")
_WRAPPED = re.compile(r"^([\"'“‘])(.*)([\"'”’])$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line that is sent: its section, its place there, and what goes out."""

    key: str
    place: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class Polished:
    """What came of it: the page, how many lines were sent and taken, why others were not, and what went wrong."""

    page: Brief
    model: str
    chosen: int
    taken: int
    refused: tuple[tuple[str, str], ...] = ()  # our line, the reason
    trouble: str = ""

    def __str__(self) -> str:
        told = f"{clip(self.model)}: {self.taken} of {plural(self.chosen, 'line')} rephrased"
        reasons = Counter(reason for _, reason in self.refused)
        why = "; ".join(f"{reason} ({count})" if count > 1 else reason for reason, count in reasons.most_common(3))
        thrown = f", {len(self.refused)} answers thrown away for ours: {why}" if self.refused else ""
        trouble = f". {self.trouble}; the other lines stay ours" if self.trouble else ""
        return f"{told}{thrown}{trouble}."


def choose(page: Brief, asked: Asked) -> list[Chosen]:
    """Return the lines of a page that may be sent.

    These are our own sentences and questions with a quote from a public page. What is quoted already, what comes from a
    saved file, and questions that tell the user's role or job post stay here.
    """
    return [
        Chosen(section.key, place, Passage(section.key == "questions", line.text, line.quote))
        for section in page.body
        if section.key in _SENT
        for place, line in enumerate(section.lines)
        if _public(line, page, asked.dossier) and _may_go(line, section.key, page, asked)
    ]


def rephrase(page: Brief, asked: Asked, speaker: Speaker) -> Polished:
    """Send the chosen lines one by one and return the page with the answers that passed; ours stand everywhere else."""
    chosen = choose(page, asked)
    taken, refused, trouble = 0, [], ""
    polished = page
    for one in chosen:
        try:
            answer = _bare(speaker.ask(one.passage.written))
        except Silent as error:
            trouble = str(error).rstrip(".")
            break
        if answer == one.passage.sentence:
            continue
        reason, made = _judged(answer, one, polished, asked)
        if reason:
            refused.append((one.passage.sentence, reason))
        else:
            polished, taken = made, taken + 1
    if taken:
        polished = replace(polished, polisher=clip(speaker.model, 40))
    return Polished(polished, speaker.model, len(chosen), taken, tuple(refused), trouble)


def shown(page: Brief, asked: Asked, speaker: Speaker) -> str:
    """Return what would be sent, for the user to read first: where to, the text around a line, and every line."""
    lines = [one.passage.written for one in choose(page, asked)]
    if not lines:
        return "There is no line to send."
    head = f"To {speaker.address}: {plural(len(lines), 'request')}. In each, LINE is one of the lines below."
    return "\n".join([head, "", speaker.letter("LINE"), "", *lines])


def _judged(answer: str, one: Chosen, page: Brief, asked: Asked) -> tuple[str, Brief]:
    """Return why an answer may not stand, "" when it may, and the page with it."""
    reason = fault(answer, one.passage)
    if not reason and one.passage.question:
        reason = asked.fault(answer, one.passage.sentence)
    if reason:
        return reason, page
    made = _with(page, one, answer)
    before, after = _words(page, one.key), _words(made, one.key)
    if after > max(BUDGET[one.key], before) or made.words > max(MAX_WORDS, page.words):
        return "its section has no room for it", page
    return "", made


def _with(page: Brief, one: Chosen, text: str) -> Brief:
    sections = []
    for section in page.sections:
        if section.key == one.key:
            lines = list(section.lines)
            line = lines[one.place]
            lines[one.place] = replace(line, text=text, remarks=(*line.remarks, REPHRASED))
            section = replace(section, lines=tuple(lines))
        sections.append(section)
    return replace(page, sections=tuple(sections))


def _words(page: Brief, key: str) -> int:
    return next(section.words for section in page.sections if section.key == key)


def _public(line: Line, page: Brief, dossier: Dossier) -> bool:
    """Tell whether all that a line stands on was fetched from a public page, nothing saved by the user."""
    if not line.quote or not line.citations:
        return False
    sources = [page.source(number) for number in line.citations]
    return all(source.url for source in sources) and not {one.document_id for one in sources} & _saved(dossier)


def _saved(dossier: Dossier) -> set[str]:
    documents = dossier.documents
    mine = documents["source_id"].str.split(" ").str[0].eq("saved")
    return set(documents.loc[mine, "document_id"])


def _may_go(line: Line, key: str, page: Brief, asked: Asked) -> bool:
    if REPHRASED in line.remarks or line.text.endswith("…") or line.text != clean_line(line.text):
        return False
    if key != "questions":
        return not _QUOTES.search(line.text)
    known = asked.knows(line.text) and not asked.documents(line.text) & _saved(asked.dossier)
    return known and not asked.tells_the_role(line.text, line.quote)


def _bare(answer: str) -> str:
    """Return an answer without the quotation marks that a model likes to put around all of it."""
    found = _WRAPPED.match(answer)
    return found[2].strip() if found else answer
