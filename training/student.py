"""The student: the small network that ships, here in torch for training; analysis/network.py runs the same in numpy."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import numpy as np
import torch
from paths import Steps, half, log_total, step_score
from torch import nn

from researchkit.analysis.encoding import MASK, PAIR_ROWS, PIECE_ROWS, SHAPES, SITE_ROWS, Encoded, pair_rows
from researchkit.analysis.tagging import TAGS


@dataclass(slots=True)
class Recipe:
    """What can be turned on and off, for the ablation table."""

    width: int = 160
    layers: int = 3
    hidden: int = 256
    pair_width: int = 96
    heads: int = 4
    epochs: int = 8
    batch: int = 512
    rate: float = 2e-3
    smoothing: float = 0.05
    mask_share: float = 0.25
    vectors: bool = True
    pairs: bool = True
    rules: bool = False
    context: bool = True
    gold_repeat: int = 2
    paths: bool = True  # tags learnt as paths, or each word's on its own
    seed: int = 7


class Student(nn.Module):
    """Embeddings, convolutions over neighbours, pools, one hidden layer, four heads."""

    def __init__(self, words: int, recipe: Recipe) -> None:
        super().__init__()
        d = recipe.width
        self.recipe = recipe
        self.word = nn.Embedding(words, d, padding_idx=0)
        self.piece = nn.Embedding(PIECE_ROWS, d, padding_idx=0)
        self.shape = nn.Embedding(len(SHAPES), d, padding_idx=0)
        self.pair = nn.Embedding(PAIR_ROWS, recipe.pair_width)
        self.site = nn.Embedding(SITE_ROWS, 32, padding_idx=0)
        for table in (self.word, self.piece, self.shape, self.pair, self.site):
            nn.init.normal_(table.weight, std=0.05)
            if table.padding_idx is not None:
                table.weight.data[0] = 0
        self.first = nn.LayerNorm(d)
        self.convolutions = nn.ModuleList(nn.Linear(3 * d, d) for _ in range(recipe.layers))
        self.norms = nn.ModuleList(nn.LayerNorm(d) for _ in range(recipe.layers))
        self.attend = nn.Linear(d, recipe.heads)
        rules = 20 if recipe.rules else 0
        self.deep = nn.Linear(2 * d + recipe.pair_width + d + 32 + rules, recipe.hidden)
        self.types = nn.Linear(recipe.hidden, 20)
        self.polarity = nn.Linear(recipe.hidden, 3)
        self.modality = nn.Linear(recipe.hidden, 3)
        self.tag_deep = nn.Linear(d, 128)
        self.tag_whole = nn.Linear(recipe.hidden, 128)
        self.tags = nn.Linear(128, len(TAGS))
        self.steps = Steps()
        self.drop = nn.Dropout(0.25)
        self.drop_words = nn.Dropout(0.15)

    def forward(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        word = batch["word"]
        real = (word != 0)[:, :, None]
        x = self.word(word) + self.piece(batch["pieces"]).mean(2) + self.shape(batch["shape"])
        x = self.drop_words(self.first(x)) * real
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            left, right = nn.functional.pad(x, (0, 0, 1, 0))[:, :-1], nn.functional.pad(x, (0, 0, 0, 1))[:, 1:]
            x = norm(x + self.drop_words(nn.functional.relu(convolution(torch.cat([left, x, right], 2))))) * real
        top = x.masked_fill(~real, -1e4).amax(1)
        weights = self.attend(x).masked_fill(~real, -1e4).softmax(1)
        pooled = torch.einsum("blh,blhk->bhk", weights, x.unflatten(2, (self.recipe.heads, -1))).flatten(1)
        near = batch["near"][:, :, None]
        pairs = (self.pair(batch["pair"]) * near).sum(1) / near.sum(1)
        if not self.recipe.pairs:
            pairs = pairs * 0
        known = (batch["lead"] != 0)[:, :, None]
        lead = (self.word(batch["lead"]) * known).sum(1) / known.sum(1).clamp(min=1) * 3
        site = self.site(batch["site"])
        parts = [top, pooled, pairs * 3, lead, site]
        if self.recipe.rules:
            parts.append(batch["rules"])
        deep = nn.functional.relu(self.deep(self.drop(torch.cat(parts, 1))))
        z = self.drop(deep)
        found = {"types": self.types(z), "polarity": self.polarity(z), "modality": self.modality(z)}
        tagged = nn.functional.relu(self.tag_deep(x) + self.tag_whole(deep)[:, None])
        found["tags"] = self.tags(self.drop_words(tagged))[:, 1:-1]
        found["deep"] = deep
        return found


@dataclass(slots=True)
class Material:
    """Encoded rows with their targets; every array has one row a headline."""

    text: Encoded
    lead: np.ndarray  # rows × LEAD_WORDS, 0 where none
    site: np.ndarray
    rules: np.ndarray
    types: np.ndarray  # probabilities, rows × 20
    polarity: np.ndarray  # rows × 3
    modality: np.ndarray  # rows × 3, all 0 where unknown
    tags: list[list[int] | None]  # the likeliest or labelled path, None where no role is to be learnt
    shares: list[np.ndarray | None]  # words × tags, how probable each is
    weight: np.ndarray
    subject: list[list[int]] = field(default_factory=list)  # places of the subject's words

    def __len__(self) -> int:
        return len(self.site)


def collate(
    material: Material, rows: np.ndarray, recipe: Recipe, chance: np.random.Generator | None
) -> dict[str, torch.Tensor]:
    """Return one padded batch; with `chance` some names, shapes, leads and sites are hidden."""
    text = material.text
    counts, starts = text.counts[rows], text.starts[rows]
    length = int(counts.max()) + 2
    places = starts[:, None] - 1 + np.arange(length)
    inside = np.arange(length)[None] <= counts[:, None]  # leading blank and words
    places = np.where(inside, places, 0)
    word, shape, pieces = text.word[places], text.shape[places], text.pieces[places]
    lead, site = material.lead[rows], material.site[rows]
    if chance is not None:
        for n, row in enumerate(rows):
            if material.subject[row] and chance.random() < recipe.mask_share:
                at = [1 + place for place in material.subject[row] if place + 1 < length]
                word[n, at], shape[n, at], pieces[n, at] = MASK, 2, 0
        lost = (chance.random(word.shape) < 0.04) & (word > 1)
        word = np.where(lost, 2, word)
        shape = np.where((chance.random(len(rows)) < 0.08)[:, None] & (word > 0), len(SHAPES) - 1, shape)
        lead = np.where((chance.random(len(rows)) < 0.4)[:, None], 0, lead)
        site = np.where(chance.random(len(rows)) < 0.5, 0, site)
    if not recipe.context:
        lead, site = lead * 0, site * 0
    pair = pair_rows(word.reshape(-1)).reshape(word.shape)
    tags = np.full((len(rows), length - 2), -1, np.int64)
    shares = np.zeros((len(rows), length - 2, len(TAGS)), np.float32)
    for n, row in enumerate(rows):
        marks = material.tags[row]
        if marks is not None:
            tags[n] = 0
            tags[n, : len(marks)] = marks
            shares[n, : len(marks)] = material.shares[row]
    arrays = {
        "word": word, "shape": shape, "pieces": pieces, "pair": pair, "near": inside.astype(np.float32),
        "lead": lead, "site": site,
        "rules": material.rules[rows], "types": material.types[rows], "polarity": material.polarity[rows],
        "modality": material.modality[rows], "tags": tags, "shares": shares,
        "counts": text.counts[rows].astype(np.int64), "weight": material.weight[rows],
    }  # fmt: skip
    return {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in arrays.items()}


def _soft(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return -(target * logits.log_softmax(-1)).sum(-1)


def loss_of(model: Student, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Return the loss of one batch over all heads."""
    with half():
        found = {name: scores.float() for name, scores in model(batch).items()}
    weight = batch["weight"]
    total = (_soft(found["types"], batch["types"]) * weight).mean()
    total = total + 0.5 * (_soft(found["polarity"], batch["polarity"]) * weight).mean()
    total = total + 0.5 * (_soft(found["modality"], batch["modality"]) * weight).mean()
    told = (batch["tags"][:, 0] >= 0).nonzero().squeeze(1)
    if len(told):
        scores, shares, counts = found["tags"][told], batch["shares"][told], batch["counts"][told]
        if model.recipe.paths:
            steps = model.steps()
            # The gradient of this by the scores is the model's share of each tag less the taught one.
            known = (shares * scores).sum((1, 2)) + step_score(batch["tags"][told], counts, steps)
            losses = log_total(scores, counts, steps) - known
        else:
            losses = -(shares * scores.log_softmax(-1)).sum((1, 2))
        total = total + 0.8 * losses.sum() / counts.sum()
    return total


def train(model: Student, materials: list[tuple[Material, int]], recipe: Recipe, *, log=print, after=None) -> Student:
    """Train on every material as often an epoch as its number says."""
    torch.manual_seed(recipe.seed)
    chance = np.random.default_rng(recipe.seed)
    tables = [model.word.weight, model.piece.weight, model.pair.weight, model.site.weight]
    ids = {id(table) for table in tables}
    others = [p for p in model.parameters() if id(p) not in ids]
    optimizer = torch.optim.Adam(
        [{"params": tables, "lr": recipe.rate}, {"params": others, "lr": recipe.rate}], betas=(0.9, 0.99), fused=True
    )
    per_epoch = sum(math.ceil(len(material) * times / recipe.batch) for material, times in materials)
    steps = recipe.epochs * per_epoch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (0.05 * steps)) * max(0.02, 1 - s / steps)
    )
    began = time.time()
    for epoch in range(recipe.epochs):
        model.train()
        batches = []
        for number, (material, times) in enumerate(materials):
            order = np.concatenate([chance.permutation(len(material)) for _ in range(times)])
            for n in range(0, len(order), recipe.batch * 16):
                chunk = order[n : n + recipe.batch * 16]
                chunk = chunk[np.argsort(material.text.counts[chunk], kind="stable")]
                batches += [(number, chunk[m : m + recipe.batch]) for m in range(0, len(chunk), recipe.batch)]
        chance.shuffle(batches)
        total = 0.0
        for number, rows in batches:
            batch = collate(materials[number][0], rows, recipe, chance)
            loss = loss_of(model, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(others, 2.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        log(f"student epoch {epoch + 1} loss {total / len(batches):.3f} {time.time() - began:.0f} s", flush=True)
        if after is not None:
            after(model, epoch)
    return model


@torch.inference_mode()
def predict(
    model: Student, material: Material, recipe: Recipe, *, context: bool = True
) -> dict[str, np.ndarray | list]:
    """Return logits a head, and `tags`, a list of logit arrays (one row a word)."""
    model.eval()
    heads: dict[str, list[np.ndarray]] = {"types": [], "polarity": [], "modality": []}
    tags: list[np.ndarray] = []
    for n in range(0, len(material), 512):
        rows = np.arange(n, min(n + 512, len(material)))
        batch = collate(material, rows, recipe, None)
        if not context:
            batch["lead"] *= 0
            batch["site"] *= 0
        found = model(batch)
        for name, kept in heads.items():
            kept.append(found[name].numpy())
        for row, logits in zip(rows, found["tags"].numpy(), strict=True):
            tags.append(logits[: material.text.counts[row]])
    return {**{name: np.concatenate(kept) for name, kept in heads.items()}, "tags": tags}
