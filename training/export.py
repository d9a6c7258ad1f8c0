"""Write the trained student as the spaCy pipeline that ships: researchkit/analysis/model/."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from student import Student

from researchkit.analysis.encoding import Vocabulary
from researchkit.analysis.language import blank_pipeline
from researchkit.analysis.reader import FORM

TABLES = ("word", "piece", "pair", "site")


def packed(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a table as bytes with one scale a row."""
    scale = np.abs(table).max(axis=1) / 127 + 1e-12
    return np.round(table / scale[:, None]).astype(np.int8), scale.astype(np.float16)


def arrays_of(model: Student) -> dict[str, np.ndarray]:
    """Return weights by the names that analysis/network.py reads."""
    arrays: dict[str, np.ndarray] = {}
    for name, value in model.state_dict().items():
        if name.startswith("steps."):
            continue  # written as analysis/tagging.py wants them
        weight = value.detach().numpy()
        stem, _, last = name.rpartition(".")
        if stem in TABLES:
            arrays[stem], arrays[f"{stem}.scale"] = packed(weight)
        elif stem == "shape":
            arrays["shape"] = weight
        else:
            stem = stem.replace("convolutions.", "convolution").replace("norms.", "norm")
            arrays[f"{stem}.{last}"] = (weight.T if weight.ndim == 2 else weight).astype(np.float16)
    return arrays


def write(model: Student, vocabulary: Vocabulary, folder: Path, meta: dict) -> None:
    """Write the pipeline's folder: spaCy's own files, words, weights and form."""
    nlp = blank_pipeline()
    nlp.meta.update(meta)
    nlp.to_disk(folder)
    own = folder / "headline_reader"
    own.mkdir(exist_ok=True)
    (own / "words.txt").write_text("".join(f"{word}\n" for word in vocabulary.words), encoding="utf-8")
    steps = model.steps().detach().numpy().astype(np.float32)
    np.savez_compressed(own / "weights.npz", steps=steps, **arrays_of(model))
    (own / "form.json").write_text(json.dumps({"form": FORM}) + "\n", encoding="utf-8")


def load_checkpoint(model: Student, path: Path) -> Student:
    model.load_state_dict(torch.load(path))
    return model
