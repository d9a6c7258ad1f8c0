"""The faults, one function a kind: each makes one trial, by its number, and returns what was lost, a line each."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from researchkit import sample
from researchkit.workspace import Workspace
from tests.faults.children import Ended, apart, dies_at_touch, run, start, wait
from tests.faults.desk import OFFLINE, SPANS, Desk, losses, unhealed

Complaints = list[str]
SEED = 20260901


class CannotHere(Exception):
    """This machine does not allow the fault to be made; the reason is the message."""


def killed_at_a_moment(desk: Desk, number: int) -> Complaints:
    """kill -9 after a seeded time, somewhere in research and export."""
    home = desk.fresh(f"moment-{number}")
    said = desk.said(home.root.name)
    after_s = random.Random(SEED + number).random() * desk.longest_s
    wait(start(home, _whole_job(home, number), said), said, kill_after_s=after_s)
    return _after(desk, home, number)


def killed_at_a_touch(desk: Desk, number: int) -> Complaints:
    """kill -9 as the run is about to open, replace, remove or make a file, at a seeded one of them."""
    home = desk.fresh(f"touch-{number}")
    said = desk.said(home.root.name)
    touch = 1 + random.Random(SEED + number).randrange(60)
    wait(start(home, _whole_job(home, number), said, dies_at_touch(touch)), said)
    return _after(desk, home, number)


def limited_file_size(desk: Desk, number: int) -> Complaints:
    """RLIMIT_FSIZE from nothing to half a megabyte."""
    limit_bytes = (0, 100, 2_000, 8_192, 30_000, 65_536, 200_000, 500_000)[number % 8]
    home = desk.fresh(f"fsize-{number}")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    ended = [
        _limited(desk, home, words, limit)
        for words in (
            ["research", "sample", "--since", SPANS[number % 2]],
            ["export", "sample", str(home.root / "page.md")],
        )
    ]
    return [*_spoken(ended, {0, 2, 3}), *losses(desk, home), *unhealed(desk, home, span=SPANS[0])]


def full_disk(desk: Desk, number: int) -> Complaints:
    """A tmpfs with a few pages to spare, full in the middle of a run; then room is made and the run goes on."""
    spare_kib = (0, 16, 64, 256, 1024, 2048)[number % 6]
    name = f"full-{number}"

    def work() -> Complaints:
        home = _mounted(desk, name)
        used = sum(path.stat().st_blocks for path in home.root.rglob("*")) // 2
        _mount("-o", f"remount,size={used + spare_kib}k", str(home.root))
        ended = [desk.call(home, "research", "sample", "--since", SPANS[0]), desk.export(home)]
        found = [*_spoken(ended, {0, 2, 3}), *losses(desk, home)]
        _mount("-o", "remount,size=200m", str(home.root))
        return [*found, *unhealed(desk, home, span=SPANS[0])]

    return apart(work, desk.said(f"{name}-verdict"))


def read_only(desk: Desk, number: int) -> Complaints:
    """A workspace on a read-only mount: reading works, writing says so in one line, nothing changes."""
    name = f"ro-{number}"

    def work() -> Complaints:
        home = _mounted(desk, name)
        _mount("-o", "remount,ro", str(home.root))
        ended = [
            desk.call(home, *words)
            for words in (
                ["research", "sample"],
                ["research", "sample", "--offline"],
                ["check", "sample"],
                ["export", "sample", str(home.root / "page.md")],
                ["new", "Other Name", "--offline"],
            )
        ]
        found = [*_spoken(ended, {2, 3}), *_spoken([desk.call(home, "brief", "sample")], {0}), *losses(desk, home)]
        _mount("-o", "remount,rw", str(home.root))
        return [*found, *unhealed(desk, home, span=SPANS[0])]

    return apart(work, desk.said(f"{name}-verdict"))


def two_researchers(desk: Desk, number: int) -> Complaints:
    """Two runs on one company at once: one works, the other waits its turn or is told so."""
    home = desk.fresh(f"two-{number}")
    saids = [desk.said(f"two-{number}-{who}") for who in "ab"]
    children = [
        start(home, ["research", "sample", "--since", span], said) for span, said in zip(SPANS, saids, strict=True)
    ]
    ended = [wait(child, said) for child, said in zip(children, saids, strict=True)]
    none_worked = [] if any(one.code == 0 for one in ended) else ["neither run came through"]
    return [
        *none_worked,
        *_spoken(ended, {0, 3}),
        *losses(desk, home),
        *unhealed(desk, home, span=SPANS[number % 2]),
    ]


def corrupt_cache(desk: Desk, number: int) -> Complaints:
    """The page cache cut, overwritten, emptied, or a folder in its place: set aside, and fetched anew."""
    draw = random.Random(SEED + number)
    kinds = ("head", "middle", "cut", "empty", "text", "wal")
    home = desk.fresh(f"cache-{number}")
    path = home.cache / "http.sqlite"
    _spoil(path, kinds[number % len(kinds)], draw)
    ended = [desk.call(home, "research", "sample", "--since", SPANS[0]), desk.export(home)]
    return [*_spoken(ended, {0}), *unhealed(desk, home, span=SPANS[0])]


def truncated_parquet(desk: Desk, number: int) -> Complaints:
    """A frame of the last dossier cut anywhere: the one before it stands in, and the next run makes it anew."""
    draw = random.Random(SEED + number)
    home = desk.fresh(f"parquet-{number}")
    files = sorted(home.dossier("sample").rglob("*.parquet"))
    newest = [path for path in files if path.parent.name == _last(home)]
    path = newest[number % len(newest)]
    content = path.read_bytes()
    path.write_bytes(content[: draw.randrange(len(content))])
    ended = [desk.call(home, "brief", "sample"), desk.export(home)]
    return [*_spoken(ended, {0}), *losses(desk, home), *unhealed(desk, home, span=SPANS[number % 2])]


def clock_backwards(desk: Desk, number: int) -> Complaints:
    """The clock stands earlier than at the run before, or steps back at every look."""
    home = desk.fresh(f"clock-{number}")
    said = desk.said(home.root.name)

    def turn(back: timedelta = timedelta(days=1 + 11 * number), stepping: bool = bool(number % 2)) -> None:
        import researchkit.dossier as dossier

        looks = [0]

        def now() -> object:
            looks[0] += stepping
            return sample.AS_OF - back - timedelta(minutes=looks[0])

        dossier.clock_of = lambda *_, **__: now  # type: ignore[assignment]

    ended = [run(home, ["research", "sample", "--since", SPANS[0]], said, turn)]
    export = desk.call(home, "export", "sample", str(home.root / "earlier.md"))
    # The page of that day may be another one; what is here already stays as it is.
    before = losses(desk, home)
    healed = unhealed(desk, home, span=SPANS[0], online=True, unmarked=True)
    return [*_spoken([*ended, export], {0}), *before, *healed]


def _whole_job(home: Workspace, number: int) -> list[str]:
    """Return research for the other window, and export; every tenth run asks over HTTP."""
    words = [*OFFLINE, SPANS[(number + 1) % 2]]
    if number % 10 == 9:
        words.remove("--offline")
    return [*words, "&&", "export", "sample", str(home.root / "page.md")]


def _after(desk: Desk, home: Workspace, number: int) -> Complaints:
    said = desk.said(home.root.name).read_text("utf-8", "replace")
    found = [f"a traceback: {said[-900:]}"] if "Traceback" in said else []
    found += losses(desk, home)
    found += unhealed(desk, home, span=SPANS[(number + 1) % 2])
    if not found:
        shutil.rmtree(home.root)
    return found


def _limited(desk: Desk, home: Workspace, words: list[str], limit: Callable[[], None]) -> Ended:
    # Standard error goes into a file as well; the limit leaves room for it only because it is small.
    reading, writing = os.pipe()

    def before() -> None:
        os.dup2(writing, 2)
        limit()

    child = start(home, words, desk.said(home.root.name), before)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode("utf-8", "replace")
    return Ended(wait(child, desk.said(home.root.name)).code, said)


def _spoken(ended: list[Ended], codes: set[int]) -> Complaints:
    return [
        f"ended with {one.code}, saying {one.said.strip()[-300:]!r}"
        for one in ended
        if one.code not in codes or not one.clean
    ]


def _mounted(desk: Desk, name: str) -> Workspace:
    """Return a copy of the template on a small disk of its own, which only this process and its children see."""
    import ctypes

    home = Workspace(desk.root / name)
    home.root.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x00020000):  # CLONE_NEWNS
        raise CannotHere("mounts are not permitted here")
    _mount("--make-rprivate", "/")
    _mount("-t", "tmpfs", "-o", "size=200m", "tmpfs", str(home.root))
    shutil.copytree(desk.template.root, home.root, dirs_exist_ok=True)
    return home


def may_mount() -> bool:
    """Tell whether a disk of one's own can be mounted here, apart from everybody else's."""
    command = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"]
    return shutil.which("unshare") is not None and not subprocess.run(command, capture_output=True).returncode


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)


def _last(home: Workspace) -> str:
    from researchkit import shelf

    return shelf._runs(home.dossier("sample"))[0]


def _spoil(path: Path, kind: str, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if kind == "head":
        content[:100] = draw.randbytes(100)
    elif kind == "middle":
        for _ in range(20):
            place = draw.randrange(4096, len(content) - 600)
            content[place : place + 512] = draw.randbytes(512)
    elif kind == "cut":
        del content[draw.randrange(len(content)) :]
    elif kind == "empty":
        content.clear()
    elif kind == "text":
        content[:] = b"<!DOCTYPE html><p>not a database</p>\n" * 40
    path.write_bytes(content)
    if kind == "wal":
        path.with_name(path.name + "-wal").write_bytes(draw.randbytes(9_000))
