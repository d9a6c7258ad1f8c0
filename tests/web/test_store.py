from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from researchkit.errors import DiskError
from researchkit.web.store import Store, Stored

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
GOOD = Stored(url="https://acme.example/a", status=200, content_type="text/html", fetched=NOW, content=b"<p>good</p>")

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from researchkit.web.store import Store, Stored
store = Store(Path(sys.argv[1]))
print("open", flush=True)
for number in range(int(sys.argv[3])):
    body = str(number).encode() * 5000
    store.put(f"{sys.argv[2]} {number % 20}", Stored(
        url="u", status=200, content_type="", fetched=datetime(2026, 5, 4, tzinfo=UTC), content=body))
    print(number, flush=True)
"""


def test_what_was_put_is_there_the_next_time(tmp_path):
    with Store(tmp_path / "http.sqlite") as store:
        store.put("a", GOOD)
    with Store(tmp_path / "http.sqlite") as store:
        assert store.get("a") == GOOD
        assert store.get("b") is None


def test_it_is_written_ahead_and_holds_json(tmp_path):
    with Store(tmp_path / "http.sqlite") as store:
        store.put("a", GOOD)
    with sqlite3.connect(tmp_path / "http.sqlite") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        ((card,),) = raw.execute("SELECT card FROM answers").fetchall()
    raw.close()
    assert card.startswith("{")


def test_a_confirmed_answer_has_a_new_time_and_the_same_bytes(tmp_path):
    later = NOW + timedelta(hours=1)
    with Store(tmp_path / "http.sqlite") as store:
        store.put("a", GOOD)
        assert store.confirm("a", GOOD, fetched=later) == replace(GOOD, fetched=later)
        assert store.get("a") == replace(GOOD, fetched=later)


@pytest.mark.parametrize("damage", [b"this is no database" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_set_aside_and_begun_anew(tmp_path, damage):
    path = tmp_path / "http.sqlite"
    path.write_bytes(damage)
    with Store(path) as store:
        store.put("a", GOOD)
        assert store.get("a") == GOOD
    assert (tmp_path / "http.sqlite.corrupt-1").read_bytes() == damage


def test_a_file_cut_in_half_is_set_aside_when_it_is_noticed(tmp_path):
    path = tmp_path / "http.sqlite"
    with Store(path) as store:
        for number in range(50):
            store.put(str(number), replace(GOOD, content=b"x" * 20_000))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with Store(path) as store:
        for number in range(50):
            store.get(str(number))
        store.put("a", GOOD)
        assert store.get("a") == GOOD


def test_what_stands_beside_the_damage_is_saved_before_the_run_begins(tmp_path):
    path = tmp_path / "http.sqlite"
    with Store(path) as store:
        for number in range(60):
            store.put(str(number), replace(GOOD, content=str(number).encode() * 1000))
    pages = bytearray(path.read_bytes())
    page = int.from_bytes(pages[16:18])  # of the database, as its head says
    for place in range(5 * page, 6 * page, 512):
        pages[place : place + 100] = b"\xa5" * 100
    path.write_bytes(pages)
    with Store(path) as store:
        kept = [
            number
            for number in range(60)
            if (found := store.get(str(number))) and found.content == str(number).encode() * 1000
        ]
        store.put("new", GOOD)
    assert 45 <= len(kept) < 60
    assert (tmp_path / "http.sqlite.corrupt-1").exists()
    with Store(path) as store:
        assert store.get("new") == GOOD
    assert not (tmp_path / "http.sqlite.corrupt-2").exists()


def test_an_entry_whose_bytes_were_changed_counts_as_absent(tmp_path):
    with Store(tmp_path / "http.sqlite") as store:
        store.put("a", GOOD)
        store.put("b", GOOD)
    raw = sqlite3.connect(tmp_path / "http.sqlite")
    raw.execute("UPDATE answers SET body = ? WHERE key = 'a'", (b"<p>evil</p>",))
    raw.execute("UPDATE answers SET card = '{\"x\": 1}' WHERE key = 'b'")
    raw.commit()
    raw.close()
    with Store(tmp_path / "http.sqlite") as store:
        assert store.get("a") is None
        assert store.get("b") is None


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DiskError) as failed:
        Store(tmp_path / "file" / "cache" / "http.sqlite")
    assert "\n" not in str(failed.value)


def test_two_runs_share_one_file(tmp_path):
    path = tmp_path / "http.sqlite"
    runs = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, "60"], stdout=subprocess.PIPE)
        for name in ("one", "two")
    ]
    for run in runs:
        run.communicate(timeout=60)
        assert run.returncode == 0
    with Store(path) as store:
        for name in ("one", "two"):
            for number in range(40, 60):
                assert store.get(f"{name} {number % 20}").content == str(number).encode() * 5000


def test_kill_9_leaves_only_whole_answers(tmp_path):
    path = tmp_path / "http.sqlite"
    for told in (1, 3, 10, 25):
        run = subprocess.Popen([sys.executable, "-c", WRITER, str(path), "k", "100000"], stdout=subprocess.PIPE)
        for _ in range(told + 1):
            last = run.stdout.readline().strip()
        run.send_signal(signal.SIGKILL)
        run.wait(20)
        run.stdout.close()
        with Store(path) as store:
            kept = [store.get(f"k {number}") for number in range(20)]
            assert store.get(f"k {int(last) % 20}") is not None
            for one in kept:
                if one is not None:
                    number = one.content[: len(one.content) // 5000]
                    assert one.content == number * 5000
    assert not list(tmp_path.glob("*.corrupt-*"))


FULL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from researchkit.errors import DiskError
from researchkit.web.store import Store, Stored
store = Store(Path(sys.argv[1]))
def put(key):
    now = datetime(2026, 5, 4, tzinfo=UTC)
    store.put(key, Stored(url="u", status=200, content_type="", fetched=now, content=b"x" * 90_000))
put("good")
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
try:
    for number in range(50):
        put(f"more {number}")
except DiskError as error:
    print(error)
print(len(store.get("good").content))
"""


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path):
    pytest.importorskip("resource")
    path = tmp_path / "http.sqlite"
    run = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False)
    said, size = run.stdout.splitlines()
    assert "cannot be used" in said
    assert size == "90000"
    with Store(path) as store:
        assert len(store.get("good").content) == 90_000
        store.put("after", GOOD)
        assert store.get("after") == GOOD
