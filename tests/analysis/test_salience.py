from dataclasses import fields, replace
from datetime import timedelta

import pytest
from desk import ACME, NOW, frame, row

from researchkit.analysis.events import detect
from researchkit.analysis.relevance import rank
from researchkit.analysis.salience import Terms, terms
from researchkit.analysis.stories import cluster
from researchkit.records import Interview

EVENT = {
    "type": "product_launch", "polarity": "launch", "happened": NOW - timedelta(days=10), "confidence": 0.8,
    "claim": "Brightline launched RouteDesk 3.", "quote": "Brightline launches RouteDesk 3",
}  # fmt: skip


def of(documents: int = 2, outlets: int = 1, company=ACME, **different) -> Terms:
    return terms(EVENT | different, documents, outlets, company, now=NOW)


def test_more_documents_matter_more():
    assert of(documents=9).size > of(documents=2).size


def test_more_independent_outlets_matter_more():
    assert of(outlets=6).outlets > of(outlets=1).outlets


def test_newer_matters_more():
    assert of(happened=NOW).recency > of(happened=NOW - timedelta(days=80)).recency


def test_an_undated_event_counts_as_old():
    assert of(happened=None).recency < of().recency


def test_layoffs_weigh_more_than_an_award():
    assert of(type="layoffs_restructuring").weight_of_type > of(type="award_recognition").weight_of_type


def test_the_surer_comes_first():
    assert of(confidence=0.9).sureness > of(confidence=0.6).sureness


def test_what_touches_the_job_comes_first():
    company = replace(ACME, interview=Interview(role="Engineer for RouteDesk"))
    assert of(company=company).role > of().role


@pytest.mark.parametrize(
    "different",
    [{"type": "award_recognition"}, {"quote": "Brightline shares rally"}, {"polarity": "other"}],
)
def test_praise_and_share_chatter_come_last(different):
    assert of(**different).plain < of().plain


def test_the_total_is_the_sum_of_all_terms():
    one = of()
    assert one.total == pytest.approx(sum(getattr(one, field.name) for field in fields(one)))


def test_what_repeats_an_earlier_event_steps_back():
    big = [
        row(f"Brightline recalls 900 lift robots over brakes {word}", publisher=f"{word}.example")
        for word in ("again", "now", "today")
    ]
    rerun = row("Brightline recalls 900 lift robots over brakes, weeks later", published=28)
    suit = row("Court fines Brightline over patent claims", published=9)
    found = detect(cluster(rank(frame(*big, rerun, suit), ACME)), ACME, now=NOW)
    assert found["type"].tolist()[1] == "legal_regulatory"


def test_launches_weigh_more_than_partnerships_and_money():
    launch = of(type="product_launch").weight_of_type
    assert all(of(type=kind).weight_of_type < launch for kind in ("partnership", "funding", "expansion", "earnings_up"))


def test_what_is_only_planned_steps_back():
    assert of(modality="planned").total < of(modality="happened").total
