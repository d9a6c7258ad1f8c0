"""Score how well headlines are read: the shipped model beside rules alone and TF-IDF + SVM, in one run.

    python benchmarks/events.py ../shared/data/headlines/labels.jsonl --split natural
    python benchmarks/events.py HELD_BACK.jsonl

FILE holds one labelled headline a line (id, title, lead, site, type, polarity, modality, spans; `second` where another
labeller read it too). Of the labelled set itself only rows of the test part are scored, since the baseline learns from
the training part; `--model FOLDER` scores another pipeline, such as the one that training/train.py makes for the split.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one core

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "training")]

from corpus import Row, read_labels, split
from event_figures import NOT, mean_figures

from researchkit.analysis import language
from researchkit.analysis.headline import Reading
from researchkit.analysis.rules import read_by_rules

LABELS = HERE.parent.parent / "shared" / "data" / "headlines" / "labels.jsonl"
TARGETS = {
    "type macro-F1": 0.66, "event F1": 0.91, "challenge F1": 0.83, "launch F1": 0.84, "modality accuracy": 0.91,
    "subject span F1": 0.82, "object span F1": 0.60,
}  # fmt: skip


def main() -> None:
    """Score a file and print one table a group of rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--split", choices=("all", "natural"), default="all", help="natural: rows drawn without keywords"
    )
    parser.add_argument("--labels", type=Path, default=LABELS, help="the labelled set, for the baseline to learn from")
    parser.add_argument("--model", type=Path, default=None, help="a pipeline's folder instead of the shipped one")
    parser.add_argument("--title-only", action="store_true", help="give the model neither lead nor site")
    parser.add_argument(
        "--write", type=Path, default=None, help="write the model's answers, for the shared score_events"
    )
    options = parser.parse_args()
    if options.model is not None:
        language.MODEL = options.model
    labelled = read_labels(options.labels) if options.labels.is_file() else []
    if labelled:
        split(labelled, [])
    raw = {row["id"]: row for row in map(json.loads, options.file.open(encoding="utf-8"))}
    rows = held_back(read_labels(options.file), labelled, natural=options.split == "natural")
    gold = [raw[row.id] for row in rows]
    note_of_training(rows)
    guesses = {
        "model": by_model(rows, title_only=options.title_only),
        "rules": [as_row(read_by_rules(r.title), r.title) for r in rows],
    }
    if labelled:
        guesses["TF-IDF+SVM"] = by_words([row for row in labelled if row.part == "train"], rows)
    if options.write is not None:
        lines = (json.dumps({"id": row.id, **guess}) + "\n" for row, guess in zip(rows, guesses["model"], strict=True))
        options.write.write_text("".join(lines), encoding="utf-8")
    show("all rows", gold, guesses, range(len(rows)))
    blog = [n for n, row in enumerate(rows) if row.blog]
    if blog and len(blog) < len(rows):
        show("company voice (blogs)", gold, guesses, blog)
    speed(rows)


def held_back(rows: list[Row], labelled: list[Row], *, natural: bool) -> list[Row]:
    """Return the rows that may be scored: never those from which the baseline learns."""
    parts = {row.id: row.part for row in labelled}
    return [row for row in rows if parts.get(row.id, "test") == "test" and (row.natural or not natural)]


def note_of_training(rows: list[Row]) -> None:
    """Say how many rows the pipeline itself was trained on: figures on those do not count."""
    meta = json.loads((language.MODEL / "meta.json").read_text()) if (language.MODEL / "meta.json").is_file() else {}
    parts = set(meta.get("trained_on", ()))
    table = HERE.parent / "training" / "labels.tsv"
    seen = (
        {cells[0] for cells in map(str.split, table.open(encoding="utf-8")) if cells[1] in parts}
        if table.is_file()
        else set()
    )
    count = sum(row.id in seen for row in rows)
    if count:
        print(f"NOTE: the model was trained on {count} of these {len(rows)} rows; its column does not count for them\n")


def by_model(rows: list[Row], *, title_only: bool) -> list[dict[str, Any]]:
    """Return the pipeline's answers."""
    leads = None if title_only else [row.lead for row in rows]
    sites = None if title_only else [row.site for row in rows]
    readings = language.read_headlines([row.title for row in rows], leads=leads, sites=sites)
    return [as_row(reading, row.title) for reading, row in zip(readings, rows, strict=True)]


def as_row(reading: Reading, title: str) -> dict[str, Any]:
    spans = {role: [title[start:end] for start, end in places] for role, places in reading.spans.items()}
    return {"type": reading.type, "polarity": reading.polarity, "modality": reading.modality, "spans": spans}


def by_words(train: list[Row], rows: list[Row]) -> list[dict[str, Any]]:
    """Return the answers of a linear SVM over TF-IDF of words and characters of the title."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, max_features=200_000),
    )
    known, new = features.fit_transform([row.title for row in train]), None
    new = features.transform([row.title for row in rows])
    answers: dict[str, Sequence[str]] = {}
    for field in ("type", "polarity"):
        answers[field] = LinearSVC(C=0.3).fit(known, [row.gold[field] for row in train]).predict(new).tolist()
    moody = [n for n, row in enumerate(train) if row.gold["modality"] and row.gold["type"] != NOT]
    mood = make_pipeline(LinearSVC(C=0.3)).fit(known[moody], [train[n].gold["modality"] for n in moody])
    answers["modality"] = mood.predict(new).tolist()
    return [dict(zip(answers, values, strict=True)) for values in zip(*answers.values(), strict=True)]


def show(
    name: str, gold: list[dict[str, Any]], guesses: dict[str, list[dict[str, Any]]], places: Sequence[int]
) -> None:
    some = [gold[n] for n in places]
    tables, ceiling = {}, {}
    for system, answers in guesses.items():
        tables[system], ceiling = mean_figures(some, [answers[n] for n in places])
    columns = [*tables, "target", *(["labellers"] if ceiling else [])]
    print(f"{name}: {len(some)} rows\n{'':28}" + "".join(f"{column:>12}" for column in columns))
    for figure in tables["model"]:
        values = [table.get(figure) for table in tables.values()] + [TARGETS.get(figure)]
        values += [ceiling.get(figure)] if ceiling else []
        print(f"{figure:28}" + "".join(f"{'–' if value is None else format(value, '.3f'):>12}" for value in values))
    print()


def speed(rows: list[Row]) -> None:
    """Print headlines a second on one core, and how long loading takes, spaCy's own import left out."""
    titles = [row.title for row in rows]
    titles = (titles * (1 + 2_000 // max(1, len(titles))))[:2_000]
    language.load.cache_clear()
    began = time.perf_counter()
    language.load()
    loaded = time.perf_counter() - began
    language.read_headlines(titles[:256])
    rates = []
    for _ in range(3):
        began = time.process_time()
        language.read_headlines(titles)
        rates.append(len(titles) / (time.process_time() - began))
    size = sum(path.stat().st_size for path in language.MODEL.rglob("*") if path.is_file())
    print(f"{max(rates):,.0f} headlines a second on one core; loaded in {loaded:.2f} s; {size / 1e6:.1f} MB on disk")


if __name__ == "__main__":
    main()
