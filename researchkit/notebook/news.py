"""What changed from one run to the next, in the words of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from researchkit.markup import Fragment, dimmed, escape, folded, joined
from researchkit.notebook.shown import told_by

if TYPE_CHECKING:
    from researchkit.dossier import Dossier

Row = list[object]
_POLARITY = {"launch": "a launch", "challenge": "a challenge", "other": "neither launch nor challenge"}
_MODALITY = {"happened": "it has happened", "planned": "it is planned", "denied": "it is denied"}
_EVENT, _PARAGRAPH = "event ", "paragraph of "


def in_words(dossier: Dossier) -> list[Row]:
    """Return a row a change: new, changed or gone; what; where it stands."""
    events = dossier.events.set_index("event_id")
    rows = []
    for change in dossier.changes.to_dict("records"):
        known = change["event_id"] in events.index
        rows.append(_row(dossier, change, events.loc[change["event_id"]] if known else None))
    return rows


def _row(dossier: Dossier, change: Any, event: Any) -> Row:
    what = change["what"]
    where = Fragment("") if event is None else told_by(dossier, event)
    if what == "event":
        return ["New" if change["change"] == "new" else "Gone", change["after"] or change["before"], where]
    if what.startswith(_EVENT) and event is not None:
        column = what.removeprefix(_EVENT)
        moved = _MOVED.get(column, _other)(change["before"], change["after"])
        return ["Changed", joined([event["claim"], dimmed(moved)], by=" "), where]
    if what.startswith(_PARAGRAPH):
        return _reworded(what.removeprefix(_PARAGRAPH), change)
    return ["Hiring", f"{what}: {change['before'] or 0} before, {change['after'] or 0} now", where]


def _reworded(title: str, change: Any) -> Row:
    before, after = change["before"], change["after"]
    if before and after:
        both = joined([dimmed("Before: "), before, dimmed(" Now: "), after], by="")
        return ["Reworded", folded(f"A paragraph of “{title}”", both), ""]
    verb = "New" if after else "Gone"
    return [verb, folded(f"A paragraph of “{title}”", escape(after or before)), ""]


def _publishers(before: str | None, after: str | None) -> str:
    return f"Told by {after} now, by {before} before."


def _happened(before: str | None, after: str | None) -> str:
    return f"Dated {after or 'no day'} now, {before or 'no day'} before."


def _polarity(before: str | None, after: str | None) -> str:
    return f"Read as {_POLARITY.get(after or '', after)} now, as {_POLARITY.get(before or '', before)} before."


def _modality(before: str | None, after: str | None) -> str:
    return f"Now {_MODALITY.get(after or '', after)}; before, {_MODALITY.get(before or '', before)}."


def _kind(before: str | None, after: str | None) -> str:
    return f"Read as {_spoken(after)} now, as {_spoken(before)} before."


def _other(before: str | None, after: str | None) -> str:
    return f"{after or 'nothing'} now, {before or 'nothing'} before."


def _spoken(name: str | None) -> str:
    return (name or "nothing").replace("_", " ")


_MOVED: dict[str, Callable[[str | None, str | None], str]] = {
    "publishers": _publishers,
    "happened": _happened,
    "polarity": _polarity,
    "modality": _modality,
    "type": _kind,
}
