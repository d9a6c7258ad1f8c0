"""Tension: what the company says, held against what the record shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from researchkit.questions.checks import Draft, Setting
from researchkit.questions.facts import Fact

if TYPE_CHECKING:
    from pandas import DataFrame


def read_tensions(
    facts: Sequence[Fact], documents: DataFrame, audiences: Sequence[str], setting: Setting
) -> list[Draft]:
    """Return drafts that stand on two pieces of evidence: the company's own word, and an event."""
    return []
