import pytest
from desk import ACME, frame, row

from researchkit.analysis.relevance import ABOUT, rank
from researchkit.records import Company, Namesake

TARGET = Company(
    slug="harbor",
    name="Harbor",
    description="online shop for sailing equipment and boat insurance",
    domains=("harbor.example",),
    common_word=True,
    products=("Harbor Locker",),
    people=("Ines Duarte",),
    namesakes=(Namesake(name="Port of Harbor", domain="port.example", words=("container", "dredging")),),
)


def relevance(company: Company, *rows) -> list[float]:
    return rank(frame(*rows), company)["relevance"].tolist()


def test_a_rare_name_in_the_title_is_about_the_company():
    assert relevance(ACME, row("Brightline opens a plant in Leeds"))[0] >= ABOUT


def test_a_page_of_the_company_is_about_it_without_naming_it():
    own = row("An update on pricing", url="https://blog.brightline.example/pricing")
    assert relevance(ACME, own)[0] >= ABOUT


def test_a_document_that_names_nobody_is_not_about_the_company():
    assert relevance(ACME, row("Central bank leaves rates unchanged"))[0] < 0.1


def test_a_document_about_a_competitor_alone_is_low():
    assert relevance(ACME, row("Gantrix raises $40m"))[0] < 0.3


def test_the_reason_says_what_counted():
    ranked = rank(frame(row("Brightline opens a plant in Leeds")), ACME)
    assert ranked["relevance_reason"].tolist() == ["the name is in the title"]


@pytest.mark.parametrize(
    "title",
    [
        "Harbor CEO Ines Duarte resigns",
        "Harbor Inc reports record sales",
        "Harbor recalls 4,000 life jackets",
        "Regulator fines Harbor over insurance sales",
        "Shoppers praise Harbor Locker pickup points",
    ],
)
def test_a_common_word_counts_with_company_around_it(title):
    assert relevance(TARGET, row(title))[0] >= ABOUT


@pytest.mark.parametrize(
    "title",
    [
        "Storm keeps ferries in the harbor for a second day",
        "Sydney Harbor Bridge closes for repairs",
        "Pearl Harbor survivors mark the anniversary",
        "Police find body in the Harbor",
    ],
)
def test_a_common_word_alone_is_not_the_company(title):
    assert relevance(TARGET, row(title))[0] < ABOUT


def test_words_of_a_namesake_speak_against():
    with_words = row("Harbor plans container terminal", "The port will start dredging in May.")
    assert relevance(TARGET, with_words)[0] < ABOUT


def test_a_page_of_a_namesake_is_not_about_the_company():
    assert relevance(TARGET, row("Harbor names new chief executive", publisher="port.example"))[0] < ABOUT


def test_a_how_to_beside_the_name_is_only_a_mention():
    ranked = rank(frame(row("How to print labels with Brightline")), ACME)
    assert ranked["relevance"].iat[0] < ABOUT
    assert ranked["relevance_reason"].iat[0].startswith("only mentioned in passing")


def test_the_callers_frame_is_not_changed():
    documents = frame(row("Brightline opens a plant in Leeds"))
    rank(documents, ACME)
    assert "relevance" not in documents.columns


def test_an_empty_frame_stays_empty():
    assert rank(frame(row("x")).iloc[:0], ACME).empty
