"""Learn the weights of the gate: `python training/gate.py tests/fixtures/questions/gate_{dev,tuning*}.toml`.

Prints precision and recall with each company's pairs held back in turn (ten folds), then writes the weights learnt from
all, and how often the words of each intent stand by chance, into researchkit/questions/gate.toml. Needs scikit-learn.
The closing set, gate_closing.toml, is never given to it.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from researchkit.questions.answerable import Look, looks
from researchkit.questions.asked import gate_table, intents
from researchkit.questions.passages import index_passages

TABLE = Path(__file__).parents[1] / "researchkit" / "questions" / "gate.toml"
FOLDS, ROUNDS, HARDEST, OTHERS = 10, 6, 3, 20
PRECISION = 0.9  # the weights are shifted so that the folds just reach it


@dataclass(frozen=True)
class Pair:
    """A question, the looks at its documents, and whether they answer it (`by` stands in the passage that does)."""

    company: str
    looks: list[Look]
    answered: bool
    by: str


def read_pairs(paths: Sequence[Path]) -> list[Pair]:
    """Return the pairs of files such as tests/fixtures/questions/gate_dev.toml.

    Each question is put to the documents of its company and to those of OTHERS more: what is collected about a company
    is mostly about something else.
    """
    corpora = [
        (path.name, corpus) for path in paths for corpus in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]
    ]
    pairs = []
    for place, (file, corpus) in enumerate(corpora):
        around = [corpora[(place + step) % len(corpora)][1] for step in range(OTHERS + 1)]
        texts = [text for other in around for text in other["documents"]]
        index = index_passages(pd.DataFrame([{"document_id": f"d{n}", "text": text} for n, text in enumerate(texts)]))
        for ask in corpus["asks"]:
            found = list(looks(ask["q"], index, names=[corpus["company"]]))
            pairs.append(Pair(f"{file}/{corpus['company']}", found, ask["answered"], ask.get("by", "")))
    return pairs


def count_rates(paths: Sequence[Path]) -> dict[str, float]:
    """Return the share of passages in which the words of each intent stand."""
    corpora = [corpus for path in paths for corpus in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]]
    texts = [{"document_id": str(n), "text": text} for n, text in enumerate(t for c in corpora for t in c["documents"])]
    passages = index_passages(pd.DataFrame(texts)).passages
    hits = {name: sum(bool(one.answers.search(p.text)) for p in passages) for name, one in intents().items()}
    return {name: (count + 1) / (len(passages) + 2) for name, count in hits.items()}


def put(name: str, values: Mapping[str, float]) -> None:
    """Write a table of gate.toml anew."""
    rows = f"[{name}]\n" + "".join(f"{key} = {value:.3f}\n" for key, value in values.items())
    text = re.sub(rf"\[{name}\]\n(?:\w+ = .*\n)+", rows, TABLE.read_text(encoding="utf-8"))
    TABLE.write_text(text, encoding="utf-8")
    gate_table.cache_clear()
    intents.cache_clear()
    print(rows)


def learn(pairs: Sequence[Pair], names: Sequence[str]) -> LogisticRegression:
    """Learn from the passage that answers, and from the passages that come nearest where none does."""
    model: LogisticRegression | None = None
    for _ in range(ROUNDS):
        rows, labels = [], []
        for pair in (pair for pair in pairs if pair.looks):
            usable = [look for look in pair.looks if pair.by in look.passage.text] if pair.answered else pair.looks
            ordered = sorted(usable, key=lambda look: -score(model, look, names))[: 1 if pair.answered else HARDEST]
            rows += [[look.shows[name] for name in names] for look in ordered]
            labels += [pair.answered] * len(ordered)
        model = LogisticRegression(class_weight="balanced", max_iter=2000).fit(np.array(rows), labels)
    assert model is not None
    return model


def score(model: LogisticRegression | None, look: Look, names: Sequence[str]) -> float:
    """Return the log-odds that a look answers; before anything is learnt, how much of the words it covers."""
    if model is None:
        return look.shows["covered"] + look.shows["share_told"] + look.shows["fits"]
    return float(model.decision_function([[look.shows[name] for name in names]])[0])


def best(model: LogisticRegression, pair: Pair, names: Sequence[str]) -> float:
    """Return the score of a pair's best look."""
    return max((score(model, look, names) for look in pair.looks), default=-9.0)


def figures(scores: Sequence[float], pairs: Sequence[Pair], bar: float) -> tuple[float, float]:
    """Return precision and recall when all above `bar` count as answered."""
    found = sum(value > bar and pair.answered for value, pair in zip(scores, pairs, strict=True))
    false = sum(value > bar and not pair.answered for value, pair in zip(scores, pairs, strict=True))
    return found / max(1, found + false), found / sum(pair.answered for pair in pairs)


def main(arguments: list[str]) -> None:
    paths = [Path(argument) for argument in arguments if argument.endswith(".toml")]
    put("rates", count_rates(paths))
    pairs = read_pairs(paths)
    names = list(next(pair for pair in pairs if pair.looks).looks[0].shows)
    companies = sorted({pair.company for pair in pairs})
    values = [0.0] * len(pairs)
    for fold in range(FOLDS):
        held = set(companies[fold::FOLDS])
        model = learn([pair for pair in pairs if pair.company not in held], names)
        for number, pair in enumerate(pairs):
            if pair.company in held:
                values[number] = best(model, pair, names)
    bar = next(step for step in np.linspace(-2, 4, 121) if figures(values, pairs, step)[0] >= PRECISION)
    print("held back in turn: precision {:.3f}, recall {:.3f}".format(*figures(values, pairs, bar)))
    for name in sorted({company.partition("/")[0] for company in companies}):
        places = [number for number, pair in enumerate(pairs) if pair.company.startswith(name + "/")]
        part = figures([values[n] for n in places], [pairs[n] for n in places], bar)
        print("  {:<22} precision {:.3f}, recall {:.3f}".format(name, *part))
    model = learn(pairs, names)
    put("weights", {"bias": float(model.intercept_[0]) - float(bar), **dict(zip(names, model.coef_[0], strict=True))})


if __name__ == "__main__":
    main(sys.argv[1:])
