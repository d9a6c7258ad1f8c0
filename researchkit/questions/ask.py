"""Questions worth asking: EVENTS and documents in, QUESTIONS out."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from researchkit.frames import QUESTIONS, conform, empty
from researchkit.questions.answerable import gate_of
from researchkit.questions.checks import Draft, Setting
from researchkit.questions.facts import read_facts
from researchkit.questions.panel import Chosen, audiences_of, share_out
from researchkit.questions.postings import hiring_facts
from researchkit.questions.roles import read_role
from researchkit.questions.tension import read_tensions
from researchkit.records import Company

if TYPE_CHECKING:
    from datetime import date

    from pandas import DataFrame

_WHY = {
    "recruiter": "a recruiter knows what it changed in hiring and in the team",
    "hiring manager": "the hiring manager decides what the team does about it",
    "peer": "a peer lives with it day to day",
    "executive": "an executive weighs it against the company's other bets",
}


def ask(
    events: DataFrame,
    documents: DataFrame,
    company: Company,
    *,
    now: datetime,
    role: str = "",
    interviewer: str = "hiring manager",
) -> DataFrame:
    """Return questions worth asking, as QUESTIONS, best first; none when there is no evidence.

    Takes EVENTS and DOCUMENTS (or RANKED, CLUSTERED). `role` is a title or a pasted job post; empty, it comes from the
    profile. `interviewer` is recruiter, hiring manager, peer, executive, several of them, or "panel" (also: empty).
    Every question passes every hard check; `checks` names those passed. Two columns stand to the right of the schema:
    `evidence` (the ids of its documents, comma-separated) and `spare` (held back for the case that one falls flat).
    Where a question stands on documents alone (open posts), `event_id` is the id of the first. Raises SchemaError.
    """
    interview = company.interview
    said_role = role if role.strip() else interview.role
    known = read_role(said_role, "" if role.strip() and role.strip() != interview.role else interview.role_text)
    today = spoken_on(now, interview.day)
    setting = Setting(company=company, role=known, today=today, gate=gate_of(documents))
    read = read_facts(events, documents, company)
    facts = [*read[:2], *hiring_facts(documents, family=known.family), *read[2:]]
    audiences = audiences_of(interviewer)
    chosen = share_out(facts, read_tensions(facts, documents, audiences, setting), audiences, setting)
    return _frame(chosen, setting)


def spoken_on(now: datetime, day: date | None) -> date:
    """Return the day the question is said on: the interview's, when it lies ahead by less than two months."""
    today = now.date()
    return day if day is not None and 0 <= (day - today).days <= 60 else today


def question_id(text: str, event_id: str) -> str:
    """Return the id of a question: a hash of its text and its event."""
    return hashlib.sha256(f"{event_id}\n{text}".encode()).hexdigest()[:16]


def _frame(chosen: list[Chosen], setting: Setting) -> DataFrame:
    import pandas as pd

    if not chosen:
        return empty(QUESTIONS).assign(evidence=pd.Series([], dtype=object), spare=pd.Series([], dtype=bool))
    rows = [_row(row, setting) for row in chosen]
    frame = pd.DataFrame(rows).drop_duplicates("question_id")
    return conform(frame, QUESTIONS)


def _row(row: Chosen, setting: Setting) -> dict[str, Any]:
    draft = row.draft
    event = draft.facts[-1]
    return {
        "question_id": question_id(draft.text, event.event_id),
        "event_id": event.event_id,
        "audience": draft.audience,
        "role": setting.role.title or setting.role.family,
        "angle": f"{event.family}/{draft.angle}",
        "text": draft.text,
        "rationale": rationale(draft),
        "score": row.score,
        "checks": ",".join(verdict.check for verdict in row.verdicts if verdict.passed),
        "evidence": ",".join(dict.fromkeys(fact.document_id for fact in draft.facts)),
        "spare": row.spare,
    }


def rationale(draft: Draft) -> str:
    """Return in one sentence why this question: the fact behind it and who should answer."""
    parts = [_cited(fact, ids=len(draft.facts) > 1) for fact in draft.facts]
    return f"{' against '.join(parts)}: {_WHY[draft.audience]}."


def _cited(fact: Any, *, ids: bool) -> str:
    words = fact.quote.split()
    quote = " ".join(words[:20]) + (" …" if len(words) > 20 else "")
    day = f"{fact.day.day} {fact.day:%B %Y}" if fact.day else "no date"
    source = f"{fact.publisher}, {day}" + (f", {fact.event_id or fact.document_id}" if ids else "")
    return f"“{quote.rstrip('.')}” ({source})"
