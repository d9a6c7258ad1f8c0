"""Safe names, whole files, one run at a time."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from researchkit.errors import DiskError, Locked, NameRefused, UnknownCompany
from researchkit.workspace import Workspace, default_workspace, lock, slug_of, sweep, write_atomic


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Stripe", "stripe"),
        ("Hugging Face", "hugging-face"),
        ("Procter & Gamble", "procter-and-gamble"),
        ("Łódź Żółw", "łodz-zołw"),
        ("Café Zoë", "cafe-zoe"),
        ("AT&T", "at-and-t"),
        ("C++ Makers", "c-plus-plus-makers"),
        ("株式会社サンプル", "株式会社サンプル"),
        ("שלום", "שלום"),
        ("Acme 🚀", "acme"),
        ("a.b.c", "a-b-c"),
        ("  spaced   out ", "spaced-out"),
        ("'; DROP TABLE companies; --", "drop-table-companies"),
        ("$(rm -rf x)", "rm-rf-x"),
        ("ＦＵＬＬ", "full"),
        ("Novo Nordisk A/S", "novo-nordisk-a-s"),
        ("24/7 Software", "24-7-software"),
    ],
)
def test_a_name_becomes_a_safe_file_name(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "..",
        ".",
        "../etc",
        "/etc/passwd",
        "~/x",
        ".hidden",
        "a\\b",
        "C:\\x",
        "x\0y",
        "🚀",
        "---",
        "con",
        "NUL",
        "Com1",
        "me",
        "compare",
        "a" * 5000,
    ],
)
def test_a_name_that_cannot_be_a_file_is_refused(name):
    with pytest.raises(NameRefused):
        slug_of(name)


def test_a_long_name_is_cut():
    assert len(slug_of("very " * 39)) <= 60


def test_an_unknown_company_names_the_nearest(tmp_path):
    write_atomic(tmp_path / "notebooks" / "stripe.toml", b"")
    with pytest.raises(UnknownCompany, match=r"nearest is notebooks/stripe\.toml.*researchkit new"):
        Workspace(tmp_path).find("strype")


def test_the_users_own_stories_are_no_company(tmp_path):
    write_atomic(tmp_path / "notebooks" / "me.toml", b"")
    assert Workspace(tmp_path).companies() == []


def test_a_notebook_inside_notebooks_finds_the_workspace(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.delenv("RESEARCHKIT_HOME", raising=False)
    monkeypatch.chdir(tmp_path / "notebooks")
    assert default_workspace().root == tmp_path


def test_the_environment_can_name_the_workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("RESEARCHKIT_HOME", str(tmp_path))
    assert default_workspace().root == tmp_path


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = write_atomic(tmp_path / "page.md", b"good")
    monkeypatch.setattr("os.fsync", _full_disk)
    with pytest.raises(DiskError, match="No space left"):
        write_atomic(path, b"half")
    assert path.read_bytes() == b"good"


def test_a_failed_write_leaves_no_stray_file(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", _full_disk)
    with pytest.raises(DiskError):
        write_atomic(tmp_path / "page.md", b"half")
    assert list(tmp_path.iterdir()) == []


def _full_disk(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_what_a_killed_run_left_is_swept(tmp_path):
    (tmp_path / ".page.md.abc.part").write_bytes(b"half")
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_one_line(tmp_path):
    (tmp_path / "page.md").mkdir()
    with pytest.raises(DiskError, match=r"Cannot write .*page\.md"):
        write_atomic(tmp_path / "page.md", b"x")


def test_two_runs_on_one_company_do_not_meet(tmp_path):
    home = Workspace(tmp_path)
    code = """
        import sys
        from pathlib import Path
        from researchkit.workspace import Workspace, lock
        from researchkit.errors import Locked
        try:
            with lock(Workspace(Path(sys.argv[1])), "acme"):
                print("in")
        except Locked:
            print("locked")
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)]
    with lock(home, "acme"):
        first = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    second = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert (first.strip(), second.strip()) == ("locked", "in")


def test_a_held_lock_says_what_to_do(tmp_path):
    home = Workspace(tmp_path)
    with lock(home, "acme"), pytest.raises(Locked, match="Wait for it to end"), lock(home, "acme"):
        pass


def test_paths_lie_inside_the_workspace():
    home = Workspace(Path("/home/ann/research"))
    assert home.profile("acme") == Path("/home/ann/research/notebooks/acme.toml")


def test_a_write_sweeps_what_was_left_of_its_own_name(tmp_path):
    (tmp_path / ".page.md.abc.part").write_bytes(b"half")
    (tmp_path / ".other.md.abc.part").write_bytes(b"half")
    write_atomic(tmp_path / "page.md", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.md.abc.part", "page.md"]


def test_what_another_run_is_writing_is_not_swept(tmp_path):
    import fcntl

    stray = tmp_path / ".page.md.abc.part"
    with stray.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        sweep(tmp_path)
        assert stray.exists()
