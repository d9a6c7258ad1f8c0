import pytest
from desk import frame, row

from researchkit.analysis.hiring import by_function, function_of, job_functions


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Senior Software Engineer", "engineering"),
        ("Data Engineer, Warehouse", "data"),
        ("Machine Learning Scientist", "data"),
        ("Product Manager, Routing", "product"),
        ("Head of Product", "product"),
        ("Product Designer", "design"),
        ("Product Marketing Manager", "marketing"),
        ("Account Executive, Nordics", "sales"),
        ("Customer Success Manager", "support"),
        ("Technical Recruiter", "people"),
        ("Senior Accountant", "finance"),
        ("Legal Counsel", "legal"),
        ("Warehouse Operations Lead", "operations"),
        ("Juggler", "other"),
    ],
)
def test_a_title_tells_the_function(title, name):
    assert function_of(title) == name


def test_only_job_posts_are_counted():
    documents = frame(
        row("Data Engineer", kind="job"), row("Data Analyst", kind="job"), row("Legal Counsel", kind="job"),
        row("Brightline hires a data engineer"),
    )  # fmt: skip
    assert job_functions(documents) == {"data": 2, "legal": 1}


def test_the_table_names_some_titles():
    table = by_function(frame(row("Data Engineer", kind="job")))
    assert table.to_dict("records") == [{"function": "data", "posts": 1, "titles": "Data Engineer"}]


def test_no_posts_no_rows():
    assert by_function(frame(row("Brightline opens a plant"))).empty
