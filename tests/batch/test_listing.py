"""The list of companies: what is wrong with it is said, and what is right is done."""

import pytest

from researchkit.batch.lanes import Lanes
from researchkit.batch.listing import Listing, read_list
from researchkit.errors import InputError


@pytest.fixture
def read(home, tmp_path):
    def go(text: str | bytes) -> Listing:
        path = tmp_path / "companies.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_list(path, workspace=home)

    return go


def slugs(listing: Listing) -> list[str]:
    return [wanted.company.slug for wanted in listing.wanted]


def test_a_list_is_names_and_sites(read):
    listing = read("name,site,ticker\nAcme,https://acme.example,ACME\nBolt & Sons,,\n")
    assert slugs(listing) == ["acme", "bolt-and-sons"]
    assert listing.wanted[0].company.identifiers == {"ticker": "ACME"}


@pytest.mark.parametrize("text", ["\ufeffname;site\nAcme;acme.example\n", "Name\tSite\r\nAcme\tacme.example\r\n"])
def test_a_spreadsheets_own_kind_of_csv_is_read(read, text):
    assert read(text).wanted[0].company.domains == ("acme.example",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("company,website\nAcme,acme.example\n", 'rename "company" to "name"'),
        ("a,b\n1,2\n", "expected are name and site"),
        ("", "there is no header"),
        ("name,site\n", "names no company"),
        (b"name,site\nM\xfcller,\n", 'Save it again as "CSV UTF-8"'),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_clear_words(read, text, says):
    with pytest.raises(InputError) as refused:
        read(text)
    assert says in str(refused.value)


def test_a_list_that_is_not_there_is_refused(home, tmp_path):
    with pytest.raises(InputError, match="Cannot read the list"):
        read_list(tmp_path / "no.csv", workspace=home)


def test_a_company_named_twice_is_done_once(read):
    listing = read("name,site\nAcme,acme.example\nACME,acme.example\n")
    assert slugs(listing) == ["acme"]
    assert listing.unusable[0].reason == "line 3 names it again; line 2 is used"


def test_three_broken_lines_of_ten_thousand_are_three_rows(read):
    lines = [f"Firm {number},firm{number}.example" for number in range(10_000)]
    lines[10], lines[5000], lines[9999] = '"Firm 10,firm10.example', ",firm5000.example", "Firm 9999,not a site"
    listing = read("name,site\n" + "\n".join(lines) + "\n")
    assert len(listing.wanted) == 9_997
    assert [one.reason.partition(":")[0] for one in listing.unusable] == ["line 12", "line 5002", "line 10001"]


def test_a_name_with_a_comma_needs_quotes(read):
    listing = read('name,site\nAcme, Inc.,acme.example\n"Bolt, Inc.",bolt.example\n')
    assert slugs(listing) == ["bolt-inc"]
    assert "a name with a comma needs quotes" in listing.unusable[0].reason


def test_a_company_whose_toml_is_there_is_researched_as_it_says(read, home):
    home.profile("acme").write_text('name = "Acme Robotics"\nsite = "https://robots.example"\n')
    assert read("name,site\nAcme,acme.example\n").wanted[0].company.name == "Acme Robotics"


def test_a_toml_that_is_broken_is_a_row(read, home):
    home.profile("acme").write_text("nme = 1\n")
    listing = read("name,site\nAcme,acme.example\nBolt,bolt.example\n")
    assert (slugs(listing), "did you mean 'name'" in listing.unusable[0].reason.lower()) == (["bolt"], True)


def test_companies_of_one_site_are_under_way_one_at_a_time(read):
    lanes = Lanes(read("name,site\nAcme,acme.example\nAcme Cloud,acme.example\nBolt,bolt.example\n").wanted)
    first, second = lanes.take(), lanes.take()
    assert (first.company.slug, second.company.slug, lanes.take()) == ("acme", "bolt", None)
    lanes.ended("acme")
    assert lanes.take().company.slug == "acme-cloud"


def test_a_company_whose_workers_died_twice_is_done_alone(read):
    lanes = Lanes(read("name,site\nAcme,acme.example\n").wanted)
    acme = lanes.take()
    lanes.died(acme)
    assert (lanes.take_alone(), lanes.take()) == (None, acme)
    lanes.died(acme)
    assert (lanes.take(), lanes.take_alone()) == (None, acme)
