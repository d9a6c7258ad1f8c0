import pytest
from desk import ACME, NOW, frame, row

from researchkit.analysis.events import detect
from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster


def claims(*titles: str, kind: str = "release") -> list[str]:
    rows = [
        row(title, publisher="brightline.example", first_party=True, kind=kind, published=10 + place)
        for place, title in enumerate(titles)
    ]
    return detect(cluster(rank(frame(*rows), ACME)), ACME, now=NOW)["claim"].tolist()


def test_a_version_ends_its_previews():
    told = claims("RouteDesk 3.5.0beta1", "RouteDesk 3.5.0rc1", "RouteDesk 3.5.0")
    assert told == ["Brightline released RouteDesk 3.5.0."]


def test_without_a_version_the_last_preview_is_told():
    told = claims("RouteDesk 3.5.0beta1", "RouteDesk 3.5.0rc1")
    assert told == ["Brightline released the preview RouteDesk 3.5.0rc1."]


def test_the_object_of_a_release_is_its_name_and_version():
    rows = row("RouteDesk 3.5.0", publisher="brightline.example", first_party=True, kind="post")
    found = detect(cluster(rank(frame(rows), ACME)), ACME, now=NOW)
    assert found["object"].tolist() == ["RouteDesk 3.5.0"]


@pytest.mark.parametrize("title", ["March 9th, 2026", "March 9th, 2026 - Misc improvements and bug fixes"])
def test_notes_that_name_nothing_are_no_event(title):
    assert claims(title) == []


def test_the_notes_of_a_month_are_one_event():
    told = claims("March 3rd, 2026 - Faster maps", "March 5th, 2026 - Two-factor sign-in")
    assert told == ["Brightline announced Two-factor sign-in, among other updates."] or told == [
        "Brightline announced two-factor sign-in, among other updates."
    ]


def test_a_note_that_announces_stands_for_itself():
    assert claims("March 5th, 2026 - Announcing RouteDesk Live") == ["Brightline introduced RouteDesk Live."]
