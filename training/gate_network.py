"""The gate's network in torch: the first layers of the teacher's encoder, fine-tuned to tell what answers a question.

researchkit/questions/network.py is its twin in numpy.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from encoder import DROPPED, Layer, fill, stored_weights
from torch import nn

from researchkit.questions.network import EARLY
from researchkit.questions.pieces import UNKNOWN

NEW = ("score.", "early", "told.")  # parts that the encoder has not


class GateNetwork(nn.Module):
    """`layers` layers over the pieces that are kept, with heads that tell whether a passage answers and which pieces.

    One more head tells after EARLY layers: what it finds hopeless need not be read to the end.
    """

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
        self.early = nn.Linear(2 * width, 1)
        self.register_buffer("early_least", torch.full((1,), -100.0))
        self.told = nn.Linear(width, 1)  # for training only
        self.drop = nn.Dropout(DROPPED)
        own = stored_weights(folder, layers)
        own |= {"word.weight": own["word.weight"][kept], "place.weight": own["place.weight"][:positions]}
        fill(self, own, new=NEW)

    def forward(self, ids: torch.Tensor, parts: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return one score a row, the early one, and one a piece."""
        x = self.word(ids) + self.place.weight[: ids.shape[1]] + self.part(parts)
        x = self.drop(self.norm(x))
        early = None
        for number, layer in enumerate(self.layers, start=1):
            x = layer(x, mask)
            if number == EARLY:
                early = self._told(x, mask, self.early)
        score = self._told(x, mask, self.score)
        return score, score if early is None else early, self.told(self.drop(x)).squeeze(-1).float()

    def _told(self, x: torch.Tensor, mask: torch.Tensor, head: nn.Linear) -> torch.Tensor:
        seen = mask[:, :, None]
        pooled = torch.cat([(x * seen).sum(1) / seen.sum(1), x[:, 0]], dim=1)
        return head(self.drop(pooled)).squeeze(-1).float()


def kept_pieces(vocabulary: dict[str, int], counted: dict[str, int], least: int) -> list[str]:
    """Return the encoder's pieces that are used `least` times, and all of one letter, so that any word can be cut."""
    special = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]")
    single = {piece for piece in vocabulary if len(piece.removeprefix("##")) == 1 and ord(piece[-1]) < 0x250}
    used = {piece for piece, count in counted.items() if count >= least}
    return [*special, *sorted((single | used) - set(special), key=vocabulary.__getitem__)]
