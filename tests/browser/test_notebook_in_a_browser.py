"""The notebook as a user meets it: JupyterLab in Chromium, on loopback."""

import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from lab_session import open_notebook, run_all
from nbformat.v4 import new_code_cell, new_notebook

from researchkit.errors import InputError
from researchkit.notebook.create import refresh
from researchkit.notebook.run import to_page
from researchkit.verbs import load

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(240),  # the first test starts JupyterLab, Chromium and a kernel
]

MINE = "# Recent launches, and a remark of mine\nrk.view.launches(dossier)"
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
SAVED = "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
SHUT = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
HOSTILE = """import researchkit as rk, pandas as pd
from dataclasses import replace
from IPython.display import HTML
dossier = rk.reopen("sample")
title = "<script>window.struck = 1</script><img src=x onerror='window.struck = 2'> Kelbrin launches"
documents = dossier.documents.assign(title=title, url="javascript:window.struck=3", publisher="<b>Bold</b>")
events = dossier.events.assign(claim=title, quote=title)
hostile = replace(dossier, documents=documents, events=events, company=replace(dossier.company, name=title))
display(hostile, rk.view.stories(hostile), rk.view.launches(hostile), rk.view.questions(hostile))
display(rk.view.hiring(hostile), rk.view.compare([hostile, hostile]), rk.view.timeline(hostile))
rk.view.page(rk.brief(hostile))"""
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}


@pytest.fixture(scope="module")
def opened(web, lab):
    """The sample's notebook, all cells run; the cells' progress is watched while they do."""
    start = time.perf_counter()
    page = open_notebook(web, lab, "sample.ipynb")
    page.evaluate(
        """() => { window.bars = 0; new MutationObserver(() => {
            window.bars = Math.max(window.bars, document.querySelectorAll('.rk-progress progress').length); })
            .observe(document.querySelector('.jp-Notebook'), {childList: true, subtree: true}); }"""
    )
    run_all(page)
    print(f"opening to all cells run: {time.perf_counter() - start:.1f} s")
    yield page
    page.close()


def shown(page, slot):
    """The outputs of one cell of ours."""
    return page.locator(".jp-CodeCell", has=page.locator(f'.jp-InputArea-editor:has-text("{slot}")')).first.locator(
        ".jp-OutputArea-output"
    )


def test_no_cell_shows_an_error_or_a_log_line(opened):
    assert opened.locator("[data-mime-type$='error'], [data-mime-type$='stderr']").count() == 0


def test_the_card_says_who_and_what_failed(opened):
    card = opened.locator(".rk-card").first
    card.wait_for(state="visible")
    assert "Kelbrin Instruments Ltd" in card.inner_text()
    assert "refuses programs (403)" in card.inner_text()


def test_progress_was_shown_and_ended_as_one_line(opened):
    assert opened.evaluate("() => window.bars") >= 1
    assert opened.locator(".rk-progress").count() == 0
    assert "pages read" in shown(opened, "rk.research").first.inner_text()


def test_the_tables_link_to_their_sources(opened):
    table = shown(opened, "view.launches").locator("table")
    assert table.locator("tbody tr").count() >= 3
    assert table.locator("a[href^='https://']").count() >= 3


def test_a_day_stands_on_one_line(opened):
    heights = opened.evaluate(
        """() => [...document.querySelectorAll('.jp-OutputArea-output td:first-child span')]
            .map(day => day.getClientRects().length)"""
    )
    assert set(heights) == {1}


def test_the_charts_are_drawn_with_words_beside(opened):
    charts = shown(opened, "view.timeline").locator("img")
    assert charts.count() == 2
    for number in range(2):
        assert charts.nth(number).evaluate("one => one.naturalWidth") > 300
        assert len(charts.nth(number).get_attribute("alt")) > 60


def test_the_page_itself_is_there(opened):
    page = shown(opened, "view.page").locator(".rk-brief")
    assert "Questions to ask" in page.inner_text()


def test_nothing_was_asked_of_another_machine(opened, web):
    assert web.blocked == []


def test_the_page_has_no_script_error(opened):
    assert opened.problems == []


def test_a_click_on_an_export_button_makes_the_file(opened, home):
    opened.get_by_role("button", name="Save HTML").click()
    opened.get_by_text("Wrote kelbrin.html").wait_for()
    assert b"Questions to ask" in (home.notebooks / "kelbrin.html").read_bytes()


def test_what_the_user_edits_survives_a_refresh(opened, home, lab, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", lab.environment["JUPYTER_RUNTIME_DIR"])
    path = home.notebook("sample")
    opened.evaluate(
        """source => { const cells = window.jupyterapp.shell.currentWidget.content.model.cells;
            [...cells].find(cell => cell.sharedModel.source.includes('view.launches'))
                .sharedModel.setSource(source); }""",
        MINE,
    )
    opened.evaluate(SAVE)
    opened.wait_for_function(SAVED)
    company = load("sample", workspace=home)
    changed = replace(company, interview=replace(company.interview, role="analyst"))
    with pytest.raises(InputError, match="is open in JupyterLab"):
        refresh(changed, path)  # the tab would not know, and would write over it
    opened.evaluate(SHUT)
    report = refresh(changed, path)
    assert (report.updated, report.kept) == (["parameters"], ["launches"])
    assert MINE in [cell.source for cell in nbformat.read(path, as_version=4).cells]


def test_a_hostile_title_shows_as_text(web, lab, home):
    path = home.notebooks / "hostile.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(HOSTILE)], metadata=KERNEL), path)
    page = open_notebook(web, lab, "hostile.ipynb")
    run_all(page)
    outputs = page.locator(".jp-OutputArea").first
    assert outputs.locator("[data-mime-type$='error']").count() == 0
    assert "<script>window.struck" in outputs.inner_text()
    assert page.evaluate("() => window.struck") is None
    assert outputs.locator("a[href^='javascript:'], script, img[src='x']").count() == 0
    assert page.problems == []
    page.close()


def test_the_command_makes_a_company_and_opens_its_notebook(web, lab, home):
    # Its profile is there already, so that nothing is looked for elsewhere.
    home.profile("acme-r-and-d").write_text('name = "Acme \\"R&D\\""\n', encoding="utf-8")
    page = web.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{lab.url}/lab?reset&token={lab.token}")
    page.locator(".jp-LauncherCard[title^='Make the profile']").click()
    for words in ('Acme "R&D"', ""):
        page.locator(".jp-Dialog input").fill(words)
        page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator(".jp-Notebook h1").filter(has_text='Acme "R&D"').wait_for(timeout=40_000)
    assert home.notebook("acme-r-and-d").exists()
    assert problems == []
    page.close()


def test_the_exported_page_asks_for_nothing(web, tmp_path):
    # The worked sample holds its outputs; the notebook in the tab belongs to JupyterLab while it is open.
    worked = Path(__file__).parents[2] / "notebooks" / "sample.ipynb"
    target = to_page(worked, tmp_path / "out.html")
    asked = []
    page = web.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto(target.as_uri())
    page.locator(".rk-card").first.wait_for(state="visible")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert "rk.research(" not in page.locator("body").inner_text()
    page.close()
