"""Readings are kept by what they were made from, and nothing but time is gained by it."""

from __future__ import annotations

import gzip
import json

import pytest

from researchkit import memory
from researchkit.memory import key_of, opened, remembered, remembering


@pytest.fixture
def path(tmp_path):
    return tmp_path / "readings" / "acme.json.gz"


def read_lengths(texts: list[str]) -> tuple[list[int], list[str]]:
    """The length of each text, and the texts that were really read."""
    really: list[str] = []

    def read(places):
        really.extend(texts[place] for place in places)
        return [len(texts[place]) for place in places]

    return remembered("length", [(text,) for text in texts], read), really


def test_without_an_open_memory_everything_is_read():
    assert read_lengths(["one", "three"]) == ([3, 5], ["one", "three"])
    assert read_lengths(["one"]) == ([3], ["one"])


def test_what_the_run_before_read_is_not_read_again(path):
    with remembering(path):
        read_lengths(["one", "three"])
    with remembering(path):
        assert read_lengths(["three", "seventh", "one"]) == ([5, 7, 3], ["seventh"])


def test_a_memory_holds_what_the_last_run_used_and_no_more(path):
    with remembering(path):
        read_lengths(["one", "three"])
    with remembering(path):
        read_lengths(["three"])
    with remembering(path):
        assert read_lengths(["one"])[1] == ["one"]


def test_a_reading_that_does_not_last_is_not_kept(path):
    def read(places):
        return ["stopgap" for _ in places]

    with remembering(path):
        remembered("word", [("one",)], read, lasting=lambda reading: reading != "stopgap")
    with remembering(path):
        assert remembered("word", [("one",)], lambda places: ["real" for _ in places]) == ["real"]


def test_what_a_build_or_an_editor_leaves_voids_nothing(monkeypatch, tmp_path):
    package = tmp_path / "package"
    (package / "__pycache__").mkdir(parents=True)
    (package / "memory.py").write_text("")
    monkeypatch.setattr(memory, "__file__", str(package / "memory.py"))
    before = memory._made_by.__wrapped__()
    (package / "__pycache__" / "memory.pyc.123").write_text("")
    (package / ".#memory.py").symlink_to(tmp_path / "nowhere")
    assert memory._made_by.__wrapped__() == before
    (package / "memory.py").write_text("changed")
    assert memory._made_by.__wrapped__() != before


def test_two_kinds_of_reading_are_never_mixed():
    assert key_of("length", ["one"]) != key_of("colour", ["one"])


def test_parts_are_never_run_together():
    assert key_of("length", ["on", "e"]) != key_of("length", ["o", "ne"])
    assert key_of("length", ["on", " 1 e"]) != key_of("length", ["on 1 e"])


def test_readings_of_other_code_are_void(path):
    with remembering(path):
        read_lengths(["one"])
    stored = json.loads(gzip.decompress(path.read_bytes()))
    path.write_bytes(gzip.compress(json.dumps(stored | {"made_by": "another"}).encode()))
    with remembering(path):
        assert read_lengths(["one"]) == ([3], ["one"])


DAMAGES = {
    "empty": b"", "no gzip": b"no gzip", "no json": gzip.compress(b"no json", mtime=0),
    "a list": gzip.compress(b"[]", mtime=0), "cut": b"cut",
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_as_good_as_none(path, damage):
    with remembering(path):
        read_lengths(["one"])
    path.write_bytes(path.read_bytes()[:40] if damage == b"cut" else damage)
    with remembering(path):
        assert read_lengths(["one"]) == ([3], ["one"])
    with remembering(path):
        assert read_lengths(["one"]) == ([3], [])


def test_a_disk_that_takes_nothing_costs_only_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with remembering(blocked / "acme.json.gz"):
        assert read_lengths(["one"]) == ([3], ["one"])


def test_equal_readings_are_written_as_equal_bytes(tmp_path):
    for name in ("a", "b"):
        with remembering(tmp_path / name):
            read_lengths(["one", "three"])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_run_that_fails_leaves_the_memory_as_it_was(path):
    with remembering(path):
        read_lengths(["one"])
    before = path.read_bytes()

    def fail():
        with remembering(path):
            read_lengths(["three"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_bytes() == before


def test_a_reading_that_changed_is_kept_anew(path):
    for value in (1, 2):
        with remembering(path):
            opened().put("key", value)
    with remembering(path):
        assert opened().get("key") == 2
