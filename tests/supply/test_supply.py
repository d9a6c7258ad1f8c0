"""What is installed is locked by its hashes, named with its licence, and nothing tells where it is fetched from."""

import re
import tomllib

import pytest
from licences import LOCK, PAGE, ROOT, licence_of, locked

LOCKS = (LOCK, ROOT / "requirements-dev.lock")
# Licences under which a program of our own may be given on with what it installs.
STRONG = re.compile(r"(?i)\b(AGPL|GPL(?!.*(?:LGPL|Lesser))|SSPL|proprietary|non-?commercial)\b")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_its_hashes_and_no_host(lock):
    text = lock.read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert len(pinned) > 100
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= len(pinned)
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_dependency_of_the_project_is_locked(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["docx"]]
    if lock is not LOCK:
        asked += [line for line in project["optional-dependencies"]["dev"] if not line.startswith("researchkit")]
    names = {re.split(r"[\[<>=;~! ]", line)[0].lower() for line in asked}
    assert names - set(locked(lock)) == set()


def test_every_locked_package_stands_on_the_page_with_its_licence():
    told = dict(re.findall(r"^\| ([a-z0-9._-]+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE))
    assert told.pop("package") == "licence"
    assert set(told) == set(locked())
    assert all(told.values())


def test_no_licence_forbids_what_we_do():
    told = {name: licence_of(name) or "" for name in locked()}
    assert {name: licence for name, licence in told.items() if STRONG.search(licence)} == {}


def test_the_set_up_names_no_host():
    for path in (ROOT / "bootstrap.py", ROOT / "pyproject.toml", ROOT / ".ci" / "run"):
        assert not re.findall(r"index-url|://(?![^\s\"')]*\.example)", path.read_text("utf-8")), path.name
