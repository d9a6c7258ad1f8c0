"""A user's own question, held to the same rules as ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from researchkit.questions.answerable import gate_of
from researchkit.questions.checks import OWN, Draft, Setting, Verdict, judge
from researchkit.questions.facts import Fact, read_facts
from researchkit.questions.mentions import name_stands, names_in, number_stands, numbers_in, ways_to_say
from researchkit.questions.panel import audiences_of
from researchkit.questions.postings import hiring_facts
from researchkit.questions.roles import read_role
from researchkit.records import Company

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class QuestionCheck:
    """What the rubric says of a question: one verdict a check, and the events it was found to stand on."""

    text: str
    verdicts: tuple[Verdict, ...]
    event_ids: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Say whether every hard check passed."""
        return all(verdict.passed for verdict in self.verdicts if verdict.hard)

    def __str__(self) -> str:
        marks = (f"{'ok  ' if row.passed else 'FAIL' if row.hard else 'weak'} {row.check}" for row in self.verdicts)
        notes = (f": {row.reason}" if row.reason else "" for row in self.verdicts)
        return "\n".join([self.text, *(f"  {mark}{note}" for mark, note in zip(marks, notes, strict=True))])


def check_question(
    text: str, events: DataFrame, documents: DataFrame, company: Company, *, now: datetime
) -> QuestionCheck:
    """Hold a question to every check of the rubric, against the event that it speaks of.

    Role and interviewer come from the company's profile. A question that speaks of no event is not anchored; nothing
    raises but SchemaError.
    """
    interview = company.interview
    setting = Setting(
        company=company, role=read_role(interview.role, interview.role_text), today=now.date(),
        gate=gate_of(documents),
    )  # fmt: skip
    line = " ".join(text.split())
    facts = _spoken_of(line, [*read_facts(events, documents, company), *hiring_facts(documents)], setting)
    audience = audiences_of(interview.interviewer or "hiring manager")[0]
    draft = Draft(text=line, facts=facts, audience=audience, voice=OWN, angle="own", shape="own", ask=line)
    return QuestionCheck(line, judge(draft, setting), tuple(fact.event_id for fact in facts))


def _spoken_of(text: str, facts: list[Fact], setting: Setting) -> tuple[Fact, ...]:
    """Return the fact whose names, numbers and date the question shares most of; none when it shares none."""
    best = max(facts, key=lambda fact: _shared(text, fact, setting), default=None)
    return () if best is None or _shared(text, best, setting) == 0 else (best,)


def _shared(text: str, fact: Fact, setting: Setting) -> float:
    own = setting.company
    names = [name for name in names_in(text) if name not in (own.name, *own.aliases)]
    said = ways_to_say(fact.day, setting.today, fact.precision) if fact.day else []
    count = 2.0 * sum(name_stands(name, fact.quote) for name in names)
    count += 2.0 * sum(number_stands(number, fact.quote) for number in numbers_in(text))
    count += 1.0 * any(way in text for way in said)
    words = {word.lower() for word in text.split() if len(word) > 4}
    shared = words & {word.lower().strip(".,") for word in fact.quote.split()}
    return count + 0.5 * len(shared) if count else 0.0
