"""The page's questions as the dossier knows them: on which facts each stands, and the judge that ours passed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from researchkit.questions.answerable import gate_of
from researchkit.questions.ask import spoken_on
from researchkit.questions.checks import Draft, Setting, Verdict, judge
from researchkit.questions.facts import Fact, read_facts
from researchkit.questions.postings import hiring_facts
from researchkit.questions.roles import read_role
from researchkit.reading.text import clean_line

if TYPE_CHECKING:
    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier


@dataclass(frozen=True)
class Asked:
    """The questions of a dossier, asked for the role and the interviewer of the page."""

    dossier: Dossier

    @classmethod
    def of(cls, page: Brief, dossier: Dossier) -> Asked:
        """Return the questions behind a page that may have been made for another role or interviewer."""
        shown = {line.label: line.text for line in page.header.lines}
        interview = dossier.company.interview
        role = _other(shown.get("Role", ""), interview.role)
        interviewer = _other(shown.get("Interviewer", ""), interview.interviewer)
        return cls(dossier.asked_for(role=role, interviewer=interviewer))

    def knows(self, text: str) -> bool:
        """Tell whether a question of the page is one of the dossier's, whose facts are known."""
        return text in self._rows

    def tells_the_role(self, text: str, quote: str) -> bool:
        """Tell whether a question holds words of the user's own role or job post that its quote does not hold."""
        role = self._setting.role
        own = [clean_line(self.dossier.company.interview.role), role.title, *role.duties]
        held = [words for words in own if words and re.search(rf"(?<!\w){re.escape(words)}", text, re.IGNORECASE)]
        return any(words.lower() not in quote.lower() for words in held)

    def documents(self, text: str) -> set[str]:
        """Return the ids of the documents a question stands on."""
        return set(str(self._rows[text].get("evidence", "")).split(",")) - {""}

    def fault(self, text: str, ours: str) -> str:
        """Return why the judge of questions refuses `text` where it passes ours, "" when it passes as well."""
        before = {verdict.check for verdict in self._judged(ours, ours) if verdict.passed}
        for verdict in self._judged(text, ours):
            if not verdict.passed and (verdict.hard or verdict.check in before):
                return verdict.reason
        return ""

    def _judged(self, text: str, ours: str) -> tuple[Verdict, ...]:
        row = self._rows[ours]
        papers = self.documents(ours)
        facts = [fact for fact in self._facts if fact.event_id == row["event_id"]]
        # A tension stands on two facts; the second is what brought its other document.
        papers -= {fact.document_id for fact in facts}
        seconds = {fact.document_id: fact for fact in self._facts if fact.document_id in papers}
        both = (*facts[:1], *seconds.values())
        audience = str(row["audience"])
        draft = Draft(text=text, facts=both, audience=audience, voice="", angle="", shape="", ask=text)
        return judge(draft, self._setting)

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[Any, Any]]:
        rows = self.dossier.questions.to_dict("records")
        return {clean_line(str(row["text"])): row for row in rows}

    @cached_property
    def _facts(self) -> list[Fact]:
        dossier, family = self.dossier, self._setting.role.family
        found = read_facts(dossier.events, dossier.documents, dossier.company)
        return [*found, *hiring_facts(dossier.documents, family=family)]

    @cached_property
    def _setting(self) -> Setting:
        company, interview = self.dossier.company, self.dossier.company.interview
        return Setting(
            company=company, role=read_role(interview.role, interview.role_text),
            today=spoken_on(self.dossier.now, interview.day), gate=gate_of(self.dossier.documents),
        )  # fmt: skip


def _other(shown: str, own: str) -> str | None:
    """Return what a page shows where it is not the profile's own and was not cut."""
    same = shown.casefold() == clean_line(own).casefold()
    return None if not shown or same or shown.endswith("…") else shown
