"""All cases, room by room."""

from __future__ import annotations

from tests.hostile.cases import (
    addresses,
    answers,
    articles,
    caching,
    charsets,
    downloads,
    encodings,
    feeds,
    floods,
    framing,
    pages,
    redirects,
    robots,
    traps,
    waiting,
)
from tests.hostile.model import Case

CASES: tuple[Case, ...] = (
    *answers.CASES,
    *framing.CASES,
    *encodings.CASES,
    *redirects.CASES,
    *addresses.CASES,
    *waiting.CASES,
    *robots.CASES,
    *caching.CASES,
    *downloads.CASES,
    *traps.CASES,
    *charsets.CASES,
    *feeds.CASES,
    *floods.CASES,
    *articles.CASES,
    *pages.CASES,
)
