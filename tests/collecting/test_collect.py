"""The sample company, over real HTTP on loopback: what is collected, and how every place is accounted for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from researchkit import sample
from researchkit.collecting import Collected, check, collect, discover
from researchkit.collecting.discover import _owned
from researchkit.company.profile import read_profile
from researchkit.conditions import with_saved
from researchkit.frames import COVERAGE, DOCUMENTS, conform
from researchkit.records import Place
from researchkit.web.limits import WebSettings
from researchkit.workspace import Workspace


def clock() -> datetime:
    return sample.AS_OF


def ago(days: int) -> datetime:
    return sample.AS_OF - timedelta(days=days)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text(sample.profile(), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def company(home):
    return with_saved(read_profile(home.profile("sample")), home)


@pytest.fixture(scope="module")
def run(home, company) -> Callable[..., Collected]:
    def go(*, days: int = 365, offline: bool = False) -> Collected:
        with sample.serve() as routes:
            settings = WebSettings(routes=routes, saved_roots=(sample.SAVED,), quiet=True, offline=offline)
            return collect(company, since=ago(days), now=clock, cache=home.cache, settings=settings)

    return go


@pytest.fixture(scope="module")
def collected(run) -> Collected:
    return run()


def outcome(collected: Collected, place: str) -> str:
    rows = collected.coverage[collected.coverage["source_id"].str.contains(place, regex=False)]
    return str(rows["outcome"].item())


def titles(collected: Collected) -> str:
    return "\n".join(collected.documents["title"])


def test_both_frames_keep_their_schemas(collected):
    conform(collected.documents, DOCUMENTS)
    conform(collected.coverage, COVERAGE)


def test_the_sample_has_at_least_sixty_documents(collected):
    assert len(collected.documents) >= 60


def test_a_feed_that_refuses_programs_is_blocked(collected):
    assert outcome(collected, "cityledger.example") == "blocked"


def test_a_feed_that_is_none_has_failed(collected):
    assert outcome(collected, "fridgeforum.example") == "failed"


def test_every_failure_says_what_to_do(collected):
    failed = collected.coverage[collected.coverage["outcome"].isin(["blocked", "failed"])]
    assert (failed["what_to_do"] != "").all()


def test_an_article_is_read_whole_where_the_feed_holds_its_beginning(collected):
    news = collected.documents[collected.documents["kind"] == "news"]
    assert (news["text_scope"] == "full").mean() > 0.9


def test_text_begins_with_the_title(collected):
    for row in collected.documents.itertuples():
        assert row.text.startswith(row.title)


def test_no_published_date_lies_ahead(collected):
    assert (collected.documents["published"].dropna() <= sample.AS_OF + timedelta(days=1)).all()


def test_nothing_is_older_than_the_window(run):
    recent = run(days=30).documents
    dated = recent[~recent["kind"].isin(["page", "job", "report", "reference", "filing"])]["published"].dropna()
    assert (dated >= ago(30)).all()


def test_news_of_others_is_left_out_and_counted(collected):
    rows = collected.coverage[collected.coverage["source_id"].str.contains("airepost")]
    assert "without a mention" in rows["reason"].item()


def test_one_article_of_two_listings_is_one_document(collected):
    assert collected.documents["url"].is_unique


def test_no_folder_of_this_machine_stands_in_an_id(collected, home):
    assert not collected.documents["source_id"].str.contains(str(home.root), regex=False).any()
    assert "saved files" in set(collected.coverage["source_id"])


def test_the_companys_own_pages_carry_its_name(collected):
    own = collected.documents[collected.documents["first_party"]]
    assert not own["publisher"].str.contains("kelbrin.example", regex=False).any()


def test_offline_gives_the_same_documents(run, collected):
    again = run(offline=True)
    assert again.documents.equals(collected.documents)


def test_offline_without_a_cache_is_a_row_and_no_error(company, tmp_path):
    settings = WebSettings(offline=True, quiet=True, saved_roots=(sample.SAVED,))
    empty = collect(company, since=ago(90), now=clock, cache=tmp_path, settings=settings)
    assert outcome(empty, "airepost.example") == "not_tried"


def test_a_check_reads_listings_only(home, company):
    with sample.serve() as routes:
        settings = WebSettings(routes=routes, saved_roots=(sample.SAVED,), quiet=True)
        coverage = check(company, since=ago(365), now=clock, cache=home.cache, settings=settings)
    assert set(coverage["outcome"]) >= {"found", "blocked", "failed"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    with sample.serve() as routes:
        settings = WebSettings(routes=routes, quiet=True)
        return discover(
            "https://www.kelbrin.example", now=clock, cache=tmp_path_factory.mktemp("look"), settings=settings
        )


@pytest.mark.parametrize(
    "place",
    [
        ("feed", "https://www.kelbrin.example/blog/feed.xml"),
        ("newsroom", "https://www.kelbrin.example/newsroom"),
        ("sitemap", "https://www.kelbrin.example/sitemap_index.xml"),
    ],
)
def test_a_look_at_a_site_finds_where_it_speaks(seen, place):
    assert place in {(one.source, one.target) for one, _ in seen.found}


def test_a_look_says_what_it_tried(seen):
    assert any("/press" in line for line in seen.tried)


def test_a_look_reads_the_sites_own_description(seen):
    assert "temperature" in seen.description.lower()


def test_a_site_that_cannot_be_reached_is_told(tmp_path):
    settings = WebSettings(quiet=True, offline=True)
    nothing = discover("https://gone.example", now=lambda: datetime.now(UTC), cache=tmp_path, settings=settings)
    assert nothing.found == ()
    assert "not in the cache" in nothing.silence


@pytest.mark.parametrize(
    ("target", "options"),
    [("https://blogs.example/feed/@acme", {"own": "true"}), ("https://news.acme.example/rss", {})],
)
def test_a_feed_that_the_site_names_on_another_host_is_the_companys_own(target, options):
    assert _owned(Place(source="feed", target=target), "https://acme.example").options == options
