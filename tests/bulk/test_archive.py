"""The SEC's archives: checked before they count, and asked for one member at a time."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta

import pytest
from bulk_files import NOW, archive, submissions

from researchkit.bulk.archive import Archive, install
from researchkit.errors import ParseError

MIB = 2**20


@pytest.fixture
def put(tmp_path):
    def go(content: bytes, now=NOW):
        came = tmp_path / "submissions.came"
        came.write_bytes(content)
        return install(tmp_path, "submissions", came, key="filings", url="https://sec.example/submissions.zip", now=now)

    return go


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_member_is_found_by_its_number(put, tmp_path, method):
    members = {f"CIK{cik:010}.json": submissions(cik) for cik in (3, 777001, 42)}
    assert put(archive(members, method=method)).members == 3
    found = Archive(tmp_path, "submissions").member(777001, max_bytes=MIB)
    assert json.loads(found)["cik"] == "0000777001"


def test_a_company_without_a_member_has_no_answer(put, tmp_path):
    put(archive({"CIK0000000003.json": submissions(3)}))
    assert Archive(tmp_path, "submissions").member(4, max_bytes=MIB) is None


def test_names_that_are_no_company_s_are_passed_over(put, tmp_path):
    names = ["../../etc/passwd", "/abs/CIK0000000009.json", "placeholder.txt", "CIK0000000003-submissions-001.json"]
    about = put(archive({"CIK0000000003.json": submissions(3)} | dict.fromkeys(names, "x")))
    assert about.members == 1
    assert not (tmp_path.parent / "etc").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>Request Rate Threshold Exceeded</html>", "no whole zip"),
        (archive({"CIK0000000003.json": submissions(3)})[:-30], "no whole zip"),
        (archive({"readme.txt": "hello"}), "no member called CIK"),
        (archive({"CIK0000000003.json": "no json"}), "is no JSON"),
        (archive({"CIK0000000003.json": '{"facts": {}}'}), 'lacks "filings"'),
    ],
    ids=["a page", "cut", "other members", "no JSON", "the other archive"],
)
def test_what_is_no_such_archive_leaves_the_one_before(put, tmp_path, content, says):
    put(archive({"CIK0000000003.json": submissions(3)}))
    with pytest.raises(ParseError, match=says):
        put(content)
    assert Archive(tmp_path, "submissions").member(3, max_bytes=MIB)


def test_a_newer_archive_takes_the_place_of_the_older(put, tmp_path):
    put(archive({"CIK0000000003.json": submissions(3)}))
    put(archive({"CIK0000000004.json": submissions(4)}), now=NOW + timedelta(days=1))
    lies = Archive(tmp_path, "submissions")
    assert (lies.member(3, max_bytes=MIB), lies.about().fetched) == (None, NOW + timedelta(days=1))
    assert len(list(tmp_path.glob("*.zip"))) == 1


def test_a_member_over_its_cap_is_not_unpacked(put, tmp_path):
    large = json.dumps({"filings": "x" * 5 * MIB})
    put(archive({"CIK0000000003.json": large}))
    with pytest.raises(ParseError, match="more than the 1,048,576 allowed"):
        Archive(tmp_path, "submissions").member(3, max_bytes=MIB)


def test_a_member_that_lies_about_its_size_is_not_believed(put, tmp_path):
    """A bomb: the table of contents says 2 bytes, the packed bytes give millions."""
    honest = archive({"CIK0000000003.json": submissions(3), "CIK0000000004.json": "{}" + " " * 9 * MIB})
    size = (9 * MIB + 2).to_bytes(4, "little")
    put(honest.replace(size, (2).to_bytes(4, "little")))
    with pytest.raises(ParseError, match="damaged"):
        Archive(tmp_path, "submissions").member(4, max_bytes=MIB)


def test_damage_in_a_member_is_noticed(put, tmp_path):
    put(archive({"CIK0000000003.json": submissions(3)}, method=zipfile.ZIP_STORED))
    (path,) = tmp_path.glob("*.zip")
    path.write_bytes(path.read_bytes().replace(b"Tarn", b"Torn", 1))
    with pytest.raises(ParseError, match="checksum"):
        Archive(tmp_path, "submissions").member(3, max_bytes=MIB)


def test_an_archive_cut_on_the_disk_is_as_good_as_none(put, tmp_path):
    put(archive({"CIK0000000003.json": submissions(3)}))
    (path,) = tmp_path.glob("*.zip")
    path.write_bytes(path.read_bytes()[:50])
    assert Archive(tmp_path, "submissions").about() is None
