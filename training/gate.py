"""Train the gate's network: `python training/gate.py training/gate/*.toml --titles titles.txt.gz`.

Reads pairs of question and documents, fine-tunes the first layers of the encoder to tell the passage that answers from
those that do not, and writes the network into researchkit/questions/answer_model/. Each pair is put to the passages
that retrieval.py finds among its company's documents and those of OTHERS more. The files of --hold are not learnt
from: their figures are printed after each epoch, and the two bars are set on them; without them both stay where they
were. The closing sets are never given to it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from export import packed  # noqa: E402
from gate_figures import batch, read  # noqa: E402
from gate_network import NEW, GateNetwork, kept_pieces  # noqa: E402
from gate_pairs import Pair, count_pieces, read_pairs  # noqa: E402
from steps import packaged_encoder  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

from researchkit.questions.network import HEAD_PIECES, QUESTION_PIECES, TEXT_PIECES, Network  # noqa: E402
from researchkit.questions.passages import Passage  # noqa: E402

SHIPPED = HERE.parent / "researchkit" / "questions" / "answer_model"
LAYERS, LEAST = 6, 12
POSITIONS = QUESTION_PIECES + HEAD_PIECES + TEXT_PIECES + 4
PAIRS, WRONG, ANYWHERE = 8, 4, 1  # pairs a step; passages a pair that do not answer: the likeliest, and any
EMPTIED = 0.5  # how often a pair comes with a passage from which the answer was cut out
SLOW_RATE, FAST_RATE = 6e-5, 1e-3  # of the encoder, and of what is new
SURE, UNSURE = 0.98, 0.02
EARLY_SHARE = 0.5  # of the early head in what is learnt


def told_pieces(pair: Pair, passage: Passage, network: Network, row: tuple[list[int], int]) -> list[float]:
    """Return 1 for each piece of the words that answer, 0 for the others of the passage, -1 for all else of the row."""
    numbers, asked = row
    head = len(network.pieces(passage.head, HEAD_PIECES))
    start = asked + head + 1
    marks = [-1.0] * start + [0.0] * (len(numbers) - start - 1) + [-1.0]
    place = passage.text.find(pair.by) if pair.by else -1
    if place >= 0:
        before = len(network.pieces(passage.text[:place], TEXT_PIECES))
        until = len(network.pieces(passage.text[: place + len(pair.by)], TEXT_PIECES))
        for n in range(start + before, min(start + until, len(marks) - 1)):
            marks[n] = 1.0
    return marks


def train(model: GateNetwork, pairs: list[Pair], held: list[Pair], network: Network, asked: argparse.Namespace) -> None:
    """Teach the network, the learning rate rising and falling once."""
    chance = random.Random(asked.seed)
    slow = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(NEW)]
    fast = [p for n, p in model.named_parameters() if n.startswith(NEW)]
    groups = [{"params": slow, "lr": asked.rate}, {"params": fast, "lr": FAST_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rounds = len(pairs) // PAIRS
    steps = asked.epochs * rounds
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (0.06 * steps)) * max(0.0, 1 - s / steps)
    )
    began, step, total = time.time(), 0, 0.0
    for epoch in range(asked.epochs):
        model.train()
        order = list(range(len(pairs)))
        chance.shuffle(order)
        for start in range(0, rounds * PAIRS, PAIRS):
            loss = batch_loss(model, [pairs[n] for n in order[start : start + PAIRS]], network, chance)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step, total = step + 1, total + loss.item()
            if step % 40 == 0:
                print(f"gate step {step}/{steps} loss {total / 40:.3f} {time.time() - began:.0f} s", flush=True)
                total = 0.0
        for name in dict.fromkeys(pair.file for pair in held):
            told = read(model, [pair for pair in held if pair.file == name], network).told()
            print(f"epoch {epoch + 1} {name}: {told}", flush=True)


def batch_loss(model: GateNetwork, part: list[Pair], network: Network, chance: random.Random) -> torch.Tensor:
    rows, wanted, weights, marks = [], [], [], []
    for pair in part:
        right = [n for n, answers in enumerate(pair.answers) if answers]
        wrong = [n for n, answers in enumerate(pair.answers) if not answers]
        likely = chance.sample(wrong[: 2 * WRONG], min(len(wrong), WRONG if not right else WRONG - 1))
        chosen = [*([chance.choice(right)] if right else []), *likely, *chance.sample(wrong, min(len(wrong), ANYWHERE))]
        shown = [(pair.passages[n], pair.answers[n]) for n in chosen]
        if pair.emptied and chance.random() < EMPTIED:
            shown.append((chance.choice(pair.emptied), False))
        for passage, answers in shown:
            row = network.row(pair.question, passage.head, passage.text)
            rows.append(row)
            wanted.append(SURE if answers else UNSURE)
            weights.append(2.0 if answers else 0.6 if right else 1.0)
            marks.append(told_pieces(pair, passage, network, row))
    ids, parts, mask = batch(rows)
    with torch.autocast("cpu", torch.bfloat16):
        scores, early, told = model(ids, parts, mask)
    entropy = nn.functional.binary_cross_entropy_with_logits
    loss = sum(
        share * (entropy(found, torch.tensor(wanted), reduction="none") * torch.tensor(weights)).mean()
        for found, share in ((scores, 1.0), (early, EARLY_SHARE))
    )
    truth = torch.tensor([row + [-1.0] * (ids.shape[1] - len(row)) for row in marks])
    known = truth >= 0
    return loss + entropy(told[known], truth[known], pos_weight=torch.tensor(4.0))


def arrays_of(model: GateNetwork) -> dict[str, np.ndarray]:
    """Return weights by the names that questions/network.py reads: tables as bytes with a scale, the rest as halves."""
    arrays: dict[str, np.ndarray] = {}
    for name, value in model.state_dict().items():
        weight = value.detach().numpy().astype(np.float32)
        if name.startswith("told"):
            continue
        if name == "word.weight":
            arrays["word"], arrays["word.scale"] = packed(weight)
            arrays["middle"] = (arrays["word"] * arrays["word.scale"][:, None].astype(np.float32)).mean(axis=0)
        elif name in ("place.weight", "part.weight"):
            arrays[name.partition(".")[0]] = weight.astype(np.float16)
        elif weight.ndim == 2 and weight.shape[0] > 1:
            rows, arrays[f"{name}.scale"] = packed(weight)
            arrays[name] = rows.T
        else:
            arrays[name] = (weight.T if weight.ndim == 2 else weight).astype(np.float16)
    return arrays


def go_on_from(model: GateNetwork, stored: Mapping[str, np.ndarray]) -> None:
    """Fill a network with weights that `arrays_of` packed; the head that only training has begins anew."""
    for name, value in model.state_dict().items():
        kept = name.removesuffix(".weight") if name in ("word.weight", "place.weight", "part.weight") else name
        if kept not in stored:
            continue
        weight = stored[kept].astype(np.float32)
        if kept == "word":
            weight = weight * stored["word.scale"].astype(np.float32)[:, None]
        elif f"{kept}.scale" in stored:
            weight = (weight * stored[f"{kept}.scale"].astype(np.float32)).T
        elif value.ndim == 2 and value.shape != weight.shape:
            weight = weight.T
        value.copy_(torch.from_numpy(np.ascontiguousarray(weight)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--hold", type=Path, nargs="*", default=[], help="files to measure on")
    parser.add_argument("--titles", type=Path, default=None, help="headlines whose pieces are kept too (titles.txt.gz)")
    parser.add_argument("--encoder", type=Path, default=None, help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--begin", type=Path, default=None, help="a folder of weights to go on from")
    parser.add_argument("--rate", type=float, default=SLOW_RATE, help="of learning, for what is not new")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(asked.threads)
    folder = asked.encoder or packaged_encoder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    vocabulary = tokenizer.get_vocab()
    if asked.begin:
        pieces = (asked.begin / "pieces.txt").read_text(encoding="utf-8").split("\n")
    else:
        pieces = kept_pieces(vocabulary, count_pieces(asked.pairs, asked.titles, tokenizer), LEAST)
    print(f"{len(pieces)} pieces", flush=True)
    model = GateNetwork(folder, [vocabulary[piece] for piece in pieces], asked.layers, POSITIONS)
    if asked.begin:
        go_on_from(model, np.load(asked.begin / "weights.npz"))
    model.word.weight.requires_grad_(False)  # rare pieces keep their place among the frequent ones
    network = Network(arrays_of(model), pieces)
    held_names = {path.resolve() for path in asked.hold}
    pairs = read_pairs([path for path in asked.pairs if path.resolve() not in held_names], network)
    held = read_pairs(asked.hold, network) if asked.hold else []
    within = np.mean([any(pair.answers[: pair.found]) for pair in pairs if pair.answered])
    print(f"{len(pairs)} pairs; retrieval finds {within:.3f} of the answers", flush=True)
    if asked.epochs:
        train(model, pairs, held, network, asked)
    if held:
        reading = read(model, held, network)
        least, share = reading.hopeless_below()
        with torch.no_grad():
            model.score.bias -= reading.bar()
        model.early_least.fill_(least)
        print(f"the bar is {reading.bar():.2f}: {reading.told()}")
        print(f"given up early below {least:.2f}: {share:.2f} of the passages")
    asked.out.mkdir(parents=True, exist_ok=True)
    np.savez(asked.out / "weights.npz", **arrays_of(model))
    (asked.out / "pieces.txt").write_text("\n".join(pieces), encoding="utf-8")
    print(f"written: {asked.out}")


if __name__ == "__main__":
    main()
