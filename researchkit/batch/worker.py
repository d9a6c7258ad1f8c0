"""`python -m researchkit.batch.worker`: tasks come pickled on standard input, parcels go back on standard output.

A process of our own instead of multiprocessing's: it never imports the caller's script anew, and it ends when its
standard input does, however the one who started it ended.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from researchkit.batch.work import Parcel, Task, fault, research_one
from researchkit.web.turns_file import FileTurns


@dataclass(frozen=True, slots=True)
class Start:
    """The first message: where the ledger of turns lies, and how many companies are under way at once."""

    turns: Path
    at_once: int


def send(stream: IO[bytes], message: object) -> None:
    """Write one message and see it off."""
    pickle.dump(message, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def main() -> None:
    """Work until standard input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no parcel
    start: Start = pickle.load(sys.stdin.buffer)
    turns = FileTurns(start.turns)
    sending = threading.Lock()
    with ThreadPoolExecutor(start.at_once) as pool:
        while (task := _next()) is not None:
            slug = task.company.slug

            def back(done: Future[Parcel], slug: str = slug) -> None:
                error = done.exception()
                with sending:
                    send(out, done.result() if error is None else fault(slug, error))

            pool.submit(research_one, task, turns).add_done_callback(back)
        os._exit(0)  # nobody waits for what is still under way


def _next() -> Task | None:
    try:
        task: Task = pickle.load(sys.stdin.buffer)
    except (EOFError, pickle.UnpicklingError):
        return None
    return task


if __name__ == "__main__":
    main()
