"""Names, numbers and dates: which a text mentions, and whether its evidence holds them."""

from __future__ import annotations

import re
from datetime import date

from researchkit.questions.realise import MONTHS, spoken_amount, spoken_date
from researchkit.questions.words import word_set

_NAME = re.compile(r"(?<![\w’'])(?:[A-Z][\w&+.’'-]*[\w+]|[A-Z](?=[\s,;:?])|[a-z]+[A-Z]\w*)(?![\w])")


def names_in(text: str) -> list[str]:
    """Return the proper names in `text`, without months and without words that only stand at a start."""
    found = []
    for match in _NAME.finditer(text):
        name = re.sub(r"['’]s?$", "", match[0]).strip(".")
        starts = match.start() == 0 or text[: match.start()].rstrip()[-1:] in '.:;“"'
        if name in MONTHS or name in word_set("capitals") or (starts and name.lower() in word_set("openers")):
            continue
        found.append(name)
    return found


def name_stands(name: str, evidence: str) -> bool:
    """Say whether `evidence` holds `name`, whatever the case or possessive."""
    bare = re.escape(re.sub(r"['’]s?$", "", name))
    return re.search(rf"(?<!\w){bare}", evidence, re.IGNORECASE) is not None


def numbers_in(text: str) -> list[str]:
    """Return the numbers in `text`, in digits."""
    return [found[0].rstrip(".,") for found in re.finditer(r"(?<![\w.])\d[\d,.]*", text)]


def number_stands(number: str, evidence: str) -> bool:
    """Say whether `evidence` holds `number`, as it is written or as it is said."""
    return (
        re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", f"{evidence}\n{spoken_amount(evidence)}")
        is not None
    )


def ways_to_say(day: date, today: date, precision: str | None) -> list[str]:
    """Return the ways in which a person may name a day."""
    when, month = spoken_date(day, today, precision=precision), MONTHS[day.month - 1]
    exact = [f"{day.day} {month}", f"{month} {day.day}"] if precision in ("day", "second") else []
    return [
        when.after,
        when.before,
        f"{month}'s",
        f"in {month}",
        f"your {month}",
        f"the {month}",
        str(day.year),
        *exact,
    ]
