"""Is a headline in another language than English? By letters, and by the small words every language is full of."""

from __future__ import annotations

import re

_FOREIGN_LINES = """
der die das und ist nicht mit für auf von zu im dem den des ein eine einen wird wurde nach bei über aus vom zum zur sich
le la les des et est une du dans pour avec sur aux qui que ses par au il elle sont cette pas plus chez lance entre
el los las del y es una por con para se su sus al más como sobre entre pero hasta desde
il lo gli di che è per del della dei alla nel con su sono una anche più dal delle
o os as da do das dos um uma não com em na no nas nos para pelo pela mais ao
de het een en van voor met op niet zijn aan uit bij naar
och att som är på för med den det av ett
"""
_ENGLISH_LINES = """
the a an of to in and for on with is at by from as its it be after over new says will how what why are has have that
this you your we our more than up out off into not no can could may or but his her their who when about
"""
_NAMES_LINE = "die den des do da los las du la le el al me y o van von het des con"  # they stand in English names too
_ENGLISH_WORDS = frozenset(_ENGLISH_LINES.split())
_FOREIGN_WORDS = frozenset(_FOREIGN_LINES.split()) - _ENGLISH_WORDS - frozenset(_NAMES_LINE.split())
_WORD = re.compile(r"[^\W\d_]+")


def is_foreign(text: str) -> bool:
    """Return whether a text of some words is surely not English; a name or two in another language is no proof."""
    letters = [mark for mark in text if mark.isalpha()]
    if not letters:
        return False
    if sum(mark > "\u036f" for mark in letters) > 0.4 * len(letters):  # beyond the Latin alphabets
        return True
    words = [word.lower() for word in _WORD.findall(text)]
    foreign = sum(word in _FOREIGN_WORDS for word in words)
    english = sum(word in _ENGLISH_WORDS for word in words)
    return foreign >= 2 and foreign > 2 * english
