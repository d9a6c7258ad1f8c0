"""Commands run in forked children, so that libraries are imported once and a child can be killed at any moment."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from researchkit.workspace import Workspace

PATIENCE_S = 90.0
_WRITES = ("os.rename", "os.remove", "os.mkdir", "os.chmod", "os.truncate", "shutil.rmtree", "sqlite3.connect")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (minus the signal's number when killed) and what it said on standard error."""

    code: int
    said: str

    @property
    def clean(self) -> bool:
        """No traceback, and at most two lines beside the progress bar: a reason, and a warning."""
        lines = [line for line in self.said.replace("\r", "\n").splitlines() if line.strip() and "pages" not in line]
        return "Traceback" not in self.said and len(lines) <= 2 and not (self.code > 0 and not lines)


def warm() -> None:
    """Import what every run needs, before the first fork. No thread is started."""
    import feedparser  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import requests  # noqa: F401
    import sklearn.feature_extraction.text  # noqa: F401
    import spacy  # noqa: F401
    import trafilatura  # noqa: F401
    import typst  # noqa: F401

    import researchkit.analysis.language as language
    import researchkit.brief.export.markdown
    import researchkit.brief.export.pdf
    import researchkit.collecting
    import researchkit.notebook.create  # noqa: F401
    from researchkit import sample

    language.load()
    sample._pages()


def start(home: Workspace, words: list[str], said: Path, before: Callable[[], None] = lambda: None) -> int:
    """Run the `researchkit` command with `words` in a forked child ("&&" begins another); return its process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
        os.environ["RESEARCHKIT_HOME"] = str(home.root)
        before()
        code = _commands(words)
    except BaseException:  # noqa: BLE001 – whatever ends a child is told, and ends it
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _commands(words: list[str]) -> int:
    """Run one command after another, while each ends with 0."""
    from researchkit.cli import app

    code = 0
    while words and not code:
        first, words = (words[: words.index("&&")], words[words.index("&&") + 1 :]) if "&&" in words else (words, [])
        try:
            app(first, standalone_mode=True)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else bool(ended.code)
    return code


def wait(child: int, said: Path, *, kill_after_s: float | None = None) -> Ended:
    """Wait for a child, or kill it with -9 after so long."""
    killer = None
    if kill_after_s is not None:
        killer = threading.Timer(kill_after_s, _kill, (child,))
        killer.start()
    limit = threading.Timer(PATIENCE_S, _kill, (child,))
    limit.daemon = True
    limit.start()
    _, status = os.waitpid(child, 0)
    for timer in (killer, limit):
        if timer is not None:
            timer.cancel()
    code = os.waitstatus_to_exitcode(status)
    return Ended(code, said.read_text("utf-8", "replace") if said.exists() else "")


def run(home: Workspace, words: list[str], said: Path, before: Callable[[], None] = lambda: None) -> Ended:
    """Run one command to its end."""
    return wait(start(home, words, said, before), said)


def apart(work: Callable[[], Any], said: Path) -> Any:
    """Return what `work` returns in a child of its own, where it may change mounts and limits. JSON values only."""
    child = os.fork()
    if not child:
        try:
            said.write_text(json.dumps(work()), encoding="utf-8")
            os._exit(0)
        except BaseException:  # noqa: BLE001 – whatever ends a child is told, and ends it
            import traceback

            traceback.print_exc()
            os._exit(70)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError("the child that changes mounts failed; its message stands above")
    return json.loads(said.read_text(encoding="utf-8"))


def dies_at_touch(number: int) -> Callable[[], None]:
    """Return what makes a child kill itself as it is about to touch the disk for the `number`th time."""

    def arm() -> None:
        left = [number]

        def hear(event: str, details: tuple[Any, ...]) -> None:
            writes = event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)
            if writes or event in _WRITES:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hear)

    return arm


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def clock() -> float:
    """Return seconds of a clock that never steps back."""
    return time.monotonic()
