"""What comes back from the workers is kept: on the shelf, in Parquet, as a page, and as a row of the journal."""

from __future__ import annotations

from pathlib import Path

from researchkit import shelf
from researchkit.batch.journal import Journal
from researchkit.batch.results import Row, write_frames
from researchkit.batch.work import Parcel
from researchkit.dossier import Dossier, frames_of, keep
from researchkit.errors import DiskError, Locked
from researchkit.workspace import Workspace, lock, write_atomic

_GIVES_UP = 3  # companies in a row that the disk did not take


class Keeper:
    """The one writer of a batch."""

    def __init__(self, workspace: Workspace, out: Path, journal: Journal, *, page: str) -> None:
        self._home = workspace
        self._out = out
        self._journal = journal
        self._page = page
        self._before: dict[str, shelf.Kept | None] = {}
        self._refused = 0

    def before(self, slug: str) -> shelf.Kept | None:
        """Return the company's last dossier, with which the new one will be compared."""
        if slug not in self._before:
            self._before[slug] = shelf.load(self._home, slug)
        return self._before[slug]

    def keep(self, parcel: Parcel) -> None:
        """Keep one company, and note what came of it.

        A disk that refuses is a row of its company; one that keeps refusing raises DiskError, which ends the run.
        """
        name = parcel.dossier.company.name if parcel.dossier is not None else parcel.slug
        try:
            row = self._kept(parcel)
            self._journal.add(row)
            self._refused = 0
        except Locked as error:
            self._journal.add(Row(company=parcel.slug, name=name, outcome="failed", reason=str(error)))
        except DiskError as error:
            self._refused += 1
            self._journal.rows[parcel.slug] = Row(
                company=parcel.slug, name=name, outcome="failed", reason=f"It could not be kept. {error}"
            )
            if self._refused >= _GIVES_UP:
                done = sum(one.outcome == "done" for one in self._journal.rows.values())
                raise DiskError(
                    f"{error.what}; the disk has refused {self._refused} companies in a row",
                    do=f"The {done} that are done are kept. Make room and run the same again: it goes on from there.",
                ) from error

    def _kept(self, parcel: Parcel) -> Row:
        before = self._before.pop(parcel.slug, None)
        dossier, took_s = parcel.dossier, round(parcel.took_s)
        if dossier is None:
            return Row(company=parcel.slug, name=parcel.slug, outcome="failed", took_s=took_s, reason=parcel.reason)
        silent = _silent(dossier)
        if not silent:
            self._write(parcel, dossier, before)
        return Row(
            company=parcel.slug,
            name=dossier.company.name,
            outcome="failed" if silent else "done",
            documents=len(dossier.documents),
            events=len(dossier.events),
            questions=len(dossier.questions),
            places=len(dossier.coverage),
            took_s=took_s,
            reason=silent,
        )

    def _write(self, parcel: Parcel, dossier: Dossier, before: shelf.Kept | None) -> None:
        with lock(self._home, parcel.slug):
            profile = self._home.profile(parcel.slug)
            if parcel.profile and not profile.exists():
                write_atomic(profile, parcel.profile.encode())
            keep(dossier, before, self._home)
            write_frames(self._out, parcel.slug, self._journal.day, frames_of(dossier))
            if parcel.page:
                write_atomic(self._out / "pages" / f"{parcel.slug}{self._page}", parcel.page)


def _silent(dossier: Dossier) -> str:
    """Return why a company counts as failed: nothing of it answered. "" when something did."""
    coverage = dossier.coverage
    if coverage["outcome"].isin(["found", "none"]).any():
        return ""
    tried = coverage[coverage["outcome"] != "not_tried"]
    if tried.empty:
        return "No place to look is known."
    return f"No place answered; {tried['source_id'].iloc[0]}: {tried['reason'].iloc[0]}"
