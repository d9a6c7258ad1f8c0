"""Relevance: how much each document is about the company, and why.

A rare name in the title is proof. An everyday word (Target, Zoom, Cruise) needs company around it: the domain, a
product, a person, a legal form, what only a company has or does, or the words in which sure documents of the same
run speak of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from researchkit.analysis.mentions import Names, names_of
from researchkit.analysis.rows import Row, read_rows
from researchkit.analysis.senses import Cue, cues, small_uses
from researchkit.analysis.vocabulary import Vocabulary, describe_words, learn
from researchkit.analysis.words import plain, stems
from researchkit.frames import DOCUMENTS, RANKED, conform

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.records import Company

ABOUT = 0.5  # a document of this relevance or more is about the company
_LEAD_CHARS = 700  # how far into the body the first look goes
_BODY_CHARS = 20_000
_ASIDE = (
    r"^(?:(?:here[’']s )?how to\b|(?:the )?(?:\d+\+? )?(?:best|top|great)\b|can you\b|level up\b|need\b|opinion:)"
    r"|\bbest\b.*\bdeals?\b|\bdeals?\b.*\bright now\b"
    r"|\b(?:tips|tricks|quiz|giveaway|coupon|promo codes?|hands-on|tutorial|cheat sheet|walkthrough|is hiring)\b"
    r"|-style\b|\b(?:on|over|via|through|using|like) {name}\s*$|\b(?:like|with|for) {name} (?:and|or|&)\b"
    r"|\b{name}[- ]like\b|[‘“'\"]{name} (?:of|for)\b|\bthe {name} of\b"
)


@dataclass(slots=True)
class _Look:
    """What one document says for and against being about the company: log-odds and the reasons behind them."""

    odds: float
    reasons: list[str] = field(default_factory=list)
    sure: bool = False  # decided already: own page, or no mention at all
    ceiling: float = 1.0
    words: frozenset[str] = frozenset()

    def add(self, cue: Cue) -> None:
        self.odds += cue.weight
        if cue.why not in self.reasons:
            self.reasons.append(cue.why)


def rank(documents: DataFrame, company: Company) -> DataFrame:
    """Score how much each document is about the company.

    Takes DOCUMENTS, returns RANKED in the same order. `relevance` is 0 to 1, 0.5 (ABOUT) and more means "about";
    `relevance_reason` is one line. Raises SchemaError.
    """
    frame = conform(documents, DOCUMENTS)
    names = names_of(company)
    context = describe_words(company)
    looks = [_look(row, names=names, company=company, context=context) for row in read_rows(frame)]
    if names.common:
        _learn_from_the_sure(looks)
    shares = [_share(look) for look in looks]
    reasons = ["; ".join(look.reasons[:3]) or "nothing names the company" for look in looks]
    return conform(frame.assign(relevance=shares, relevance_reason=reasons), RANKED)


def _look(row: Row, *, names: Names, company: Company, context: frozenset[str]) -> _Look:
    body = plain(row.body)[:_BODY_CHARS]
    lead = body[:_LEAD_CHARS]
    # Only for a common word do the words decide, and of very many documents they take most of the room.
    words = frozenset(stems(f"{row.title} {lead}")) if names.common else frozenset()
    host = (urlsplit(row.url).hostname or "").removeprefix("www.")
    if row.first_party or any(host == domain or host.endswith("." + domain) for domain in company.domains):
        return _Look(4.0, ["a page of the company itself"], sure=True, words=words)
    in_title = names.named(row.title)
    if not in_title and not names.named(lead):
        return _unnamed(row.title, body, names=names, company=company, words=words)
    look = _Look(0.0, words=words)
    if names.common:
        _weigh_common(look, row.title, lead, names=names, context=context)
    else:
        why = "the name is in the title" if in_title else "the name is in the text, not in the title"
        look.add(Cue(2.6 if in_title else -0.3, why))
    _weigh_company(look, f"{row.title}\n{body}", names=names, company=company)
    _weigh_namesakes(look, f"{row.title}\n{lead}", host, company)
    if _is_aside(row.title, names) and not any(mention.start == 0 for mention in in_title):
        look.ceiling = 0.45
        look.reasons.insert(0, "only mentioned in passing")
    return look


def _weigh_common(look: _Look, title: str, lead: str, *, names: Names, context: frozenset[str]) -> None:
    look.odds = 0.3 if names.mostly_name else -0.8
    in_title, in_lead = names.named(title), names.named(lead)
    best = [max((list(cues(title, mention, names)) for mention in in_title), key=_total, default=[])]
    best.append(max((list(cues(lead, mention, names)) for mention in in_lead), key=_total, default=[]))
    for weight, found in zip((1.0, 0.8), best, strict=True):
        for cue in found:
            look.add(Cue(cue.weight * weight, cue.why))
    if not in_title:
        look.add(Cue(-0.8, "the name is not in the title"))
    small = small_uses(f"{title} {lead}", names)
    if small and not in_lead:
        look.add(Cue(-1.6 - 0.4 * min(small, 3), "the text uses the word without its capital"))
    shared = sorted(look.words & context)
    if shared:
        look.add(Cue(min(2.6, 1.3 * len(shared)), f"speaks of {', '.join(shared[:3])}"))


def _weigh_company(look: _Look, text: str, *, names: Names, company: Company) -> None:
    if names.domain_pattern.search(text):
        look.add(Cue(3.0, "the company's domain is in the text"))
    if names.legal_pattern.search(text):
        look.add(Cue(2.5, "the legal name is in the text"))
    if product := names.product_pattern.search(text):
        look.add(Cue(2.5, f"the product {product.group()} is named"))
    if person := names.person_pattern.search(text):
        look.add(Cue(2.5, f"{person.group()} is named"))
    rivals = [rival for rival in company.competitors if re.search(rf"\b{re.escape(rival)}\b", text)]
    if rivals and names.common:
        look.add(Cue(1.2, f"the competitor {rivals[0]} is named too"))


def _weigh_namesakes(look: _Look, text: str, host: str, company: Company) -> None:
    for namesake in company.namesakes:
        if namesake.domain and (host == namesake.domain or host.endswith("." + namesake.domain)):
            look.add(Cue(-6.0, f"a page of the namesake {namesake.name}"))
        elif len(namesake.name.split()) > 1 and namesake.name in text:
            look.add(Cue(-4.0, f"names the namesake {namesake.name}"))
        hits = [word for word in namesake.words if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)]
        if hits:
            look.add(Cue(-2.0 * len(hits[:3]), f"{', '.join(hits[:3])} point to the namesake {namesake.name}"))


def _unnamed(title: str, body: str, *, names: Names, company: Company, words: frozenset[str]) -> _Look:
    product = names.product_pattern.search(title)
    person = names.person_pattern.search(title)
    if product and " " in product.group():
        return _Look(0.8, [f"the product {product.group()} is in the title"], sure=True, words=words)
    if product or person:
        found = product or person
        assert found is not None
        return _Look(-0.1, [f"{found.group()} is in the title, the company is not named"], sure=True, words=words)
    mentions = len(names.named(body))
    if mentions >= 3 and not names.common:
        return _Look(0.1, [f"the text names the company {mentions} times, late"], sure=True, words=words)
    if mentions:
        return _Look(-1.2, ["mentioned late in the text"], sure=True, words=words)
    rival = next((rival for rival in company.competitors if re.search(rf"\b{re.escape(rival)}\b", title)), None)
    if rival:
        return _Look(-1.7, [f"about the competitor {rival} alone"], sure=True, words=words)
    return _Look(-4.0, ["nothing names the company"], sure=True, words=words)


def _is_aside(title: str, names: Names) -> bool:
    return bool(_aside_pattern(names.names).search(title))


@lru_cache(maxsize=64)
def _aside_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_ASIDE.replace("{name}", "(?:" + "|".join(map(re.escape, names)) + ")"), re.IGNORECASE)


def _learn_from_the_sure(looks: list[_Look]) -> None:
    """Let the words of the sure documents decide about the unsure ones. Changes `looks` in place."""
    vocabulary = learn((look.words, look.odds) for look in looks if look.odds > -3.9)
    if vocabulary is None:
        return
    for look in looks:
        if not look.sure:
            _speak_alike(look, vocabulary)


def _speak_alike(look: _Look, vocabulary: Vocabulary) -> None:
    weight, words = vocabulary.weigh(look.words)
    if words:
        why = "speaks of" if weight > 0 else "speaks otherwise:"
        look.add(Cue(weight, f"{why} {', '.join(words)}"))


def _total(found: Iterable[Cue]) -> float:
    return sum(cue.weight for cue in found)


def _share(look: _Look) -> float:
    return round(min(look.ceiling, 1.0 / (1.0 + math.exp(-look.odds))), 4)
