"""What the views show: words a person says, every fetched word escaped, links to http(s) alone."""

from dataclasses import replace

import pytest

import researchkit as rk
from researchkit import sample
from researchkit.dossier import research
from researchkit.errors import InputError, UnknownCompany
from researchkit.notebook.compare import compare as write_comparison
from researchkit.notebook.create import read
from researchkit.notebook.shown import fitted
from researchkit.records import Company
from researchkit.workspace import Workspace

STRIKE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
VIEWS = ["launches", "challenges", "changes", "stories", "hiring", "questions", "coverage", "timeline", "volume"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def dossier(home):
    return research("sample", since="180d", workspace=home, progress=False)


@pytest.fixture(scope="module")
def hostile(dossier):
    documents = dossier.documents.assign(title=STRIKE, publisher=STRIKE, url="javascript:alert(3)")
    events = dossier.events.assign(claim=STRIKE, quote=STRIKE)
    questions = dossier.questions.assign(text=STRIKE, rationale=STRIKE)
    coverage = dossier.coverage.assign(reason=STRIKE, what_to_do=STRIKE)
    company = replace(dossier.company, name=STRIKE, description=STRIKE, site="javascript:alert(4)")
    return replace(dossier, company=company, documents=documents, events=events, questions=questions, coverage=coverage)


def changed(dossier, **change):
    row = {"change": "moved", "what": "", "before": None, "after": None, "event_id": dossier.events["event_id"][0]}
    import pandas as pd

    return replace(dossier, changes=pd.DataFrame([row | change]))


def test_other_good_news_follows_the_launches_and_says_what_it_is(dossier):
    told = rk.view.launches(dossier).text
    assert "(a deal)" in told
    assert "(a result)" in told
    assert told.index("launched Brinecast") < told.index("Coldstream") < told.index("(a deal)")
    assert set(rk.view.launches(dossier).frame["kind"]) >= {"launch", "a deal", "a result"}


def test_where_nothing_was_launched_other_good_news_is_not_called_so(dossier):
    deals = dossier.events[dossier.events["type"] == "partnership"]
    told = rk.view.launches(replace(dossier, events=deals)).text
    assert told.startswith("No launch was found in this window")
    assert "(a deal)" in told


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_escapes_everything_that_was_fetched(hostile, name):
    html = getattr(rk.view, name)(hostile)._repr_html_()
    assert "<script" not in html
    assert "<img src=x" not in html
    assert '="javascript:' not in html


def test_the_card_escapes_everything_that_was_fetched(hostile):
    html = hostile._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert '="javascript:' not in html


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_in_words_what_it_shows(dossier, name):
    view = getattr(rk.view, name)(dossier)
    assert len(repr(view)) > 20
    assert "<" not in repr(view)


@pytest.mark.parametrize("name", VIEWS)
def test_an_empty_dossier_has_words_for_every_view(dossier, name):
    empty = replace(
        dossier,
        documents=dossier.documents.head(0),
        events=dossier.events.head(0),
        questions=dossier.questions.head(0),
        coverage=dossier.coverage.head(0),
    )
    assert getattr(rk.view, name)(empty)._repr_html_()
    assert empty._repr_html_()


def test_the_card_names_what_failed_and_what_to_do(dossier):
    html = dossier._repr_html_()
    assert "refuses programs (403)" in html
    assert "Open it in a browser" in html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"what": "event publishers", "before": "2", "after": "5"}, "Told by 5 now, by 2 before."),
        ({"what": "event happened", "before": None, "after": "2026-11-03"}, "Dated 2026-11-03 now, no day before."),
        ({"what": "event polarity", "before": "other", "after": "launch"}, "Read as a launch now"),
        ({"what": "event modality", "before": "planned", "after": "happened"}, "Now it has happened; before"),
        ({"what": "event type", "before": "esg_environment", "after": "award"}, "Read as award now, as esg env"),
        ({"what": "data posts surged", "before": "3", "after": "9", "event_id": None}, "3 before, 9 now"),
        ({"what": "paragraph of About", "before": "Old.", "after": "New.", "event_id": None}, "Reworded"),
        ({"what": "event", "change": "gone", "before": "It was so."}, "Gone · It was so."),
        ({"what": "event", "change": "new", "after": "It is so."}, "New · It is so."),
    ],
)
def test_changes_are_told_in_plain_words(dossier, change, words):
    assert words in repr(rk.view.changes(changed(dossier, **change)))


def test_words_in_a_chart_take_the_room_that_was_measured():
    svg = '<text font-size="8px" fill="#000">A &amp; B</text>'
    assert 'textLength="' in fitted(svg)
    assert ">A &amp; B</text>" in fitted(svg)


def test_a_page_shows_the_plain_calls_beside_its_buttons(dossier):
    below = rk.view.page(rk.brief(dossier))._below()
    assert "rk.export(page, &quot;kelbrin.pdf&quot;)" in below["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in below


def test_without_widgets_the_plain_calls_remain(dossier, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    assert set(rk.view.page(rk.brief(dossier))._below()) == {"text/html", "text/plain"}


def test_companies_stand_side_by_side(dossier):
    other = replace(dossier, company=Company(slug="beta", name="Beta"), events=dossier.events.head(0))
    view = rk.view.compare([dossier, other])
    assert list(view.frame["company"]) == ["sample", "beta"]
    assert list(view.frame["launches"] > 0) == [True, False]
    assert "none found in this window" in repr(view)


def test_one_view_of_several_stands_under_their_names(dossier):
    other = replace(dossier, company=Company(slug="beta", name="Beta"))
    view = rk.view.each([dossier, other], rk.view.hiring)
    assert view._repr_html_().index("Kelbrin") < view._repr_html_().index("Beta")
    assert set(view.frame["company"]) == {"sample", "beta"}


def test_hiring_is_told_by_function_and_by_month(dossier):
    html = rk.view.hiring(dossier)._repr_html_()
    assert "Oct 2026: engineering 2, data 2" in html
    assert html.count("<img") == 1  # the table counts each function


def test_a_company_that_was_not_researched_is_named(home, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(home.root))
    with pytest.raises(UnknownCompany):
        rk.view.compare(["nobody"])


def test_a_comparison_notebook_asks_for_each_company(tmp_path):
    home = Workspace(tmp_path)
    companies = [Company(slug="acme", name="Acme"), Company(slug="beta", name="Beta")]
    notebook, _ = read(write_comparison(companies, home))
    assert 'companies = ["acme", "beta"]' in notebook.cells[1].source
    assert len(notebook.cells) <= 12


@pytest.mark.parametrize("names", [[], ["acme"], ["acme", "acme"]])
def test_one_company_is_no_comparison(tmp_path, names):
    with pytest.raises(InputError, match="two companies"):
        write_comparison([Company(slug=name, name=name) for name in names], Workspace(tmp_path))


def test_a_company_called_compare_keeps_its_notebook(tmp_path):
    home = Workspace(tmp_path)
    home.notebooks.mkdir()
    home.profile("compare").write_text("")
    with pytest.raises(InputError, match="called compare"):
        write_comparison([Company(slug="a", name="a"), Company(slug="b", name="b")], home)


def test_the_magic_shows_a_page(home, dossier, monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("RESEARCHKIT_HOME", str(home.root))
    shell = InteractiveShell()
    rk.load_ipython_extension(shell)
    assert shell.run_line_magic("brief", "sample").name == "Kelbrin"


def test_the_magic_says_in_words_what_is_wrong(home, monkeypatch, capsys):
    from researchkit.notebook.magic import brief_magic

    monkeypatch.setenv("RESEARCHKIT_HOME", str(home.root))
    assert brief_magic("nobody") is None
    assert "No company called 'nobody'" in capsys.readouterr().out
