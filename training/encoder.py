"""The encoder that teacher and gate begin as: one layer of it, and its weights by the names used here."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import torch
from safetensors.torch import load_file
from torch import nn

DROPPED = 0.1
_RENAMED = {
    "embeddings.word_embeddings": "word", "embeddings.position_embeddings": "place",
    "embeddings.token_type_embeddings": "part", "embeddings.LayerNorm": "norm",
}  # fmt: skip
_INNER = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "out", "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "norm2",
}  # fmt: skip


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT. `bell` is how its activation is reckoned."""

    def __init__(self, width: int, heads: int, inner: int, *, bell: Literal["none", "tanh"] = "none") -> None:
        super().__init__()
        self.heads, self.bell = heads, bell
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, length, width = x.shape
        q, k, v = (f(x).view(rows, length, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        a = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(rows, length, width))))
        deep = nn.functional.gelu(self.up(x), approximate=self.bell)
        return self.norm2(x + self.drop(self.down(deep)))


def stored_weights(folder: Path, layers: int) -> dict[str, torch.Tensor]:
    """Return the encoder's weights, of its first `layers` layers, by the names of modules here."""
    renamed = _RENAMED | {f"encoder.layer.{n}.{a}": f"layers.{n}.{b}" for n in range(layers) for a, b in _INNER.items()}
    own = {}
    for name, weight in load_file(folder / "model.safetensors").items():
        stem, _, last = name.removeprefix("bert.").rpartition(".")
        if stem in renamed:
            own[f"{renamed[stem]}.{last}"] = weight.float()
    return own


def fill(model: nn.Module, own: dict[str, torch.Tensor], *, new: tuple[str, ...] = ()) -> None:
    """Give a model the encoder's weights; only parts whose names begin with one of `new` may be without."""
    missing = [name for name in model.load_state_dict(own, strict=False).missing_keys if not name.startswith(new)]
    if missing:
        raise SystemExit(f"the encoder's file lacks {missing[:3]}")
