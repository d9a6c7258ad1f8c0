"""What the notebook's cells show of a dossier: one function a cell, each a small table with links, or a chart.

Every view holds its plain frame in `.frame`, so that a user can go on from what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.markup import Fragment, escape, folded, link, table

if TYPE_CHECKING:
    from pandas import DataFrame, Timestamp

    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier
    from researchkit.notebook.buttons import PageView

SHOWN = 12  # rows; the frame holds all


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A table or chart as a notebook shows it, with the frame it was made of."""

    frame: DataFrame
    html: Fragment
    text: str

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        return self.text


def launches(dossier: Dossier) -> View:
    """Show the recent launches, most telling first."""
    return _events(dossier, "launch")


def challenges(dossier: Dossier) -> View:
    """Show the recent challenges, most telling first."""
    return _events(dossier, "challenge")


def changes(dossier: Dossier) -> View:
    """Show what is new, moved or gone since the run before."""
    frame = dossier.changes
    if frame.empty:
        return _note(frame, "Nothing to compare with yet, or nothing has changed since the last run.")
    shown = frame.head(SHOWN)
    rows = [[row[name] for name in ("change", "what", "before", "after")] for _, row in shown.iterrows()]
    return _table(frame, ("", "what", "before", "now"), rows)


def stories(dossier: Dossier) -> View:
    """Show one line a happening, with the outlets that told it."""
    about = dossier.documents[dossier.documents["relevance"] >= 0.5]
    if about.empty:
        return _note(about, "No document about the company was found in this window.")
    leads = about.sort_values(["story_id", "similarity"], ascending=[True, False], kind="stable")
    rows = []
    for _, story in leads.groupby("story_id", sort=False):
        lead = story.iloc[0]
        outlets = list(dict.fromkeys(story["publisher"]))
        rows.append((lead["published"], lead["title"], lead["url"], outlets))
    rows.sort(key=lambda row: (-len(row[3]), str(row[0])))
    shown = [[_day(day), link(url, title), ", ".join(outlets)] for day, title, url, outlets in rows[:SHOWN]]
    return _table(about, ("day", "story", "told by"), shown, all_rows=len(rows))


def hiring(dossier: Dossier) -> View:
    """Show the open posts by function."""
    import pandas as pd

    from researchkit.analysis.hiring import job_functions

    counts = job_functions(dossier.documents)
    frame = pd.DataFrame({"function": list(counts), "posts": list(counts.values())})
    if frame.empty:
        return _note(frame, "No open post was found; see the coverage for where was looked.")
    return _table(frame, ("function", "open posts"), [list(row) for row in frame.itertuples(index=False)])


def questions(dossier: Dossier) -> View:
    """Show the questions, best first, each with the evidence it stands on."""
    frame = dossier.questions
    if frame.empty:
        return _note(frame, "No question: without evidence none is asked.")
    evidence = dossier.events.set_index("event_id")
    rows = []
    for _, row in frame.head(SHOWN).iterrows():
        event = evidence.loc[row["event_id"]] if row["event_id"] in evidence.index else None
        quote = "" if event is None else _quote(dossier, event)
        rows.append([row["audience"], folded(row["text"], escape(row["rationale"])), quote])
    return _table(frame, ("ask", "question", "evidence"), rows)


def coverage(dossier: Dossier) -> View:
    """Show every place that was looked at, with what result, and what can be done where it failed."""
    frame = dossier.coverage
    rows = [
        [row["outcome"].replace("_", " "), row["source_id"], row["count"], _day(row["newest"]), *_told(row)]
        for row in frame.to_dict("records")
    ]
    return _table(frame, ("", "place", "found", "newest", "why", "what you can do"), rows, limit=len(rows))


def timeline(dossier: Dossier) -> View:
    """Show launches and challenges over time."""
    from researchkit.brief.chart import timeline_of

    drawn = timeline_of(dossier)
    return View(dossier.events, Fragment(drawn.svg), drawn.alternative)


def page(brief: Brief) -> PageView:
    """Show the page, with buttons that write it beside the notebook."""
    from researchkit.notebook.buttons import PageView

    return PageView(brief, Path.cwd())


def _events(dossier: Dossier, polarity: str) -> View:
    frame = dossier.events[dossier.events["polarity"] == polarity]
    if frame.empty:
        return _note(frame, f"No {polarity} was found in this window; see the coverage for where was looked.")
    rows = [
        [_day(row["happened"]), folded(row["claim"], _quote(dossier, row)), row["modality"], row["publishers"]]
        for _, row in frame.head(SHOWN).iterrows()
    ]
    return _table(frame, ("day", polarity, "", "outlets"), rows)


def _told(row: Any) -> list[str]:
    return [row["reason"], row["what_to_do"]]


def _quote(dossier: Dossier, event: Any) -> Fragment:
    """Return an event's quote with a link to the document it stands in."""
    documents = dossier.documents.set_index("document_id")
    if event["document_id"] not in documents.index:
        return escape(event["quote"])
    document = documents.loc[event["document_id"]]
    return Fragment(f"“{escape(event['quote'])}” – {link(document['url'], document['publisher'])}")


def _table(
    frame: DataFrame,
    head: Sequence[object],
    rows: Sequence[Sequence[object]],
    *,
    limit: int = SHOWN,
    all_rows: int | None = None,
) -> View:
    whole = len(frame) if all_rows is None else all_rows
    rest = f"{whole - limit} more in .frame" if whole > limit else ""
    made = table(head, rows)
    html = Fragment(f"{made}<p>{escape(rest)}</p>") if rest else made
    text = "\n".join(" · ".join(_plain(cell) for cell in row if str(cell)) for row in rows)
    return View(frame.reset_index(drop=True), html, text)


def _note(frame: DataFrame, words: str) -> View:
    return View(frame.reset_index(drop=True), Fragment(f"<p>{escape(words)}</p>"), words)


def _plain(cell: object) -> str:
    if not isinstance(cell, Fragment):
        return str(cell)
    from researchkit.reading.text import strip_markup

    return strip_markup(str(cell))


def _day(moment: Timestamp | None) -> str:
    return "" if moment is None or moment != moment else f"{moment:%Y-%m-%d}"
