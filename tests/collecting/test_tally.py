"""What a place brought becomes one honest row."""

from datetime import UTC, datetime

import pytest

from researchkit.collecting.tally import CoverageRow, Tally, coverage
from researchkit.records import Failure, Request

DAY = datetime(2026, 11, 1, tzinfo=UTC)
ASKED = Request(source_id="feed a", url="https://a.example/feed")


def failure(outcome="blocked", reason="the site answered 403 Forbidden"):
    return Failure(request=ASKED, outcome=outcome, reason=reason, what_to_do="Save the page by hand.")


def row(**change) -> CoverageRow:
    return Tally("feed a", "feed", **change).row()


def test_documents_make_a_place_found():
    assert row(answered=1, kept=3, newest=DAY).outcome == "found"


def test_a_403_is_blocked_and_says_so():
    told = row(failures=[failure()])
    assert (told.outcome, told.reason) == ("blocked", "the site answered 403 Forbidden")


def test_a_failure_says_what_to_do():
    assert row(failures=[failure()]).what_to_do == "Save the page by hand."


def test_blocked_speaks_before_failed():
    assert row(failures=[failure("failed", "timed out"), failure()]).outcome == "blocked"


def test_what_came_from_bulk_files_says_so():
    told = row(
        answered=2, kept=3, newest=DAY, mirrored={"the SEC's bulk files of 1 May", "the SEC's bulk files of 2 May"}
    )
    assert told.reason == "from the SEC's bulk files of 1 May and the SEC's bulk files of 2 May"


def test_an_empty_listing_is_none():
    assert row(answered=1).reason == "it answered, and listed nothing"


def test_only_old_news_says_how_old():
    assert row(answered=1, older=4, newest=DAY).reason == "4 older than the window, the newest of 1 Nov 2026"


def test_an_outlet_that_does_not_name_the_company_says_so():
    assert row(answered=1, unrelated=9).reason == "9 without a mention"


def test_pages_that_could_not_be_read_are_counted_by_reason():
    tally = Tally("feed a", "feed", answered=1, kept=1)
    tally.unread.update(["consent page", "consent page", "page not found"])
    assert tally.row().reason == "3 not readable: consent page (2), page not found (1)"


def test_nothing_but_unreadable_pages_is_a_failure():
    tally = Tally("feed a", "feed", answered=1)
    tally.unread["consent page"] = 1
    assert tally.row().outcome == "failed"


def test_one_good_answer_and_one_dead_address_is_still_found():
    told = row(answered=1, kept=2, failures=[failure()])
    assert (told.outcome, told.reason) == ("found", "1 failed: the site answered 403 Forbidden")


def test_a_place_without_any_answer_is_a_failure():
    assert row().outcome == "failed"


@pytest.mark.parametrize("first", ["found", "none"])
def test_a_place_named_twice_keeps_its_first_row(first):
    frame = coverage([CoverageRow(source_id="a", kind="feed", outcome=one) for one in (first, "failed")])
    assert frame["outcome"].tolist() == [first]


def test_a_single_reason_is_not_counted_twice():
    tally = Tally("feed a", "feed", answered=1, kept=1)
    tally.unread.update(["a.example has no such page (404)."] * 4)
    assert tally.row().reason == "4 not readable: a.example has no such page (404)"


def test_of_many_reasons_the_three_most_frequent_are_told():
    tally = Tally("feed a", "feed", answered=1, kept=1)
    tally.unread.update(["d", "c", "c", "b", "a", "e"])
    assert tally.row().reason == "6 not readable: c (2), a (1), b (1) and 2 more"
