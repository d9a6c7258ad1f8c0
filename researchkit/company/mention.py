"""Does a text name the company at all? A quick, generous look; how much it is about it is for analysis to say."""

from __future__ import annotations

import re
from functools import lru_cache

from researchkit.records import Company


def names_of(company: Company) -> tuple[str, ...]:
    """Return every name by which the company may be called, longest first: name, legal name, aliases, products."""
    names = {company.name, company.legal_name or "", *company.aliases, *company.products}
    return tuple(sorted((name for name in names if name.strip()), key=lambda name: (-len(name), name)))


def mentions(text: str, company: Company) -> bool:
    """Return whether `text` names the company, one of its products or one of its domains."""
    return _pattern(names_of(company), company.domains).search(text) is not None


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...], domains: tuple[str, ...]) -> re.Pattern[str]:
    choices = []
    for name in names:
        words = r"[\s\u00a0-]+".join(re.escape(word) for word in name.split())
        # A short or all-capital name is matched by case: "Gap" must not find "gap".
        flag = "" if len(name) <= 4 or name.isupper() else "i"
        choices.append(f"(?{flag}:{words})" if flag else f"(?:{words})")
    choices += [f"(?i:{re.escape(domain)})" for domain in domains]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)})(?!\w)")
