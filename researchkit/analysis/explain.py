"""Why an event is what we say it is: the words that counted, where the company stands, who else tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from researchkit.analysis import language
from researchkit.analysis.headline import NOT_EVENT
from researchkit.analysis.signs import signs_of

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One event explained.

    `words` are (words of the quote, type they speak for, weight), strongest first, by our patterns; `counted` are the
    words that moved the trained reader. `documents` tell of the same story: (publisher, title, reason it is relevant).
    """

    claim: str
    type: str
    polarity: str
    confidence: float
    quote: str
    words: tuple[tuple[str, str, float], ...]
    counted: tuple[tuple[str, float], ...]
    documents: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        lines = [
            self.claim,
            f"Why: taken for {_AS[self.polarity]} ({_READABLE.get(self.type, self.type.replace('_', ' '))}), "
            f"{_sure(self.confidence)} ({self.confidence:.0%}).",
            f"It says: “{self.quote}”",
        ]
        speaking = [f"“{word}”" for word, kind, weight in self.words if kind == self.type and weight > 0]
        against = [
            f"“{word}” ({kind.replace('_', ' ')})" for word, kind, _ in self.words if kind not in (self.type, NOT_EVENT)
        ]
        quiet = [f"“{word}”" for word, kind, _ in self.words if kind == NOT_EVENT]
        counted = [f"“{word}”" for word, weight in self.counted if weight > 0]
        for head, found in (
            ("Words that say so", speaking),
            ("Words that the trained reader went by", counted),
            ("Words that could mean something else", against),
            ("Words that speak against any event", quiet),
        ):
            if found:
                lines.append(f"{head}: {', '.join(dict.fromkeys(found))}")
        count = len(self.documents)
        outlets = len({publisher for publisher, _, _ in self.documents})
        lines.append(f"Told by {count} document{'s' * (count != 1)} of {outlets} publisher{'s' * (outlets != 1)}:")
        return "\n".join(lines + [f"- {publisher}: {title} ({reason})" for publisher, title, reason in self.documents])


_AS = {"launch": "good news", "challenge": "a challenge", "other": "an event that is neither a launch nor a challenge"}
_READABLE = {
    "layoffs_restructuring": "layoffs or restructuring",
    "security_incident_outage": "security incident or outage",
    "product_problem_recall": "product problem or recall",
    "legal_regulatory": "legal or regulatory matter",
    "acquisition_merger": "acquisition or merger",
    "earnings_up": "results, rising",
    "earnings_down": "results, falling",
    "esg_csr": "environmental or social matter",
    "other_company_event": "other company event",
}


def _sure(confidence: float) -> str:
    return "sure" if confidence >= 0.8 else "fairly sure" if confidence >= 0.65 else "not very sure"


def explain(event: Mapping[str, Any], documents: DataFrame) -> Explanation:
    """Explain one row of EVENTS by the words of its quote and the documents of its story.

    `event` is a row (a mapping or a Series); `documents` the CLUSTERED frame it was detected in.
    """
    from researchkit.analysis.relevance import ABOUT

    signs = signs_of(event["quote"])
    words = [
        (word, kind, weight if kind != NOT_EVENT else -weight)
        for kind, weight in signs.weights.items()
        for word in signs.words[kind]
    ]
    story = documents[(documents["story_id"] == event["story_id"]) & (documents["relevance"] >= ABOUT)]
    return Explanation(
        claim=event["claim"],
        type=event["type"],
        polarity=event["polarity"],
        confidence=float(event["confidence"]),
        quote=event["quote"],
        words=tuple(sorted(words, key=lambda word: (-abs(word[2]), word[0]))),
        counted=tuple(language.explain(event["quote"])[:6]),
        documents=tuple(zip(story["publisher"], story["title"], story["relevance_reason"], strict=True)),
    )
