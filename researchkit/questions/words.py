"""The word lists of the questions room, read from words.toml: lists are easier to mend there than in code."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any, cast


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads(resources.files("researchkit.questions").joinpath("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def word_set(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(cast(str, _lists()[name]).split())


@lru_cache(maxsize=64)
def one_of(name: str) -> re.Pattern[str]:
    """Return a pattern that finds any phrase of a list (one a line, regular expressions allowed), whatever the case."""
    phrases = [line.strip() for line in cast(str, _lists()[name]).splitlines() if line.strip()]
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


@lru_cache(maxsize=16)
def mapping(name: str) -> dict[str, tuple[str, ...]]:
    """Return a table written as `head = "words of its kind"` turned round: each word with the heads it stands under."""
    heads: dict[str, tuple[str, ...]] = {}
    for head, words in cast(dict[str, str], _lists()[name]).items():
        for word in (head, *words.split()):
            heads[word] = (*heads.get(word, ()), head)
    return heads


@lru_cache(maxsize=16)
def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """Return a table of names to patterns."""
    return {key: re.compile(text) for key, text in cast(dict[str, str], _lists()[name]).items()}
