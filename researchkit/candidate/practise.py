"""Practice: likely questions with a timer, the user's notes beside the matched story, progress kept."""

from __future__ import annotations

import hashlib
import json
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.candidate.matching import CALLS_FOR, match
from researchkit.candidate.stories import Story
from researchkit.errors import ParseError
from researchkit.questions.answerable import Gate
from researchkit.questions.checks import Setting
from researchkit.questions.compose import forms_of
from researchkit.questions.facts import read_facts
from researchkit.questions.passages import PassageIndex, stems
from researchkit.questions.roles import read_role
from researchkit.workspace import write_atomic

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

LEAST_S, GOAL_S = 30.0, 120.0
MAX_CARDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One likely question: why it is likely, the story that answers it best, and how practice went so far."""

    card_id: str
    question: str
    why: str
    story: Story | None = None
    notes: str = ""
    seconds: tuple[float, ...] = ()

    @property
    def practised(self) -> int:
        """How often it was answered aloud."""
        return len(self.seconds)


def cards(dossier: Dossier, *, stories: Sequence[Story] = (), store: Path | None = None) -> tuple[Card, ...]:
    """Return likely questions from role, job post and events, least practised first. `store` holds earlier progress."""
    role = read_role(dossier.company.interview.role, dossier.company.interview.role_text)
    written = _written()
    found = [(text, "asked of every " + (role.title or "candidate"), "") for text in written["role"][role.family]]
    found += [
        (form.format(duty=duty), "the job post names it", duty)
        for duty in role.duties[:3]
        for form in written["duty"]["forms"][:1]
    ]
    found += _from_events(dossier, written["event"])
    kept = _load(store)
    fresh = [_card((text, why, calls), stories, dossier, kept) for text, why, calls in found[:MAX_CARDS]]
    return tuple(sorted(fresh, key=lambda card: card.practised))


def practise(
    dossier: Dossier,
    *,
    stories: Sequence[Story] = (),
    store: Path | None = None,
    read: Callable[[str], str] = input,
    clock_s: Callable[[], float] = time.monotonic,
) -> tuple[Card, ...]:
    """Put the cards one by one, in a terminal or a notebook; Enter starts and stops the timer, q ends.

    Progress is written to `store` after every card, so that nothing is lost. Returns the cards as they now stand.
    """
    deck = list(cards(dossier, stories=stories, store=store))
    for place, card in enumerate(deck):
        print(f"\n{place + 1} of {len(deck)}  {card.question}\n  ({card.why}; practised {card.practised} times)")
        if card.story:
            print(f"  your story: {card.story.proof}" + ("" if card.story.has_number else "  (add a number)"))
        if card.notes:
            print(f"  your notes: {card.notes}")
        if read("  Enter starts the timer, q ends: ").strip().lower() == "q":
            break
        start = clock_s()
        read("  Enter when you are done … ")
        seconds = round(clock_s() - start, 1)
        print(f"  {seconds:.0f} s; {_timing(seconds)}")
        note = read("  A note for next time (Enter for none): ").strip()
        deck[place] = replace(card, seconds=(*card.seconds, seconds), notes=note or card.notes)
        if store is not None:
            _save(deck, store)
    done = sum(card.practised > 0 for card in deck)
    print(f"\n{done} of {len(deck)} practised.")
    return tuple(deck)


def _timing(seconds: float) -> str:
    if seconds < LEAST_S:
        return f"short: {LEAST_S:.0f} to {GOAL_S:.0f} s hold a story with its result"
    return "well kept" if seconds <= GOAL_S else f"aim for {GOAL_S:.0f} s"


def practice_path(notebooks: Path, slug: str) -> Path:
    """Return where a company's progress lies."""
    return notebooks / "debriefs" / f"{slug}-practice.json"


def _from_events(dossier: Dossier, forms: dict[str, str]) -> list[tuple[str, str, str]]:
    company = dossier.company
    setting = Setting(company=company, role=read_role(""), today=dossier.now.date(), gate=Gate(PassageIndex([])))
    found: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for fact in read_facts(dossier.events, dossier.documents, company):
        form = forms.get(fact.family)
        named = forms_of(fact, setting)
        np = named.get("np_when") or named.get("np")
        if form is None or not fact.ours or fact.family in seen or fact.mode != "happened" or np is None:
            continue
        seen.add(fact.family)
        found.append(
            (form.format(np=_ours(np)), f"it was in the news: “{fact.quote[:80]}”", CALLS_FOR.get(fact.family, ""))
        )
    return found


def _ours(np: str) -> str:
    """Turn a noun phrase into theirs: "the launch of Beacon" becomes "our launch of Beacon" when they say it."""
    return f"our {np[4:]}" if np.startswith("the ") else np


def _card(asked: tuple[str, str, str], stories: Sequence[Story], dossier: Dossier, kept: dict[str, Any]) -> Card:
    text, why, calls = asked
    card_id = hashlib.sha256(text.encode()).hexdigest()[:12]
    before = kept.get(card_id, {})
    return Card(
        card_id=card_id, question=text, why=why, story=_story(f"{text} {calls}", stories, dossier),
        notes=str(before.get("notes", "")), seconds=tuple(float(value) for value in before.get("seconds", ())),
    )  # fmt: skip


def _story(text: str, stories: Sequence[Story], dossier: Dossier) -> Story | None:
    """Return the story that shares most words with the question; else the one that fits the company best."""
    words = set(stems(text))
    best = max(stories, key=lambda story: len(words & set(stems(story.text))), default=None)
    if best is not None and words & set(stems(best.text)):
        return best
    matched = match(stories, dossier).rows
    return matched[0].story if matched else None


def _load(store: Path | None) -> dict[str, Any]:
    if store is None or not store.exists():
        return {}
    try:
        kept = json.loads(store.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ParseError(str(store.name), f"{store.name} holds no progress: {error}", do="Move it away.") from error
    return kept if isinstance(kept, dict) else {}


def _save(deck: Sequence[Card], store: Path) -> None:
    kept = _load(store) | {
        card.card_id: {"notes": card.notes, "seconds": card.seconds} for card in deck if card.seconds
    }
    store.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(store, json.dumps(kept, indent=1, sort_keys=True).encode())


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    return tomllib.loads(resources.files("researchkit.candidate").joinpath("practice.toml").read_text(encoding="utf-8"))
