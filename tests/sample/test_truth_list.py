"""The truth file: what it lists, and that the sample really serves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from researchkit import sample
from researchkit.sample.content import Article, sites
from researchkit.sample.pages import plain

TRUTH = sample.truth()
ARTICLES: dict[str, Article] = {
    article.url: article for site in sites() for articles in site.articles.values() for article in articles
}
NEWEST_FIRST = sorted(TRUTH.launches + TRUTH.challenges, key=lambda event: event.happened, reverse=True)


def _within(days: int) -> Counter[str]:
    start = sample.AS_OF.date() - timedelta(days=days)
    return Counter(event.polarity for event in NEWEST_FIRST if event.happened >= start)


def test_there_are_six_launches_and_six_challenges() -> None:
    assert (len(TRUTH.launches), len(TRUTH.challenges)) == (6, 6)


def test_at_least_sixty_documents_are_about_the_company() -> None:
    assert len(set(TRUTH.about)) >= 60


def test_half_a_year_holds_most_launches_and_challenges() -> None:
    assert min(_within(180)["launch"], _within(180)["challenge"]) >= 4


def test_ninety_days_hold_launches_and_challenges_and_a_year_holds_more() -> None:
    assert min(_within(90).values()) >= 3
    assert _within(90).total() < _within(365).total() == 12


def test_no_address_stands_in_two_lists() -> None:
    listed = (*TRUTH.about, *TRUTH.namesakes, *TRUTH.mentions, *TRUTH.elsewhere)
    assert [url for url, count in Counter(listed).items() if count > 1] == []


def test_every_article_stands_in_a_list() -> None:
    listed = {*TRUTH.about, *TRUTH.namesakes, *TRUTH.mentions, *TRUTH.elsewhere}
    assert set(ARTICLES) - listed == set()


def test_every_address_in_the_truth_is_served(ask: Callable[..., Any]) -> None:
    listed = (*TRUTH.about, *TRUTH.namesakes, *TRUTH.mentions, *TRUTH.elsewhere)
    assert [url for url in listed if ask(url).status != 200] == []


@pytest.mark.parametrize("event", TRUTH.launches + TRUTH.challenges, ids=lambda event: event.slug)
def test_an_event_is_told_by_the_company_and_by_outlets_in_other_words(event: sample.TrueEvent) -> None:
    outside = [url for url in event.urls if "kelbrin.example" not in url]
    titles = [ARTICLES[url].title for url in event.urls if url in ARTICLES]
    assert 2 <= len(outside) <= 4
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("event", TRUTH.events, ids=lambda event: event.slug)
def test_an_event_is_reported_within_nine_days(event: sample.TrueEvent) -> None:
    reported = [ARTICLES[url].published.date() for url in event.urls if url in ARTICLES]
    assert event.happened <= min(reported)
    assert max(reported) <= event.happened + timedelta(days=9)


def test_everything_is_dated_in_the_twelve_months_before_but_the_one_in_the_future() -> None:
    future = TRUTH.traps["future"]
    days = [article.published.date() for url, article in ARTICLES.items() if url != future]
    assert date(2025, 11, 20) <= min(days)
    assert max(days) <= sample.AS_OF.date()


def test_every_document_about_the_company_names_it() -> None:
    silent = [url for url in TRUTH.about if url in ARTICLES and "kelbrin" not in (url + _text(ARTICLES[url])).lower()]
    assert silent == []


def test_stories_of_the_namesake_name_it_and_not_the_products() -> None:
    texts = [_text(ARTICLES[url]) for url in TRUTH.namesakes]
    assert not any(product in text for text in texts for product in ("Beacon", "Brinecast", "Ledger", "Relay"))


def test_documents_of_others_do_not_name_the_company() -> None:
    assert [url for url in TRUTH.elsewhere if "Kelbrin" in _text(ARTICLES[url])] == []


def _text(article: Article) -> str:
    return f"{article.title}\n\n{plain(article.blocks)}"
