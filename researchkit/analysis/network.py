"""The reader's network in numpy: embeddings, convolutions over neighbours, pools, one hidden layer, four heads.

Texts lie end to end with a blank between them, so no work is lost on padding. training/student.py is its twin in torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from researchkit.analysis.encoding import Encoded

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits: types (texts × 20), polarity and modality (texts × 3), tags (one row a word, texts end to end)."""

    types: Floats
    polarity: Floats
    modality: Floats
    tags: Floats


class Network:
    """Weights and the forward pass. `weights` are float32 by name; tables of bytes come with `NAME.scale`."""

    def __init__(self, weights: Mapping[str, NDArray[np.generic]]) -> None:
        self.tables = {name: weights[name] for name in ("word", "piece", "pair", "site")}
        self.scales = {name: weights[f"{name}.scale"].astype(np.float32) for name in self.tables}
        self.w: dict[str, Floats] = {
            name: np.ascontiguousarray(value, np.float32)
            for name, value in weights.items()
            if name.partition(".")[0] not in self.tables
        }
        self.layers = sum(name.startswith("convolution") and name.endswith(".weight") for name in self.w)
        self.heads = len(self.w["attend.bias"])

    def _rows(self, table: str, rows: Ints) -> Floats:
        """Return embeddings: stored as bytes with one scale a row."""
        found = self.tables[table][rows].astype(np.float32)
        found *= self.scales[table][rows][..., None]
        return found

    def __call__(self, text: Encoded, lead: Ints, site: Ints) -> Scores:
        """Return the scores of every text. `lead` is texts × words (0: none), `site` one row a text (0: none)."""
        w = self.w
        x = self._words(text)
        real = (text.word != 0).astype(np.float32)[:, None]
        x = _normal(x, w["first.weight"], w["first.bias"]) * real
        for n in range(self.layers):
            x = self._convolve(x, n) * real
        deep = self._whole(x, text, lead, site)
        inside = np.flatnonzero(_inside(text))
        owner = np.repeat(np.arange(len(text.counts)), text.counts)
        tagged = x[inside] @ w["tag_deep.weight"] + w["tag_deep.bias"]
        tagged += (deep @ w["tag_whole.weight"] + w["tag_whole.bias"])[owner]
        np.maximum(tagged, 0, out=tagged)
        return Scores(
            types=deep @ w["types.weight"] + w["types.bias"],
            polarity=deep @ w["polarity.weight"] + w["polarity.bias"],
            modality=deep @ w["modality.weight"] + w["modality.bias"],
            tags=tagged @ w["tags.weight"] + w["tags.bias"],
        )

    def _words(self, text: Encoded) -> Floats:
        """Return the sum of word, pieces and shape, worked out once for each different word of the batch."""
        keys = np.stack([text.word, text.shape, text.pieces[:, 2], text.pieces[:, 5]], axis=1)
        mixed = keys.astype(np.int64) @ np.array([1, 1_000_003, 998_244_353, 1_000_000_007], np.int64)
        _, first, again = np.unique(mixed, return_index=True, return_inverse=True)
        x = self._rows("word", text.word[first])
        x += self._rows("piece", text.pieces[first]).mean(axis=1)
        x += self.w["shape"][text.shape[first]]
        return np.asarray(x[again], np.float32)

    def _convolve(self, x: Floats, n: int) -> Floats:
        left, middle, right = np.split(self.w[f"convolution{n}.weight"], 3)
        y = x @ middle
        y += self.w[f"convolution{n}.bias"]
        y[1:] += x[:-1] @ left
        y[:-1] += x[1:] @ right
        np.maximum(y, 0, out=y)
        y += x
        return _normal(y, self.w[f"norm{n}.weight"], self.w[f"norm{n}.bias"])

    def _whole(self, x: Floats, text: Encoded, lead: Ints, site: Ints) -> Floats:
        """Return the hidden layer: what the text as a whole says."""
        w, count = self.w, len(text.counts)
        edges = np.stack([text.starts, text.starts + text.counts], axis=1).ravel()
        top = np.maximum.reduceat(x, edges[:-1] if edges[-1] >= len(x) else edges)[::2]
        score = x @ w["attend.weight"] + w["attend.bias"]
        first = text.starts - 1
        spans = np.diff([*first, len(score)])
        score -= np.repeat(np.maximum.reduceat(score, first), spans, axis=0)  # of each text: none depends on another
        share = np.exp(score) * (text.word != 0)[:, None] + 1e-12
        total = np.add.reduceat(share, first)
        value = (x.reshape(len(x), self.heads, -1) * share[:, :, None]).reshape(len(x), -1)
        pooled = np.add.reduceat(value, text.starts - 1).reshape(count, self.heads, -1) / total[:, :, None]
        pairs = np.add.reduceat(self._rows("pair", text.pair)[:-1], text.starts - 1)
        pairs /= (text.counts + 1)[:, None]
        known = (lead != 0).sum(axis=1)
        leads = self._rows("word", lead).sum(axis=1) / np.maximum(known, 1)[:, None]
        parts = [top, pooled.reshape(count, -1), pairs * 3, leads * 3, self._rows("site", site)]
        deep = np.concatenate(parts, axis=1, dtype=np.float32) @ w["deep.weight"] + w["deep.bias"]
        return np.asarray(np.maximum(deep, 0), np.float32)


def _inside(text: Encoded) -> NDArray[np.bool_]:
    """Return which places hold words, in the order of texts."""
    inside = np.ones(len(text.word), bool)
    inside[0] = False
    inside[text.starts + text.counts] = False
    return inside


def _normal(x: Floats, weight: Floats, bias: Floats) -> Floats:
    x = x - x.mean(axis=1, keepdims=True)
    x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / x.shape[1] + 1e-5)
    x *= weight
    x += bias
    return x


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), np.float32)
