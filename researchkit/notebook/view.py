"""What the notebook's cells show of a dossier: one function a cell, each a small table with links, or a chart.

Every view holds its plain frame in `.frame`, so that a user can go on from what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.analysis.kinds import challenges_of, instead_of_a_launch, launches_of
from researchkit.markup import Fragment, dimmed, escape, folded, joined, link, paragraph, stacked, unbroken
from researchkit.notebook.shown import SHOWN, View, chart, day, note, quoted, rows_of, told_by

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier
    from researchkit.notebook.buttons import PageView

__all__ = [
    "View",
    "challenges",
    "changes",
    "compare",
    "coverage",
    "each",
    "hiring",
    "launches",
    "page",
    "questions",
    "stories",
    "timeline",
    "volume",
]
_NO_HAPPENING = ("page", "reference", "job")  # kinds that tell what is, not what happened
_OUTLETS = 4  # named in a line; the frame holds all
_WIDE = 700.0  # of the timeline, in points
_POSTS = 8  # titles unfolded for a function


def launches(dossier: Dossier) -> View:
    """Show the recent launches, most telling first, and other good news after them; each opens to its quote.

    `kind` in the frame is "launch", or what the good news is instead.
    """
    import pandas as pd

    events = dossier.events
    launched = launches_of(events)
    others = events[(events["polarity"] == "launch") & ~events.index.isin(launched.index)]
    frame = pd.concat([launched, others])
    frame = frame.assign(kind=[instead_of_a_launch(type_) or "launch" for type_ in frame["type"]])
    shown = _events(dossier, "launch", frame)
    if frame.empty or not launched.empty:
        return shown
    none = note(frame, "No launch was found in this window; this is other good news:")
    return View(frame, joined([none.html, shown.html], by=""), f"{none.text}\n{shown.text}")


def challenges(dossier: Dossier) -> View:
    """Show the recent challenges, most telling first; each opens to its quote."""
    return _events(dossier, "challenge", challenges_of(dossier.events))


def changes(dossier: Dossier) -> View:
    """Show in plain words what is new, moved or gone since the run before."""
    from researchkit.notebook.news import in_words

    frame = dossier.changes
    if frame.empty:
        return note(frame, "Nothing new: this is the first run, or nothing has changed since the last one.")
    rows = in_words(dossier)
    return rows_of(frame, ("", "what", "where"), rows[:SHOWN], more=len(rows) - len(rows[:SHOWN]))


def stories(dossier: Dossier) -> View:
    """Show one line a happening, with the outlets that told it; the most told first."""
    documents = dossier.documents
    about = documents[(documents["relevance"] >= 0.5) & ~documents["kind"].isin(_NO_HAPPENING)]
    if about.empty:
        return note(about, "No document about the company was found in this window.")
    leads = about.sort_values(["story_id", "similarity"], ascending=[True, False], kind="stable")
    told = []
    for _, story in leads.groupby("story_id", sort=False):
        outlets = {
            row["publisher"]: unbroken(link(row["url"], row["publisher"])) for row in story.to_dict("records")[::-1]
        }
        lead = story.iloc[0]
        told.append((-len(outlets), str(lead["published"]), lead, list(outlets.values())[::-1]))
    told.sort(key=lambda one: one[:2])
    rows = [[day(lead["published"]), link(lead["url"], lead["title"]), _named(names)] for _, _, lead, names in told]
    return rows_of(about, ("day", "story", "told by"), rows[:SHOWN], more=max(len(rows) - SHOWN, 0))


def hiring(dossier: Dossier) -> View:
    """Show the open posts by function, now and over time, and a table that opens to the posts with links."""
    from researchkit.analysis.hiring import by_function, function_of
    from researchkit.brief.charts import hiring_by_month_of, hiring_of

    frame = by_function(dossier.documents)
    if frame.empty:
        return note(frame, "No open post was found; the coverage says where was looked.")
    posts = dossier.documents[dossier.documents["kind"] == "job"]
    posts = posts.assign(function=[function_of(title) for title in posts["title"]])
    rows = []
    for name, count in zip(frame["function"], frame["posts"], strict=True):
        chosen = posts[posts["function"] == name]
        titles = [link(url, title) for url, title in zip(chosen["url"], chosen["title"], strict=True)][:_POSTS]
        rows.append([name, count, day(chosen["published"].max()), folded(_first(chosen["title"]), stacked(titles))])
    # Over time where the posts are dated: the table below counts each function already.
    over_time = posts["published"].notna().any()
    drawn = chart(frame, hiring_by_month_of(dossier) if over_time else hiring_of(dossier))
    listed = rows_of(frame, ("function", "open posts", "newest", "such as"), rows)
    return View(frame, joined([drawn.html, listed.html], by=""), f"{drawn.text}\n{listed.text}")


def questions(dossier: Dossier) -> View:
    """Show the questions, best first, each with the evidence it stands on."""
    frame = dossier.questions
    if frame.empty:
        return note(frame, "No question: without evidence none is asked.")
    evidence = dossier.events.set_index("event_id")
    rows = []
    for row in frame.head(SHOWN).to_dict("records"):
        event = evidence.loc[row["event_id"]] if row["event_id"] in evidence.index else None
        stands_on = escape("") if event is None else joined([day(event["happened"]), quoted(dossier, event)], by=" ")
        spare = dimmed("a spare") if row.get("spare") else ""
        rows.append([stacked([row["audience"], spare]), folded(row["text"], _why(row["rationale"])), stands_on])
    return rows_of(frame, ("ask the", "question", "it stands on"), rows, more=max(len(frame) - SHOWN, 0))


def coverage(dossier: Dossier) -> View:
    """Show every place that was looked at, folded: a chart, and what can be done where a place failed."""
    from researchkit.brief.charts import coverage_of
    from researchkit.overview import coverage_line
    from researchkit.reading.text import as_sentences

    frame = dossier.coverage
    rows = [
        [
            row["outcome"].replace("_", " "),
            row["source_id"],
            row["count"],
            day(row["newest"]),
            joined([as_sentences(row["reason"]), dimmed(row["what_to_do"])], by=" "),
        ]
        for row in frame.to_dict("records")
    ]
    listed = rows_of(frame, ("", "place", "found", "newest", "why, and what you can do"), rows)
    drawn = chart(frame, coverage_of(dossier))
    html = folded(f"Coverage: {coverage_line(dossier)}", joined([drawn.html, listed.html], by=""))
    return View(frame, html, listed.text, drawn.svg)


def timeline(dossier: Dossier) -> View:
    """Show launches and challenges over time, and how many events each month had."""
    from researchkit.brief.chart import timeline_of
    from researchkit.brief.charts import volume_of

    return chart(dossier.events, timeline_of(dossier, width=_WIDE), volume_of(dossier), over_time=True)


def volume(dossier: Dossier) -> View:
    """Show how many launches, challenges and other events each month had."""
    from researchkit.brief.charts import volume_of

    return chart(dossier.events, volume_of(dossier), over_time=True)


def compare(dossiers: Sequence[Dossier | str]) -> View:
    """Show several companies side by side: launches, challenges, hiring, coverage. Names are looked up on the shelf."""
    from researchkit.notebook.compare import side_by_side

    return side_by_side(dossiers)


def each(dossiers: Sequence[Dossier], show: Callable[[Dossier], View]) -> View:
    """Show one view of several companies, one below the other, each under its name."""
    from researchkit.notebook.compare import one_below_another

    return one_below_another(dossiers, show)


def page(brief: Brief) -> PageView:
    """Show the page, with buttons that write it beside the notebook."""
    from researchkit.notebook.buttons import PageView

    return PageView(brief, Path.cwd())


def _events(dossier: Dossier, polarity: str, frame: DataFrame) -> View:
    if frame.empty:
        return note(frame, f"No {polarity} was found in this window; the coverage says where was looked.")
    rows = [
        [day(row["happened"]), folded(_claim(row), quoted(dossier, row)), told_by(dossier, row)]
        for row in frame.head(SHOWN).to_dict("records")
    ]
    return rows_of(frame, ("day", polarity, "told by"), rows, more=max(len(frame) - SHOWN, 0))


def _claim(event: Any) -> Fragment:
    """Return an event's claim, with a remark where it has not simply happened or is good news of another sort."""
    remarks = [
        "" if event["modality"] == "happened" else event["modality"],
        instead_of_a_launch(event["type"]) if event["polarity"] == "launch" else "",
    ]
    said = ", ".join(filter(None, remarks))
    return joined([event["claim"], dimmed(f"({said})")], by=" ") if said else escape(event["claim"])


def _why(rationale: str) -> Fragment:
    """Return a rationale without the ids that only a program needs."""
    return paragraph(re.sub(r", [0-9a-f]{16}(?=\))", "", rationale))


def _named(outlets: Sequence[Fragment]) -> Fragment:
    named = joined(outlets[:_OUTLETS])
    rest = len(outlets) - _OUTLETS
    return joined([named, unbroken(dimmed(f"and {rest} more"))], by=" ") if rest > 0 else named


def _first(titles: Any) -> str:
    ordered = sorted(set(titles))
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} and {len(titles) - 1} more"
