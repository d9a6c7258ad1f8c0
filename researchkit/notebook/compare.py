"""Several companies side by side, for a person with several offers: the table, and the notebook around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.analysis.kinds import challenges_of, launches_of
from researchkit.dossier import Dossier, reopen
from researchkit.errors import InputError, UnknownCompany
from researchkit.markup import Fragment, dimmed, escape, heading, joined, link, stacked
from researchkit.notebook.cells import Cell, comparison
from researchkit.notebook.create import write
from researchkit.notebook.shown import View, day, rows_of, told_by
from researchkit.overview import coverage_line
from researchkit.records import Company
from researchkit.workspace import Workspace

if TYPE_CHECKING:
    from pandas import DataFrame

NAME = "compare"
_EVENTS = 4  # of each kind in a cell


def compare(companies: Sequence[Company], workspace: Workspace) -> Path:
    """Write notebooks/compare.ipynb for `companies`, or renew it; what the user wrote there stays. Returns its path.

    Raises InputError for fewer than two companies, or when a company is itself called "compare".
    """
    if len({company.slug for company in companies}) < 2:
        raise InputError("A comparison needs two companies or more", do="Name them: researchkit compare acme beta")
    if workspace.profile(NAME).exists():
        raise InputError(f"{workspace.notebook(NAME)} is the notebook of a company called {NAME}")
    template: tuple[Cell, ...] = comparison(companies)
    return write(template, workspace.notebook(NAME))


def side_by_side(dossiers: Sequence[Dossier | str]) -> View:
    """Return companies side by side, one column each. Raises UnknownCompany for a name that was not researched yet."""
    opened = [_opened(one) for one in dossiers]
    if not opened:
        raise InputError("There is nothing to compare", do="Give dossiers, or names: rk.view.compare(['acme', 'beta'])")
    lines = (
        ("what they do", _what),
        ("launches", _launches),
        ("challenges", _challenges),
        ("open posts", _hiring),
        ("looked at", _looked),
        ("as of", _as_of),
    )
    rows = [[joined([label]), *(tell(dossier) for dossier in opened)] for label, tell in lines]
    head = ["", *(_name(dossier) for dossier in opened)]
    return rows_of(_frame(opened), head, rows)


def one_below_another(dossiers: Sequence[Dossier], show: Callable[[Dossier], View]) -> View:
    """Return one view of several companies under their names; its frame holds the rows of all, with their company."""
    import pandas as pd

    views = [(dossier.company, show(dossier)) for dossier in dossiers]
    html = joined([part for company, view in views for part in (heading(company.name), view.html)], by="")
    frames = [view.frame.assign(company=company.slug) for company, view in views]
    text = "\n".join(f"{company.name}\n{view.text}" for company, view in views)
    return View(pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(), html, text)


def _opened(one: Dossier | str) -> Dossier:
    if isinstance(one, Dossier):
        return one
    dossier = reopen(one)
    if dossier is None:
        raise UnknownCompany(f"{one} was not researched yet", do=f"First: researchkit research {one}")
    return dossier


def _frame(dossiers: Sequence[Dossier]) -> DataFrame:
    """Return one row a company: its counts, for sorting and sums of the user's own."""
    import pandas as pd

    from researchkit.analysis.hiring import job_functions

    rows = [
        {
            "company": dossier.company.slug,
            "launches": len(launches_of(dossier.events)),
            "challenges": len(challenges_of(dossier.events)),
            "posts": sum(job_functions(dossier.documents).values()),
            "documents": int((dossier.documents["relevance"] >= 0.5).sum()),
            "places": len(dossier.coverage),
            "places_found": int((dossier.coverage["outcome"] == "found").sum()),
            "since": dossier.since,
            "now": dossier.now,
        }
        for dossier in dossiers
    ]
    return pd.DataFrame(rows)


def _name(dossier: Dossier) -> Fragment:
    return link(dossier.company.site, dossier.company.name)


def _what(dossier: Dossier) -> Fragment:
    return escape(dossier.company.description or "not said in its TOML")


def _launches(dossier: Dossier) -> Fragment:
    return _events(dossier, launches_of(dossier.events))


def _challenges(dossier: Dossier) -> Fragment:
    return _events(dossier, challenges_of(dossier.events))


def _events(dossier: Dossier, frame: DataFrame) -> Fragment:
    if frame.empty:
        return dimmed("none found in this window")
    lines: list[Any] = [
        joined([day(row["happened"]), row["claim"], told_by(dossier, row)], by=" · ")
        for row in frame.head(_EVENTS).to_dict("records")
    ]
    if len(frame) > _EVENTS:
        lines.append(dimmed(f"and {len(frame) - _EVENTS} more"))
    return stacked(lines)


def _hiring(dossier: Dossier) -> Fragment:
    from researchkit.analysis.hiring import job_functions

    posts = job_functions(dossier.documents)
    if not posts:
        return dimmed("none found")
    return escape(f"{sum(posts.values())}: " + ", ".join(f"{name} {count}" for name, count in posts.items()))


def _looked(dossier: Dossier) -> Fragment:
    return escape(coverage_line(dossier))


def _as_of(dossier: Dossier) -> Fragment:
    from pandas import Timestamp

    return joined([day(Timestamp(dossier.since)), day(Timestamp(dossier.now))], by=" to ")
