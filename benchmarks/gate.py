"""Measure the answerability gate: `python benchmarks/gate.py [SET …]`.

Puts each question of a set (default: all in tests/fixtures/questions) to the documents of its company alone,
and to these among ninety documents of other companies, which is nearer to what a run collects. Prints precision, recall
and how often the passage shown is the one that answers. gate_closing.toml was never used to mend the gate.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from researchkit.questions.answerable import find_answer
from researchkit.questions.passages import index_passages

SETS = Path(__file__).parents[1] / "tests" / "fixtures" / "questions"
OTHERS = 90


def read_set(path: Path) -> list[dict[str, Any]]:
    """Return the companies of a set, each with its documents and the questions put to them."""
    corpora: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]
    return corpora


def measure(path: Path, others: list[str]) -> str:
    """Return the figures of one set in words."""
    found = false = missed = right = 0
    for corpus in read_set(path):
        texts = [*corpus["documents"], *others]
        index = index_passages(pd.DataFrame([{"document_id": f"d{n}", "text": text} for n, text in enumerate(texts)]))
        for ask in corpus["asks"]:
            answer = find_answer(ask["q"], index, names=[corpus["company"]])
            found += bool(answer and ask["answered"])
            false += bool(answer and not ask["answered"])
            missed += bool(not answer and ask["answered"])
            right += bool(answer and ask["answered"] and ask["by"] in answer.passage.text)
    return (
        f"precision {found / max(1, found + false):.3f}  recall {found / (found + missed):.3f}"
        f"  right passage {right} of {found}"
    )


def main(arguments: list[str]) -> None:
    every = sorted(SETS.glob("gate_*.toml"))
    for path in [Path(argument) for argument in arguments] or every:
        elsewhere = [
            text for other in every if other.name != path.name for c in read_set(other) for text in c["documents"]
        ]
        print(f"{path.stem:<16} alone          {measure(path, [])}")
        print(f"{'':<16} among {OTHERS} more  {measure(path, elsewhere[:OTHERS])}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
