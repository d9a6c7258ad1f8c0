"""The last good dossier stands, whatever happens to the next one."""

from datetime import UTC, datetime

import pytest

from researchkit import shelf
from researchkit.errors import DiskError
from researchkit.frames import empty
from researchkit.workspace import Workspace

SINCE, NOW = datetime(2026, 8, 20, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


def kept(run_id: str) -> shelf.Kept:
    frames = {name: empty(schema) for name, schema in shelf.FRAMES.items()}
    return shelf.Kept(run_id, frames, SINCE, NOW)


@pytest.fixture
def home(tmp_path):
    return Workspace(tmp_path)


def test_what_is_saved_comes_back(home):
    shelf.save(home, "acme", kept("one"))
    back = shelf.load(home, "acme")
    assert back is not None
    assert (back.run_id, back.since, back.now) == ("one", SINCE, NOW)


def test_nothing_saved_is_none(home):
    assert shelf.load(home, "acme") is None


def test_the_run_before_can_be_had(home):
    for name in ("one", "two"):
        shelf.save(home, "acme", kept(name))
    before = shelf.load(home, "acme", back=1)
    assert before is not None
    assert before.run_id == "one"


def test_older_runs_are_cleared_away(home):
    for name in ("one", "two", "three"):
        shelf.save(home, "acme", kept(name))
    assert sorted(path.name for path in home.dossier("acme").iterdir()) == ["last.json", "three", "two"]


def test_a_cut_frame_is_no_dossier(home):
    folder = shelf.save(home, "acme", kept("one"))
    (folder / "events.parquet").write_bytes(b"PAR1cut")
    assert shelf.load(home, "acme") is None


@pytest.mark.parametrize("pointer", [b"", b"{", b"[]", b'{"format": 1, "runs": 3}', b'{"format": 1, "runs": ["../x"]}'])
def test_a_broken_pointer_is_no_dossier(home, pointer):
    shelf.save(home, "acme", kept("one"))
    (home.dossier("acme") / "last.json").write_bytes(pointer)
    assert shelf.load(home, "acme") is None


def test_a_run_that_fails_half_way_leaves_the_last_one(home, monkeypatch):
    shelf.save(home, "acme", kept("one"))
    monkeypatch.setattr("os.fsync", _full_disk)
    with pytest.raises(DiskError):
        shelf.save(home, "acme", kept("two"))
    back = shelf.load(home, "acme")
    assert back is not None
    assert back.run_id == "one"


def _full_disk(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_equal_content_has_an_equal_id():
    frames = kept("one").frames
    assert shelf.run_id(frames, since=SINCE, now=NOW) == shelf.run_id(frames, since=SINCE, now=NOW)


def test_another_day_is_another_run():
    frames = kept("one").frames
    assert shelf.run_id(frames, since=SINCE, now=NOW) != shelf.run_id(frames, since=SINCE, now=SINCE)


def test_a_damaged_run_gives_way_to_the_one_before(home):
    shelf.save(home, "acme", kept("one"))
    folder = shelf.save(home, "acme", kept("two"))
    (folder / "events.parquet").write_bytes(b"PAR1cut")
    back = shelf.load(home, "acme")
    assert back is not None
    assert back.run_id == "one"
