"""Where a text names the company: its names, products, people and domains, as patterns built once for a company."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from researchkit.analysis.words import is_common_word, is_mostly_name
from researchkit.records import Company

MentionKind = Literal["name", "product", "person", "domain"]
LEGAL = (
    r"(?:Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|LLC|LLP|PLC|plc|AG|SE|SA|S\.A\.|AB|NV|N\.V\.|BV|GmbH"
    r"|Holdings?|Group|Technologies|Technology|Software|Labs)"
)
_LEGAL_END = re.compile(rf",? {LEGAL}\.?$")
_TRADE_END = re.compile(
    r"(?<=\w) (?:Airlines|Air Lines|Airways|Bank|Motors?|Group|Energy|Games|Entertainment|Technology|"
    r"Technologies|Foods?|Stores"
    r"|Pharmaceuticals|Pharma|Health|Healthcare|Financial|Systems|Software|Interactive|Studios|Media|Communications"
    r"|Therapeutics|Robotics|Platforms|Coffee|Holdings|Labs|Networks?|Industries|International|Corporation|Company)$"
)
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names the company: text[start:end] is `text`."""

    kind: MentionKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """Everything by which a company is called, ready to search with."""

    names: tuple[str, ...]
    common: bool  # the name is an everyday word: a mention alone proves nothing
    mostly_name: bool  # though one that is seldom written small
    name_pattern: re.Pattern[str]
    legal_pattern: re.Pattern[str]  # the name with its legal form
    product_pattern: re.Pattern[str]
    person_pattern: re.Pattern[str]
    domain_pattern: re.Pattern[str]

    def find(self, text: str) -> list[Mention]:
        """Return all mentions in `text` in order of their place."""
        found = [
            Mention(kind, match.start(), match.end(), match.group())
            for kind, pattern in self._patterns()
            for match in pattern.finditer(text)
        ]
        return sorted(found, key=lambda mention: (mention.start, -mention.end))

    def named(self, text: str) -> list[Mention]:
        """Return the mentions of the company's own name in `text`."""
        return [
            Mention("name", match.start(), match.end(), match.group()) for match in self.name_pattern.finditer(text)
        ]

    def _patterns(self) -> tuple[tuple[MentionKind, re.Pattern[str]], ...]:
        return (
            ("name", self.name_pattern),
            ("product", self.product_pattern),
            ("person", self.person_pattern),
            ("domain", self.domain_pattern),
        )


def names_of(company: Company) -> Names:
    """Return the patterns for `company`. Names are matched with their capitals, as words."""
    names = [company.name, *company.aliases]
    if company.legal_name:
        names += [company.legal_name, _LEGAL_END.sub("", company.legal_name)]
    names += [_TRADE_END.sub("", name) for name in names]  # Southwest Airlines is called Southwest
    names = [name.strip() for name in dict.fromkeys(names) if name and name.strip()]
    common = company.common_word or any(is_common_word(name) for name in names)
    kind = "common" if common else "rare"
    if common and not company.common_word and all(is_mostly_name(name) for name in names):
        kind = "mostly name"
    return _names(tuple(names), company.products, company.people, company.domains, kind)


@lru_cache(maxsize=64)
def _names(
    names: tuple[str, ...], products: tuple[str, ...], people: tuple[str, ...], domains: tuple[str, ...], kind: str
) -> Names:
    known = {name.lower() for name in names}
    surnames = [person.split()[-1] for person in people if len(person.split()) > 1]
    return Names(
        names=names,
        common=kind != "rare",
        mostly_name=kind == "mostly name",
        name_pattern=_either(names, shout=True),
        legal_pattern=re.compile(rf"\b(?:{'|'.join(map(re.escape, names))}),? {LEGAL}\b") if names else _NOTHING,
        product_pattern=_either([product for product in products if product.lower() not in known]),
        person_pattern=_either([person for person in (*people, *surnames) if len(person) > 3]),
        domain_pattern=_either(domains, any_case=True),
    )


def _either(names: Iterable[str], *, shout: bool = False, any_case: bool = False) -> re.Pattern[str]:
    """Return a pattern for any of `names` as a whole word; `shout` also takes capitals throughout."""
    spoken = set(names) | ({name.upper() for name in names if len(name) > 3} if shout else set())
    if not spoken:
        return _NOTHING
    body = "|".join(re.escape(name) for name in sorted(spoken, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![\w@.\-])(?:{body})(?![\w])(?!\.(?:com|org|net|io)\b)", re.IGNORECASE if any_case else 0)
