"""Polarity: is an event something new to be proud of, a challenge, or neither? By type, by the reader, by plain
words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from researchkit.analysis.headline import NOT_EVENT, Reading
from researchkit.analysis.signs import usual_polarity

# Words that decide for a type that can be either. The first that is found counts, with its weight.
_DECIDING: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    name: tuple((re.compile(pattern, re.IGNORECASE), polarity) for pattern, polarity in rules)
    for name, rules in {
        "leadership_change": (
            (
                r"\b(?:resign\w*|quits?|steps? down|stepping down|oust\w*|fired|dismiss\w*|is out\b|out at|"
                r"depart\w*|leav(?:es|ing)|exits?|to leave|drops|retir\w+, effective)",
                "challenge",
            ),
            (r"\b(?:appoint\w*|names|named|joins|welcom\w*|takes over|new CEO|hires)\b", "other"),
        ),
        "acquisition_merger": (
            (
                r"\b(?:block\w*|abandon\w*|terminat\w*|collaps\w*|scrap\w*|call(?:s|ed) off|antitrust|oppos\w*|"
                r"threat\w*|sell(?:s|ing) off)\b",
                "challenge",
            ),
            (r"\b(?:to acquire|acquires|acquired|acquiring|buys|to buy|completes)\b", "launch"),
        ),
        "strategy_change": (
            (
                r"\b(?:cancel\w*|end(?:s|ing)?|discontinu\w*|shut\w*|exit\w*|phas\w+ out|cut\w*|halts?|pull\w*|"
                r"retreat\w*|shelv\w*|downsized|hikes?|"
                r"rais\w+ (?:its |the )?prices?|fees?|charg\w+|backlash|walks? back|u-turn|revers\w+|apolog\w+|"
                r"retroactive|controversial|won['’]t|no longer|fewer|harder|deletes?|charge)\b",
                "challenge",
            ),
        ),
        "partnership": (
            (r"\b(?:end(?:s|ed)?|terminat\w*|cancel\w*|cuts? ties|drops?|pressure|loses?)\b", "challenge"),
        ),
        "legal_regulatory": (
            (
                r"^Acme(?:['’]s)? (?:CEO |chief )?(?:sues|accuses|calls for|urges|asks|files|complains|pushes|"
                r"challenges|appeals|wins)",
                "other",
            ),
            (
                r"\b(?:wins?|won|cleared|dismiss(?:es|ed)|approv\w*|drops? (?:case|suit|probe)|tosses|rules? "
                r"(?:against|for)|agrees? to)\b",
                "other",
            ),
        ),
        "labour_dispute": (
            (r"\b(?:agree\w*|ratif\w*|end(?:s|ed)? (?:the )?strike|deal reached|tentative)\b", "other"),
        ),
        "esg_csr": (
            (r"\b(?:forced labou?r|greenwash\w*|risk|criticis\w*|criticiz\w*|pollut\w*|accus\w*)\b", "challenge"),
        ),
        "funding": (
            (r"\b(?:down[- ]round|lower valuation|slash\w*|cut\w*|debt)\b", "challenge"),
            (r"\b(?:rais\w+|secur\w+|series [a-h]|clos\w+)\b", "launch"),
        ),
        "other_company_event": (
            (r"\b(?:suspend\w*|crisis|threat\w*|backlash|criticis\w*|all-time low|cash\w* in|delay\w*)\b", "challenge"),
        ),
    }.items()
}
_DECIDING_SHARE = 0.85


def leaning(text: str, types: Mapping[str, float], reading: Reading) -> dict[str, float]:
    """Return probabilities of launch, challenge and other for the event a sentence reports.

    `text` has the company's names masked; `types` are the joined probabilities of the types.
    """
    events = {name: p for name, p in types.items() if name != NOT_EVENT}
    total = sum(events.values()) or 1.0
    found = {"launch": 0.0, "challenge": 0.0, "other": 0.0}
    for name, p in events.items():
        for polarity, share in _of_type(name, text).items():
            found[polarity] += share * p / total
    if reading.reader == "rules":
        return _soured(found, text)
    # The reader's "other" is what the guide calls usual for half the types; its launch or challenge says more.
    trust = 0.5 if reading.polarity != "other" else 0.3
    rest = (1.0 - reading.polarity_p) / 2
    told = {name: reading.polarity_p if name == reading.polarity else rest for name in found}
    return _soured({name: (1.0 - trust) * found[name] + trust * told[name] for name in found}, text)


def _soured(found: dict[str, float], text: str) -> dict[str, float]:
    """Turn half of the launch into a challenge where the words around it are of trouble: a fee is no gift."""
    if not _SOUR.search(text):
        return found
    half = 0.5 * found["launch"]
    return found | {"launch": half, "challenge": found["challenge"] + half}


_SOUR = re.compile(
    r"\b(?:fees?|backlash|criticis\w+|criticiz\w+|mess|debacle|dissol\w+|threat\w*|boycott\w*|"
    r"complain\w*|controvers\w+|outrage\w*"
    r"|furious|disaster|harder|costs? (?:twice|more)|price (?:hike|increase)s?|charg(?:e|es|ing) "
    r"(?:developers|users|customers|you)"
    r"|drop(?:s|ping) support|axing|concerns?|lawsuit|fallout|scrambl\w+|lost (?:\w+ )?trust|no "
    r"longer|won['’]t|angr\w+|upset\w*)\b",
    re.IGNORECASE,
)


def _of_type(name: str, text: str) -> dict[str, float]:
    usual = usual_polarity(name)
    for pattern, polarity in _DECIDING.get(name, ()):
        if pattern.search(text):
            return {polarity: _DECIDING_SHARE, usual: 1.0 - _DECIDING_SHARE} if polarity != usual else {usual: 1.0}
    return {usual: 1.0}
