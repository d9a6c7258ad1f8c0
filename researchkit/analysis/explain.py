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
            f"{self.type}, {self.polarity}, confidence {self.confidence:.2f}, from: “{self.quote}”",
            "words: "
            + (
                "; ".join(f"“{word}” → {kind} {weight:+.1f}" for word, kind, weight in self.words)
                or "none of our patterns"
            ),
            "reader: " + ("; ".join(f"“{word}” {weight:+.2f}" for word, weight in self.counted) or "no single word"),
        ]
        return "\n".join(lines + [f"- {publisher}: {title} ({reason})" for publisher, title, reason in self.documents])


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
