"""The user's own folder: which files are read, and that a folder that is not there is said so."""

from datetime import timedelta
from pathlib import Path

import pytest
from source_pairs import ACME, FETCHED, entries, page_of

from researchkit.errors import ParseError
from researchkit.records import Company, Place
from researchkit.sources import source


def asked(folder: Path) -> list[str]:
    place = Place(source="saved", target=str(folder))
    made = source("saved").requests(ACME, place, since=FETCHED - timedelta(days=90), now=FETCHED)
    return [request.url.rpartition("/")[2] for request in made]


def test_files_that_can_be_read_are_asked_for_by_name(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.html", "c.exe", ".hidden.md", "~lock.txt"):
        (tmp_path / name).write_text("x")
    assert asked(tmp_path) == ["a.html", "b.pdf"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert asked(tmp_path / "in") == []


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    company = Company(slug="a", name="A", places=(Place(source="saved", target=str(tmp_path / "no")),))
    missing = source("saved").missing(company)
    assert missing is not None
    assert "not there" in missing[0]


def test_an_empty_file_is_a_failure() -> None:
    with pytest.raises(ParseError, match="no text"):
        entries("saved", page_of(b"\n\n", url="file:///home/reader/empty.txt"))


def test_a_saved_page_is_read_as_an_article() -> None:
    text = "Acme Robotics told its customers that deliveries of the arm will start in spring. " * 12
    head = "<head><title>Deliveries start</title></head>"
    html = f"<html>{head}<body><article><h1>Deliveries start</h1><p>{text}</p></article></body></html>"
    (row,) = entries("saved", page_of(html, url="file:///home/reader/2026-03-01-deliveries.html", kind="text/html"))
    assert row.title == "Deliveries start"
    assert row.text_scope == "full"
    assert row.url == ""
