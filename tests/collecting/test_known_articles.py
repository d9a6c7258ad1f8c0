"""An unchanged page is read once; a page confirmed later is the same page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from researchkit.collecting.known_articles import keep, recall
from researchkit.memory import remembering
from researchkit.reading.article import Article
from researchkit.records import Page, Request

SEEN = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAY = timedelta(days=1)
DATED = Article(url="https://acme.example/a", title="A", text="Acme opens.", published=SEEN - DAY)
UNDATED = Article(url="https://acme.example/a", title="A", text="Acme opens.")


def page(content: bytes = b"<p>Acme opens.", fetched: datetime = SEEN) -> Page:
    url = "https://acme.example/a"
    request = Request(source_id="feed", url=url, expect="page")
    return Page(request=request, url=url, status=200, content=content, content_type="text/html", fetched=fetched)


@pytest.fixture
def memory(tmp_path):
    with remembering(tmp_path / "acme.json.gz"):
        yield


@pytest.mark.parametrize("article", [DATED, UNDATED])
def test_the_next_run_recalls_what_this_one_kept(tmp_path, article):
    with remembering(tmp_path / "acme.json.gz"):
        keep(page(), article)
    with remembering(tmp_path / "acme.json.gz"):
        assert recall(page()) == article


def test_another_body_is_another_page(memory):
    keep(page(), DATED)
    assert recall(page(b"<p>Acme closes.")) is None


def test_a_page_confirmed_later_need_not_be_read_again(memory):
    keep(page(), DATED)
    assert recall(page(fetched=SEEN + DAY)) == DATED


def test_a_date_that_may_have_lain_ahead_is_read_again(memory):
    keep(page(), UNDATED)
    assert recall(page(fetched=SEEN + DAY)) is None


def test_an_earlier_look_may_not_know_a_later_date(memory):
    keep(page(), DATED)
    assert recall(page(fetched=SEEN - DAY)) is None


def test_without_a_memory_nothing_is_recalled():
    keep(page(), DATED)
    assert recall(page()) is None
