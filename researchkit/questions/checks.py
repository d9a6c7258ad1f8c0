"""The rubric of a question worth asking: each check is a small function with a name, hard or soft.

`CHECKS` is the table; `judge` runs it on one draft; `check_question` does so for a question that a user wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from researchkit.questions import tact
from researchkit.questions.angles import load_angles
from researchkit.questions.answerable import SURE, SURE_OF_OURS, Answer, Gate
from researchkit.questions.clauses import clauses_of
from researchkit.questions.facts import Fact
from researchkit.questions.grammar import slips
from researchkit.questions.mentions import name_stands, names_in, number_stands, numbers_in, ways_to_say
from researchkit.questions.realise import MONTHS
from researchkit.questions.roles import Role
from researchkit.questions.slots import own_names
from researchkit.records import Company

MAX_WORDS = 35
OWN = "own"  # the voice of a question that the user wrote
FRESH_DAYS, FRESH_FILING_DAYS = 180, 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What checks know besides the question: whom it is for, when it is said, and what was collected."""

    company: Company
    role: Role
    today: date
    gate: Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One candidate question. `facts` are the evidence it stands on: one, or two for a tension."""

    text: str
    facts: tuple[Fact, ...]
    audience: str
    voice: str
    angle: str
    shape: str
    ask: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check says: `reason` is for a person, empty where it passed."""

    check: str
    hard: bool
    passed: bool
    reason: str = ""


Check = Callable[[Draft, Setting], str]  # the reason why it does not pass, "" when it does


def anchored(draft: Draft, setting: Setting) -> str:
    """Names a date, number or proper name that stands in its evidence."""
    evidence = _evidence(draft)
    if any(name_stands(name, evidence) for name in names_in(draft.text)):
        return ""
    if any(number_stands(number, evidence) for number in numbers_in(draft.text)):
        return ""
    if any(said.lower() in draft.text.lower() for said in _dates(draft, setting)):
        return ""
    return "it names no date, number or proper name that its evidence holds"


def unanswered(draft: Draft, setting: Setting) -> str:
    """No collected passage answers it."""
    answer = answer_to(draft, setting)
    return (
        "" if answer is None else f"answered by document {answer.passage.document_id}: “{_short(answer.passage.text)}”"
    )


def answer_to(draft: Draft, setting: Setting) -> Answer | None:
    """Return the passage that answers a draft, or None."""
    sure = SURE if draft.voice == OWN else SURE_OF_OURS
    return setting.gate.answer(draft.text, names=own_names(setting.company), sure=sure)


def grounded(draft: Draft, setting: Setting) -> str:
    """Every name and number in it stands in the evidence."""
    evidence = _evidence(draft)
    said = " ".join(_dates(draft, setting))
    own = (*own_names(setting.company), *setting.company.products, setting.role.title, *setting.role.duties)
    known = "\n".join((evidence, *own))
    for name in names_in(draft.text):
        if not name_stands(name, known) and name not in said:
            return f"“{name}” does not stand in the evidence"
    for number in numbers_in(draft.text):
        if not number_stands(number, known) and number not in said:
            return f"the number {number} does not stand in the evidence"
    for month in MONTHS:
        if (
            re.search(rf"\b{month}\b", draft.text)
            and month not in said
            and (month != "May" or re.search(r"\bMay(?:'s)?\b", draft.text))
        ):
            return f"{month} is not when it happened"
    return ""


def whole(draft: Draft, setting: Setting) -> str:
    """No empty slot, no template mark, one question mark, no grammar slip."""
    text = draft.text
    if mark := re.search(r"[{}<>|_\[\]]|\bTODO\b|\bNone\b|\bnan\b|…", text):
        return f"a template mark is left: {mark[0]}"
    if text.count("?") != 1 or not text.endswith("?"):
        return "it must hold one question mark, at its end"
    names = own_names(setting.company)
    if any(len(re.findall(rf"\b{re.escape(name)}\b", text)) > 1 for name in names):
        return "it names the company twice"
    found = slips(text)
    return f"grammar: {found[0]}" if found else ""


def tactful(draft: Draft, setting: Setting) -> str:
    """No word of blame, politics or belief, never hearsay alone, nothing about the merits of an open legal matter."""
    if word := tact.harsh(draft.text):
        return f"“{word}” sounds like blame or alarm; use a neutral noun such as reduction, incident or inquiry"
    if word := tact.divisive(draft.text):
        return f"“{word}” touches politics or belief; leave it outside the room"
    if any(fact.family in ("legal", "labour") for fact in draft.facts) and (phrase := tact.merits(draft.text)):
        return f"“{phrase}” asks about the merits of an open matter; ask about process"
    if draft.facts and all(tact.hearsay(fact.quote) and fact.single for fact in draft.facts):
        return "its only evidence is a rumour"
    return ""


def fresh(draft: Draft, setting: Setting) -> str:
    """The evidence lies inside the window: 180 days, 365 for filings."""
    for fact in (fact for fact in draft.facts if fact.family != "said"):
        window = FRESH_FILING_DAYS if fact.kind == "filing" else FRESH_DAYS
        if fact.day is None:
            return "its evidence has no date"
        if (setting.today - fact.day).days > window:
            return f"its evidence is older than {window} days"
    return ""


_PLAIN = re.compile(
    r"^(?:tell me|can you|could you|do you|does|did|is|are|was|were|will|have|has|had|would|"
    r"should)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^(?:what(?:'s| is| are) (?:your|the) [\w' -]{0,40}$|who is\b|when (?:did|was|is|will)\b|how (?:many|old|"
    r"big) )",
    re.IGNORECASE,
)


def choice(draft: Draft, setting: Setting) -> str:
    """Asks about a choice, a trade-off or a next step; not yes or no, not "tell me about"."""
    del setting
    clauses = clauses_of(draft.text)
    first = re.sub(r"^(?:and|so|then)\s+", "", clauses[0].strip(), flags=re.IGNORECASE)
    if re.match(r"^tell me", first, re.IGNORECASE):
        return "“tell me about” leaves the choice to them; ask which, what first or how it was decided"
    if _PLAIN.match(first) and not re.search(r"\bor\b|\bwh(?:at|ich|o|ere|om)\b|\bhow\b", draft.text):
        return "it can be answered with yes or no"
    if _DEFINITION.match(first):
        return "it asks for a plain fact, not for a choice or a next step"
    return ""


def in_remit(draft: Draft, setting: Setting) -> str:
    """The person asked may and can speak of it."""
    del setting
    remit = load_angles().remit
    for fact in draft.facts:
        if remit.get((fact.family, draft.audience), "ask") == "avoid":
            return f"a {draft.audience} is not the one to ask about this ({fact.family})"
    return ""


_JOB = re.compile(r"\b(?:this|the|your|that) (?:\w+ )?(?:role|team|job|post)\b", re.IGNORECASE)


def tied(draft: Draft, setting: Setting) -> str:
    """Speaks of the role or team, or shares a word with the job post."""
    role = setting.role
    if (
        _JOB.search(draft.text)
        or (role.title and role.title in draft.text)
        or any(duty in draft.text for duty in role.duties)
    ):
        return ""
    words = set(re.findall(r"[a-z][a-z-]{4,}", draft.ask.lower()))
    return "" if words & role.words else "it does not touch the job"


def speakable(draft: Draft, setting: Setting) -> str:
    """At most 35 words."""
    del setting
    count = len(draft.text.split())
    return "" if count <= MAX_WORDS else f"{count} words; {MAX_WORDS} fit in one breath"


_SOURCE_SAID = re.compile(
    r"\bif .{2,40} has it right\b|"
    r"\b(?:I (?:have )?(?:read|seen|saw)|according to|reported|wrote)\b.*"
    r"\b(?:still so|still the plan|still accurate|still holds|is that right|if it holds|if (?:it|that) is right)\b",
    re.IGNORECASE,
)


def robust(draft: Draft, setting: Setting) -> str:
    """A fact from a single outside source is introduced as read, and asked whether it still holds."""
    del setting
    if not any(fact.single for fact in draft.facts) or len(draft.facts) > 1 or _SOURCE_SAID.search(draft.text):
        return ""
    return "one source only: begin with “I read that …” and ask whether it is still so"


CHECKS: dict[str, tuple[Check, bool]] = {
    "anchored": (anchored, True),
    "unanswered": (unanswered, True),
    "grounded": (grounded, True),
    "whole": (whole, True),
    "tactful": (tactful, True),
    "speakable": (speakable, True),
    "in_remit": (in_remit, True),
    "fresh": (fresh, False),
    "choice": (choice, False),
    "tied": (tied, False),
    "robust": (robust, False),
}
# The gate reads passages, all others a line: it runs last.
_ORDER = [name for name in CHECKS if name != "unanswered"] + ["unanswered"]


def judge(draft: Draft, setting: Setting, *, stop: bool = False) -> tuple[Verdict, ...]:
    """Run every check on a draft; with `stop`, end at the first hard one that fails."""
    verdicts = []
    for name in _ORDER:
        check, hard = CHECKS[name]
        reason = check(draft, setting)
        verdicts.append(Verdict(name, hard, not reason, reason))
        if stop and hard and reason:
            break
    return tuple(verdicts)


def _evidence(draft: Draft) -> str:
    return "\n".join(fact.evidence for fact in draft.facts)


def _dates(draft: Draft, setting: Setting) -> list[str]:
    days = [(fact.day, fact.precision) for fact in draft.facts if fact.day is not None]
    return [said for day, precision in days for said in ways_to_say(day, setting.today, precision)]


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:20]) + (" …" if len(words) > 20 else "")
