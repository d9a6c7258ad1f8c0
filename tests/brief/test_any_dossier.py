"""Whatever strangers write, the page keeps its promises."""

import io
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

from brief_dossier import COMPANY, NOW, Builder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from researchkit.brief.budget import MAX_WORDS
from researchkit.brief.chart import timeline
from researchkit.brief.compose import TITLES, brief
from researchkit.brief.export.html import to_html
from researchkit.brief.export.markdown import to_markdown
from researchkit.brief.export.pdf import to_pdf
from researchkit.brief.export.plain import to_plain
from researchkit.brief.rules import MAX_QUOTE_WORDS
from researchkit.brief.wording import word_count

WORDS = st.text(max_size=300)
SOME = st.text(min_size=1, max_size=200).filter(lambda text: text.strip())
POLARITY = st.sampled_from(["launch", "challenge", "other"])
TYPE = st.sampled_from(["product_launch", "legal_regulatory", "leadership_change", "competition_pressure", "funding"])
EVENT = st.tuples(
    SOME, SOME, WORDS, TYPE, POLARITY, st.sampled_from(["happened", "planned", "denied"]), st.integers(-900, 2)
)


@st.composite
def dossiers(draw):
    company = replace(
        COMPANY,
        name=draw(SOME),
        description=draw(WORDS),
        competitors=tuple(draw(st.lists(SOME, max_size=2))),
        interview=replace(COMPANY.interview, role=draw(WORDS), interviewer=draw(WORDS)),
    )
    builder = Builder(company=company)
    for claim, quote, words, kind, polarity, modality, days in draw(st.lists(EVENT, max_size=12)):
        moment = None if days > 0 else NOW + timedelta(days=days)
        document = builder.document(words or quote, quote, publisher=words[:40], published=moment, url=words)
        about = {"quote": quote, "modality": modality, "object": words or None, "person": claim}
        event = builder.event(document, kind, polarity, claim, **about)
        builder.question(event, f"{claim}?", audience=words[:30])
    for number, reason in enumerate(draw(st.lists(WORDS, max_size=3))):
        builder.source(f"feed {number} {reason[:20]}", ("found", "failed", "blocked")[number], 0, reason)
    return builder.build()


ANY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


@given(dossiers())
@settings(max_examples=40, **ANY)
def test_a_page_of_any_dossier_keeps_every_promise(dossier):
    page = brief(dossier)
    assert [section.key for section in page.sections] == list(TITLES)
    assert page.words <= MAX_WORDS
    assert all(section.lines or section.absence for section in page.body)
    assert all(word_count(line.quote) <= MAX_QUOTE_WORDS for line in page.lines())
    assert all(source.url == "" or source.url.startswith("http") for source in page.sources)
    assert "<script" not in to_html(replace(page, marks=())).decode().lower().replace("&lt;script", "")
    to_markdown(page).decode()
    to_plain(page).encode()


@given(dossiers())
@settings(max_examples=4, **ANY)
def test_any_dossier_is_one_sheet_and_a_whole_drawing(dossier):
    page = brief(dossier)
    assert len(PdfReader(io.BytesIO(to_pdf(page))).pages) == 1
    ElementTree.fromstring(timeline(page.marks, since=page.since, now=page.now))
