"""Choose unlabelled headlines from which there is most to learn: likely events, rare types above all, and doubt."""

from __future__ import annotations

import numpy as np
from corpus import NOT, PAGES
from export import arrays_of
from material import Cutter
from steps import Corpus
from student import Student

from researchkit.analysis.encoding import LEAD_WORDS, Vocabulary
from researchkit.analysis.headline import TYPES
from researchkit.analysis.network import Network, softmax

COMMON = (
    NOT,
    "product_launch",
    "legal_regulatory",
    "security_incident_outage",
    "product_problem_recall",
    "other_company_event",
)
LOOKED_AT = 150_000


def pick(model: Student, words: Corpus, count: int, *, seed: int = 5) -> list[int]:
    """Return the numbers of `count` titles that stand in no labelled or silver row."""
    known = {row.title for row in words.gold} | {row.title for row in words.silver}
    chance = np.random.default_rng(seed)
    free = [
        n
        for n, title in enumerate(words.titles)
        if title not in known and 20 < len(title) < 160 and not PAGES.search(title)
    ]
    free = chance.permutation(free)[:LOOKED_AT]
    network, vocabulary, cut = Network(arrays_of(model)), Vocabulary(words.vocabulary_words), Cutter()
    parts = []
    for n in range(0, len(free), 512):
        text = vocabulary.encode([[word for word, _ in cut(words.titles[i])] for i in free[n : n + 512]])
        rows = len(text.counts)
        parts.append(softmax(network(text, np.zeros((rows, LEAD_WORDS), np.int32), np.zeros(rows, np.int32)).types))
    types = np.concatenate(parts)
    rare = [n for n, name in enumerate(TYPES) if name not in COMMON]
    doubt = -(types * np.log(types + 1e-9)).sum(1)
    worth = types[:, rare].max(1) + 0.35 * (1 - types[:, TYPES.index(NOT)]) + 0.15 * doubt
    worth += 0.3 * chance.random(len(worth))
    return [int(free[n]) for n in np.argsort(-worth, kind="stable")[:count]]
