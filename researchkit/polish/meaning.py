"""What a sentence says beside its names and numbers: which way things went, denied, planned or uncertain, who acted.

A table of word groups. It knows no grammar: it is there to notice a changed sense, and errs towards noticing.
"""

from __future__ import annotations

import re

_GROUPS = {
    "denied": r"no|not|never|nobody|nothing|neither|nor|without|cannot|\w+n[’']t|den(?:y|ies|ied|ying|ials?)|"
    r"refus\w+|reject\w*|avert\w*|avoid\w*",
    "ended": r"stop\w*|end(?:s|ed|ing)?|halt\w*|cancel\w*|scrap(?:s|ped|ping)?|abandon\w*|withdr[ae]w\w*|recall\w*|"
    r"discontinu\w*|shut\w*|clos(?:e|es|ed|ing|ure|ures)|paus\w*|suspend\w*|drop(?:s|ped|ping)?|terminat\w*",
    "begun": r"open(?:s|ed|ing)?|launch\w*|releas\w*|introduc\w*|unveil\w*|start\w*|beg[aiu]n\w*|debut\w*|"
    r"bring(?:s|ing)? out|brought out|c[ao]me out|ship(?:s|ped|ping)?|roll(?:s|ed|ing)? out",
    "up": r"r[io]s(?:e|es|en|ing)|gr[eo]w\w*|increas\w*|gain\w*|climb\w*|jump\w*|surg\w*|soar\w*|improv\w*|"
    r"expan[ds]\w*|higher|rais\w+|beat\w*|exceed\w*|widen\w*",
    "down": r"f[ae]ll(?:s|en|ing)?|declin\w*|decreas\w*|cut(?:s|ting)?|reduc\w*|shr[aiu]nk\w*|slip\w*|sl[iu]d\w*|"
    r"los[est]\w*|loss\w*|lower\w*|s[aiu]nk\w*|narrow\w*|laid off|lay(?:s|ing)? off|layoffs?|redundan\w*|"
    r"shed(?:s|ding)?|let go|miss(?:ed|es)",
    "bought": r"buy(?:s|ing)?|bought|acqui\w+|purchas\w*|took over|tak(?:e|es|en|ing) over|merg\w+",
    "sold": r"sell(?:s|ing)?|sold|divest\w*|dispos\w*",
    "hired": r"appoint\w*|hir(?:e|es|ed|ing)|join(?:s|ed|ing)?|promot\w*|recruit\w*",
    "left": r"left|leav(?:e|es|ing)|resign\w*|depart(?:s|ed|ing|ure)?|quit\w*|step(?:s|ped|ping)? down|dismiss\w*|"
    r"replac\w*|oust\w*",
    "sued": r"su(?:e|es|ed|ing)|lawsuits?|litigat\w*|accus\w*|alleg\w*|inquir\w*|investigat\w*|prob(?:e|es|ed|ing)",
    "settled": r"settl\w*|w[io]n(?:s|ning)?|acquit\w*|clear(?:s|ed) of|convict\w*|fin(?:ed|es)|penalt\w*|ban(?:s|ned)?",
    "agreed": r"agree\w*|partner\w*|sign(?:s|ed|ing)?|deals?|allian\w*|contract\w*",
    "cured": r"fix\w*|resolv\w*|repair\w*|restor\w*|mend\w*|recover\w*",
    "good": r"success\w*|strong\w*|popular\w*|lead(?:s|ing|er)|well|award\w*|prais\w*|safe\w*",
}
_OUTLOOK = {
    "planned": r"plan(?:s|ned|ning)?|will|shall|intend\w*|expect\w*|aim(?:s|ed|ing)?|propos\w*|"
    r"(?:is|are|was|were|set|due|about|going) to|consider\w*|weigh\w*|upcoming",
    "uncertain": r"may|might|could|would|reported(?:ly)?|alleged\w*|rumou?r\w*|said|says|claim\w*|likely|perhaps|"
    r"possibly|apparently",
}
_SENSE = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _GROUPS.items()}
_TENSE = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _OUTLOOK.items()}
_BY_SOMEBODY = re.compile(r"\b(?:by|from) (?:the |its )?[A-ZÀ-Þ]")


def senses(text: str) -> set[str]:
    """Return which of the groups a text has words of: denied, ended, begun, up, down, bought …"""
    return {name for name, words in _SENSE.items() if words.search(text)}


def outlook(text: str) -> set[str]:
    """Return "planned" and "uncertain", where a text has words of them."""
    return {name for name, words in _TENSE.items() if words.search(text)}


def turned_round(text: str) -> bool:
    """Tell whether a text names who acted after what was done: "was bought by Oakline"."""
    return _BY_SOMEBODY.search(text) is not None
