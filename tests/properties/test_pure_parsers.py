"""Whatever comes in, a pure parser gives a value of its kind or an error of our own, and takes no long time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from researchkit.company.profile import read_profile
from researchkit.errors import AddressRefused, DateError, NameRefused, ProfileError, SchemaError
from researchkit.frames import COVERAGE, DOCUMENTS, EVENTS, QUESTIONS, conform
from researchkit.markup import card, escape, link, web_address
from researchkit.reading.charsets import decode
from researchkit.reading.dates import gate, parse_date, parse_since, read_day
from researchkit.reading.text import clean_line, clean_text, sentences, strip_markup, words
from researchkit.reading.urls import canonical_url, document_id, host_of, same_site
from researchkit.web.freshness import is_no_store, max_age_s
from researchkit.web.guard import check_url, redirect_target
from researchkit.web.limits import WebSettings
from researchkit.web.robots import read_robots
from researchkit.web.statuses import shown
from researchkit.web.waits import retry_after_s
from researchkit.workspace import MAX_SLUG, clip, slug_of

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
bounded = settings(
    max_examples=150,
    deadline=timedelta(seconds=2),
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

# Text of every kind: any characters, and pieces of what parsers look for, many times over.
PIECES = (
    *("http://", "https://", "//", "/", "..", "?", "#", "&amp;", "&#x202e;", "%2f", "%", "@", ":", "[", "]", "[::1]"),
    *("<script>", "</p>", "<!--", "<![CDATA[", "]]>", "<a href='", "&", ";", "\0", "\u202e", "\u200b", "\ud800", "🚀"),
    *("2026-09-01", "1 Sep", "31/02/2026", "T25:61:61Z", "+99:99", "yesterday", "90d", "months", "-1", "9" * 30, "0"),
    *("name = ", '"""', "[[places]]", "{", "}", "=", "\n", "\t", "\r", "User-agent: *", "Disallow: /", "*$", "acme"),
)
pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
any_text = st.one_of(
    st.text(max_size=300), st.text(st.characters(categories=["Cs", "Cc", "Cf", "Lo"]), max_size=60), pieces
)
hosts = st.sampled_from(
    ("acme.example", "ACME.example:443", "[::1]", "127.1", "0x7f.1", "bücher.example", "a..b", "", "-")
)
urls = st.one_of(
    any_text,
    st.builds("{}://{}/{}?{}#{}".format, st.sampled_from(("http", "https", "HTTP", "file")), hosts, *[any_text] * 3),
)


def tried(kind: type[Exception], call: Callable[[], Any]) -> tuple[Any, str]:
    """Return what a call gives, or the complaint of an error of the one kind that it may raise."""
    try:
        return call(), ""
    except kind as error:
        return None, str(error)


@bounded
@given(urls, urls)
@example("http://[", "http://]")
def test_a_canonical_url_is_a_web_address_that_stays_as_it_is(url, base):
    try:
        clean = canonical_url(url, base=base)
    except ValueError:
        return
    assert clean.startswith(("http://", "https://"))
    assert clean.isprintable()
    assert canonical_url(clean) == clean
    assert "#" not in clean
    assert len(document_id(clean, "")) == 16


@bounded
@given(urls, urls)
def test_hosts_are_read_or_empty(url, other):
    host = host_of(url)
    assert host == host.lower()
    assert isinstance(same_site(host, host_of(other)), bool)


@bounded
@given(urls, urls)
def test_the_guard_gives_a_target_or_refuses(url, location):
    for address in (url, redirected(url, location)):
        target, complaint = tried(AddressRefused, lambda address=address: check_url(address, WebSettings()))
        assert complaint or target.url.startswith(("http://", "https://"))


def redirected(base: str, location: str) -> str:
    try:
        return redirect_target(base, location)
    except AddressRefused:
        return ""


@bounded
@given(urls)
def test_an_address_in_a_log_is_one_line(url):
    assert shown(url).isprintable()
    assert len(shown(url)) <= 300


@bounded
@given(any_text)
def test_a_cleaned_line_is_one_printable_line_that_stays_as_it_is(text):
    line = clean_line(text)
    assert "\n" not in line
    assert not [mark for mark in line if unicodedata.category(mark) in ("Cc", "Cs") or mark in "\u202e\u2066\u200b"]
    assert clean_line(line) == line
    line.encode()


@bounded
@given(any_text)
def test_cleaned_text_stays_as_it_is(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert words(clean) >= 0
    assert all(sentence in clean for sentence in sentences(clean))


@bounded
@given(any_text)
def test_markup_is_stripped_to_text(text):
    strip_markup(text).encode()
    strip_markup("<p>" * 50 + text + "</div>" * 50).encode()


@bounded
@given(st.binary(max_size=400), any_text)
def test_any_bytes_are_decoded(content, content_type):
    for claim in (content_type, "text/html; charset=utf-16", "text/html; charset=no-such", ""):
        decode(content, claim).encode()


@bounded
@given(any_text)
@example("9" * 4000)
@example("1 " * 2000 + "Sep 2026")
def test_a_date_is_an_aware_moment_with_its_precision_or_none(text):
    for read in (parse_date(text), read_day(text)):
        if read is not None:
            moment, precision = read
            assert moment.tzinfo is not None
            assert precision in ("second", "day", "month", "year")
            published, _ = gate(moment, precision, fetched=NOW)
            assert published is None or datetime(1990, 1, 1, tzinfo=UTC) <= published <= NOW + timedelta(days=1)


@bounded
@given(any_text)
@example("99999999999999 years")
@example("0d")
def test_since_is_a_moment_of_the_past_or_a_refusal(text):
    moment, complaint = tried(DateError, lambda: parse_since(text, NOW))
    assert complaint.isprintable()
    assert complaint or moment.tzinfo is not None


@bounded
@given(any_text)
def test_a_slug_is_a_safe_file_name_that_stays_as_it_is(name):
    slug, complaint = tried(NameRefused, lambda: slug_of(name))
    assert complaint.isprintable()
    if complaint:
        return
    assert 0 < len(slug) <= MAX_SLUG
    assert not set(slug) & set('/\\.:*?"<>| \0\n')
    assert len(f"{slug}.toml".encode()) <= 255
    assert slug_of(slug) == slug


@bounded
@given(any_text, st.integers(1, 80))
def test_a_clipped_line_is_printable_and_short(text, limit):
    assert clip(text, limit).isprintable()
    assert len(clip(text, limit)) <= limit


VALUES = st.recursive(
    st.sampled_from(('"x"', "1", "-1", "1e400", "nan", "true", "2026-09-01", "08:00:00", "2026-09-01T08:00:00Z", '""')),
    lambda inner: st.lists(inner, max_size=3).map(lambda rows: f"[{', '.join(rows)}]") | inner.map("{{a = {}}}".format),
    max_leaves=6,
)
KEYS = st.sampled_from(
    (
        "name",
        "site",
        "domains",
        "aliases",
        "namesakes",
        "identifiers",
        "places",
        "interview",
        "as_of",
        "sample",
        "contact",
    )
)
profiles = st.one_of(
    st.binary(max_size=300),
    any_text.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.dictionaries(KEYS, VALUES, max_size=5).map(
        lambda rows: "\n".join(f"{key} = {value}" for key, value in rows.items()).encode()
    ),
)


@bounded
@given(profiles)
@example(b"name = " + b"[" * 5000)
@example(b"name = 'x'\nas_of = 0001-01-01T00:00:00+23:59")
def test_a_profile_is_a_company_or_names_the_file(tmp_path, content):
    path = tmp_path / "acme.toml"
    path.write_bytes(content)
    company, complaint = tried(ProfileError, lambda: read_profile(path))
    assert company.slug == "acme" if company else "acme.toml" in complaint
    assert "\n" not in complaint


CELLS = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("2026-09-01"), st.just(NOW)),
    *(st.just(float("nan")), st.just(b"x"), st.lists(st.integers(), max_size=2), st.datetimes()),
)


@pytest.mark.parametrize("schema", [DOCUMENTS, EVENTS, QUESTIONS, COVERAGE], ids=lambda schema: schema.name)
@settings(bounded, max_examples=60)
@given(st.data())
def test_a_strange_frame_is_conformed_or_names_its_column(schema, data):
    import pandas as pd

    length = data.draw(st.integers(0, 3))
    column = data.draw(st.sampled_from(schema.names))
    cells = data.draw(st.lists(CELLS, min_size=length, max_size=length))
    frame = pd.DataFrame({name: [None] * length for name in schema.names}).assign(
        **{column: pd.Series(cells, dtype=object)}
    )
    whole, complaint = tried(SchemaError, lambda: conform(frame, schema))
    assert complaint.startswith(f"{schema.name}.") if whole is None else list(whole.columns) == schema.names


@bounded
@given(st.binary(max_size=600) | any_text.map(lambda text: text.encode("utf-8", "surrogatepass")), urls)
def test_robots_are_rules_whatever_they_say(content, url):
    assert isinstance(read_robots(content).allows("https://acme.example/" + url), bool)


@bounded
@given(any_text)
def test_headers_of_caches_and_waits_are_numbers_or_none(header):
    told = {"cache-control": header, "expires": header, "date": header}
    for seconds in (max_age_s(told), retry_after_s(header, now=NOW)):
        assert seconds is None or 0 <= seconds < float("inf")
    assert isinstance(is_no_store(told), bool)


@bounded
@given(any_text, urls)
def test_what_is_shown_as_html_holds_no_mark_of_the_text(text, url):
    assert not set(escape(text)) & set("<>\"'")
    address = web_address(url)
    assert address is None or address.lower().startswith(("http://", "https://"))
    assert "<script" not in str(card(link(url, text), [(text, text)], footer=text))
