"""A workspace with good work in it, and what must still be so after a fault."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from researchkit import sample, shelf
from researchkit.workspace import Workspace
from tests.faults.children import Ended, clock, run

SPANS = ("180d", "150d")  # two windows, so that a run has a new dossier to write
_NEW = b"**NEW** "
OFFLINE = ["research", "sample", "--offline", "--since"]


@dataclass(slots=True)
class Desk:
    """The good work: a template folder, and the bytes that a page may have."""

    root: Path
    pages: dict[str, set[bytes]] = field(default_factory=dict)
    answers: int = 0
    longest_s: float = 0.0  # of one research and export

    @property
    def template(self) -> Workspace:
        """The workspace that each trial begins with."""
        return Workspace(self.root / "template")

    def fresh(self, name: str) -> Workspace:
        """Return a copy of the template."""
        home = Workspace(self.root / name)
        shutil.copytree(self.template.root, home.root)
        return home

    def said(self, name: str) -> Path:
        """Return the file into which a child's standard error goes."""
        return self.root / f"{name}.err"

    def call(self, home: Workspace, *words: str) -> Ended:
        """Run one command to its end."""
        return run(home, list(words), self.said(home.root.name))

    def export(self, home: Workspace, suffix: str = ".md") -> Ended:
        """Export the page to its usual place."""
        return self.call(home, "export", "sample", str(home.root / f"page{suffix}"))


def prepare(root: Path, *, slim: bool = False) -> Desk:
    """Research and export the sample for each window; `slim`: from its own feeds alone.

    Raises RuntimeError when that fails without any fault.
    """
    desk = Desk(root)
    suffixes = (".md",)
    home = desk.template
    home.notebooks.mkdir(parents=True)
    home.profile("sample").write_text(_slim() if slim else sample.profile(), encoding="utf-8")
    for number, span in enumerate((*SPANS, *SPANS)):
        began = clock()
        words = ["research", "sample", "--since", span] if number == 0 else [*OFFLINE, span]
        for ended in (desk.call(home, *words), *(desk.export(home, suffix) for suffix in suffixes)):
            if ended.code:
                raise RuntimeError(ended.said)
        for suffix in suffixes:
            desk.pages.setdefault(suffix, set()).add((home.root / f"page{suffix}").read_bytes())
        desk.longest_s = clock() - began
    desk.answers = _answers(home)
    return desk


def losses(desk: Desk, home: Workspace, *, unmarked: bool = False) -> list[str]:
    """Return what is lost or half-written in `home`, a line each; `unmarked`: whatever a page marks as new."""
    lost: list[str] = []
    if home.profile("sample").read_bytes() != desk.template.profile("sample").read_bytes():
        lost.append("the profile changed")
    kept = shelf.load(home, "sample")
    if kept is None or kept.frames["documents"].empty:
        lost.append("the dossier is gone")
    for suffix, good in desk.pages.items():
        path = home.root / f"page{suffix}"
        if not path.is_file() or not _is_among(path.read_bytes(), good, unmarked=unmarked):
            lost.append(f"page{suffix} is neither the old nor the new one")
    if _answers(home) < desk.answers:
        lost.append("fetched pages are gone")
    return lost


def unhealed(desk: Desk, home: Workspace, *, span: str, online: bool = False, unmarked: bool = False) -> list[str]:
    """Run again without a fault; return what is not as it should be."""
    words = ["research", "sample", "--since", span] if online else [*OFFLINE, span]
    wrong = []
    for ended in (desk.call(home, *words), desk.export(home)):
        if ended.code or not ended.clean:
            wrong.append(f"the next run ended with {ended.code}: {ended.said.strip()[-200:]}")
    strays = [str(path.relative_to(home.root)) for path in home.root.rglob("*.part")]
    # A stray of the run's own folder goes when that run is written again or leaves the shelf.
    return wrong + [f"left behind: {stray}" for stray in strays] + losses(desk, home, unmarked=unmarked)


def _is_among(page: bytes, good: set[bytes], *, unmarked: bool) -> bool:
    """Tell whether a page is a good one. What is new on it depends on the run before: after a moved clock, another."""
    if not unmarked:
        return page in good
    return page.replace(_NEW, b"") in {one.replace(_NEW, b"") for one in good}


def _slim() -> str:
    """Return the sample's profile with its first two places alone."""
    return "[[places]]".join(sample.profile().split("[[places]]")[:3])


def _answers(home: Workspace) -> int:
    """Return how many answers the page cache holds, 0 when it is damaged. A copy is looked at: the disk may be full."""
    with tempfile.TemporaryDirectory(prefix="researchkit-look-") as folder:
        for path in home.cache.glob("http.sqlite*"):
            shutil.copy(path, folder)
        with closing(sqlite3.connect(Path(folder) / "http.sqlite")) as opened:
            try:
                (verdict,) = opened.execute("PRAGMA integrity_check").fetchone()
                (count,) = opened.execute("SELECT count(*) FROM answers").fetchone()
            except sqlite3.Error:
                return 0
    return int(count) if verdict == "ok" else 0
