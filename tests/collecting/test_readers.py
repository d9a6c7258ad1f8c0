"""The second process that reads articles: it starts when it is worth it, and nothing is lost with it."""

import pytest
from sample_pages import page

from researchkit.collecting import readers as module
from researchkit.collecting.readers import Readers
from researchkit.reading.article import read_article


@pytest.fixture
def readers(monkeypatch):
    monkeypatch.setattr(module, "WORTH", 3)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with Readers() as made:
        yield made


def expect(readers: Readers, count: int) -> None:
    for _ in range(count):
        readers.expect()


def test_few_articles_are_not_worth_a_process(readers):
    expect(readers, 2)
    assert not readers.takes(page(1))


def test_what_is_remembered_counts_for_nothing(readers):
    expect(readers, 3)
    readers.spare()
    assert not readers.takes(page(1))


def test_it_reads_what_would_have_been_read_here(readers):
    expect(readers, 3)
    pages = [page(number) for number in range(3)]
    assert all(readers.takes(one) for one in pages)
    here = [read_article(one.content, one.url, content_type=one.content_type, fetched=one.fetched) for one in pages]
    assert list(readers.done(wait=True)) == list(zip(pages, here, strict=True))


def test_it_takes_no_more_than_it_can_soon_read(readers):
    expect(readers, 3)
    assert [readers.takes(page(number)) for number in range(6)].count(True) == 4


def test_what_it_died_of_comes_back_to_be_read_here(readers):
    expect(readers, 3)
    readers.takes(page(1))
    readers._child.kill()
    assert list(readers.done(wait=True)) in ([(page(1), None)], [(page(1), readers_article())])
    assert list(readers.done(wait=True)) == []


def readers_article():
    one = page(1)
    return read_article(one.content, one.url, content_type=one.content_type, fetched=one.fetched)
