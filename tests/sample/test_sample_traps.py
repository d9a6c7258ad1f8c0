"""The sample's pages that stand in an article's place, as `reading` takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from researchkit import sample
from researchkit.reading.article import Article, read_article

TRAPS = sample.truth().traps


def _read(ask: Callable[..., Any], trap: str) -> Article:
    reply = ask(TRAPS[trap])
    return read_article(reply.content, TRAPS[trap], content_type=reply.headers["Content-Type"], fetched=sample.AS_OF)


@pytest.mark.parametrize(("trap", "problem"), [("consent_page", "consent page"), ("soft_404", "page not found")])
def test_a_page_that_is_no_article_says_why(ask: Callable[..., Any], trap: str, problem: str) -> None:
    article = _read(ask, trap)
    assert (article.problem, article.text) == (problem, "")


def test_a_teaser_is_a_summary(ask: Callable[..., Any]) -> None:
    article = _read(ask, "paywall")
    assert article.text_scope == "summary"
    assert "£700,000" in article.text


def test_a_date_far_ahead_is_none(ask: Callable[..., Any]) -> None:
    assert _read(ask, "future").published is None
