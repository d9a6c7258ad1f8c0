"""EDGAR: a contact is asked for, refusals are named, the table of contents is no chapter."""

from dataclasses import replace
from datetime import timedelta

import pytest
from source_pairs import ACME, FETCHED, FIXTURES, entries, page_of

from researchkit.errors import ParseError
from researchkit.records import Company, Place
from researchkit.sources import source


def asked(target: str) -> list[str]:
    place = Place(source="edgar", target=target)
    return [
        request.url
        for request in source("edgar").requests(ACME, place, since=FETCHED - timedelta(days=90), now=FETCHED)
    ]


def test_without_a_contact_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("researchkit.personal.contact", lambda: "")
    missing = source("edgar").missing(replace(ACME, contact=None))
    assert missing is not None
    assert "contact" in missing[1]


def test_the_users_own_contact_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("researchkit.personal.contact", lambda: "reader@mail.example")
    assert source("edgar").missing(replace(ACME, contact=None)) is None


def test_a_company_that_is_not_listed_lacks_nothing() -> None:
    company = Company(slug="x", name="X")
    assert source("edgar").missing(company) is None
    assert list(source("edgar").places(company)) == []


def test_a_cik_is_asked_for_with_ten_digits() -> None:
    assert asked("1999999")[0] == "https://data.sec.gov/submissions/CIK0001999999.json"


def test_a_ticker_is_looked_up_first() -> None:
    assert asked("acmr") == ["https://www.sec.gov/files/company_tickers.json"]


def test_a_target_that_is_neither_is_refused() -> None:
    with pytest.raises(ValueError, match="neither a CIK nor a ticker"):
        asked("Acme Robotics Inc.")


def test_a_refusal_page_says_so() -> None:
    html = "<html><head><title>SEC.gov | Request Rate Threshold Exceeded</title></head><body>Slow down</body></html>"
    with pytest.raises(ParseError, match="refused"):
        entries("edgar", page_of(html, step="submissions 2026-01-01"))


def test_an_unknown_ticker_is_a_failure_and_no_other_company() -> None:
    content = (FIXTURES / "edgar" / "company_tickers.json").read_bytes()
    with pytest.raises(ParseError, match="does not hold NOPE"):
        entries("edgar", page_of(content, step="tickers NOPE 2026-01-01"))


def test_a_chapter_that_only_points_to_an_exhibit_is_left_out() -> None:
    content = (FIXTURES / "edgar" / "10k.html").read_bytes()
    titles = [row.title for row in entries("edgar", page_of(content, step="10-K 2026-02-27"))]
    assert titles == ["10-K Item 1: Business", "10-K Item 1A: Risk Factors"]


def test_a_reference_to_an_item_ends_no_chapter() -> None:
    content = (FIXTURES / "edgar" / "10k.html").read_bytes()
    risks = entries("edgar", page_of(content, step="10-K 2026-02-27"))[1].text or ""
    assert risks.endswith("Our servers may be attacked.")
