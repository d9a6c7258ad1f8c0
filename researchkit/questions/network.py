"""The gate's network in numpy: a few layers of a transformer read a question beside a passage and say if it answers.

training/gate_network.py is its twin in torch. Weights are bytes on disk, with a scale a row.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
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
        self._stored = weights
        self._word, self._word_scale = weights["word"], weights["word.scale"].astype(np.float32)
        self._middle = weights["middle"].astype(np.float32)

    @cached_property
    def _w(self) -> dict[str, Floats]:
        """What reads: unpacked with the first reading, since a run that remembers all of its readings needs none."""
        return {
            name: _floats(self._stored[name], self._stored.get(f"{name}.scale"))
            for name in self._stored
            if not name.startswith("word") and not name.endswith(".scale")
        }

    @cached_property
    def _layers(self) -> int:
        return sum(name.endswith(".up.weight") for name in self._w)

    def confidences(self, question: str, passages: Iterable[tuple[str, str]]) -> list[float]:
        """Return how sure the network is (0 to 1) that each passage, a headline and a text, answers the question."""
        rows = [(question, head, text) for head, text in passages]
        return remembered("answer", rows, lambda places: self._read_all([self.row(*rows[n]) for n in places]))

    def row(self, question: str, head: str, text: str) -> tuple[list[int], int]:
        """Return the pieces of one reading, and how many of them belong to the question."""
        cut = self.pieces
        asked = [cut.first, *cut(question, QUESTION_PIECES), cut.end]
        return [*asked, *cut(head, HEAD_PIECES), cut.end, *cut(text, TEXT_PIECES), cut.end], len(asked)

    def directions(self, numbers: Ints) -> Floats:
        """Return the unit vectors of pieces: how close two are is their product."""
        found = self._word[numbers].astype(np.float32) * self._word_scale[numbers][:, None]
        found -= self._middle
        found /= np.linalg.norm(found, axis=1, keepdims=True) + _TINY
        return np.asarray(found, np.float32)

    def _read_all(self, rows: Sequence[tuple[list[int], int]]) -> list[float]:
        room = _Room(max((len(numbers) for numbers, _ in rows), default=0), *self._w["layers.0.up.weight"].shape)
        return [self._read(numbers, asked, room) for numbers, asked in rows]

    def _read(self, numbers: list[int], asked: int, room: _Room) -> float:
        w = self._w
        x = self._word[numbers].astype(np.float32)
        x *= self._word_scale[numbers][:, None]
        x += w["place"][: len(numbers)]
        x[:asked] += w["part"][0]
        x[asked:] += w["part"][1]
        self._normalise(x, "norm")
        for n in range(self._layers):
            self._layer(x, f"layers.{n}.", room)
            if n + 1 == EARLY and (early := self._told(x, "early")) < w["early_least"][0]:
                return _share(min(early, _HOPELESS))
        return _share(self._told(x, "score"))

    def _told(self, x: Floats, head: str) -> float:
        pooled = np.concatenate([x.mean(axis=0), x[0]])
        return float((pooled @ self._w[f"{head}.weight"] + self._w[f"{head}.bias"])[0])

    def _layer(self, x: Floats, name: str, room: _Room) -> None:
        """Change `x` to what the layer makes of it."""
        length, width = x.shape
        asks, keys, values = (
            self._product(x, f"{name}{which}", table[:length]).reshape(length, _HEADS, -1).transpose(1, 0, 2)
            for which, table in zip(("query", "key", "value"), room.narrow, strict=True)
        )
        seen = np.matmul(asks, keys.transpose(0, 2, 1), out=room.seen[: _HEADS * length**2].reshape(_HEADS, length, -1))
        seen *= np.float32((width / _HEADS) ** -0.5)
        seen -= seen.max(axis=-1, keepdims=True)
        np.exp(seen, out=seen)
        seen /= seen.sum(axis=-1, keepdims=True)
        taken = (seen @ values).transpose(1, 0, 2).reshape(length, width)
        x += self._product(taken, f"{name}out", room.narrow[0][:length])
        self._normalise(x, f"{name}norm1")
        deep, spare = (table[:length] for table in room.wide)
        _bend(self._product(x, f"{name}up", deep), spare)
        x += self._product(deep, f"{name}down", room.narrow[0][:length])
        self._normalise(x, f"{name}norm2")

    def _product(self, x: Floats, name: str, out: Floats) -> Floats:
        np.matmul(x, self._w[f"{name}.weight"], out=out)
        out += self._w[f"{name}.bias"]
        return out

    def _normalise(self, x: Floats, name: str) -> None:
        x -= x.mean(axis=-1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / x.shape[1] + _TINY, dtype=np.float32)
        x *= self._w[f"{name}.weight"]
        x += self._w[f"{name}.bias"]


class _Room:
    """Tables that all layers and all passages of a question fill anew.

    Fresh ones for each step would be given back to the system and asked for again, which takes longer than to multiply
    them where a cluster's workers are told to keep no memory.
    """

    def __init__(self, length: int, width: int, inner: int) -> None:
        self.narrow = [np.empty((length, width), np.float32) for _ in range(3)]
        self.wide = [np.empty((length, inner), np.float32) for _ in range(2)]
        self.seen = np.empty(_HEADS * length**2, np.float32)


@lru_cache(maxsize=1)
def load_network() -> Network:
    """Return the network that ships."""
    folder = resources.files("researchkit.questions").joinpath(_FOLDER)
    vocabulary = folder.joinpath("pieces.txt").read_text(encoding="utf-8").split("\n")
    packed = io.BytesIO(folder.joinpath("weights.npz").read_bytes())
    return Network(np.load(packed), vocabulary)  # each table is unpacked when it is asked for


def _floats(value: NDArray[np.generic], scale: NDArray[np.generic] | None) -> Floats:
    """Return a matrix stored as bytes, one scale a column of outputs, as numbers again."""
    found = value.astype(np.float32)
    return found if scale is None else found * scale.astype(np.float32)


def _share(score: float) -> float:
    """Return a score (log-odds) as a confidence of 0 to 1."""
    return 1 / (1 + math.exp(-score))


def _bend(x: Floats, spare: Floats) -> None:
    """Change x to x times how much of a bell curve lies below it, in the usual approximation."""
    np.multiply(x, x, out=spare)
    spare *= np.float32(0.044715 * 0.7978845608)
    spare += np.float32(0.7978845608)
    spare *= x
    np.tanh(spare, out=spare)
    spare += 1
    x *= spare
    x *= np.float32(0.5)
