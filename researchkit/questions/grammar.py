"""Grammar slips that a template can make when its slots are filled; each rule has a name and finds a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from researchkit.questions.realise import MONTHS, indefinite

_MONTH = "|".join(MONTHS)
_RULES: dict[str, re.Pattern[str]] = {
    "doubled word": re.compile(r"\b(?!that\b|had\b)(\w+) \1\b", re.IGNORECASE),
    "two determiners": re.compile(
        r"\b(?:the|a|an|your|this|its|their) (?:the|a|an|your|its|their|our|his|her)\b(?![-’'])", re.IGNORECASE
    ),
    "determiner before a possessive month": re.compile(
        rf"\b(?:the|your|a) (?:(?:{_MONTH})|last month|this month)'s", re.IGNORECASE
    ),
    "two prepositions": re.compile(
        r"\b(?:in (?:in|last|next|this (?:month|week)|earlier|later)|of of|to to|on on|at at|of in|for for|"
        r"with with|on in)\b"
    ),
    "two dates": re.compile(rf"\b(?:in (?:{_MONTH})|last month) (?:in (?:{_MONTH})|last month|earlier this month)"),
    "space before a mark": re.compile(r" [,;:.?!]"),
    "doubled mark": re.compile(r"[,;:.?!]{2,}"),
    "no space after a mark": re.compile(r"[,;:](?=[A-Za-z])|(?<=[a-z])\.(?=[A-Z][a-z])(?!\w+\.)"),
    "possessive twice": re.compile(r"['’]s['’]|['’]['’]|s['’]s['’]"),
    "wrong verb form": re.compile(
        r"\b(?:you (?:was|is|has|does|plans|launches)|(?:it|this) (?:were|are)\b|they (?:was|"
        r"is|has)|"
        r"(?:did|does|do|would|will|could|can|must) (?:you |it |the team |this role |they )?(?:was|were|went|"
        r"took|made|had to been|proved|changed|led|came|stopped|has|is|are)\b|"
        r"to (?:was|went|took|made|has|is|are)\b|what (?:are|were) the \w+[^s,?; ] that (?:is|was))",
        re.IGNORECASE,
    ),
    "adjective as noun": re.compile(r"\bin (?:French|German|British|American|Chinese|Dutch|Swiss|Russian)\b(?! \w)"),
    "since with a simple past": re.compile(r"^Since [^,]+, (?:what|which|who|where|how)\b[^,]* did\b"),
    "since twice": re.compile(r"\b[Ss]ince\b.*\bsince\b"),
    "few with one": re.compile(
        r"\b(?:these|those|several|many|few|both) (?:\w+ )?(?:team|role|choice|metric|system)\b(?!s)"
    ),
    "one with many": re.compile(
        r"\b(?:this|each|every|another|a|an) (?:teams|roles|choices|metrics|systems|customers|people)\b"
    ),
    "conjunction left over": re.compile(r"(?:,? (?:and|or|but|than|the|an?))\s*[?;:]"),
}
_ARTICLE = re.compile(r"\b([Aa]n?) ([A-Za-z0-9][\w-]*)")


def slips(text: str) -> list[str]:
    """Return the name and place of each slip in `text`; an empty list is what is wanted."""
    return [f"{name}: {place}" for rule in (_patterns, _articles, _quotes, _start) for name, place in rule(text)]


def _patterns(text: str) -> Iterator[tuple[str, str]]:
    for name, pattern in _RULES.items():
        if found := pattern.search(text):
            yield name, found[0]


def _articles(text: str) -> Iterator[tuple[str, str]]:
    for found in _ARTICLE.finditer(text):
        right = indefinite(found[2]).split()[0]
        if found[1].lower() != right and found[2] not in ("and", "or"):
            yield "article", found[0]


def _quotes(text: str) -> Iterator[tuple[str, str]]:
    if text.count("“") != text.count("”") or text.count('"') % 2:
        yield "open quotation", text
    if text.count("(") != text.count(")"):
        yield "open bracket", text


def _start(text: str) -> Iterator[tuple[str, str]]:
    if text[:1].islower() and not re.match(r"^[a-z]+[A-Z0-9]", text):
        yield "small letter at the start", text[:12]


Rule = Callable[[str], Iterator[tuple[str, str]]]
