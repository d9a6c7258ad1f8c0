"""What each part of the recipe is worth: short runs of the student, one thing changed in each.

    python training/ablate.py ../shared/data --work FOLDER

All runs share steps, rows and seed (two epochs over the labelled rows and a sixth of the silver rows), so they
are weaker than the shipped pipeline and may only be compared with each other. Scored on the dev and the test part.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "benchmarks"), str(HERE.parent)]

import material  # noqa: E402
import numpy as np  # noqa: E402
import student  # noqa: E402
import torch  # noqa: E402
from corpus import Row  # noqa: E402
from event_figures import figures  # noqa: E402
from steps import Corpus, kept  # noqa: E402
from teacher import averaged, joined  # noqa: E402
from teaching import WORKERS  # noqa: E402
from train import TEACHERS  # noqa: E402

from researchkit.analysis.encoding import FIRST_WORD, Vocabulary  # noqa: E402
from researchkit.analysis.headline import EVENT_FROM, MODALITIES, NOT_EVENT, POLARITIES, TYPES  # noqa: E402
from researchkit.analysis.tagging import best_paths, spans_of  # noqa: E402

BASE = student.Recipe(epochs=2, gold_repeat=1, batch=128)
SHARE = 6  # one silver row in so many
RUNS: dict[str, dict[str, Any]] = {
    "base": {},
    "no distillation (labelled rows only, as many steps)": {"silver": False},
    "first vectors at random": {"vectors": None},
    "first vectors by PPMI-SVD of the titles": {"vectors": "svd"},
    "rule hits as features": {"rules": True},
    "no label smoothing": {"smoothing": 0.0},
    "no masking of names": {"mask_share": 0.0},
    "no pairs of words": {"pairs": False},
    "no lead, no site": {"context": False},
    "tags word by word, not as paths": {"paths": False},
}
SHOWN = (
    "type macro-F1",
    "event F1",
    "challenge F1",
    "launch F1",
    "modality accuracy",
    "subject span F1",
    "object span F1",
)


def answers(found: dict[str, Any], rows: list[Row], cut: list[material.Words], steps: np.ndarray) -> list[dict]:
    """Return predictions in the form of labels.jsonl."""
    types = material.softmax(found["types"])
    none = TYPES.index(NOT_EVENT)
    guesses = []
    for n, (row, words) in enumerate(zip(rows, cut, strict=True)):
        chances = types[n].copy()
        chances[none] = -1
        name = TYPES[int(chances.argmax())] if 1 - types[n, none] >= EVENT_FROM else NOT_EVENT
        scores = np.log(material.softmax(found["tags"][n]))
        (path,) = best_paths(scores, np.array([len(words)]), steps)
        spans = spans_of([(at, at + len(word)) for word, at in words], path.tolist())
        guesses.append(
            {
                "type": name,
                "polarity": POLARITIES[int(found["polarity"][n].argmax())],
                "modality": MODALITIES[int(found["modality"][n].argmax())],
                "spans": {role: [row.title[a:b] for a, b in places] for role, places in spans.items()},
            }
        )
    return guesses


def run(words: Corpus, taught: dict, vectors: dict[str, np.ndarray], change: dict[str, Any]) -> dict[str, float]:
    """Train one short student and return its figures on natural rows of dev and test."""
    change = dict(change)
    silver, kind = change.pop("silver", True), change.pop("vectors", "encoder")
    recipe = dataclasses.replace(BASE, **change)
    vocabulary = Vocabulary(words.vocabulary_words)
    places = [n for n, row in enumerate(words.gold) if row.part == "train"]
    rows, cut = [words.gold[n] for n in places], [words.gold_words[n] for n in places]
    gold = material.encode(rows, cut, vocabulary)
    material.set_gold(gold, rows, cut, smoothing=recipe.smoothing, other_weight=0.7)
    materials = [(gold, recipe.gold_repeat)]
    chosen = [n for n, row in enumerate(words.silver) if row.part == "train"]
    if silver:
        some = {name: values[::SHARE] for name, values in taught.items()}
        rows, cut = [words.silver[n] for n in chosen[::SHARE]], [words.silver_words[n] for n in chosen[::SHARE]]
        soft = material.encode(rows, cut, vocabulary, rules_too=recipe.rules)
        material.set_soft(soft, some, cut, rows)
        materials.append((soft, 1))
    else:
        materials = [(gold, recipe.gold_repeat + round(len(chosen) / SHARE / len(gold)))]
    torch.manual_seed(recipe.seed)
    model = student.Student(len(vocabulary), recipe)
    if kind is not None:
        model.word.weight.data[FIRST_WORD:] = torch.from_numpy(vectors[kind])
    student.train(model, materials, recipe, log=lambda *_, **__: None)
    places = [n for n, row in enumerate(words.gold) if row.part in ("dev", "test") and row.natural]
    rows, cut = [words.gold[n] for n in places], [words.gold_words[n] for n in places]
    sample = material.encode(rows, cut, vocabulary)
    found = student.predict(model, sample, recipe)
    steps = model.steps().detach().numpy()
    return figures([row.gold for row in rows], answers(found, rows, cut, steps))


def missing() -> None:
    sys.exit("run training/train.py first")


def main() -> None:
    """Print one line of Markdown a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--work", type=Path, default=HERE.parent / "cache" / "training")
    options = parser.parse_args()
    torch.set_num_threads(1)
    words = kept(options.work / "words.pickle", lambda: Corpus(options.shared))
    taught = averaged(
        [
            joined([kept(options.work / f"taught-silver-{course.seed}-{n}.pickle", missing) for n in range(WORKERS)])
            for course in TEACHERS
        ]
    )
    vectors = {"encoder": kept(options.work / "vectors.pickle", missing)}
    cut = material.Cutter()
    vectors["svd"] = kept(
        options.work / "svd.pickle",
        lambda: material.static_vectors([cut(t) for t in words.titles], Vocabulary(words.vocabulary_words), BASE.width),
    )
    print("| run | " + " | ".join(SHOWN) + " |\n|---|" + "---|" * len(SHOWN))
    for name, change in RUNS.items():
        table = run(words, taught, vectors, change)
        print(f"| {name} | " + " | ".join(f"{table[figure]:.3f}" for figure in SHOWN) + " |", flush=True)


if __name__ == "__main__":
    main()
