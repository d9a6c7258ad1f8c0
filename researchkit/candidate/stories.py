"""The candidate's stories, from notebooks/me.toml: situation, task, action, result, number, tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from researchkit.candidate.toml_form import Form

KEYS = ("title", "situation", "task", "action", "result", "number", "tags")
BLANK = """\
# Your own stories. This file stays on this machine: nothing in it is ever fetched for or sent anywhere.
# One [[stories]] each: what was the situation, what was your task, what did you do, what came of it, in which number.

[[stories]]
title = ""      # a few words: "Halved the night alerts"
situation = ""  # one sentence
task = ""
action = ""     # what you did, not the team
result = ""
number = ""     # "from 40 to 19 alerts a week": a story without a number is flagged
tags = []       # ["on-call", "Python"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story; every field is the user's own words."""

    title: str
    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""
    number: str = ""
    tags: tuple[str, ...] = ()

    @property
    def has_number(self) -> bool:
        """Say whether number or result holds a figure."""
        return re.search(r"\d", f"{self.number} {self.result}") is not None

    @property
    def proof(self) -> str:
        """The story in one line, as it stands on the page: title or action, and its number."""
        line = self.title.rstrip(".")
        return f"{line}: {self.number}" if self.number and self.number not in line else line

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join((self.title, self.situation, self.task, self.action, self.result, self.number, *self.tags))


def load_stories(path: Path) -> tuple[Story, ...]:
    """Return the stories of a TOML file; none when the file is not there. Empty [[stories]] tables are passed over.

    Raises ProfileError naming file, line, key and what was expected; DiskError when the file cannot be read.
    """
    if not path.exists():
        return ()
    form = Form(path)
    stories = []
    for number, row in enumerate(form.rows("stories", KEYS, beside=("name",))):
        texts = {key: form.text_of(row, key, number) for key in KEYS if key != "tags"}
        tags = form.texts_of(row, "tags", number)
        if not any(texts.values()) and not tags:
            continue
        if not texts["title"]:
            raise form.missing("title", number, "stories")
        stories.append(Story(**texts, tags=tags))
    return tuple(stories)
