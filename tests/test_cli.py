"""The command: one line an error, an exit code that says what kind, JSON where programs read."""

import json

import pytest
from typer.testing import CliRunner, Result

from researchkit import sample
from researchkit.candidate.stories import load_stories
from researchkit.cli import app
from researchkit.workspace import Workspace, lock


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Workspace:
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    return home


@pytest.fixture
def call(home, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(home.root))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


@pytest.fixture
def researched(call):
    assert call("research", "sample", "--since", "180d").exit_code == 0
    return call


def test_help_names_every_verb(call):
    said = call("--help").stdout
    assert all(verb in said for verb in ("new", "check", "research", "brief", "export", "open", "demo", "list"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["research", "sampel"], "The nearest is notebooks/sample.toml"),
        (["research", "sample", "--since", "soon"], "soon"),
        (["export", "sample", "page.xyz"], ".pdf"),
        (["new", "../etc"], "looks like a path"),
        (["new", "Acme", "not a site"], "The site should be an address"),
        (["contact", "nobody"], "no e-mail address"),
        (["open", "nope"], "No company called 'nope'"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(call, words, says):
    done = call(*words)
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_version_is_told(call):
    from researchkit import __version__

    assert call("--version").stdout == f"researchkit {__version__}\n"


def test_help_tells_each_verb_whole_on_one_line_of_a_terminal(call):
    assert "..." not in call("--help").stdout.partition("Commands:")[2]


def test_the_end_of_the_input_at_a_question_is_one_line_and_exit_code_130(researched):
    done = researched("debrief", "sample")
    assert (done.exit_code, done.stderr) == (130, "\nStopped; nothing more was read.\n")


def test_another_site_for_a_company_that_is_there_is_not_taken_in_silence(call):
    call("new", "Twice", "https://twice.example", "--offline")
    said = call("new", "Twice", "https://other.example", "--offline").stdout
    assert "Its site is https://twice.example" in said


def test_a_page_without_sources_has_no_empty_heading(call):
    call("new", "Quiet", "--offline")
    assert call("research", "quiet", "--offline").exit_code == 0
    assert "SOURCES" not in call("brief", "quiet").stdout


def test_a_profile_says_where_the_time_goes(call, home):
    (home.cache / "readings" / "sample.json.gz").unlink(missing_ok=True)  # what is remembered is not read
    done = call("research", "sample", "--since", "180d", "--profile")
    stages = [line.split("  ")[0] for line in done.stderr.splitlines()]
    assert {"fetch and wait", "read articles", "rank", "cluster", "detect", "ask", "keep", "all"} <= set(stages)


def test_a_wrong_command_is_explained(call):
    done = call("resarch", "sample")
    assert (done.exit_code, "research" in done.stderr) == (2, True)


def test_a_held_lock_is_exit_code_3(call, home):
    with lock(home, "sample"):
        assert call("research", "sample").exit_code == 3


def test_a_company_without_dossier_says_what_to_do_first(call, home):
    call("new", "Lonely", "--offline")
    done = call("brief", "lonely")
    assert (done.exit_code, "researchkit research lonely" in done.stderr) == (2, True)


def test_the_first_company_brings_a_form_for_the_candidate_s_stories(tmp_path, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(tmp_path))
    said = CliRunner().invoke(app, ["new", "Acme", "--offline"]).stdout
    assert f"Your own stories go into {tmp_path / 'notebooks' / 'me.toml'}" in said
    assert load_stories(tmp_path / "notebooks" / "me.toml") == ()


def test_stories_that_are_there_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(tmp_path))
    mine = tmp_path / "notebooks" / "me.toml"
    mine.parent.mkdir()
    mine.write_text('[[stories]]\ntitle = "Mine"\n')
    CliRunner().invoke(app, ["new", "Acme", "--offline"])
    assert mine.read_text() == '[[stories]]\ntitle = "Mine"\n'


def test_new_without_a_site_makes_both_files(call, home):
    assert call("new", "Plain Co").exit_code == 0
    assert home.profile("plain-co").exists()
    assert home.notebook("plain-co").exists()


def test_new_leaves_a_profile_that_is_there(call, home):
    call("new", "Mine")
    home.profile("mine").write_text('name = "Mine"  # my own words\n', encoding="utf-8")
    done = call("new", "Mine", "https://mine.example", "--offline")
    assert "left as it is" in done.stdout
    assert "my own words" in home.profile("mine").read_text(encoding="utf-8")


def test_list_prints_json_for_programs(call):
    assert "sample" in json.loads(call("list", "--json").stdout)


def test_research_prints_json_for_programs(researched):
    told = json.loads(researched("research", "sample", "--since", "180d", "--offline", "--json").stdout)
    assert told["slug"] == "sample"
    assert {"events", "questions", "coverage", "changes"} <= set(told)


def test_check_prints_json_for_programs(call):
    rows = json.loads(call("check", "sample", "--json").stdout)
    assert {row["outcome"] for row in rows} >= {"found", "blocked", "failed"}


def test_the_page_is_printed(researched):
    assert "Kelbrin" in researched("brief", "sample").stdout


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf"])
def test_the_page_is_written(researched, tmp_path, suffix):
    path = tmp_path / f"page{suffix}"
    assert researched("export", "sample", path).exit_code == 0
    assert path.stat().st_size > 1000


def test_the_same_cache_gives_the_same_bytes(researched, tmp_path):
    pages = []
    for name in ("one.pdf", "two.pdf"):
        researched("research", "sample", "--since", "180d", "--offline")
        researched("export", "sample", tmp_path / name)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_a_path_that_cannot_be_written_leaves_nothing(researched, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = researched("export", "sample", tmp_path / "file" / "page.md")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_refresh_says_what_it_did(call):
    call("new", "Fresh")
    assert "nothing to change" in call("refresh", "fresh").stdout


def test_a_stage_runs_on_the_documents_of_the_last_run(researched):
    detected = json.loads(researched("detect", "sample", "--json").stdout)
    assert any(event["claim"].startswith("Kelbrin launched Brinecast") for event in detected)
    assert researched("rank", "sample").stdout.startswith("1.00  the name is in the title")
    assert "?" in researched("ask", "sample", "--role", "data engineer").stdout


def test_a_stage_before_any_research_says_what_comes_first(call):
    call("new", "Early", "--offline")
    done = call("cluster", "early")
    assert (done.exit_code, "First: researchkit research early" in done.stderr) == (2, True)


def test_load_says_what_a_profile_says(call):
    call("new", "Plain", "https://plain.example", "--offline")
    assert json.loads(call("load", "plain", "--json").stdout)["site"] == "https://plain.example"
