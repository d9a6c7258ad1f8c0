from datetime import timedelta

import pandas as pd
import pytest
from desk import ACME, NOW, day, frame, row

from researchkit.analysis.events import detect
from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster
from researchkit.frames import EVENTS

LAYOFFS = (
    row(
        "Brightline to lay off 9% of its workforce",
        "The robot maker will cut 400 jobs on Friday.",
        publisher="a.example",
    ),
    row("Brightline cuts 400 jobs", "About 9% of the workforce is affected.", publisher="b.example"),
    row(
        "Brightline lays off 400 workers", "The robot maker lost money last year.", publisher="b.example", published=11
    ),
)


def events(*rows, company=ACME):
    return detect(cluster(rank(frame(*rows), company)), company, now=NOW)


def test_one_story_is_one_event():
    found = events(*LAYOFFS)
    assert found["type"].tolist() == ["layoffs_restructuring"]
    assert found["polarity"].tolist() == ["challenge"]


def test_publishers_are_counted_once_each():
    assert events(*LAYOFFS)["publishers"].tolist() == [2]


def test_every_quote_is_its_span():
    documents = cluster(rank(frame(*LAYOFFS, row("Brightline launches RouteDesk 3", "It is on sale today.")), ACME))
    texts = documents.set_index("document_id")["text"]
    found = detect(documents, ACME, now=NOW)
    assert len(found) == 2
    for event in found.itertuples():
        assert texts[event.document_id][event.start : event.end] == event.quote


def test_a_launch_is_a_launch():
    found = events(row("Brightline launches RouteDesk 3, its new routing software"))
    assert (found["type"].tolist(), found["polarity"].tolist()) == (["product_launch"], ["launch"])


def test_a_customers_layoffs_are_not_ours():
    assert events(row("Courier firm Harbour Foods fires 900 people over Brightline")).empty


@pytest.mark.parametrize(
    "title",
    [
        "How to set up Brightline in five steps",
        "Best Brightline deals right now",
        "Brightline RouteDesk review: a tidy tool",
        "Ten years ago: how Brightline began (2016)",
        "Brightline shares rally 6% as markets rise",
    ],
)
def test_advice_reviews_deals_and_chatter_are_no_events(title):
    assert events(row(title)).empty


def test_the_day_is_read_from_the_text():
    found = events(
        row("Brightline cuts 400 jobs", "Brightline said on Tuesday that it would cut 400 jobs.", published=12)
    )
    assert found["happened"].iat[0] == pd.Timestamp(day(10))


def test_without_a_day_the_first_publication_counts():
    found = events(*(one | {"text": one["title"], "text_scope": "title"} for one in LAYOFFS[1:]))
    assert found["happened"].iat[0] == pd.Timestamp(day(10))


def test_an_undated_document_gives_an_undated_event():
    assert events(row("Brightline cuts 400 jobs", published=None))["happened"].isna().all()


def test_a_document_from_the_future_counts_as_undated():
    assert events(row("Brightline cuts 400 jobs", published=NOW + timedelta(days=40)))["happened"].isna().all()


def test_no_documents_no_events():
    found = detect(cluster(rank(frame(*LAYOFFS).iloc[:0], ACME)), ACME, now=NOW)
    assert list(found.columns) == EVENTS.names
    assert found.empty


def test_what_is_not_about_the_company_gives_no_event():
    assert events(row("Gantrix lays off 400 workers")).empty


def test_the_same_frame_gives_the_same_events():
    pd.testing.assert_frame_equal(events(*LAYOFFS), events(*LAYOFFS))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "BRIGHTLINE CUTS JOBS",
        "🤖🤖🤖",
        "Brightline " * 2000,
        "Η Brightline απολύει",
        "Brightline\u202e recalls robots",
        "<b>Brightline</b> {x}",
    ],
)
def test_strange_documents_break_nothing(text):
    found = events(row(text or "x", text, text=f"{text or 'x'}\n\n{text}"))
    assert len(found) <= 1


def test_a_long_article_is_read_in_bounded_time():
    body = " ".join(f"Brightline sentence number {number} says little." for number in range(3_000))
    assert len(events(row("Brightline cuts 400 jobs", body, text_scope="full"))) == 1


def test_the_companys_own_post_speaks_for_itself():
    own = row(
        "An update on our team: we are reducing our workforce by 9%", first_party=True, publisher="brightline.example"
    )
    found = events(own)
    assert found["polarity"].tolist() == ["challenge"]


def test_rising_revenue_and_a_narrower_loss_are_no_challenge():
    found = events(row("Brightline's annual revenue rises 27%, loss narrows"))
    assert found["type"].tolist() == ["earnings_up"]
    assert found["polarity"].tolist() != ["challenge"]


def test_what_others_do_after_our_launch_is_not_our_event():
    lead = "Gantrix has cut its price by a fifth, weeks after Brightline put RouteDesk on the market."
    assert events(row("Gantrix cuts price of its sorter by a fifth", lead)).empty


def test_the_press_tells_in_words_what_an_incident_page_records():
    page = row("Routes not delivered", "Impact: major. Routes are delayed.", kind="incident", first_party=True)
    press = row("Brightline outage leaves 400 warehouses without routes", "Routes were not delivered for hours.")
    both = cluster(rank(frame(page, press), ACME)).assign(story_id="one")
    found = detect(both, ACME, now=NOW)
    assert found["claim"].tolist() == ["Brightline outage left 400 warehouses without routes."]
    assert found["publishers"].tolist() == [2]


def test_a_quote_that_can_be_told_is_taken_before_one_that_cannot():
    found = events(
        row("What the Brightline cuts mean for 400 workers", publisher="a.example"),
        row("Brightline cuts 400 workers", publisher="b.example"),
    )
    assert "“" not in found["claim"].iat[0]


@pytest.mark.parametrize(
    "title",
    [
        "Inside Brightline's pricing reset",
        "Brightline to sponsor Harbour half marathon",
        "Brightline (NASDAQ:BRGT) CEO Sells $91,750 in Stock",
        "Robot valuations: Brightline, Gantrix and Norrsort compared",
    ],
)
def test_look_backs_sponsoring_and_share_sales_are_no_events(title):
    assert events(row(title)).empty


def test_a_day_further_down_dates_something_else():
    lead = "Brightline will cut 400 jobs in Oslo. The union was told on Monday."
    assert events(row("Brightline cuts 400 jobs", lead, published=12))["happened"].iat[0] == pd.Timestamp(day(12))
