"""Events: one typed happening a story, with its claim, its exact quote and how sure we are.

Every document of a story gives its account; they vote on type, polarity and modality. Structured documents (incidents,
filings, releases, recalls) need no reader. Job posts are counted elsewhere and never become events.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from researchkit.analysis.accounts import Account, read_accounts, share_of_document
from researchkit.analysis.claims import can_be_told, make_claim
from researchkit.analysis.headline import NOT_EVENT
from researchkit.analysis.mentions import Names, names_of
from researchkit.analysis.relevance import ABOUT
from researchkit.analysis.roles import read_roles
from researchkit.analysis.rows import Event, read_rows
from researchkit.analysis.salience import by_salience
from researchkit.analysis.signs import usual_polarity
from researchkit.analysis.structured import is_structured, structured_events
from researchkit.analysis.voice import heard_only_here, is_reported, says_it
from researchkit.analysis.when import when
from researchkit.analysis.words import is_title_case
from researchkit.frames import CLUSTERED, EVENTS, conform, from_records

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.records import Company

LEAST_CONFIDENCE = 0.5  # a story below this is no event
_LEAST_TOLD = {"launch": 0.58, "challenge": 0.55, "other": 0.5}  # a wrong line costs more than a missing one
_LEAST_POLARITY = {"launch": 0.4, "challenge": 0.35}  # a share of the votes below this is told as "other"
_USUAL_SHARE = 0.05  # what the type's usual polarity adds to every vote
_LONG_QUOTE_WORDS = 25
_CHOICES = 4  # so many accounts may stand as the quote
_NEARLY = 0.4  # and be so much less fit than the best
_CONCRETE = 0.06  # what a number or a name inside the sentence adds
_NAMED_OR_COUNTED = re.compile(r"[$€£]?\d[\d.,]*|(?<=[a-z,] )[A-Z][\w-]+")
_TIMELESS_KINDS = frozenset({"job", "page", "reference", "review"})  # what stands on the web all year is no news
_NEVER = {  # what a type cannot be, and what it is then
    ("earnings_up", "challenge"): "other",
    ("earnings_down", "launch"): "other",
    ("award_recognition", "challenge"): "other",
    ("security_incident_outage", "launch"): "challenge",
    ("layoffs_restructuring", "launch"): "challenge",
    ("product_problem_recall", "launch"): "other",
    ("legal_regulatory", "launch"): "other",
    ("labour_dispute", "launch"): "other",
}
_FUTURE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vote:
    """What the accounts of one story agree on."""

    kind: str
    polarity: str
    modality: str
    confidence: float


def detect(clustered: DataFrame, company: Company, *, now: datetime) -> DataFrame:
    """Return the company's events, one a story at most, the most salient first.

    Takes CLUSTERED, returns EVENTS. Only documents with relevance of ABOUT or more are read. `happened` is UTC
    midnight of the day the text names, else the day of the story's first publication, NaT where nothing is dated;
    a publication after `now` plus a day counts as undated. Raises SchemaError.
    """
    frame = conform(clustered, CLUSTERED)
    names = names_of(company)
    rows = [row for row in read_rows(frame) if row.relevance >= ABOUT]
    found = {event.story_id: event for event in structured_events(rows, company, now=now)}
    stories: dict[str, list[Account]] = defaultdict(list)
    told = [row for row in rows if not is_structured(row) and row.kind not in _TIMELESS_KINDS]
    for account in read_accounts(told, names):
        stories[account.row.story_id].append(account)
    for story_id in sorted(stories):
        accounts = stories[story_id]
        vote = decide(accounts)
        if vote is None or not _is_ours(accounts, vote, names):
            continue
        event = _event(accounts, vote, company, names, now=now)
        found[story_id] = _with_record(event, found[story_id]) if story_id in found else event
    return by_salience(from_records(list(found.values()), EVENTS), rows, company, now=now)


def _is_ours(accounts: Sequence[Account], vote: Vote, names: Names) -> bool:
    """Tell whether a story is our company's news: the company reports it, or others do."""
    if not heard_only_here(accounts):
        return True
    return is_reported(accounts, names, kind=vote.kind, polarity=vote.polarity, confidence=vote.confidence)


def _with_record(event: Event, record: Event) -> Event:
    """Let the press tell in words what an incident page or a filing records; type, polarity and day are its own."""
    if event.polarity != record.polarity:
        return record
    return replace(
        event,
        event_id=record.event_id,
        type=record.type,
        modality=record.modality,
        happened=record.happened,
        publishers=event.publishers + record.publishers,
        confidence=max(event.confidence, record.confidence),
    )


def decide(accounts: Sequence[Account]) -> Vote | None:
    """Let the accounts of one story vote; None when it is no event of the company."""
    by_document: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_document[account.row.document_id].append(account)
    documents = [_of_document(found) for found in by_document.values()]
    strongest = sorted(documents, key=lambda types: types[NOT_EVENT])[: (len(documents) + 1) // 2]
    confidence = sum(1.0 - types[NOT_EVENT] for types in strongest) / len(strongest)
    if confidence < LEAST_CONFIDENCE:
        return None
    kind, _ = _winner((name, p) for types in documents for name, p in types.items() if name != NOT_EVENT)
    weighed = [(account, share_of_document(account) * account.event_p) for account in accounts]
    polarity = _polarity(weighed, usual_polarity(kind))
    polarity = _NEVER.get((kind, polarity), polarity)
    if confidence < _LEAST_TOLD[polarity]:
        return None
    modality, _ = _winner((account.modality, weight) for account, weight in weighed)
    return Vote(
        kind=kind,
        polarity=polarity,
        modality=modality,
        confidence=round(min(1.0, confidence), 4),
    )


def _polarity(weighed: Iterable[tuple[Account, float]], usual: str) -> str:
    """Return launch or challenge, whichever got more, where it got enough; else other. `usual` is what the type
    means.
    """
    totals: dict[str, float] = dict.fromkeys(_LEAST_POLARITY, 0.0)
    everything = 0.0
    for account, weight in weighed:
        everything += weight
        for name in totals:
            totals[name] += (account.polarity[name] + _USUAL_SHARE * (name == usual)) * weight
    best = max(totals, key=lambda name: (totals[name], name))
    return best if totals[best] >= _LEAST_POLARITY[best] * everything else "other"


def _winner(votes: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """Return what got most, and its share of all; ties go by name."""
    totals: dict[str, float] = defaultdict(float)
    for name, weight in votes:
        totals[name] += weight
    best = max(totals, key=lambda name: (totals[name], name))
    return best, totals[best] / (sum(totals.values()) or 1.0)


def _of_document(accounts: Iterable[Account]) -> dict[str, float]:
    """Return the types of one document: the mean of its accounts, the title most."""
    totals: Counter[str] = Counter()
    weight = 0.0
    for account in accounts:
        share = share_of_document(account)
        totals.update({name: p * share for name, p in account.types.items()})
        weight += share
    return {name: value / weight for name, value in totals.items()}


def _fitness(account: Account, kind: str, polarity: str) -> float:
    """Return how well an account can stand as the quote: plain, short, about our company."""
    words = len(account.sentence.split())
    score = account.types[kind] + 0.5 * account.polarity[polarity] + 0.3 * account.event_p
    score += {"subject": 0.4, "owner": 0.25, "object": 0.2}.get(account.where, 0.0)
    score += 0.3 if account.is_title else 0.0
    score += 0.2 if account.named_early else 0.0
    score += 0.4 if account.row.first_party and says_it(account.sentence, is_title=account.is_title) else 0.0
    score += _CONCRETE * _concrete(account.sentence)
    score -= 0.5 if "?" in account.sentence else 0.0
    score -= 0.2 if account.sentence[:1] in "‘“'\"" else 0.0
    score -= 0.6 if words > _LONG_QUOTE_WORDS else 0.3 if words < 4 else 0.0
    return round(score, 9)


def _concrete(sentence: str) -> int:
    """Return how many names and numbers stand inside a sentence, as far as capitals tell; two are enough."""
    return 0 if is_title_case(sentence) else min(2, len(_NAMED_OR_COUNTED.findall(sentence)))


def _best(accounts: Sequence[Account], vote: Vote, company: Company, names: Names) -> Account:
    """Return the account to quote: the fittest that can be told as a sentence, if it is nearly as fit as the best."""
    fitness = {place: _fitness(account, vote.kind, vote.polarity) for place, account in enumerate(accounts)}
    order = sorted(fitness, key=lambda place: (-fitness[place], accounts[place].row.document_id, accounts[place].start))
    for place in order[:_CHOICES]:
        account = accounts[place]
        near = fitness[place] >= fitness[order[0]] - _NEARLY
        if near and can_be_told(account.sentence, names, name=company.name, own_voice=account.row.first_party):
            return account
    return accounts[order[0]]


def _event(accounts: Sequence[Account], vote: Vote, company: Company, names: Names, *, now: datetime) -> Event:
    best = _best(accounts, vote, company, names)
    roles = read_roles(best.sentence, names, dict(best.spans), company.name, where=best.where)
    named = (roles.person, roles.counterparty, roles.place, *company.people, *company.products)
    claim = make_claim(
        best.sentence,
        names,
        name=company.name,
        kind=vote.kind,
        own_voice=best.row.first_party,
        keep=tuple(word for word in named if word and word[0].isupper()),
    )
    return Event(
        event_id=event_id(best.row.story_id, vote.kind),
        story_id=best.row.story_id,
        type=vote.kind,
        polarity=vote.polarity,
        modality=vote.modality,
        happened=_happened(accounts, best, coming=vote.modality == "planned", now=now),
        subject=roles.subject,
        object=roles.object,
        counterparty=roles.counterparty,
        person=roles.person,
        amount=roles.amount,
        place=roles.place,
        claim=claim,
        document_id=best.row.document_id,
        quote=best.sentence,
        start=best.start,
        end=best.end,
        publishers=len({account.row.publisher for account in accounts}),
        confidence=vote.confidence,
    )


def _sentence_behind(account: Account) -> str:
    """Return the sentence behind the quote, which dates it; later ones date something else."""
    return account.row.text[account.end : account.end + 300].strip().split(". ")[0]


def event_id(story_id: str, kind: str) -> str:
    """Return the id of an event: a hash of its story and type."""
    return hashlib.sha256(f"event {story_id} {kind}".encode()).hexdigest()[:16]


def _happened(accounts: Sequence[Account], best: Account, *, coming: bool, now: datetime) -> datetime | None:
    """Return the day the quote or the words behind it name, else the day of the first publication."""
    published = best.row.published_by(now)
    for text in (best.sentence, _sentence_behind(best)):
        found = when(text, published, coming=coming)
        if found is not None and (coming or found <= now + _FUTURE):
            return found
    dated = [moment for account in accounts if (moment := account.row.published_by(now)) is not None]
    return min(dated).replace(hour=0, minute=0, second=0, microsecond=0) if dated else None
