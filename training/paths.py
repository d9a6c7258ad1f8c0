"""Tags learnt as paths: a linear-chain conditional random field in torch, for the teacher and the student alike.

`scores` are rows × words × tags; `counts` says how many words each row has; `steps[i, j]` is what tag j gains after tag
i, its last row what it gains as the first (as in analysis/tagging.py, which finds the best path when reading).
"""

from __future__ import annotations

import torch
from torch import nn

from researchkit.analysis.tagging import IMPOSSIBLE, TAGS


def half() -> torch.autocast:
    """Multiply in 16 bits (bfloat16), several times as fast where the processor knows them."""
    return torch.autocast("cpu", torch.bfloat16)


class Steps(nn.Module):
    """What each tag gains after each other, learnt; an inside tag follows its own begin or inside only."""

    def __init__(self) -> None:
        super().__init__()
        count = len(TAGS)
        self.gain = nn.Parameter(torch.zeros(count + 1, count))
        barred = torch.zeros(count + 1, count, dtype=torch.bool)
        for inside in range(2, count, 2):
            barred[[tag for tag in range(count + 1) if tag not in (inside, inside - 1)], inside] = True
        self.register_buffer("barred", barred, persistent=False)

    def forward(self) -> torch.Tensor:
        return self.gain.masked_fill(self.barred, IMPOSSIBLE)


def log_total(scores: torch.Tensor, counts: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
    """Return the log of the summed weights of all paths, one a row."""
    total = scores[:, 0] + steps[-1]
    for n in range(1, scores.shape[1]):
        # The greatest is taken out by hand: logsumexp over the middle axis is slower.
        top = total.amax(1, keepdim=True)
        reached = top + ((total - top).exp() @ steps[:-1].exp() + 1e-30).log() + scores[:, n]
        total = torch.where((n < counts)[:, None], reached, total)
    return total.logsumexp(1)


def step_score(tags: torch.Tensor, counts: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
    """Return what the steps of one path a row gain; what lies behind `counts` does not count."""
    real = torch.arange(tags.shape[1])[None] < counts[:, None]
    before = torch.cat([torch.full_like(tags[:, :1], len(TAGS)), tags[:, :-1]], 1)
    return (steps[before, tags] * real).sum(1)


def path_loss(scores: torch.Tensor, tags: torch.Tensor, counts: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
    """Return minus the log of the probability of the labelled path, one a row, a word on the mean."""
    tags = tags.clamp(min=0)
    real = torch.arange(tags.shape[1])[None] < counts[:, None]
    known = (scores.gather(2, tags[:, :, None]).squeeze(2) * real).sum(1) + step_score(tags, counts, steps)
    return (log_total(scores, counts, steps) - known) / counts.clamp(min=1)


def shares(scores: torch.Tensor, counts: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
    """Return how probable each tag is at each place over all paths: rows × words × tags."""
    with torch.enable_grad():
        free = scores.detach().requires_grad_()
        (share,) = torch.autograd.grad(log_total(free, counts, steps.detach()).sum(), free)
    return share
