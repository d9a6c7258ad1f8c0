"""What one place brought, counted while it is collected, and told as a row of COVERAGE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from researchkit.frames import COVERAGE, from_records
from researchkit.records import Failure, Outcome

if TYPE_CHECKING:
    from pandas import DataFrame

_TOLD = 3  # reasons why pages were not readable
# The worst of several failures speaks for the place.
_WORST: tuple[Outcome, ...] = ("blocked", "failed", "not_tried")


@dataclass(slots=True)
class Tally:
    """One place of one source: what was listed, kept, left out and lost. Grows while pages come in."""

    source_id: str
    kind: str
    answered: int = 0
    kept: int = 0
    older: int = 0
    unrelated: int = 0
    stale: int = 0
    newest: datetime | None = None
    fetched: datetime | None = None  # when its listing was seen
    failures: list[Failure] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    mirrored: set[str] = field(default_factory=set)  # the bulk files that answered in the site's place

    def saw(self, published: datetime | None) -> None:
        """Note the date of something listed, kept or not."""
        if published is not None and (self.newest is None or published > self.newest):
            self.newest = published

    def row(self) -> CoverageRow:
        """Return the row of COVERAGE."""
        remarks = self._remarks()
        if self.kept:
            return self._row("found", remarks)
        for outcome in _WORST:
            failed = [failure for failure in self.failures if failure.outcome == outcome]
            # A place with one good answer and one dead address was looked at; only its remarks tell the rest.
            if failed and not self.answered:
                return self._row(outcome, failed[0].reason, failed[0].what_to_do)
        if not self.answered:
            return self._row("failed", "nothing was asked for: the source had no address to try")
        if self.unread:
            return self._row("failed", remarks, "Save the pages by hand into notebooks/saved/ and run again.")
        return self._row("none", remarks or "it answered, and listed nothing")

    def _remarks(self) -> str:
        parts = []
        if self.older:
            newest = f", the newest of {self.newest.day} {self.newest:%b %Y}" if self.newest and not self.kept else ""
            parts.append(f"{self.older} older than the window{newest}")
        if self.unrelated:
            parts.append(f"{self.unrelated} without a mention")
        if self.unread:
            parts.append(f"{sum(self.unread.values())} not readable: {_reasons(self.unread)}")
        if self.mirrored:
            parts.append(f"from {' and '.join(sorted(self.mirrored))}")
        if self.stale:
            parts.append(f"{self.stale} from cache, since the site failed now")
        if self.answered and self.failures:
            parts.append(f"{len(self.failures)} failed: {self.failures[0].reason}")
        return "; ".join(parts)

    def _row(self, outcome: Outcome, reason: str, what_to_do: str = "") -> CoverageRow:
        return CoverageRow(
            source_id=self.source_id,
            kind=self.kind,
            outcome=outcome,
            count=self.kept,
            newest=self.newest,
            reason=reason,
            what_to_do=what_to_do,
        )


def _reasons(unread: Counter[str]) -> str:
    """Return why pages were not readable, the most frequent reasons with their counts; a single one needs none."""
    ordered = sorted(unread.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ordered) == 1:
        return ordered[0][0].rstrip(".")
    told = [f"{reason.rstrip('.')} ({n})" for reason, n in ordered[:_TOLD]]
    rest = len(ordered) - _TOLD
    return ", ".join(told) + (f" and {rest} more" if rest > 0 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One row of COVERAGE."""

    source_id: str
    kind: str
    outcome: Outcome
    count: int = 0
    newest: datetime | None = None
    reason: str = ""
    what_to_do: str = ""


def coverage(rows: Iterable[CoverageRow]) -> DataFrame:
    """Return COVERAGE: one row a place, in the order given; a place named twice keeps its first row."""
    unique: dict[str, CoverageRow] = {}
    for row in rows:
        unique.setdefault(row.source_id, row)
    return from_records(unique.values(), COVERAGE)
