from types import SimpleNamespace

import pandas as pd
from desk import ACME, NOW, frame, row

from researchkit.analysis.changes import CHANGES, changes
from researchkit.analysis.events import detect
from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster

LAUNCH = row("Brightline launches RouteDesk 3", "The routing software is on sale now.")
RECALL = row("Brightline recalls 900 robots over brake fault", "The brakes may fail on slopes.")


def run(*rows):
    documents = cluster(rank(frame(*rows), ACME))
    return SimpleNamespace(documents=documents, events=detect(documents, ACME, now=NOW))


def told(before, after):
    found = changes(before, after)
    return list(zip(found["change"], found["what"], strict=True))


def jobs(function: str, number: int):
    return [row(f"{function} {place}", kind="job", first_party=True) for place in range(number)]


def page(*paragraphs: str):
    text = "Risk factors\n\n" + "\n".join(paragraphs)
    return row("Risk factors", kind="filing", url="https://brightline.example/10-k", text=text, text_scope="full")


ONE = "We depend on a single supplier of brakes for our lift robots and any delay there would stop our deliveries."
TWO = "A cyber attack on our routing service could interrupt the warehouses of our customers for days or for weeks."


def test_nothing_changed_gives_an_empty_frame_of_the_schema():
    found = changes(run(LAUNCH), run(LAUNCH))
    assert found.empty
    assert list(found.columns) == CHANGES.names


def test_an_event_that_came_is_new():
    assert told(run(LAUNCH), run(LAUNCH, RECALL)) == [("new", "event")]


def test_an_event_that_left_is_gone():
    assert told(run(LAUNCH, RECALL), run(LAUNCH)) == [("gone", "event")]


def test_an_event_more_outlets_tell_of_has_moved():
    more = RECALL | {"document_id": "zz", "publisher": "b.example", "url": "https://b.example/z"}
    assert ("moved", "event publishers") in told(run(RECALL), run(RECALL, more))


def test_a_surge_of_posts_is_seen():
    found = changes(run(LAUNCH, *jobs("Data Engineer", 2)), run(LAUNCH, *jobs("Data Engineer", 9)))
    assert found[["change", "what", "before", "after"]].to_numpy().tolist() == [
        ["moved", "data posts surged", "2", "9"]
    ]


def test_a_freeze_is_seen():
    before = run(LAUNCH, *jobs("Data Engineer", 6), *jobs("Legal Counsel", 2))
    assert told(before, run(LAUNCH, *jobs("Legal Counsel", 2))) == [("gone", "data posts froze")]


def test_no_posts_at_all_says_nothing_of_hiring():
    assert told(run(LAUNCH, *jobs("Data Engineer", 6)), run(LAUNCH)) == []


def test_a_paragraph_that_came_is_new():
    assert told(run(page(ONE)), run(page(ONE, TWO))) == [("new", "paragraph of Risk factors")]


def test_a_paragraph_that_left_is_gone():
    assert told(run(page(ONE, TWO)), run(page(TWO))) == [("gone", "paragraph of Risk factors")]


def test_a_reworded_paragraph_has_moved():
    assert told(run(page(ONE)), run(page(ONE.replace("single", "sole")))) == [("moved", "paragraph of Risk factors")]


def test_the_frames_are_not_changed():
    before = run(LAUNCH)
    copy = before.events.copy()
    changes(before, run(RECALL))
    pd.testing.assert_frame_equal(before.events, copy)
