import random

from desk import ACME, day, frame, row

from researchkit.analysis.linkage import Pairs, average_linkage, single_pass
from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster, vectorise

RECALL = (
    row(
        "Brightline recalls 900 warehouse robots over brake fault",
        "The brakes may fail on slopes.",
        publisher="a.example",
    ),
    row(
        "Brightline recalls robots after brake failures",
        "About 900 warehouse robots are affected.",
        publisher="b.example",
    ),
    row("Brake fault forces Brightline to recall 900 robots", "No one was hurt.", publisher="c.example"),
)
PLANT = (
    row("Brightline opens a second plant in Leeds", "The factory will employ 300 people.", publisher="a.example"),
    row("Robot maker Brightline opens Leeds factory", "It will employ 300 people.", publisher="b.example"),
)


def stories(*rows) -> list[str]:
    return cluster(rank(frame(*rows), ACME))["story_id"].tolist()


def test_two_happenings_are_two_stories():
    found = stories(*RECALL, *PLANT)
    assert len(set(found[:3])) == 1
    assert len(set(found[3:])) == 1
    assert found[0] != found[3]


def test_the_same_words_months_apart_are_two_stories():
    again = row("Brightline recalls 900 warehouse robots over brake fault again", published=day(1).replace(month=1))
    assert stories(RECALL[0], again)[0] != stories(RECALL[0], again)[1]


def test_a_syndicated_copy_joins_its_story():
    copy = RECALL[0] | {"document_id": "copy", "publisher": "d.example", "url": "https://d.example/1"}
    assert len(set(stories(RECALL[0], copy, *PLANT)[:2])) == 1


def test_the_order_of_the_frame_does_not_matter():
    rows = [*RECALL, *PLANT]
    before = cluster(rank(frame(*rows), ACME)).set_index("document_id")["story_id"].to_dict()
    random.Random(3).shuffle(rows)
    after = cluster(rank(frame(*rows), ACME)).set_index("document_id")["story_id"].to_dict()
    assert before == after


def test_one_document_of_a_story_is_its_lead():
    clustered = cluster(rank(frame(*RECALL), ACME))
    assert (clustered["similarity"] == 1.0).sum() == 1


def test_a_question_does_not_lead_a_story():
    asking = row(
        "Why did Brightline recall 900 warehouse robots?", "The brakes may fail on slopes.", publisher="q.example"
    )
    clustered = cluster(rank(frame(asking, *RECALL), ACME))
    assert clustered.loc[clustered["similarity"] == 1.0, "title"].iat[0] != asking["title"]


def test_what_is_not_about_the_company_stands_alone():
    other = row("Recall of 900 warehouse robots over brake fault at another maker")
    found = stories(*RECALL, other)
    assert found[3] not in found[:3]


def test_job_posts_never_join():
    first, second = (
        row("Engineer, Leeds", kind="job", first_party=True),
        row("Engineer, Leeds", kind="job", first_party=True, publisher="b.example"),
    )
    assert len(set(stories(first, second))) == 2


def test_a_higher_threshold_is_finer():
    ranked = rank(frame(*RECALL, *PLANT), ACME)
    assert cluster(ranked, threshold=0.9)["story_id"].nunique() >= cluster(ranked)["story_id"].nunique()


def test_coarse_stories_hold_more_than_fine_ones():
    ranked = rank(frame(*RECALL, *PLANT), ACME)
    assert cluster(ranked, granularity="coarse")["story_id"].nunique() <= cluster(ranked)["story_id"].nunique()


def test_undated_documents_can_join():
    undated = row(
        "Brightline recalls robots over brakes", "About 900 warehouse robots.", published=None, publisher="u.example"
    )
    assert len(set(stories(*RECALL, undated))) == 1


def test_the_single_pass_joins_nothing_across_the_window():
    vectors = vectorise([RECALL[0]["title"]] * 2 + [PLANT[0]["title"]] * 2, [""] * 4)
    near = {"threshold": 0.1, "half_life_days": 4, "window_days": 14}
    assert len(set(single_pass(vectors, [1.0, 2.0, 3.0, 40.0], **near))) == 3


def test_the_single_pass_finds_the_same_plain_groups():
    vectors = vectorise([r["title"] for r in (*RECALL, *PLANT)], [""] * 5)
    pairs = Pairs(vectors, [1.0] * 5, half_life_days=4, window_days=14)
    one = average_linkage(pairs, [1] * 5, 0.1)
    two = single_pass(vectors, [1.0] * 5, threshold=0.1, half_life_days=4, window_days=14)
    assert [label == one[0] for label in one] == [label == two[0] for label in two]
