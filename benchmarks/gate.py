"""Measure the answerability gate: `python benchmarks/gate.py [SET …]`.

Puts each question of a set (default: the closing sets in tests/fixtures/questions, which were never learnt from) to the
documents of its company alone, and to these among ninety documents of other companies, which is nearer to what a run
collects. Prints precision, recall, how often the passage shown is the one that answers, and milliseconds a question.
"""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from researchkit.questions.answerable import gate_of

ROOT = Path(__file__).parents[1]
CLOSING = ROOT / "tests" / "fixtures" / "questions"
LEARNT = ROOT / "training" / "gate"
OTHERS = 90


def read_set(path: Path) -> list[dict[str, Any]]:
    """Return the companies of a set, each with its documents and the questions put to them."""
    corpora: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]
    return corpora


def measure(path: Path, others: list[str]) -> str:
    """Return the figures of one set in words."""
    found = false = missed = right = asked = 0
    began = time.process_time()
    for corpus in read_set(path):
        texts = [*corpus["documents"], *others]
        gate = gate_of(pd.DataFrame([{"document_id": f"d{n}", "text": text} for n, text in enumerate(texts)]))
        for ask in corpus["asks"]:
            answer = gate.answer(ask["q"], names=[corpus["company"]])
            found += bool(answer and ask["answered"])
            false += bool(answer and not ask["answered"])
            missed += bool(not answer and ask["answered"])
            right += bool(answer and ask["answered"] and ask["by"] in answer.passage.text)
            asked += 1
    return (
        f"precision {found / max(1, found + false):.3f}  recall {found / (found + missed):.3f}"
        f"  right passage {right} of {found}  {1000 * (time.process_time() - began) / asked:.0f} ms a question"
    )


def main(arguments: list[str]) -> None:
    others = [
        text for other in sorted(LEARNT.glob("*.toml")) for corpus in read_set(other) for text in corpus["documents"]
    ]
    for path in [Path(argument) for argument in arguments] or sorted(CLOSING.glob("gate_*.toml")):
        print(f"{path.stem:<18} alone          {measure(path, [])}")
        print(f"{'':<18} among {OTHERS} more  {measure(path, others[:: len(others) // OTHERS][:OTHERS])}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
