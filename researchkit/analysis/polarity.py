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
_FAINT = 0.01  # a type of less of the probability has no say


def leaning(text: str, types: Mapping[str, float], reading: Reading) -> dict[str, float]:
    """Return probabilities of launch, challenge and other for the event a sentence reports.

    `text` has the company's names masked; `types` are the joined probabilities of the types.
    """
    events = {name: p for name, p in types.items() if name != NOT_EVENT}
    total = sum(events.values()) or 1.0
    found = {"launch": 0.0, "challenge": 0.0, "other": 0.0}
    for name, p in events.items():
        for polarity, share in _of_type(name, text).items() if p > _FAINT * total else ():
            found[polarity] += share * p / total
    if reading.reader == "rules":
        return _weighed_by_words(found, types, text)
    # The reader's "other" is what the guide calls usual for half the types; its launch or challenge says more.
    trust = 0.5 if reading.polarity != "other" else 0.3
    rest = (1.0 - reading.polarity_p) / 2
    told = {name: reading.polarity_p if name == reading.polarity else rest for name in found}
    mixed = {name: (1.0 - trust) * found[name] + trust * told[name] for name in found}
    return _weighed_by_words(mixed, types, text)


def _weighed_by_words(found: dict[str, float], types: Mapping[str, float], text: str) -> dict[str, float]:
    """Let plain words around the event correct its polarity: a fee is no gift, a foiled attack no defeat."""
    if _ACTS_ON_OTHERS.search(text):
        kept = 0.3 * found["challenge"]
        return found | {"challenge": kept, "other": found["other"] + found["challenge"] - kept}
    if _SOUR.search(text) and max(types, key=lambda name: types[name]) in _CAN_SOUR:
        half = 0.5 * found["launch"]
        return found | {"launch": half, "challenge": found["challenge"] + half}
    return found


_CAN_SOUR = ("product_launch", "partnership", "expansion", "strategy_change", "other_company_event", NOT_EVENT)
_SOUR = re.compile(
    r"\b(?:backlash|criticis\w+|criticiz\w+|mess|debacle|dissol\w+|threat\w*|boycott\w*|complain\w*|controvers\w+"
    r"|outrage\w*|furious|disaster|harder|costs? (?:twice|more)|price (?:hike|increase)s?"
    r"|(?:introduc|announc|add|impos|charg)\w* (?:\S+ ){0,4}fees?|fee (?:hike|increase|change|plan|policy)s?"
    r"|charg(?:e|es|ing) (?:developers|users|customers|you|each|for)|drop(?:s|ping) support|axing|concerns?|lawsuit"
    r"|fallout|scrambl\w+|lost (?:\w+ )?trust|no longer|won['’]t|angr\w+|upset\w*)\b",
    re.IGNORECASE,
)
# The company as plaintiff, or as the one that stops or reports what others do.
_ACTS_ON_OTHERS = re.compile(
    r"^(?:\S+ ){0,2}?Acme(?:['’]s)?,? (?:\S+ ){0,3}?(?:sues|accuses|calls? for|urges|complains|wins|demands) "
    r"|^(?:\S+ ){0,2}?Acme,? (?:\S+ ){0,3}?(?:mitigat|block|thwart|detect|see|spot|stop|fend|track|foil)\w* .*"
    r"\b(?:attacks?|ddos|malware|phishing|botnet|campaign|hackers|compromise)\b"
    r"|^(?:\S+ ){0,2}?Acme,? (?:\S+ ){0,3}?(?:discloses?|explains?|reports?) .*\b(?:largest|biggest|"
    r"record)\b.*\battacks?\b",
    re.IGNORECASE,
)


def _of_type(name: str, text: str) -> dict[str, float]:
    usual = usual_polarity(name)
    for pattern, polarity in _DECIDING.get(name, ()):
        if pattern.search(text):
            return {polarity: _DECIDING_SHARE, usual: 1.0 - _DECIDING_SHARE} if polarity != usual else {usual: 1.0}
    return {usual: 1.0}
