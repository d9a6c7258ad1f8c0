"""Who is asked what: facts and questions shared out among the audiences, none used twice, openings varied."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from researchkit.questions.angles import AUDIENCES, load_angles
from researchkit.questions.checks import Draft, Setting, Verdict, judge
from researchkit.questions.compose import drafts, family_of
from researchkit.questions.facts import Fact

ALONE, EACH_OF_PANEL = 8, 4
_MAX_FACTS = 40
# Whoever may be asked least chooses first.
_ORDER = ("recruiter", "peer", "executive", "hiring manager")
_REMIT = {"ask": 1.0, "adapt": 0.7, "avoid": 0.0}
_SOFT = {"fresh": 0.25, "choice": 0.35, "tied": 0.25, "robust": 0.15}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question that made it: with its verdicts and score; `spare` marks the one held back for its audience."""

    draft: Draft
    verdicts: tuple[Verdict, ...]
    score: float
    spare: bool = False


@dataclass(slots=True)
class _Page:
    """What the page has used so far."""

    facts: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    shapes: Counter[str] = field(default_factory=Counter)
    angles: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)


def audiences_of(interviewer: str) -> tuple[str, ...]:
    """Return the audiences meant by a free text: "VP Engineering" is an executive, "panel" or several are all named."""
    plain = interviewer.lower()
    if "panel" in plain or not plain.strip():
        return AUDIENCES
    found = tuple(name for name in AUDIENCES if any(word in f" {plain} " for word in _WORDS[name]))
    return found or ("hiring manager",)


_WORDS = {
    "recruiter": ("recruit", "talent", " hr ", "human resources", "people partner", "sourcer"),
    "hiring manager": ("hiring manager", "line manager", "team lead", "engineering manager", "head of", " manager "),
    "peer": ("peer", "colleague", "teammate", "team member", "future team"),
    "executive": (
        "executive",
        "ceo",
        "cto",
        "cfo",
        "coo",
        "cpo",
        "cmo",
        "chief",
        "founder",
        " vp ",
        "vice president",
        "director",
        "board",
    ),
}


def share_out(
    facts: Sequence[Fact], tensions: Iterable[Draft], audiences: Sequence[str], setting: Setting
) -> list[Chosen]:
    """Return the chosen questions, best first: each fact once, openings varied, a spare for each audience."""
    page = _Page()
    ranked = _distinct(facts)[:_MAX_FACTS]
    said = list(tensions)
    most = ALONE if len(audiences) == 1 else EACH_OF_PANEL
    chosen: dict[str, list[Chosen]] = {audience: [] for audience in audiences}
    for _ in range(most):
        for audience in (name for name in _ORDER if name in audiences):
            best = _best_tension(said, audience, setting, page) or _best(ranked, audience, setting, page)
            if best is not None:
                _use(page, best.draft)
                chosen[audience].append(best)
    rows = [row for picked in chosen.values() for row in _with_spare(picked)]
    return sorted(rows, key=lambda row: (row.spare, -row.score, row.draft.text))


def _with_spare(picked: list[Chosen]) -> list[Chosen]:
    ordered = sorted(picked, key=lambda row: -row.score)
    kept = len(ordered) - (len(ordered) // 2 if len(ordered) > 4 else len(ordered) > 1)
    return [Chosen(row.draft, row.verdicts, row.score, spare=number >= kept) for number, row in enumerate(ordered)]


def _best(facts: Sequence[Fact], audience: str, setting: Setting, page: _Page) -> Chosen | None:
    remit = load_angles().remit
    order: list[tuple[float, Fact]] = []
    for rank, fact in enumerate(facts):
        family = family_of(fact)
        allowed = _REMIT[remit.get((family, audience), "avoid")] if family else 0.0
        if (
            fact.fact_id in page.facts
            or thing_of(fact) in page.things
            or allowed == 0.0
            or remit.get((fact.family, audience)) == "avoid"
        ):
            continue
        worth = allowed * worth_of(fact, rank / max(1, len(facts)), setting) / (1 + 0.5 * page.families[fact.family])
        order.append((worth, fact))
    for worth, fact in sorted(order, key=lambda pair: (-pair[0], pair[1].fact_id)):
        picked = _first_that_passes(drafts(fact, audience, setting), setting, page)
        if picked is not None:
            draft, verdicts = picked
            return Chosen(draft, verdicts, round(0.45 * worth + 0.44 * _soft(verdicts), 4))
    return None


def worth_of(fact: Fact, rank: float, setting: Setting) -> float:
    """Return how much a fact is worth asking about (0 to 1): salience, kind of event, age, number of sources."""
    age = (setting.today - fact.day).days if fact.day else 400
    recency = max(0.0, 1 - max(0, age) / 365)
    polarity = {"challenge": 1.0, "launch": 0.9}.get(fact.polarity, 0.7)
    plain = 0.55 if fact.family in ("other", "award", "esg", "research") else 1.0
    sources = 0.6 if fact.single else 1.0
    return (0.35 * (1 - rank) + 0.25 * recency + 0.2 * polarity + 0.1 * sources + 0.1 * fact.confidence) * plain


def _best_tension(tensions: list[Draft], audience: str, setting: Setting, page: _Page) -> Chosen | None:
    fitting = [
        draft for draft in tensions
        if draft.audience == audience and not any(fact.fact_id in page.facts for fact in draft.facts)
    ]  # fmt: skip
    picked = _first_that_passes(fitting, setting, page)
    if picked is None or page.families["tension"] >= 3:
        return None
    draft, verdicts = picked
    return Chosen(draft, verdicts, round(0.9 + 0.1 * _soft(verdicts) * min(fact.confidence for fact in draft.facts), 4))


def _first_that_passes(
    found: Iterable[Draft], setting: Setting, page: _Page
) -> tuple[Draft, tuple[Verdict, ...]] | None:
    light = [(draft, _misses(draft, setting)) for draft in found if draft.text not in page.texts]
    order = sorted(light, key=lambda pair: (pair[1] + _repeats(pair[0], page), _tie(pair[0].text)))
    refused: set[str] = set()
    for draft, _ in order:
        if draft.ask in refused:
            continue
        verdicts = judge(draft, setting, stop=True)
        if all(verdict.passed or not verdict.hard for verdict in verdicts):
            return draft, verdicts
        if verdicts[-1].check == "unanswered":  # the ask is answered, whatever stands around it
            refused.add(draft.ask)
    return None


def _misses(draft: Draft, setting: Setting) -> float:
    from researchkit.questions.checks import CHECKS

    long = max(0, len(draft.text.split()) - 22) * 0.02  # the page has about 25 words for each
    duty = 0.15 * any(duty in draft.text for duty in setting.role.duties)
    return long - duty + sum(weight for name, weight in _SOFT.items() if CHECKS[name][0](draft, setting))


def _repeats(draft: Draft, page: _Page) -> float:
    ending = draft.ask.rpartition(", and ")[2]
    return 0.5 * page.shapes[draft.shape] + 0.4 * page.angles[draft.angle] + 0.4 * page.endings[ending]


def _use(page: _Page, draft: Draft) -> None:
    page.facts |= {fact.fact_id for fact in draft.facts}
    page.things |= {thing for fact in draft.facts if (thing := thing_of(fact))}
    page.texts.add(draft.text)
    page.shapes[draft.shape] += 1
    page.angles[draft.angle] += 1
    page.families.update(fact.family for fact in draft.facts[-1:])
    if len(draft.facts) > 1:
        page.families["tension"] += 1
    page.endings[draft.ask.rpartition(", and ")[2]] += 1


def _soft(verdicts: Iterable[Verdict]) -> float:
    return sum(_SOFT.get(verdict.check, 0.0) for verdict in verdicts if verdict.passed)


def _tie(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def thing_of(fact: Fact) -> str:
    """Return what a fact is about by name, "" when it has none: a page names each thing once."""
    slots = ("object", "counterparty", "person", "place", "share", "money")
    return next((fact.slots[slot].lower() for slot in slots if slot in fact.slots), "")


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """Keep the first of facts that tell the same thing: one story, or one family, thing and month."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for fact in facts:
        month = fact.day.strftime("%Y-%m") if fact.day else ""
        keys: list[tuple[str, ...]] = [("story", fact.story_id), ("thing", fact.family, thing_of(fact), month)]
        if any(key in seen for key in keys):
            continue
        seen.update(keys)
        kept.append(fact)
    return kept
