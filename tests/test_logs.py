"""A log file a run answers why something is missing, and holds no secret."""

import logging

import pytest

from researchkit import logs, sample
from researchkit.dossier import research
from researchkit.errors import DiskError
from researchkit.workspace import Workspace

LOG = logging.getLogger("researchkit")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    home.profile("sample").write_text('contact = "me@mail.example"\n' + sample.profile(), encoding="utf-8")
    research("sample", since="180d", workspace=home, progress=False)
    (path,) = (home.cache / "logs").iterdir()
    return path.read_text(encoding="utf-8")


def test_each_request_is_a_line(told):
    line = next(row for row in told.splitlines() if "robots.txt" not in row and "status=200" in row)
    assert all(part in line for part in ("https://", "bytes=", "ms=", "from_cache="))


def test_what_failed_is_a_line_with_its_reason(told):
    assert "refuses programs (403)" in told


def test_each_place_is_a_line_with_its_outcome(told):
    assert "place feed" in told
    assert " found, " in told


def test_the_contact_is_in_no_line(told):
    assert "me@mail.example" not in told


def test_a_secret_in_a_message_is_hidden(tmp_path):
    with logs.to_file(tmp_path, "acme", hidden=("hush",)) as path:
        LOG.info("asked with hush\nand a new line\x1b[31m")
    assert "asked with … and a new line [31m" in path.read_text(encoding="utf-8")


def test_how_a_run_ended_is_a_line(tmp_path):
    with pytest.raises(DiskError), logs.to_file(tmp_path, "acme") as path:
        raise DiskError("The disk is full")
    assert "ended early: The disk is full" in path.read_text(encoding="utf-8")


def test_ten_files_a_company_are_kept(tmp_path):
    for name in ("acme", "acme-labs"):
        for _ in range(12):
            with logs.to_file(tmp_path, name):
                LOG.info("one")
    assert len(list(tmp_path.glob("acme.*"))) == len(list(tmp_path.glob("acme-labs.*"))) == 10


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path, capfd):
    (tmp_path / "file").write_bytes(b"")
    with logs.to_file(tmp_path / "file", "acme"):
        LOG.info("lost")
    assert capfd.readouterr().err == ""


def test_a_warning_still_reaches_the_terminal(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(LOG, "propagate", False)  # as outside of pytest, where nobody listens
    with logs.to_file(tmp_path, "acme"):
        LOG.warning("the cache is damaged")
    assert capsys.readouterr().err == "researchkit: the cache is damaged\n"
    assert LOG.handlers == []
