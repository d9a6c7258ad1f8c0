"""Fixtures of the question tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from question_dossiers import COMPANY, NOW, RICH, Row, frames

from researchkit.questions.answerable import gate_of
from researchkit.questions.checks import Draft, Setting
from researchkit.questions.facts import Fact, read_facts
from researchkit.questions.roles import read_role
from researchkit.records import Company


@pytest.fixture
def rich() -> tuple[pd.DataFrame, pd.DataFrame]:
    return frames(RICH)


@pytest.fixture
def setting_of() -> Callable[..., Setting]:
    def make(
        rows: list[Row], *, role: str = "data engineer", company: Company = COMPANY, locale: str = "en-GB"
    ) -> Setting:
        _, documents = frames(rows)
        there = replace(company, interview=replace(company.interview, locale=locale))
        return Setting(company=there, role=read_role(role), today=NOW.date(), gate=gate_of(documents))

    return make


@pytest.fixture
def fact_of() -> Callable[..., Fact]:
    def make(row: Row, company: Company = COMPANY) -> Fact:
        events, documents = frames([row])
        return read_facts(events, documents, company)[0]

    return make


@pytest.fixture
def draft_of(fact_of: Callable[..., Fact]) -> Callable[..., Draft]:
    def make(text: str, row: Row, *, audience: str = "hiring manager") -> Draft:
        return Draft(
            text=text, facts=(fact_of(row),), audience=audience, voice="data", angle="x", shape="after", ask=text
        )

    return make
