"""A TOML is read, or refused in words."""

from datetime import UTC, date, datetime

import pytest

from researchkit.company.profile import from_name, load, read_profile
from researchkit.errors import ProfileError, UnknownCompany
from researchkit.records import Namesake, Place
from researchkit.workspace import Workspace

WHOLE = """
name = "Acme"
site = "https://www.acme.example/"
legal_name = "Acme Holdings plc"
aliases = ["Acme Co", ""]
as_of = 2026-11-20
enabled = ["googlenews"]

[identifiers]
ticker = "ACM"
cik = 123

[[namesakes]]
name = "Acme Bakery"
words = ["bread"]

[[places]]
source = "feed"
target = "https://acme.example/feed.xml"
limit = 3

[interview]
role = "data engineer"
interviewer = "Hiring manager"
day = 2026-11-26
"""


@pytest.fixture
def read(tmp_path):
    def reader(text: str):
        path = tmp_path / "notebooks" / "acme.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        return read_profile(path)

    return reader


def test_the_slug_is_the_files_name(read):
    assert read(WHOLE).slug == "acme"


def test_the_sites_own_domain_is_the_companys(read):
    assert read(WHOLE).domains == ("acme.example",)


def test_empty_aliases_are_dropped(read):
    assert read(WHOLE).aliases == ("Acme Co",)


def test_a_day_alone_means_noon_utc(read):
    assert read(WHOLE).as_of == datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_numbers_among_identifiers_become_text(read):
    assert read(WHOLE).identifiers == {"ticker": "ACM", "cik": "123"}


def test_places_keep_their_options(read):
    assert read(WHOLE).places == (Place(source="feed", target="https://acme.example/feed.xml", options={"limit": "3"}),)


def test_namesakes_are_read(read):
    assert read(WHOLE).namesakes == (Namesake(name="Acme Bakery", words=("bread",)),)


def test_the_interview_is_read(read):
    interview = read(WHOLE).interview
    assert (interview.role, interview.interviewer, interview.day) == (
        "data engineer",
        "hiring manager",
        date(2026, 11, 26),
    )


def test_windows_line_ends_and_a_bom_are_fine(read):
    assert read("\ufeff" + WHOLE.replace("\n", "\r\n")).name == "Acme"


def test_a_site_without_a_scheme_gets_one(read):
    assert read('name = "Acme"\nsite = "acme.example"').site == "https://acme.example"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('nme = "Acme"', r"line 1: unknown key 'nme'\. Did you mean 'name'"),
        ('\n\nname = "A"\nsite = 3', r"line 4: site should be text in quotes"),
        ('name = "A"\nsite = "ftp://a.example"', r"line 2: site should be an address such as"),
        ('name = "A"\nsite = "https://[::1"', r"line 2: site should be an address such as"),
        ('name = "A"\nsite = "hello"', r"line 2: site should be an address such as"),
        ('name = "A"\nsite = "javascript:alert(1)"', r"line 2: site should be an address such as"),
        ('name = "A"\naliases = "B"', r"line 2: aliases should be a list of texts"),
        ('name = "A"\ncommon_word = "no"', r"line 2: common_word should be true or false"),
        ('name = "A"\nas_of = "soon"', r"line 2: as_of should be a date such as"),
        ('name = ""', r"line 1: name should be a name of 1 to"),
        ('site = "https://a.example"', r"the key 'name' is missing"),
        ('name = "A"\n[[places]]\ntarget = "x"', r"line 2: places should be rows that each say source"),
        ('name = "A"\nplaces = [1]', r"line 2: places should be written as \[\[places\]\]"),
        ('name = "A"\n[interview]\ninterviewer = "boss"', r"one of recruiter, hiring manager"),
        ('name = "A"\n[interview]\nday = "Thursday"', r"line 3: interview.day should be a date such as"),
        ('name = "A"\n[[namesakes]]\nnme = "B"', r"line 2: namesakes should be rows of name"),
        ('name = "A"\n[identifiers]\ncik = [1]', r"line 2: identifiers should be a table of texts"),
        ('name = "A"\nidentifiers.' + ".".join("a" * 100_000) + " = 1", r"A key of too many parts"),
        ('name = "A"\n"a" . ' + '"a" . ' * 90 + "b = 1", r"A key of too many parts \(at line 2\)"),
        ('name = "A"\ncommon_word = ' + "1" * 5000, r"thousands of digits"),
        ('name = "A"\naliases = ' + "[" * 20_000, r"nested too deeply"),
        ("name = ", r"acme\.toml is not valid TOML.*line 1|not valid TOML"),
    ],
)
def test_a_broken_toml_names_line_key_and_what_was_expected(read, text, complaint):
    with pytest.raises(ProfileError, match=complaint):
        read(text)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "acme.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match="not UTF-8"):
        read_profile(tmp_path / "acme.toml")


def test_an_unknown_company_says_how_to_make_one(tmp_path):
    with pytest.raises(UnknownCompany, match='researchkit new "acme"'):
        load("acme", workspace=Workspace(tmp_path))


def test_a_company_can_be_made_of_a_name_and_a_site():
    assert from_name("acme", "Acme", "acme.example").domains == ("acme.example",)


def test_a_bad_site_is_refused_before_anything_is_written():
    with pytest.raises(ProfileError, match="The site should be an address"):
        from_name("acme", "Acme", "not a site")
