"""Job boards: the token is given, never guessed; a post for three places is one post."""

from datetime import timedelta

import pytest
from source_pairs import ACME, FETCHED, entries, page_of

from researchkit.errors import ParseError
from researchkit.records import Place
from researchkit.sources import source
from researchkit.sources.boards import BOARDS
from researchkit.sources.jobs import board_of


def asked(target: str) -> str:
    place = Place(source="jobs", target=target)
    (request,) = source("jobs").requests(ACME, place, since=FETCHED - timedelta(days=90), now=FETCHED)
    return request.url


@pytest.mark.parametrize(
    ("target", "board"),
    [
        ("greenhouse/acme", ("greenhouse", "acme")),
        ("https://job-boards.greenhouse.io/acme/jobs/12", ("greenhouse", "acme")),
        ("https://boards.greenhouse.io/embed/job_board?for=acme&b=x", ("greenhouse", "acme")),
        ("https://jobs.lever.co/acme", ("lever", "acme")),
        ("https://jobs.eu.lever.co/acme", ("lever-eu", "acme")),
        ("https://acme.jobs.personio.de/", ("personio", "acme.jobs.personio.de")),
        ("https://apply.workable.com/acme/", ("workable", "acme")),
        ("https://acme.recruitee.com/o/x", ("recruitee", "acme")),
    ],
)
def test_a_board_is_known_by_name_or_address(target: str, board: tuple[str, str]) -> None:
    assert board_of(target) == board


@pytest.mark.parametrize("target", ["", "acme", "unknownboard/acme", "greenhouse/../x", "https://acme.example/jobs"])
def test_what_names_no_board_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="board/token"):
        board_of(target)


def test_a_board_under_the_companys_own_domain_is_asked_there() -> None:
    assert asked("recruitee/jobs.acme.example") == "https://jobs.acme.example/api/offers/"
    assert asked("teamtailor/careers.acme.example") == "https://careers.acme.example/jobs.json"


def test_every_board_that_can_be_asked_has_a_fixture_of_its_name() -> None:
    from source_pairs import FIXTURES

    have = {path.stem for path in (FIXTURES / "jobs").glob("*.*") if "expected" not in path.name}
    assert set(BOARDS) - {"lever-eu"} == have


def test_a_board_of_another_shape_than_asked_for_is_a_failure() -> None:
    with pytest.raises(ParseError, match="lacks 'jobs'"):
        entries("jobs", page_of('{"offers": []}', step="greenhouse"))


def test_an_empty_board_is_no_failure() -> None:
    assert entries("jobs", page_of('{"jobs": []}', step="greenhouse")) == []


def test_a_post_without_a_title_names_the_field() -> None:
    with pytest.raises(ParseError, match=r"jobs\[0\] lacks 'title'"):
        entries("jobs", page_of('{"jobs": [{"absolute_url": "https://x.example/1"}]}'))
