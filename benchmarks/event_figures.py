"""Figures of read headlines against labels, in the manner of the shared score_events."""

from __future__ import annotations

import collections
from collections.abc import Sequence
from typing import Any

ROLES = ("subject", "object", "counterparty", "person", "amount", "place")
NOT = "not_company_event"
Rows = Sequence[dict[str, Any]]


def f1(pairs: Sequence[tuple[Any, Any]], positive: Any) -> float:
    hit = sum(gold == positive and guess == positive for gold, guess in pairs)
    wrong = sum((gold == positive) != (guess == positive) for gold, guess in pairs)
    return 2 * hit / (2 * hit + wrong) if hit or wrong else float("nan")


def figures(gold: Rows, guess: Rows) -> dict[str, float]:
    """Return every figure of one table; rows are of labels.jsonl's form and in the same order."""
    types = [(g["type"], p["type"]) for g, p in zip(gold, guess, strict=True)]
    names = sorted({name for name, _ in types})
    per_type = {name: f1(types, name) for name in names}
    polarity = [(g["polarity"], p["polarity"]) for g, p in zip(gold, guess, strict=True)]
    table = {
        "type macro-F1": sum(per_type.values()) / len(per_type),
        "type accuracy": sum(a == b for a, b in types) / len(types),
        "event F1": f1([(a != NOT, b != NOT) for a, b in types], True),
        "challenge F1": f1(polarity, "challenge"),
        "launch F1": f1(polarity, "launch"),
    }
    moods = [(g["modality"], p["modality"]) for g, p in zip(gold, guess, strict=True)]
    moods = [(a, b) for a, b in moods if a and b]
    if moods:
        table["modality accuracy"] = sum(a == b for a, b in moods) / len(moods)
    for role in ROLES:
        value = span_f1(gold, guess, role)
        if value is not None:
            table[f"{role} span F1"] = value
    return table | {f"  {name}": value for name, value in per_type.items()}


def span_f1(gold: Rows, guess: Rows, role: str) -> float | None:
    """Return exact-match F1 of one role over labelled events, None where there is none."""
    counts: collections.Counter[str] = collections.Counter()
    for g, p in zip(gold, guess, strict=True):
        if g["type"] == NOT or g.get("spans") is None or p.get("spans") is None:
            continue
        want, got = set(g["spans"].get(role, [])), set(p["spans"].get(role, []))
        counts.update(hit=len(want & got), wrong=len(want ^ got))
    if not counts["hit"] and not counts["wrong"]:
        return None
    return 2 * counts["hit"] / (2 * counts["hit"] + counts["wrong"])


def mean_figures(gold: Rows, guess: Rows) -> tuple[dict[str, float], dict[str, float]]:
    """Return the mean over both labellers where a row has a second one, and the labellers against each other."""
    tables, ceiling = [figures(gold, guess)], {}
    if gold and all("second" in row for row in gold):
        second = [row["second"] for row in gold]
        tables.append(figures(second, guess))
        ceiling = figures(gold, second)
    mean = {}
    for name in tables[0]:
        values = [table[name] for table in tables if name in table]
        mean[name] = sum(values) / len(values)
    return mean, ceiling
