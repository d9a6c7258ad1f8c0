"""Open posts as evidence: how many, in which function, where."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from researchkit.questions.facts import Fact
from researchkit.questions.roles import read_role

if TYPE_CHECKING:
    from pandas import DataFrame

MIN_OF_FUNCTION = 5
_TEAMS = {
    "engineer": "engineering", "product": "product", "marketing": "marketing", "sales": "sales", "data": "data",
    "finance": "finance and operations",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Postings:
    """The open posts among the documents."""

    titles: tuple[str, ...]
    texts: tuple[str, ...]
    ids: tuple[str, ...]
    publisher: str = ""
    day: date | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.titles)

    def mention(self, place: str) -> bool:
        """Say whether any post names `place`."""
        return any(re.search(rf"\b{re.escape(place)}\b", text, re.IGNORECASE) for text in self.texts)

    def fact(self, said: str, *, family: str = "said", slots: dict[str, str] | None = None) -> Fact:
        """Return the posts as a fact; `said` is what is counted. Its event_id is the first post's document_id."""
        return Fact(
            fact_id="posts", story_id="posts",
            event_id=self.ids[0], document_id=self.ids[0], family=family, polarity="other", mode="open", ours=True,
            day=self.day, precision="day", quote=said, evidence="\n".join((said, *self.titles)),
            publisher=self.publisher, publishers=1, first_party=True, kind="job", confidence=0.8, slots=slots or {},
        )  # fmt: skip


def read_postings(documents: DataFrame) -> Postings:
    """Return the open posts of the company among DOCUMENTS."""
    import pandas as pd

    rows: list[dict[Any, Any]] = documents[documents["kind"] == "job"].to_dict("records")
    days = [row["fetched"] for row in rows if not pd.isna(row["fetched"])]
    return Postings(
        titles=tuple(row["title"] for row in rows),
        texts=tuple(row["text"] for row in rows),
        ids=tuple(row["document_id"] for row in rows),
        publisher=rows[0]["publisher"] if rows else "",
        day=max(days).date() if days else None,
    )


def hiring_facts(documents: DataFrame, *, family: str = "") -> list[Fact]:
    """Return one fact for each function with several open posts: the role's own `family` first."""
    posts = read_postings(documents)
    families = [read_role(title).family for title in posts.titles]
    counts = Counter(found for found in families if found in _TEAMS)
    facts = []
    for name, count in sorted(counts.items(), key=lambda pair: (pair[0] != family, -pair[1], pair[0])):
        if count < MIN_OF_FUNCTION:
            continue
        chosen = [number for number, found in enumerate(families) if found == name]
        part = Postings(
            tuple(posts.titles[n] for n in chosen), tuple(posts.texts[n] for n in chosen),
            tuple(posts.ids[n] for n in chosen), posts.publisher, posts.day,
        )  # fmt: skip
        said = f"{count} open {_TEAMS[name]} posts"
        facts.append(part.fact(said, family="hiring", slots={"count": str(count), "team_name": _TEAMS[name]}))
    return facts
