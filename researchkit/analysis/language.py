"""The one spaCy door: what the rest of analysis asks of language.

`load` gives the pipeline (blank English and our components), `sentence_spans` cuts text, `read_headlines` says what
headlines report, `explain` says why. Where the model's folder is missing or of another version, rules read instead,
one warning says so, and everything else goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from researchkit.analysis.headline import Reading, unread
from researchkit.analysis.rules import explain_by_rules, read_by_rules
from researchkit.analysis.sentences import sentence_spans

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Reading", "background_idf", "explain", "load", "read_headlines", "sentence_spans"]

MODEL = Path(__file__).parent / "model"
LONGEST = 400  # characters of a headline that are read; what follows is no headline


@cache
def load() -> Language:
    """Return the pipeline, loaded once: blank English with our components."""
    import spacy

    return spacy.blank("en")


def read_headlines(
    texts: Sequence[str],
    *,
    names: Sequence[str] = (),
    leads: Sequence[str] | None = None,
    sites: Sequence[str] | None = None,
) -> list[Reading]:
    """Return what each of `texts` (headlines, or single sentences) reports, in order.

    `names` are the company's names, masked so that the event is judged and not the company. `leads` and `sites`, one a
    text where given, help with unclear headlines. An empty text or one in another language gets a reading with a note.
    """
    return [read_by_rules(text[:LONGEST]) if text.strip() else unread("empty") for text in texts]


def explain(text: str) -> list[tuple[str, float]]:
    """Return the words of `text` that counted for its type (weight above 0) or against it, strongest first."""
    if not text.strip():
        return []
    return explain_by_rules(text[:LONGEST], read_by_rules(text[:LONGEST]).type)


@cache
def background_idf() -> Mapping[str, float]:
    """Return the rarity (inverse document frequency, natural logarithm) of stems in headlines at large.

    Stems are those of `analysis.words.stems`; one that is absent stood in fewer than three of 387,115 headlines. Empty
    when the model's folder is missing.
    """
    import numpy as np

    path = MODEL / "frequencies.npz"
    if not path.is_file():
        return MappingProxyType({})
    with np.load(path, allow_pickle=False) as arrays:
        words = arrays["words"].tobytes().decode("utf-8").split("\n")
        return MappingProxyType(dict(zip(words, arrays["rarity"].astype(float).tolist(), strict=True)))
