"""The gate's network in torch: the first layers of the teacher's encoder, fine-tuned to tell what answers a question.

researchkit/questions/network.py is its twin in numpy.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from researchkit.questions.pieces import UNKNOWN

DROPPED = 0.1


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, length, width = x.shape
        q, k, v = (f(x).view(rows, length, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        a = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(rows, length, width))))
        deep = nn.functional.gelu(self.up(x), approximate="tanh")
        return self.norm2(x + self.drop(self.down(deep)))


class GateNetwork(nn.Module):
    """`layers` layers over the pieces that are kept; two heads: whether a passage answers, and which pieces do."""

    def __init__(self, folder: Path, kept: list[int], layers: int, positions: int) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width, heads, inner = (config[key] for key in ("hidden_size", "num_attention_heads", "intermediate_size"))
        self.word = nn.Embedding(len(kept), width)
        self.place = nn.Embedding(positions, width)
        self.part = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        self.score = nn.Linear(2 * width, 1)
        self.told = nn.Linear(width, 1)  # for training only
        self.drop = nn.Dropout(DROPPED)
        self._fill(load_file(folder / "model.safetensors"), kept, positions)

    def forward(self, ids: torch.Tensor, parts: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return one score a row, and one a piece."""
        x = self.word(ids) + self.place.weight[: ids.shape[1]] + self.part(parts)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        seen = mask[:, :, None]
        pooled = torch.cat([(x * seen).sum(1) / seen.sum(1), x[:, 0]], dim=1)
        return self.score(self.drop(pooled)).squeeze(-1).float(), self.told(self.drop(x)).squeeze(-1).float()

    def _fill(self, stored: dict[str, torch.Tensor], kept: list[int], positions: int) -> None:
        plain = {name.removeprefix("bert."): weight.float() for name, weight in stored.items()}
        own = {
            "word.weight": plain["embeddings.word_embeddings.weight"][kept],
            "place.weight": plain["embeddings.position_embeddings.weight"][:positions],
            "part.weight": plain["embeddings.token_type_embeddings.weight"],
            "norm.weight": plain["embeddings.LayerNorm.weight"],
            "norm.bias": plain["embeddings.LayerNorm.bias"],
        }
        inner = {
            "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
            "attention.output.dense": "out", "attention.output.LayerNorm": "norm1",
            "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "norm2",
        }  # fmt: skip
        for n in range(len(self.layers)):
            for theirs, ours in inner.items():
                for last in ("weight", "bias"):
                    own[f"layers.{n}.{ours}.{last}"] = plain[f"encoder.layer.{n}.{theirs}.{last}"]
        missing = set(self.load_state_dict(own, strict=False).missing_keys)
        if any(not name.startswith(("score", "told")) for name in missing):
            raise SystemExit(f"the encoder's file lacks {sorted(missing)[:3]}")


def kept_pieces(vocabulary: dict[str, int], counted: dict[str, int], least: int) -> list[str]:
    """Return the encoder's pieces that are used `least` times, and all of one letter, so that any word can be cut."""
    special = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]")
    single = {piece for piece in vocabulary if len(piece.removeprefix("##")) == 1 and ord(piece[-1]) < 0x250}
    used = {piece for piece, count in counted.items() if count >= least}
    return [*special, *sorted((single | used) - set(special), key=vocabulary.__getitem__)]
