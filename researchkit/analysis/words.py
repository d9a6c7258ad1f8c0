"""Words of a text: tokens, light stems, and which words English writes without a capital.

Pure and standard library only. `plain_words.txt` was counted over headlines in sentence case: a word alone on its
line is nearly always written small, a word followed by "?" only sometimes, by "??" now and then (a common word
that is also a name).
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*(?:[.\-&][^\W_]+)*")
_NUMBER = re.compile(r"^\d")
_LISTS = tomllib.loads(files("researchkit.analysis").joinpath("lists.toml").read_text("utf-8"))


def listed(name: str) -> frozenset[str]:
    """Return one word list of lists.toml."""
    return frozenset(_LISTS[name].split())


def listed_rows(name: str) -> list[list[str]]:
    """Return one list of lists.toml whose lines hold several words each."""
    return [line.split() for line in _LISTS[name].strip().splitlines()]


STOP_WORDS = listed("stop_words")
# Feeds of link sites carry a list of addresses and points instead of a lead.
_BOILERPLATE = re.compile(
    r"(?:Article|Comments) URL: \S+|Points: \d+|# Comments: \d+|https?://\S+"
    r"|(?:Image|Illustration|Photo|Photograph)(?: credit)?(?: by)?:? [^.|]{0,60}?/ ?(?:The Verge|Getty Images)"
    r"|This is a post from .*$|The post .{0,300} appeared first on .*$|Read the original post.*$",
    re.DOTALL,
)
_SUFFIXES = (
    ("ations", ""), ("ation", ""), ("ions", ""), ("ion", ""), ("ings", ""), ("ing", ""), ("ments", ""), ("ment", ""),
    ("ies", "y"), ("ied", "y"), ("ers", ""), ("er", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""), ("y", ""),
)  # fmt: skip


def plain(text: str) -> str:
    """Return `text` without the addresses and credits that feeds put into their summaries."""
    return _BOILERPLATE.sub(" ", text)


def tokens(text: str) -> list[str]:
    """Return the words of `text`, possessive endings cut off, case kept."""
    words = (match.group() for match in WORD.finditer(text))
    return [word if word.isalnum() else _without_possessive(word) for word in words]


def _without_possessive(word: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a light stem: "recalls", "recalled" and "recalling" are one."""
    lower = word.lower().replace("’", "'")
    if _NUMBER.match(lower) or len(lower) < 4:
        return lower
    for ending, instead in _SUFFIXES:
        if lower.endswith(ending) and len(lower) - len(ending) >= 3 and not lower.endswith("ss"):
            root = lower[: -len(ending)] + instead
            if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "sle":
                root = root[:-1]
            return root
    return lower


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text` that carry meaning, in order."""
    return [stem(word) for word in tokens(text) if (word.lower() not in STOP_WORDS and len(word) > 1) or word.isdigit()]


@lru_cache(maxsize=1)
def _plain_words() -> dict[str, str]:
    """Return each word with its mark: "" always small, "?" sometimes, "??" now and then."""
    text = files("researchkit.analysis").joinpath("plain_words.txt").read_text("utf-8")
    return {word: mark for word, _, mark in (line.partition(" ") for line in text.splitlines())}


def written_small(word: str) -> bool:
    """Tell whether English writes `word` without a capital in the middle of a sentence."""
    lower = word.lower()
    return _plain_words().get(lower) == "" or lower in STOP_WORDS


def is_common_word(name: str) -> bool:
    """Tell whether a company's name is also an everyday English word: Target, Cruise, Square."""
    lower = name.strip().lower()
    return lower in _plain_words() or lower in STOP_WORDS


def is_mostly_name(name: str) -> bool:
    """Tell whether a word is written with a capital far more often than without: Intel, Slack."""
    return _plain_words().get(name.strip().lower(), "??") == "??"


def is_title_case(title: str) -> bool:
    """Tell whether nearly every long word of a headline has a capital, so that capitals say nothing."""
    long = [word for word in tokens(title)[1:] if len(word) > 3 and word[0].isalpha()]
    if len(long) < 2:
        return False
    return sum(word[0].isupper() for word in long) / len(long) >= 0.7
