"""Sources outside the company's site: the traps of each, one fact a test."""

from dataclasses import replace
from datetime import timedelta

import pytest
from source_pairs import ACME, FETCHED, entries, page_of, parse

from researchkit.errors import ParseError
from researchkit.records import Company, Place, Request
from researchkit.sources import source


def asked(name: str, target: str, company: Company = ACME) -> list[Request]:
    place = Place(source=name, target=target)
    return list(source(name).requests(company, place, since=FETCHED - timedelta(days=90), now=FETCHED))


def test_gdelts_error_text_is_its_reason() -> None:
    with pytest.raises(ParseError, match="GDELT answers: Your query was too short"):
        entries("gdelt", page_of("Your query was too short or too long.\n"))


def test_gdelt_without_articles_is_no_failure() -> None:
    assert entries("gdelt", page_of("{}")) == []


def test_gdelt_is_asked_once_for_the_whole_window() -> None:
    (request,) = asked("gdelt", '"Acme Robotics"')
    assert "timespan=3months" in request.url
    assert request.timeout_s > 20


def test_hacker_news_is_not_searched_for_a_common_word() -> None:
    common = replace(ACME, common_word=True)
    assert [request.step for request in asked("hackernews", "acme.example", common)] == ["url"]


def test_hacker_news_drops_who_wrote() -> None:
    hit = '{"hits": [{"objectID": "1", "title": "T", "author": "someone", "created_at": "2026-05-12T10:00:00Z"}]}'
    (row,) = entries("hackernews", page_of(hit))
    assert row.author is None


@pytest.mark.parametrize("target", ["../x", "a b", "https://gitlab.example/acme", ""])
def test_what_is_no_github_name_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="organisation"):
        asked("github", target)


def test_one_repository_is_asked_for_its_feed_outside_the_quota() -> None:
    (request,) = asked("github", "https://github.com/acme-robotics/arm/")
    assert request.url == "https://github.com/acme-robotics/arm/releases.atom"


def test_a_wikipedia_list_of_things_is_no_article() -> None:
    with pytest.raises(ParseError, match="list of things of that name"):
        entries("wikipedia", page_of('{"type": "disambiguation", "title": "Acme", "extract": "Acme may refer to:"}'))


def test_a_wikipedia_address_keeps_its_language() -> None:
    (request,) = asked("wikipedia", "https://de.wikipedia.org/wiki/Acme_(Firma)")
    assert request.url == "https://de.wikipedia.org/api/rest_v1/page/summary/Acme_(Firma)"


def test_a_wikidata_name_is_no_number() -> None:
    with pytest.raises(ValueError, match="Wikidata number"):
        asked("wikidata", "Acme Robotics")


def test_a_consent_page_names_no_channel() -> None:
    with pytest.raises(ParseError, match="names no channel"):
        parse("youtube", page_of("<html><body>Before you continue</body></html>", step="handle"))


def test_a_channels_id_needs_no_look_up() -> None:
    (request,) = asked("youtube", "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv")
    assert request.url.endswith("channel_id=UCabcdefghijklmnopqrstuv")


@pytest.mark.parametrize(
    "target", ["@acme@mastodon.example", "acme@mastodon.example", "https://mastodon.example/@acme"]
)
def test_a_mastodon_account_is_known_by_name_or_address(target: str) -> None:
    (request,) = asked("mastodon", target)
    assert request.url == "https://mastodon.example/api/v1/accounts/lookup?acct=acme"


def test_a_repost_is_not_the_companys_word() -> None:
    post = '{"uri": "at://d/p/1", "author": {"handle": "x.example"}, "record": {"text": "Look"}}'
    content = f'{{"feed": [{{"post": {post}, "reason": {{"$type": "app.bsky.feed.defs#reasonRepost"}}}}]}}'
    assert entries("bluesky", page_of(content)) == []


def test_a_recall_of_another_firm_is_not_ours() -> None:
    content = '[{"RecallID": 1, "Title": "Acmestone Recalls Ovens", "Manufacturers": [{"Name": "Acmestone"}]}]'
    assert entries("recalls", page_of(content)) == []


def test_no_match_at_the_fda_is_no_failure() -> None:
    assert entries("recalls", page_of('{"error": {"code": "NOT_FOUND", "message": "No matches found!"}}')) == []


def test_another_error_of_the_fda_is_one() -> None:
    with pytest.raises(ParseError, match="over the limit"):
        entries("recalls", page_of('{"error": {"code": "OVER_RATE", "message": "over the limit"}}'))


def test_an_app_without_reviews_is_no_failure() -> None:
    assert entries("appstore", page_of('{"feed": {"author": {}, "title": {"label": "x"}}}', step="reviews us 1")) == []


def test_the_app_itself_is_no_review() -> None:
    content = '{"feed": {"entry": [{"im:name": {"label": "Acme Fleet"}, "title": {"label": "Acme Fleet"}}]}}'
    assert entries("appstore", page_of(content, step="reviews us 1")) == []


def test_the_archives_error_text_is_its_reason() -> None:
    with pytest.raises(ParseError, match="Blocked Site Error"):
        entries("wayback", page_of("org.archive.util.io.RuntimeIOException: Blocked Site Error"))


def test_the_archive_without_copies_is_no_failure() -> None:
    assert entries("wayback", page_of("")) == []
    assert entries("wayback", page_of("[]")) == []


def test_headlines_of_google_news_are_not_followed() -> None:
    content = (
        '<rss version="2.0"><channel><title>n</title><item><title>Acme grows - The Paper</title>'
        '<link>https://news.google.com/rss/articles/CBMi</link><source url="https://p.example">The Paper</source>'
        "</item></channel></rss>"
    )
    (row,) = entries("googlenews", page_of(content))
    assert (row.title, row.publisher, row.follow) == ("Acme grows", "The Paper", False)


def test_a_common_word_is_searched_for_with_what_tells_it() -> None:
    block = Company(slug="b", name="Block", common_word=True, products=("Cash App",), domains=("block.example",))
    (place,) = source("googlenews").places(block)
    assert place.target == '"Block" ("Cash App" OR "block.example")'


def test_companies_house_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESEARCHKIT_COMPANIES_HOUSE_KEY", raising=False)
    company = Company(slug="a", name="A", places=(Place(source="companieshouse", target="1234567"),))
    missing = source("companieshouse").missing(company)
    assert missing is not None
    assert "RESEARCHKIT_COMPANIES_HOUSE_KEY" in missing[1]


def test_a_company_number_keeps_its_leading_zero() -> None:
    assert asked("companieshouse", "1234567")[0].url.endswith("/company/01234567")


def test_a_warn_list_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no file"):
        asked("warn", "/nowhere/state.csv")


def test_a_csv_without_a_firm_is_a_failure() -> None:
    with pytest.raises(ParseError, match="no column for company"):
        entries("warn", page_of("a,b\n1,2\n"))


def test_stack_exchange_says_its_error() -> None:
    with pytest.raises(ParseError, match="too many requests"):
        entries("stackexchange", page_of('{"error_id": 502, "error_message": "too many requests"}'))


def test_a_contact_stands_in_no_address() -> None:
    urls = [request.url for name in ("openalex", "edgar", "wikidata") for request in asked(name, _target(name))]
    assert not any("reader" in url or "mail" in url for url in urls)


def _target(name: str) -> str:
    return {"openalex": "Acme Robotics", "edgar": "1999999", "wikidata": "Q900"}[name]
