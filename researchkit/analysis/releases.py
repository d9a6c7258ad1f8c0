"""Release notes: which versions and which dated notes of a changelog are worth a line, and what was released."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from researchkit.analysis.rows import Row
from researchkit.analysis.words import written_small

_VERSION = re.compile(r"\bv?(\d+)\.(\d+)(?:\.(\d+))?")
_VERSION_ALONE = re.compile(
    r"(?:[A-Z][\w+-]*(?: [A-Z][\w+-]*){0,2} )?v?\d+\.\d+(?:\.\d+)?[ .-]?(?:[a-z]{1,7}[ .-]?\d*)?"
)
_PREVIEW = re.compile(
    r"\d(?:[.\-]?(?:a|b|rc|alpha|beta|pre|dev|canary|nightly|next)[.\-]?\d*)\b|\b(?:alpha|beta|rc\d*|nightly|canary)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^(?:\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?)"
    r"\s*(?:[-–—:|]\s*)?"
)
_EMPTY = re.compile(
    r"\b(?:misc|(?:bug|security) fix(?:es)? (?:only|release)|improvements and bug ?fixes|patch(?:es| releases?)?"
    r"|celebrating"
    r"|what is next|what[’']s next|opinion|hiring|anniversary|tax(?:es)?|maintenance)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"^(?:announcing|introducing|launching|(?:the )?(?:preview )?(?:launch|release) of)\s+(?:our )?", re.IGNORECASE
)
_LAST_AND = re.compile(r"(?: and more!?|[!.]+)$", re.IGNORECASE)
_LEAD_IN = re.compile(r"^[A-Z][^:,]{2,30}: (?=[A-Z])")  # "Fresh from Oslo: Night Shift, maps"
_MONTH_DAYS = 30.44


@dataclass(frozen=True, slots=True)
class Release:
    """One release worth a line: the row that tells it, what was released, how sure, whether others came with it."""

    row: Row
    what: str
    confidence: float
    preview: bool = False
    announced: bool = False
    others: bool = False

    def claim(self, name: str) -> str:
        """Return the release as one sentence without its full stop."""
        if self.what.startswith(name + " ") and _VERSION.search(self.what):
            return f"{'The preview ' if self.preview else ''}{self.what} was released"
        if self.announced:
            return f"{name} introduced {self.what}"
        if _VERSION.search(self.what):
            return f"{name} released {'the preview ' if self.preview else ''}{self.what}"
        first, _, rest = self.what.partition(" ")
        small = written_small(first) and not rest[:1].isupper()
        what = self.what[:1].lower() + self.what[1:] if small else self.what
        return f"{name} announced {what}{', among other updates' if self.others else ''}"


def is_release(row: Row) -> bool:
    """Tell whether a row is a release by its source, or an own post whose whole title is a name and a version."""
    if row.kind == "release":
        return True
    if _ANNOUNCES.match(row.title):
        return False  # told in words
    return row.first_party and row.kind == "post" and _VERSION_ALONE.fullmatch(row.title.strip()) is not None


def releases(rows: Sequence[Row]) -> Iterator[Release]:
    """Yield what is worth a line of the releases among `rows`.

    A version ends its previews; patches and fixes alone are none; dated notes are one a month, announcements aside.
    """
    versions: dict[tuple[str, str], list[Row]] = defaultdict(list)
    months: dict[int, list[Row]] = defaultdict(list)
    for row in sorted((row for row in rows if is_release(row)), key=lambda row: (row.day or 0.0, row.document_id)):
        match = _VERSION.search(row.title)
        if match is not None:
            versions[row.title[: match.start()].strip().lower(), f"{match[1]}.{match[2]}"].append(row)
        elif (what := _what(row)) and not _EMPTY.search(what):
            if _ANNOUNCES.match(what):
                yield Release(row, _ANNOUNCES.sub("", what), 0.6, announced=True)
            else:
                months[int((row.day or 0.0) // _MONTH_DAYS)].append(row)
    for found in versions.values():
        yield from _of_version(found)
    for found in months.values():
        yield Release(found[-1], _what(found[-1]), 0.5, others=len(found) > 1)


def _of_version(rows: Sequence[Row]) -> Iterator[Release]:
    """Yield the release of one version, else the last of its previews."""
    final = [row for row in rows if not _PREVIEW.search(row.title)]
    for row in final:
        match = _VERSION.search(row.title)
        if match is not None and match[3] in (None, "0"):
            yield Release(row, row.title, 0.9 if match[2] == "0" else 0.6)
            return
    if not final:
        yield Release(rows[-1], rows[-1].title, 0.5, preview=True)


def _what(row: Row) -> str:
    return _LEAD_IN.sub("", _LAST_AND.sub("", _DATE.sub("", row.title).strip()))
