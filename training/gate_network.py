"""The gate's network in torch: the first layers of the teacher's encoder, fine-tuned to tell what answers a question.

researchkit/questions/network.py is its twin in numpy.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from encoder import DROPPED, Layer, fill, stored_weights
from torch import nn

from researchkit.questions.pieces import UNKNOWN


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
        self.layers = nn.ModuleList(Layer(width, heads, inner, bell="tanh") for _ in range(layers))
        self.score = nn.Linear(2 * width, 1)
        self.told = nn.Linear(width, 1)  # for training only
        self.drop = nn.Dropout(DROPPED)
        own = stored_weights(folder, layers)
        own |= {"word.weight": own["word.weight"][kept], "place.weight": own["place.weight"][:positions]}
        fill(self, own, new=("score.", "told."))

    def forward(self, ids: torch.Tensor, parts: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return one score a row, and one a piece."""
        x = self.word(ids) + self.place.weight[: ids.shape[1]] + self.part(parts)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        seen = mask[:, :, None]
        pooled = torch.cat([(x * seen).sum(1) / seen.sum(1), x[:, 0]], dim=1)
        return self.score(self.drop(pooled)).squeeze(-1).float(), self.told(self.drop(x)).squeeze(-1).float()


def kept_pieces(vocabulary: dict[str, int], counted: dict[str, int], least: int) -> list[str]:
    """Return the encoder's pieces that are used `least` times, and all of one letter, so that any word can be cut."""
    special = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]")
    single = {piece for piece in vocabulary if len(piece.removeprefix("##")) == 1 and ord(piece[-1]) < 0x250}
    used = {piece for piece, count in counted.items() if count >= least}
    return [*special, *sorted((single | used) - set(special), key=vocabulary.__getitem__)]
