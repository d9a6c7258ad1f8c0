from desk import ACME, frame, row

from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster


def stories(*rows) -> list[str]:
    return cluster(rank(frame(*rows), ACME))["story_id"].tolist()


OUTAGE = row("Brightline outage leaves 400 warehouses without routes", published=3)


def test_a_post_mortem_joins_the_story_of_the_day_it_names():
    later = row("What failed: the Brightline outage of 3 March", "A table was locked.", published=9)
    assert len(set(stories(OUTAGE, later))) == 1


def test_a_post_mortem_of_another_day_stays_alone():
    later = row("What failed: the Brightline outage of 20 February", "A table was locked.", published=9)
    assert len(set(stories(OUTAGE, later))) == 2


def test_own_posts_that_sound_alike_stay_apart():
    posts = [
        row(f"Introducing {name} by Brightline", publisher="brightline.example", first_party=True, kind="post")
        for name in ("RouteDesk Maps", "Night Shift Dashboards")
    ]
    assert len(set(stories(*posts))) == 2
