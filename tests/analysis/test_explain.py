from desk import ACME, NOW, frame, row

from researchkit.analysis.events import detect
from researchkit.analysis.explain import explain
from researchkit.analysis.relevance import rank
from researchkit.analysis.stories import cluster

DOCUMENTS = cluster(
    rank(
        frame(
            row("Brightline lays off 400 workers", publisher="a.example"),
            row("Brightline to cut 400 jobs", publisher="b.example"),
        ),
        ACME,
    )
)
EVENT = detect(DOCUMENTS, ACME, now=NOW).iloc[0]


def test_the_words_that_counted_are_told():
    words = {word for word, kind, _ in explain(EVENT, DOCUMENTS).words if kind == "layoffs_restructuring"}
    assert words


def test_every_document_of_the_story_is_told_with_its_reason():
    told = explain(EVENT, DOCUMENTS).documents
    assert {publisher for publisher, _, _ in told} == {"a.example", "b.example"}
    assert all(reason for _, _, reason in told)


def test_it_reads_as_text():
    text = str(explain(EVENT, DOCUMENTS))
    assert text.startswith("Brightline")
    assert "taken for a challenge (layoffs or restructuring), sure" in text
    assert "Told by 2 documents of 2 publishers" in text
