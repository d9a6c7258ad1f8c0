"""Stories that words alone group wrongly: a post-mortem that names the day, and own posts that merely sound alike."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from researchkit.analysis.rows import Row
from researchkit.analysis.when import when
from researchkit.analysis.words import stems

_TROUBLE = r"(?:outage|incident|breach|attack|recall|disruption|failure|downtime)s?"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?)(?:,? 20\d\d)?"
_OF_A_DAY = re.compile(rf"\b{_TROUBLE} (?:of|on|from) (?:the )?({_DAY})|({_DAY})[’']?s? {_TROUBLE}\b")
_TELLS_TROUBLE = re.compile(
    rf"\b{_TROUBLE}\b|\b(?:down|alarms?|alerts?|errors?|hack\w*|hit|degraded|offline)\b", re.IGNORECASE
)
_OPENING = 300  # characters of a body in which a follow-up says what it follows
_FARTHEST = timedelta(days=45)
_NEAR_DAYS = 1.6  # the press tells of a day's trouble on that day or the next
_ALIKE = 0.5  # two own posts that share so much of their titles tell of one thing


def regroup(rows: Sequence[Row], groups: Sequence[int]) -> list[int]:
    """Return the group of each row: dated follow-ups join the story they name, own posts part from each other."""
    return _with_followups(rows, _own_posts_apart(rows, list(groups)))


def _own_posts_apart(rows: Sequence[Row], groups: list[int]) -> list[int]:
    """Part the groups of nothing but the company's own posts: each announces a thing of its own."""
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    fresh = max(groups, default=0) + 1
    for places in members.values():
        if len(places) < 2 or not all(rows[place].first_party and rows[place].kind == "post" for place in places):
            continue
        kept = frozenset(stems(rows[places[0]].title))
        for place in places[1:]:
            words = frozenset(stems(rows[place].title))
            if len(words & kept) < _ALIKE * max(1, len(words | kept)):
                groups[place] = fresh
                fresh += 1
    return groups


def _with_followups(rows: Sequence[Row], groups: list[int]) -> list[int]:
    """Let a text on "the outage of 21 October" join the story of that day's trouble, if there is just one."""
    trouble = sorted((row.day, place) for place, row in enumerate(rows) if _is_trouble(row) and row.day is not None)
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    for place, row in enumerate(rows):
        day = _named_day(row)
        if day is None:
            continue
        number = day.timestamp() / 86_400
        first, last = bisect_left(trouble, (number, -1)), bisect_left(trouble, (number + _NEAR_DAYS, -1))
        there = {groups[other] for _, other in trouble[first:last]} - {groups[place]}
        if len(there) == 1:
            joined, group = there.pop(), groups[place]
            for one in members.pop(group):
                groups[one] = joined
                members[joined].append(one)
    return groups


def _is_trouble(row: Row) -> bool:
    return row.day is not None and _TELLS_TROUBLE.search(row.title) is not None


def _named_day(row: Row) -> datetime | None:
    """Return the day, well before its own, whose trouble a text says it is about."""
    match = _OF_A_DAY.search(f"{row.title}\n{row.body[:_OPENING]}")
    if match is None or row.published is None:
        return None
    day = when(match.group(1) or match.group(2), row.published)
    if day is None or not timedelta(days=1) < row.published - day < _FARTHEST:
        return None
    return day
