"""Fine-tune a teacher on the labelled rows, by several workers side by side."""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from corpus import NOT, Row
from paths import half, path_loss
from teacher import Coder, Teacher, context_of
from torch import nn

from researchkit.analysis.headline import MODALITIES, POLARITIES
from researchkit.analysis.tagging import TAGS

WORKERS = 1  # train side by side; more of them take as many steps fewer, and more steps teach better
AVERAGED = 12  # steps after which their weights are averaged
BATCH = 32  # rows a step of one worker
SLOW_RATE, FAST_RATE = 1.7e-4, 1.5e-3  # of the encoder, and of what is new
FRESH = ("heads.", "tags.", "steps.")  # parts that the encoder does not bring


def tag_pieces(title: str, offsets: list[tuple[int, int]], spans: dict[str, list[str]]) -> list[int]:
    """Return one tag a piece; the first occurrence of each span's text counts."""
    tags = [0] * len(offsets)
    for role, texts in spans.items():
        for text in texts:
            start = title.find(text)
            inside = [i for i, (a, b) in enumerate(offsets) if a >= start and b <= start + len(text) and b > a]
            if start < 0 or not inside or any(tags[i] for i in inside):
                continue
            for n, i in enumerate(inside):
                tags[i] = TAGS.index(f"{'I' if n else 'B'}-{role}")
    return tags


def swapped(row: Row, names: list[str], random_state: random.Random) -> tuple[str, dict[str, list[str]]]:
    """Return title and spans with the subject at times replaced by another company, so that the event is learnt."""
    title, spans = row.title, row.gold["spans"] or {}
    subjects = spans.get("subject", [])
    if len(subjects) == 1 and random_state.random() < 0.2:
        new = random_state.choice(names)
        title = title.replace(subjects[0], new)
        spans = {role: [text.replace(subjects[0], new) for text in texts] for role, texts in spans.items()}
    return title, spans


def weight_of(row: Row) -> float:
    return 1.0 if row.natural else 0.7  # drawn by keyword or by doubt, so of another mix


@dataclass(frozen=True, slots=True)
class Course:
    """How a teacher learns: its seed, how often it sees every row, whether it reads leads too."""

    seed: int
    epochs: int
    leads: bool = False


def teach(rows: list[Row], folder: Path, types: list[str], path: Path, course: Course) -> None:
    """Write a fine-tuned teacher to `path`: WORKERS train side by side, and their weights are averaged again and again.

    Side by side because small batches leave a second core idle; with one seed the result is the same again.
    """
    with tempfile.TemporaryDirectory() as meeting:
        place = f"file://{meeting}/point"
        torch.multiprocessing.spawn(_work, (place, rows, folder, types, path, course), WORKERS)


def _work(rank: int, place: str, rows: list[Row], folder: Path, types: list[str], path: Path, course: Course) -> None:
    """Train on every WORKERS-th batch."""
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", init_method=place, rank=rank, world_size=WORKERS)
    torch.manual_seed(course.seed)
    model, coder = Teacher(folder, types), Coder(folder)
    torch.manual_seed(course.seed + 1_000 * rank)
    chance = random.Random(course.seed)
    names = sorted({name for row in rows for name in (row.gold["spans"] or {}).get("subject", [])})
    slow = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(FRESH)]
    fast = [p for n, p in model.named_parameters() if n.startswith(FRESH)]
    groups = [{"params": slow, "lr": SLOW_RATE}, {"params": fast, "lr": FAST_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rounds = len(rows) // BATCH // WORKERS
    steps = course.epochs * rounds
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (0.06 * steps)) * max(0.0, 1 - s / steps)
    )
    model.train()
    began, step, total = time.time(), 0, 0.0
    for _ in range(course.epochs):
        drawn = [(row, *swapped(row, names, chance), context_of(row, chance, leads=course.leads)) for row in rows]
        order = sorted(
            range(len(rows)), key=lambda i: len(drawn[i][1]) + min(len(drawn[i][3]), 80) + 15 * chance.random()
        )
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        chance.shuffle(batches)
        for batch in batches[rank::WORKERS][:rounds]:
            loss = _loss(model, coder, [drawn[i] for i in batch], types)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step, total = step + 1, total + loss.item()
            if step % AVERAGED == 0 or step == steps:
                _average([*slow, *fast])
            if step % 25 == 0 and not rank:
                print(f"teacher step {step}/{steps} loss {total / 25:.3f} {time.time() - began:.0f} s", flush=True)
                total = 0.0
    if not rank:
        torch.save(model.state_dict(), path)
    torch.distributed.destroy_process_group()


@torch.no_grad()
def _average(weights: list[nn.Parameter]) -> None:
    flat = nn.utils.parameters_to_vector(weights)
    torch.distributed.all_reduce(flat)
    nn.utils.vector_to_parameters(flat / WORKERS, weights)


def _loss(model: Teacher, coder: Coder, drawn: list[tuple[Row, str, dict, str]], types: list[str]) -> torch.Tensor:
    part = [row for row, *_ in drawn]
    pairs = [(title, spans) for _, title, spans, _ in drawn]
    ids, kinds, offsets = coder.batch([title for title, _ in pairs], [context for *_, context in drawn])
    with half():
        found = model(ids, kinds)
    weights = torch.tensor([weight_of(row) for row in part])
    kind = torch.tensor([types.index(row.gold["type"]) for row in part])
    polarity = torch.tensor([POLARITIES.index(row.gold["polarity"]) for row in part])
    mood = torch.tensor([MODALITIES.index(row.gold["modality"]) if row.gold["modality"] else -100 for row in part])
    tags = torch.full(found["tags"].shape[:2], -1)
    for i, (row, (title, spans), places) in enumerate(zip(part, pairs, offsets, strict=True)):
        if row.gold["type"] != NOT and row.gold["spans"] is not None:
            tags[i] = 0
            tags[i, : len(places)] = torch.tensor(tag_pieces(title, places, spans), dtype=torch.long)
    entropy = nn.functional.cross_entropy
    loss = (entropy(found["types"], kind, reduction="none", label_smoothing=0.05) * weights).mean()
    apart = entropy(found["polarity"], polarity, reduction="none", label_smoothing=0.05)
    loss = loss + 0.4 * (apart * weights).mean()
    if (mood >= 0).any():
        loss = loss + 0.4 * entropy(found["modality"], mood)
    told = (tags[:, 0] >= 0).nonzero().squeeze(1)
    if len(told):
        counts = torch.tensor([len(places) for places in offsets])[told]
        loss = loss + 0.8 * path_loss(found["tags"][told], tags[told], counts, model.steps()).mean()
    return loss
