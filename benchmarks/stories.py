"""Stories on headlines with known stories: B-cubed F1, the threshold set by cross-validation over stories.

usage: python benchmarks/stories.py ../shared/data/stories/stories.jsonl [--keep predictions.json] [--folds 5]

A row is a JSON line with id, title, category, story and published (Unix seconds). Stories fall into folds; the
threshold of a fold is the best one on the rows of all other stories, so that no story chooses its own. `--keep`
writes the groups at the threshold that cross-validation chose most often, in the form of score_stories.py. Stories
here are coarse: a topic of a day.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from researchkit.analysis.linkage import Pairs, blend, cut, dendrogram
from researchkit.analysis.stories import GRAINS, vectorise

THRESHOLDS = (0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.2, 0.24, 0.28, 0.32, 0.4)
Shares = list[tuple[float, float]]


def shares(gold: list[str], guess: list[int]) -> Shares:
    """Return each row's B-cubed precision and recall."""
    both, story, group = Counter(zip(gold, guess, strict=True)), Counter(gold), Counter(guess)
    return [(both[one, two] / group[two], both[one, two] / story[one]) for one, two in zip(gold, guess, strict=True)]


def f1(rows: Shares) -> float:
    """Return B-cubed F1 of some rows."""
    if not rows:
        return 0.0
    precision = sum(row[0] for row in rows) / len(rows)
    recall = sum(row[1] for row in rows) / len(rows)
    return 2 * precision * recall / (precision + recall)


def groupings(rows: list[dict[str, Any]]) -> dict[float, list[int]]:
    """Return the groups at every threshold, from one tree."""
    grain = replace(GRAINS["coarse"], threshold=THRESHOLDS[0])
    vectors = vectorise([row["title"] for row in rows], [""] * len(rows))
    days: list[float | None] = [row["published"] / 86_400 for row in rows]
    pairs = Pairs(vectors, days, half_life_days=grain.half_life_days, window_days=30.0)
    mixed = pairs.of(blend(pairs, neighbours=grain.neighbours, least=grain.neighbourly, share=grain.share))
    tree = dendrogram(mixed, [1] * len(rows), grain.threshold)
    return {threshold: cut(tree, len(rows), threshold) for threshold in THRESHOLDS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.path.read_text(encoding="utf-8").splitlines()]
    gold = [row["story"] for row in rows]
    started = time.process_time()
    found = groupings(rows)
    seconds = time.process_time() - started
    scored = {threshold: shares(gold, guess) for threshold, guess in found.items()}
    fold = [int(hashlib.sha256(story.encode()).hexdigest(), 16) % options.folds for story in gold]
    held_out: Shares = [(0.0, 0.0)] * len(rows)
    chosen = []
    for number in range(options.folds):
        others = [place for place in range(len(rows)) if fold[place] != number]
        best = max(THRESHOLDS, key=lambda threshold: f1([scored[threshold][place] for place in others]))
        chosen.append(best)
        for place in range(len(rows)):
            if fold[place] == number:
                held_out[place] = scored[best][place]
    work = [held_out[place] for place, row in enumerate(rows) if row["category"] in ("b", "t")]
    shipped = min(THRESHOLDS, key=lambda threshold: abs(threshold - GRAINS["coarse"].threshold))
    print(f"{len(rows)} headlines, {len(set(gold))} stories, {seconds:.1f} s CPU")
    print(
        f"B3 F1, threshold by cross-validation over stories: all {f1(held_out):.3f}, business and "
        f"technology {f1(work):.3f}"
    )
    print(f"thresholds chosen: {', '.join(map(str, chosen))}; as shipped ({shipped}): {f1(scored[shipped]):.3f}")
    if options.keep:
        guess = found[Counter(chosen).most_common(1)[0][0]]
        options.keep.write_text(json.dumps({row["id"]: str(label) for row, label in zip(rows, guess, strict=True)}))


if __name__ == "__main__":
    main()
