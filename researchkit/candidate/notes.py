"""Thank-you notes: under 150 words, one a talk, claiming nothing that neither the debrief nor the evidence says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from researchkit.candidate.debrief import Debrief, Talk, require_something
from researchkit.questions.mentions import name_stands, names_in, number_stands, numbers_in
from researchkit.questions.realise import sentence

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

MAX_NOTE_WORDS = 149
MAX_POINT_WORDS = 25
_THANKS = (
    "Thank you for the conversation{when}.",
    "It was good to talk with you{when}; thank you for the time.",
    "Thank you for making time{when}.",
    "I enjoyed our talk{when}, thank you.",
)
_POINT = (
    "You said “{point}”, and I have kept thinking about it.",
    "One sentence stayed with me: “{point}”.",
    "What you told me, “{point}”, made the work clearer to me.",
    "I noted down your words: “{point}”.",
)
_ASKED = (
    "Your question, “{asked}”, was a good one to be asked.",
    "I have gone over your question again: “{asked}”.",
)
_ANSWER = (
    "You wondered about one thing: {concern}. {answer}",
    "One point was left open: {concern}. {answer}",
    "I would like to add a word to what you asked yourself: {concern}. {answer}",
)
_OPEN = (
    "You wondered about one thing: {concern}. I would be glad to come back to it when we speak next.",
    "One point was left open: {concern}. I would like to give you a fuller answer, in a call or in writing.",
)
_PROMISED = ("As promised, {promised} will follow.", "I will send {promised}, as I said.")
_CLOSE = {
    "recruiter": "If anything is missing for the next step, please let me know.",
    "hiring manager": "I would like to do this work with your team.",
    "peer": "I would enjoy working on it together.",
    "executive": "I would be glad to play a part in it.",
}
_SIGNED = "Kind regards"
_CLOSES = (
    "I would be glad to go on from here.",
    "I look forward to hearing from you.",
    "I hope to speak with you again.",
)


@dataclass(frozen=True, slots=True)
class Note:
    """A draft for one interviewer, for the user to read, change and send. `left_out` says what was not used and why."""

    to: str
    text: str
    left_out: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    def __str__(self) -> str:
        return self.text


def follow_up(dossier: Dossier, debrief: Debrief) -> tuple[Note, ...]:
    """Return one note for each talk of which something is noted, each different from the others.

    A note quotes one point of its talk and answers one concern, in the user's own words. No name or number stands in
    it that neither the talk nor the dossier holds. Raises InputError for a debrief with nothing in it.
    """
    require_something(debrief)
    used: set[str] = set()
    told = [talk for talk in debrief.talks if talk.points or talk.asked or talk.concerns]
    return tuple(_note(talk, number, dossier, used) for number, talk in enumerate(told))


def _note(talk: Talk, number: int, dossier: Dossier, used: set[str]) -> Note:
    left_out: list[str] = []
    lines = [f"Dear {talk.interviewer},", _of(_THANKS, number).format(when=f" on {talk.day}" if talk.day else "")]
    # A point that another note already quotes gives way: two readers may compare.
    point = next((p for p in (*talk.points, "") if p not in used and len(p.split()) <= MAX_POINT_WORDS), "")
    if point:
        used.add(point)
        lines.append(_of(_POINT, number).format(point=point.rstrip(".")))
    elif talk.points:
        left_out.append(f"every point is longer than {MAX_POINT_WORDS} words or quoted in another note")
    elif talk.asked:
        lines.append(_of(_ASKED, number).format(asked=talk.asked[0].rstrip("?.") + "?"))
    lines += _concern(talk, number)
    if talk.promised:
        lines.append(_of(_PROMISED, number).format(promised=talk.promised.rstrip(".")))
    lines.append(_close(talk, number, used))
    body, dropped = _within(lines, _known(talk, dossier))
    return Note(talk.interviewer, body, (*left_out, *dropped))


def _concern(talk: Talk, number: int) -> Iterator[str]:
    if not talk.concerns:
        return
    concern = _inside(talk.concerns[0])
    answer = talk.answers[0].strip() if talk.answers else ""
    if answer:
        ended = answer if answer.endswith((".", "!")) else f"{answer}."
        yield _of(_ANSWER, number).format(concern=concern, answer=sentence(ended))
    else:
        yield _of(_OPEN, number).format(concern=concern)


def _inside(text: str) -> str:
    """Return the user's words as they stand inside a sentence."""
    bare = text.strip().rstrip(".?!")
    if bare.startswith("I "):
        return f"that {bare}"
    first = bare.split(" ", 1)[0]
    return bare if first.isupper() or first[1:] != first[1:].lower() else bare[:1].lower() + bare[1:]


def _close(talk: Talk, number: int, used: set[str]) -> str:
    close = _CLOSE.get(talk.audience.lower(), _of(_CLOSES, number))
    close = next((line for line in (close, *_CLOSES) if line not in used), close)
    used.add(close)
    return close


def _known(talk: Talk, dossier: Dossier) -> str:
    said = (talk.interviewer, talk.day, talk.promised, *talk.points, *talk.asked, *talk.concerns, *talk.answers)
    return "\n".join((*said, dossier.company.name, *dossier.events["quote"].astype(str)))


def _within(lines: list[str], known: str) -> tuple[str, list[str]]:
    """Return the note within its words, each line only when every name and number in it is known."""
    kept: list[str] = []
    dropped: list[str] = []
    for line in lines:
        body = line.split(" ", 1)[-1]  # the first word's capital is the sentence's
        stray = [name for name in names_in(f"x {body}") if not name_stands(name, known)]
        stray += [figure for figure in numbers_in(line) if not number_stands(figure, known)]
        room = len(_SIGNED.split()) + sum(len(part.split()) for part in kept) + len(line.split()) <= MAX_NOTE_WORDS
        if stray or not room:
            dropped.append(f"“{line[:40]}…” ({'unknown: ' + stray[0] if stray else 'too long'})")
        else:
            kept.append(line)
    return f"{kept[0]}\n\n{' '.join(kept[1:])}\n\n{_SIGNED}", dropped


def _of(forms: tuple[str, ...], number: int) -> str:
    return forms[number % len(forms)]
