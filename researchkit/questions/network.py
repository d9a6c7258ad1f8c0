"""The gate's network in numpy: a few layers of a transformer read a question beside a passage and say if it answers.

training/gate_network.py is its twin in torch. Weights are bytes on disk, with a scale a row.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from researchkit.memory import remembered
from researchkit.questions.pieces import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

QUESTION_PIECES, HEAD_PIECES, TEXT_PIECES = 48, 16, 80
EARLY = 3  # the layer after which a passage may be given up
_HEADS = 12
_HOPELESS = -3.0  # what a passage that is given up scores at most: it answers nothing
_TINY = 1e-12
_FOLDER = "answer_model"


class Network:
    """Weights and the forward pass. `weights` are by name; a table of bytes comes with `NAME.scale`."""

    def __init__(self, weights: Mapping[str, NDArray[np.generic]], vocabulary: Sequence[str]) -> None:
        self.pieces = Pieces({piece: number for number, piece in enumerate(vocabulary)})
        self._word, self._word_scale = weights["word"], weights["word.scale"].astype(np.float32)
        self._w: dict[str, Floats] = {
            name: _floats(value, weights.get(f"{name}.scale"))
            for name, value in weights.items()
            if not name.startswith("word") and not name.endswith(".scale")
        }
        self._layers = sum(name.endswith(".up.weight") for name in self._w)

    def confidences(self, question: str, passages: Iterable[tuple[str, str]]) -> list[float]:
        """Return how sure the network is (0 to 1) that each passage, a headline and a text, answers the question."""
        rows = [(question, head, text) for head, text in passages]
        return remembered("answer", rows, lambda places: [self._read(*self.row(*rows[n])) for n in places])

    def row(self, question: str, head: str, text: str) -> tuple[list[int], int]:
        """Return the pieces of one reading, and how many of them belong to the question."""
        cut = self.pieces
        asked = [cut.first, *cut(question, QUESTION_PIECES), cut.end]
        return [*asked, *cut(head, HEAD_PIECES), cut.end, *cut(text, TEXT_PIECES), cut.end], len(asked)

    def directions(self, numbers: Ints) -> Floats:
        """Return the unit vectors of pieces: how close two are is their product."""
        found = self._word[numbers].astype(np.float32) * self._word_scale[numbers][:, None]
        found -= self._w["middle"]
        found /= np.linalg.norm(found, axis=1, keepdims=True) + _TINY
        return np.asarray(found, np.float32)

    def _read(self, numbers: list[int], asked: int) -> float:
        w = self._w
        x = self._word[numbers].astype(np.float32) * self._word_scale[numbers][:, None]
        x += w["place"][: len(numbers)]
        x[:asked] += w["part"][0]
        x[asked:] += w["part"][1]
        x = _normal(x, w["norm.weight"], w["norm.bias"])
        for n in range(self._layers):
            x = self._layer(x, f"layers.{n}.")
            if n + 1 == EARLY and (early := self._told(x, "early")) < w["early_least"][0]:
                return _share(min(early, _HOPELESS))
        return _share(self._told(x, "score"))

    def _told(self, x: Floats, head: str) -> float:
        pooled = np.concatenate([x.mean(axis=0), x[0]])
        return float((pooled @ self._w[f"{head}.weight"] + self._w[f"{head}.bias"])[0])

    def _layer(self, x: Floats, name: str) -> Floats:
        w, (length, width) = self._w, x.shape
        asks, keys, values = (
            (x @ w[f"{name}{which}.weight"] + w[f"{name}{which}.bias"]).reshape(length, _HEADS, -1).transpose(1, 0, 2)
            for which in ("query", "key", "value")
        )
        seen = asks @ keys.transpose(0, 2, 1) / np.float32((width / _HEADS) ** 0.5)
        seen = np.exp(seen - seen.max(axis=-1, keepdims=True))
        seen /= seen.sum(axis=-1, keepdims=True)
        taken = (seen @ values).transpose(1, 0, 2).reshape(length, width)
        x = x + taken @ w[f"{name}out.weight"] + w[f"{name}out.bias"]
        x = _normal(x, w[f"{name}norm1.weight"], w[f"{name}norm1.bias"])
        deep = _gelu(x @ w[f"{name}up.weight"] + w[f"{name}up.bias"])
        x = x + deep @ w[f"{name}down.weight"] + w[f"{name}down.bias"]
        return _normal(x, w[f"{name}norm2.weight"], w[f"{name}norm2.bias"])


@lru_cache(maxsize=1)
def load_network() -> Network:
    """Return the network that ships."""
    folder = resources.files("researchkit.questions").joinpath(_FOLDER)
    vocabulary = folder.joinpath("pieces.txt").read_text(encoding="utf-8").split("\n")
    with folder.joinpath("weights.npz").open("rb") as stream, np.load(stream) as stored:
        return Network({name: stored[name] for name in stored.files}, vocabulary)


def _floats(value: NDArray[np.generic], scale: NDArray[np.generic] | None) -> Floats:
    """Return a matrix stored as bytes, one scale a column of outputs, as numbers again."""
    found = value.astype(np.float32)
    return found if scale is None else found * scale.astype(np.float32)


def _share(score: float) -> float:
    """Return a score (log-odds) as a confidence of 0 to 1."""
    return 1 / (1 + math.exp(-score))


def _normal(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + _TINY)
    return np.asarray(centred / spread * weight + bias, np.float32)


def _gelu(x: Floats) -> Floats:
    """Return x times how much of a bell curve lies below it, in the usual approximation; in place, for speed."""
    y = x * x
    y *= np.float32(0.044715 * 0.7978845608)
    y += np.float32(0.7978845608)
    y *= x
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y
