"""Matching: which story answers which event of the company and which need of the job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from researchkit.candidate.stories import Story
from researchkit.questions.angles import load_angles
from researchkit.questions.passages import stems
from researchkit.questions.roles import Role, read_role

if TYPE_CHECKING:
    from pandas import DataFrame

    from researchkit.dossier import Dossier

_MIN_SCORE = 0.08
_SURE = 0.12
_MIN_SHARED, _ALL_SHARED = 4, 12  # words that a story and a job post have in common
_TAG, _TITLE, _BODY = 3.0, 2.0, 1.0
# What a happening calls for, in words that stories use.
CALLS_FOR = {
    "launch": "launch release ship product feature adoption users onboarding deadline scope",
    "funding": "growth scale budget investors build hiring",
    "layoffs": "fewer priorities focus morale handover",
    "acquisition": "integration migration merge systems teams stakeholders",
    "incident": "incident outage on-call reliability security breach recovery alert postmortem",
    "legal": "compliance audit privacy regulation documentation evidence",
    "earnings_up": "growth revenue scale efficiency",
    "earnings_down": "cost savings retention efficiency turnaround revenue",
    "leadership": "change stakeholders trust new manager direction",
    "partnership": "partner integration supplier negotiation joint",
    "expansion": "new market launch country localisation growth site",
    "competition": "competitor pricing positioning win customers",
    "hiring": "hiring onboarding mentoring team growth training",
    "strategy": "change migration priorities roadmap pricing decision",
    "problem": "defect quality customer complaint fix recall root cause",
    "labour": "conflict negotiation listening team dispute",
    "research": "experiment prototype research evidence",
    "award": "quality standard certification recognition",
    "esg": "sustainability energy carbon community",
    "other": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One story with what it answers: `meets` is an event_id, or the job's need in words; `flag` is what to mend."""

    story: Story
    meets: str
    need: str
    score: float
    flag: str = ""

    @property
    def sure(self) -> bool:
        """Say whether the story fits well enough to name what it answers."""
        return self.score >= _SURE

    @property
    def text(self) -> str:
        """The story in one line, as it stands on the page."""
        return self.story.proof


@dataclass(frozen=True, slots=True)
class Matches:
    """The stories that fit, best first, and the questions behind which no story stands."""

    rows: tuple[Match, ...]
    unbacked: tuple[str, ...]  # question_ids: "why do you ask?" has no answer yet

    @property
    def best(self) -> tuple[Match, ...]:
        """What the page's "your match" takes: three matches, those with a number first."""
        return tuple(sorted(self.rows, key=lambda row: (bool(row.flag), -row.score))[:3])

    def frame(self) -> DataFrame:
        """Return the matches as a frame: story, number, need, meets, score, flag."""
        import pandas as pd

        columns = ("story", "number", "need", "meets", "score", "flag")
        return pd.DataFrame(
            [(row.story.title, row.story.number, row.need, row.meets, row.score, row.flag) for row in self.rows],
            columns=list(columns),
        )


def match(stories: Sequence[Story], dossier: Dossier) -> Matches:
    """Match stories to the company's events and to the job post, pasted or open; pure, nothing is stored.

    Each story stands once, with the event or need that it answers best. A story without a number is flagged. Questions
    whose event no story speaks to are named in `unbacked`.
    """
    role = read_role(dossier.company.interview.role, dossier.company.interview.role_text)
    families = load_angles().types
    needs = [
        (str(row["event_id"]), _event_words(row, families), str(row["claim"]))
        for row in dossier.events.to_dict("records")
    ]
    posts = _posts(role, dossier)
    rows = []
    for story in stories:
        met = [
            *(_met(story, need) for need in (*_job_needs(role), *needs)),
            *((_shared(story, text), f"the post {title}", f"the post {title}") for title, text in posts),
        ]
        best = max(met, key=lambda one: one[0], default=None)
        if best is not None and best[0] >= _MIN_SCORE:
            rows.append(
                Match(story=story, score=round(best[0], 3), meets=best[1], need=best[2], flag=_flag(story))
            )  # fmt: skip
    by_event = {event_id: words for event_id, words, _ in needs}
    unbacked = [
        str(row["question_id"])
        for row in dossier.questions.to_dict("records")
        if not any(_overlap(story, by_event.get(str(row["event_id"]), set())) >= _MIN_SCORE for story in stories)
    ]
    return Matches(tuple(sorted(rows, key=lambda row: (-row.score, row.story.title))), tuple(unbacked))


def _job_needs(role: Role) -> list[tuple[str, set[str], str]]:
    return [(duty, set(stems(duty)), duty) for duty in role.duties]


def _posts(role: Role, dossier: Dossier) -> list[tuple[str, str]]:
    """Return title and text of the job post: the pasted one, else open posts whose title says the role."""
    pasted = dossier.company.interview.role_text.strip()
    if pasted:
        return [(role.title, pasted)]
    wanted = set(stems(role.title))
    documents = dossier.documents
    jobs = documents[documents["kind"] == "job"] if wanted else documents.head(0)
    return [
        (str(row["title"]), str(row["text"]))
        for row in jobs.to_dict("records")
        if wanted <= set(stems(str(row["title"])))
    ]


def _shared(story: Story, post: str) -> float:
    shared = len(set(stems(story.text)) & set(stems(post)))
    return min(1.0, shared / _ALL_SHARED) if shared >= _MIN_SHARED else 0.0


def _event_words(row: Mapping[Any, Any], families: Mapping[str, str]) -> set[str]:
    family = families.get(row["type"], "other")
    return set(stems(f"{CALLS_FOR.get(family, '')} {row.get('object') or ''}"))


def _met(story: Story, need: tuple[str, set[str], str]) -> tuple[float, str, str]:
    meets, words, said = need
    return _overlap(story, words), meets, said


def _overlap(story: Story, words: set[str]) -> float:
    """Return the share of a need's words that the story holds, its tags and title counting for more."""
    if not words:
        return 0.0
    parts = ((" ".join(story.tags), _TAG), (story.title, _TITLE), (story.text, _BODY))
    held = sum(weight * len(words & set(stems(text))) for text, weight in parts)
    return held / ((_TAG + _TITLE + _BODY) * len(words))


def _flag(story: Story) -> str:
    return "" if story.has_number else "no number: say how many, how much or how long"
