"""Why there is nothing: "no news" and "the search failed" must never look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from researchkit.brief.material import Material
from researchkit.brief.page import Looked
from researchkit.brief.wording import clip, plural
from researchkit.reading.text import as_sentences, clean_line

_PLACE_CHARS = 46
_JOB_BOARDS = (
    *("job", "career", "ashby", "bamboohr", "breezy", "greenhouse", "lever", "personio", "pinpoint", "recruitee"),
    *("rippling", "smartrecruiters", "teamtailor", "workable", "workday"),
)

Row = tuple[str, str, str, str, str]  # source_id, kind, outcome, reason, what_to_do


def absence(material: Material, *, of: Callable[[str], bool] | None = None) -> str:
    """Return why a section is empty: what was looked at, or why nothing could be looked at.

    `of` narrows the sources by kind. "none found: 6 sources, 90 days" · "could not check: blocked by the site".
    """
    rows = [row for row in material.coverage if of is None or of(row[1])]
    looked = [row for row in rows if row[2] in ("found", "none")]
    failed = [row for row in rows if row[2] in ("blocked", "failed")]
    if looked:
        text = f"none found: {plural(len(looked), 'source')}, {plural(material.window_days, 'day')}"
        return f"{text}; {len(failed)} could not be checked" if failed else text
    if failed:
        return f"could not check: {_why(failed)}"
    if rows:
        return f"not looked up: {clip(rows[0][3] or 'not tried', max_words=10, max_chars=90)}"
    return "not looked up: no source is set up"


def is_job_board(kind: str) -> bool:
    """Tell whether a kind of source lists open posts."""
    return any(word in kind.lower() for word in _JOB_BOARDS)


def holes(material: Material) -> list[str]:
    """Return the sources that could not be looked at, each with why, those that failed first."""
    rows = [row for row in material.coverage if row[2] in ("blocked", "failed", "not_tried")]
    rows.sort(key=lambda row: (row[2] == "not_tried", row[0]))
    seen: dict[str, None] = {}
    for row in rows:
        seen[f"{_place(row)} ({_WORDS[row[2]]})"] = None
    return list(seen)


def looked(material: Material) -> tuple[Looked, ...]:
    """Return every place with its outcome, those that failed first, then those that gave most."""
    order = ("blocked", "failed", "found", "none", "not_tried")
    rows = sorted(material.coverage, key=lambda row: (order.index(row[2]), row[0]))
    return tuple(
        Looked(
            place=_whole_place(row[0]),
            outcome=row[2].replace("_", " "),
            why=clip(as_sentences(*row[3:]), max_words=24, max_chars=160),
        )
        for row in rows
    )


_WORDS = {"blocked": "blocked", "failed": "failed", "not_tried": "not tried"}


def _place(row: Row) -> str:
    """A source as a person names it: its kind and host, without the path."""
    kind, _, target = row[0].partition(" ")
    return clip(f"{kind} {target.split('/')[0]}", max_words=4, max_chars=48)


def _whole_place(source_id: str) -> str:
    """A place with as much of its address as tells it from others, also where that is one long word."""
    line = clean_line(source_id)
    return line if len(line) <= _PLACE_CHARS else f"{line[: _PLACE_CHARS - 1]}…"


def _why(failed: Iterable[Row]) -> str:
    rows = list(failed)
    if all(row[2] == "blocked" for row in rows):
        return "blocked by the site" if len(rows) == 1 else f"blocked by {len(rows)} sites"
    reasons = [row[3] for row in rows if row[2] == "failed" and row[3]]
    first = clip(reasons[0], max_words=10, max_chars=80) if reasons else "the sources failed"
    return first if len(rows) == 1 else f"{first}; {len(rows)} sources failed"
