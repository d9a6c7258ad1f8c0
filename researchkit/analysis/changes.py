"""Changes between two runs: events new, gone or moved, hiring that surges or freezes, pages whose words changed.

Pure: two sets of frames in, one frame out. Nothing here asks the network or the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Protocol

from researchkit.analysis.hiring import job_functions
from researchkit.analysis.words import stems
from researchkit.frames import CLUSTERED, EVENTS, Column, Schema, conform

if TYPE_CHECKING:
    from pandas import DataFrame

CHANGES = Schema(
    "CHANGES",
    (
        Column("change", "text", values=("new", "gone", "moved")),
        Column("what", "text"),
        Column("before", "text", optional=True),
        Column("after", "text", optional=True),
        Column("event_id", "text", optional=True),
    ),
)
_MOVING = ("type", "polarity", "modality", "happened", "publishers")
_SURGE = 1.5  # posts of a function grow to this many times
_FREEZE = 0.5
_FEW_POSTS = 3  # fewer more or fewer than this is noise
_WATCHED = ("page", "filing", "reference")
_LIKE = 0.6  # two paragraphs as alike as this are one that was reworded
_LONG_PARAGRAPH_WORDS = 12


class Frames(Protocol):
    """What is compared: anything with these two frames, a dossier above all."""

    @property
    def events(self) -> DataFrame:
        """EVENTS of the run."""

    @property
    def documents(self) -> DataFrame:
        """CLUSTERED of the run."""


def changes(before: Frames, after: Frames) -> DataFrame:
    """Return what changed from one run to the next: events first, then hiring, then pages.

    Returns a frame of CHANGES: change (new, gone, moved), what, before, after, event_id (null for what is no event).
    Raises SchemaError when a frame breaks EVENTS or CLUSTERED.
    """
    import pandas as pd

    old_events, new_events = conform(before.events, EVENTS), conform(after.events, EVENTS)
    old_documents, new_documents = conform(before.documents, CLUSTERED), conform(after.documents, CLUSTERED)
    rows = [
        *_events(old_events, new_events),
        *_hiring(old_documents, new_documents),
        *_pages(old_documents, new_documents),
    ]
    return conform(pd.DataFrame(rows, columns=CHANGES.names), CHANGES)


def _row(change: str, what: str, before: str | None, after: str | None, event_id: str | None = None) -> dict[str, Any]:
    return {"change": change, "what": what, "before": before, "after": after, "event_id": event_id}


def _events(before: DataFrame, after: DataFrame) -> Iterator[dict[str, Any]]:
    """Compare by event id, and by the quoted document where a story was typed anew."""
    old = {event["event_id"]: event for event in before.to_dict("records")}
    by_document = {event["document_id"]: event for event in old.values()}
    met = set()
    for event in after.to_dict("records"):
        known = old.get(event["event_id"]) or by_document.get(event["document_id"])
        if known is None:
            yield _row("new", "event", None, event["claim"], event["event_id"])
            continue
        met.add(known["event_id"])
        for column in _MOVING:
            if _said(known[column]) != _said(event[column]):
                yield _row("moved", f"event {column}", _said(known[column]), _said(event[column]), event["event_id"])
    for event_id, event in old.items():
        if event_id not in met:
            yield _row("gone", "event", event["claim"], None, event_id)


def _said(value: Any) -> str | None:
    import pandas as pd

    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def _hiring(before: DataFrame, after: DataFrame) -> Iterator[dict[str, Any]]:
    """Yield functions whose posts surged or froze; nothing when one of the runs saw no posts at all."""
    old, new = job_functions(before), job_functions(after)
    if not old or not new:
        return
    for name in sorted(old.keys() | new.keys()):
        had, has = old.get(name, 0), new.get(name, 0)
        if abs(has - had) < _FEW_POSTS:
            continue
        if has >= _SURGE * had:
            yield _row("new" if had == 0 else "moved", f"{name} posts surged", str(had), str(has))
        elif has <= _FREEZE * had:
            yield _row(
                "gone" if has == 0 else "moved",
                f"{name} posts froze" if has == 0 else f"{name} posts fell",
                str(had),
                str(has),
            )


def _pages(before: DataFrame, after: DataFrame) -> Iterator[dict[str, Any]]:
    """Compare pages and filings of one address paragraph by paragraph."""
    old, new = _watched(before), _watched(after)
    for url in sorted(old.keys() & new.keys()):
        title, was = old[url]
        _, now = new[url]
        if was == now:
            continue
        yield from _paragraphs(title, was.split("\n"), now.split("\n"))


def _watched(frame: DataFrame) -> dict[str, tuple[str, str]]:
    chosen = frame[frame["kind"].isin(_WATCHED) & (frame["text_scope"] == "full")]
    return {url: (title, text) for url, title, text in zip(chosen["url"], chosen["title"], chosen["text"], strict=True)}


def _paragraphs(title: str, before: list[str], after: list[str]) -> Iterator[dict[str, Any]]:
    """Yield long paragraphs that came, went or were reworded."""
    lost = [
        text for text in dict.fromkeys(before) if text not in set(after) and len(text.split()) >= _LONG_PARAGRAPH_WORDS
    ]
    came = [
        text for text in dict.fromkeys(after) if text not in set(before) and len(text.split()) >= _LONG_PARAGRAPH_WORDS
    ]
    bags = {text: stems(text) for text in (*lost, *came)}
    for text in lost:
        match = max(came, key=lambda other: _alike(bags[text], bags[other]), default=None)
        if match is not None and _alike(bags[text], bags[match]) >= _LIKE:
            came.remove(match)
            yield _row("moved", f"paragraph of {title}", text, match)
        else:
            yield _row("gone", f"paragraph of {title}", text, None)
    for text in came:
        yield _row("new", f"paragraph of {title}", None, text)


def _alike(left: list[str], right: list[str]) -> float:
    """Return how alike two paragraphs are, 0 to 1; cheap bounds first, since most pairs have nothing in common."""
    shared = len(set(left) & set(right))
    if not shared or 2 * shared < _LIKE * 0.8 * (len(set(left)) + len(set(right))):
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
