"""The words in which a company is spoken of: from its own description, and learnt from the sure documents of a run."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from researchkit.analysis.words import listed, stem, stems, tokens
from researchkit.records import Company

_GENERIC = frozenset(stem(word) for word in listed("generic"))


def describe_words(company: Company) -> frozenset[str]:
    """Return the stems of the company's description and products that say what it does, its own name left out."""
    named = {
        stem(token) for name in (company.name, company.legal_name or "", *company.aliases) for token in tokens(name)
    }
    text = " ".join((company.description, *company.products))
    return frozenset(word for word in stems(text) if len(word) > 2 and not word.isdigit()) - _GENERIC - named


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Weights of words, learnt: above zero speaks for the company."""

    weights: dict[str, float]

    def weigh(self, words: frozenset[str]) -> tuple[float, list[str]]:
        """Return the log-odds of a document's words, and the three that counted most in that direction."""
        found = sorted(
            ((self.weights[word], word) for word in words if word in self.weights),
            key=lambda pair: (-abs(pair[0]), pair[1]),
        )
        total = max(-2.5, min(2.5, 0.7 * sum(weight for weight, _ in found[:8])))
        return total, [word for weight, word in found if weight * total > 0][:3]


def learn(looks: Iterable[tuple[frozenset[str], float]]) -> Vocabulary | None:
    """Learn from (words, log-odds) pairs what sure documents speak of; None when too few are sure to learn from."""
    yes: Counter[str] = Counter()
    no: Counter[str] = Counter()
    sure_yes = sure_no = 0
    for words, odds in looks:
        if odds >= 1.5:
            yes.update(words)
            sure_yes += 1
        elif odds <= -1.5:
            no.update(words)
            sure_no += 1
    if sure_yes < 4 or sure_no < 2:
        return None
    weights = {}
    for word in sorted(yes.keys() | no.keys()):
        if yes[word] + no[word] < 3:
            continue
        weight = math.log((yes[word] + 0.5) / (sure_yes + 1)) - math.log((no[word] + 0.5) / (sure_no + 1))
        if abs(weight) > 1.0:
            weights[word] = max(-1.5, min(1.5, weight))
    return Vocabulary(weights)
