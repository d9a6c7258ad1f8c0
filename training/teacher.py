"""The teacher: a small sentence transformer with heads for type, polarity, modality and role tags, and what it answers.

It needs torch and is not shipped. It learns from the labelled rows of the training part (teaching.py), and then writes
soft labels for every other headline, from which the shipped student learns.
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from corpus import Row
from encoder import Layer, fill, stored_weights
from paths import Steps, half, shares
from tokenizers import Tokenizer
from torch import nn

from researchkit.analysis.tagging import TAGS

TITLE_PIECES, CONTEXT_PIECES = 36, 18


class Teacher(nn.Module):
    """The encoder and its four heads."""

    def __init__(self, folder: Path, types: list[str]) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width = config["hidden_size"]
        self.word = nn.Embedding(config["vocab_size"], width)
        self.place = nn.Embedding(config["max_position_embeddings"], width)
        self.part = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        count, heads, inner = (config[key] for key in ("num_hidden_layers", "num_attention_heads", "intermediate_size"))
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(count))
        fill(self, stored_weights(folder, count))
        self.word.weight.requires_grad_(False)  # rare words keep their place among the frequent ones
        self.heads = nn.ModuleDict(
            {
                "types": nn.Linear(2 * width, len(types)),
                "polarity": nn.Linear(2 * width, 3),
                "modality": nn.Linear(2 * width, 3),
            }
        )
        self.tags = nn.Linear(width, len(TAGS))
        self.steps = Steps()
        self.drop = nn.Dropout(0.15)

    def forward(self, ids: torch.Tensor, parts: torch.Tensor) -> dict[str, torch.Tensor]:
        mask = ids != 0
        x = self.word(ids) + self.place.weight[: ids.shape[1]] + self.part(parts)
        x = nn.functional.dropout(self.norm(x), 0.1, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        seen = mask[:, :, None]
        pooled = torch.cat([(x * seen).sum(1) / seen.sum(1), x[:, 0]], dim=1)
        found = {name: head(self.drop(pooled)) for name, head in self.heads.items()}
        found["tags"] = self.tags(self.drop(x[:, 1 : TITLE_PIECES + 1]))
        return {name: scores.float() for name, scores in found.items()}


class Coder:
    """From rows to piece ids, and from role spans to tags and back."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def batch(self, titles: list[str], contexts: list[str]) -> tuple[torch.Tensor, torch.Tensor, list]:
        heads = self.tokenizer.encode_batch(titles, add_special_tokens=False)
        tails = self.tokenizer.encode_batch(contexts, add_special_tokens=False)
        rows, parts = [], []
        for head, tail in zip(heads, tails, strict=True):
            first = [101, *head.ids[:TITLE_PIECES], 102]
            second = [*tail.ids[:CONTEXT_PIECES], 102] if tail.ids else []
            rows.append(first + second)
            parts.append([0] * len(first) + [1] * len(second))
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        kinds = torch.tensor([row + [0] * (longest - len(row)) for row in parts])
        return ids, kinds, [head.offsets[:TITLE_PIECES] for head in heads]


def context_of(row: Row, random_state: random.Random | None = None, *, leads: bool = False) -> str:
    """Return the site, and with `leads` the lead, as the second text; in training either is left out at times."""
    site, lead = row.site.removeprefix("www."), row.lead if leads else ""
    if random_state is not None:
        site = "" if random_state.random() < 0.35 else site
        lead = "" if random_state.random() < 0.5 else lead
    return f"{site} {lead}".strip()


@torch.no_grad()
def predict(model: Teacher, folder: Path, rows: list[Row], *, leads: bool = False, log=print) -> dict:
    """Return the probabilities of the three heads (float16), and `tags`: a row, its pieces' places and tag shares."""
    model.eval()
    coder = Coder(folder)
    lengths = [len(row.title) + min(80, len(context_of(row, leads=leads))) for row in rows]
    order = sorted(range(len(rows)), key=lengths.__getitem__)
    heads = {name: np.zeros((len(rows), head.out_features), np.float16) for name, head in model.heads.items()}
    tags: list[tuple[list[tuple[int, int]], np.ndarray]] = [([], np.zeros((0, len(TAGS)), np.float16)) for _ in rows]
    began = time.time()
    for n in range(0, len(order), 64):
        batch = order[n : n + 64]
        part = [rows[i] for i in batch]
        ids, kinds, offsets = coder.batch([r.title for r in part], [context_of(r, leads=leads) for r in part])
        with half():
            found = model(ids, kinds)
        for name in heads:
            heads[name][batch] = found[name].softmax(-1).numpy()
        counts = torch.tensor([len(places) for places in offsets])
        share = shares(found["tags"], counts.clamp(min=1), model.steps()).numpy().astype(np.float16)
        for i, rates, places in zip(batch, share, offsets, strict=True):
            tags[i] = (places, rates[: len(places)])
        if n % 6400 == 0 and n:
            log(f"teacher read {n} rows, {time.time() - began:.0f} s", flush=True)
    return {**heads, "tags": tags}


def joined(answers: list[dict]) -> dict:
    """Return the answers of N readers in the order of the rows: reader n has read the rows n, n + N, n + 2 N …"""
    count = sum(len(found["tags"]) for found in answers)
    heads = {
        name: np.zeros((count, values.shape[1]), values.dtype) for name, values in answers[0].items() if name != "tags"
    }
    tags: list = [None] * count
    for n, found in enumerate(answers):
        tags[n :: len(answers)] = found["tags"]
        for name, values in heads.items():
            values[n :: len(answers)] = found[name]
    return {**heads, "tags": tags}


def averaged(answers: list[dict]) -> dict:
    """Return the mean of several teachers' answers on the same rows."""
    if len(answers) == 1:
        return answers[0]
    heads = {
        name: np.mean([found[name].astype(np.float32) for found in answers], axis=0).astype(np.float16)
        for name in answers[0]
        if name != "tags"
    }
    tags = [
        (rows[0][0], np.mean([shares.astype(np.float32) for _, shares in rows], axis=0).astype(np.float16))
        for rows in zip(*(found["tags"] for found in answers), strict=True)
    ]
    return {**heads, "tags": tags}


@torch.inference_mode()
def word_vectors(folder: Path, words: list[str], width: int) -> np.ndarray:
    """Return first vectors for `words`: the encoder's mean output for each word alone, on its main axes."""
    model, coder = Teacher(folder, ["one"]).eval(), Coder(folder)
    found = []
    for n in range(0, len(words), 512):
        part = words[n : n + 512]
        ids, kinds, _ = coder.batch(part, [""] * len(part))
        mask = ids != 0
        x = model.norm(model.word(ids) + model.place.weight[: ids.shape[1]] + model.part(kinds))
        for layer in model.layers:
            x = layer(x, mask)
        found.append(((x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]).numpy())
    vectors = np.concatenate(found)
    vectors -= vectors.mean(0)
    axes = np.linalg.svd(vectors, full_matrices=False)[2][:width]
    turned = vectors @ axes.T
    return (turned / (np.linalg.norm(turned, axis=1, keepdims=True) + 1e-6) * 0.6).astype(np.float32)
