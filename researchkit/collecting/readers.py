"""A second process that reads articles, for the runs that have hundreds: one process has one interpreter to read with.

It costs half a second of CPU to start, so a usual run never does. What it cannot take, or dies of, is read here.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from researchkit.reading.article import Article
from researchkit.reading.worker import GARBAGE
from researchkit.records import Page

WORTH = 150  # articles asked for, from which on it is worth its start
_AHEAD = 4  # pages it may have before it; this process reads the others meanwhile
_BLINK_S = 0.5  # Windows notices Ctrl-C only between waits


class Readers:
    """Takes pages while it has room and gives their articles back. Used in a `with` block, by one thread."""

    def __init__(self) -> None:
        self._expected = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._ahead: deque[Page] = deque()
        self._front: queue.Queue[Page | None] = queue.Queue()
        self._back: queue.Queue[Article | None] = queue.Queue()
        # Many companies at once have their own threads, and processes enough.
        self._alone = threading.current_thread() is threading.main_thread()
        self._useful = self._alone and (os.cpu_count() or 1) > 1

    def expect(self) -> None:
        """Note that one article more was asked for."""
        self._expected += 1

    def spare(self) -> None:
        """Note that one that was asked for need not be read."""
        self._expected -= 1

    def takes(self, page: Page) -> bool:
        """Take a page if that helps; else the caller reads it."""
        if not self._useful or self._expected < WORTH or len(self._ahead) >= _AHEAD:
            return False
        if self._child is None:
            self._start()
        self._ahead.append(page)
        self._front.put(page)
        return True

    def done(self, *, wait: bool = False) -> Iterator[tuple[Page, Article | None]]:
        """Yield what was read, with `wait` until all is; None for a page that the caller must read after all."""
        while self._ahead:
            try:
                article = self._back.get(block=wait, timeout=_BLINK_S)
            except queue.Empty:
                if wait:
                    continue
                return
            if article is None:  # nothing more comes
                self._useful = False
                while self._ahead:
                    yield self._ahead.popleft(), None
                return
            yield self._ahead.popleft(), article

    def __enter__(self) -> Self:
        self._garbage = gc.get_threshold()
        if self._alone:
            gc.set_threshold(GARBAGE, *self._garbage[1:])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._alone:
            gc.set_threshold(*self._garbage)
        if self._child is not None:
            self._front.put(None)
            self._child.kill()
            self._child.wait()

    def _start(self) -> None:
        command = [sys.executable, "-m", "researchkit.reading.worker"]
        # In a session of its own: Ctrl-C is for this process, which then ends it.
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        assert child.stdin is not None
        assert child.stdout is not None
        # Threads of their own, since a pipe holds less than a page.
        threading.Thread(target=self._feed, args=(child.stdin,), daemon=True).start()
        threading.Thread(target=self._listen, args=(child.stdout,), daemon=True).start()
        self._child = child

    def _feed(self, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):  # it died, which the listener tells
            while (page := self._front.get()) is not None:
                sheet = (page.content, page.url, page.content_type, page.fetched)
                pickle.dump(sheet, stream, protocol=pickle.HIGHEST_PROTOCOL)
                stream.flush()

    def _listen(self, stream: IO[bytes]) -> None:
        try:
            while True:
                self._back.put(pickle.load(stream))
        except (EOFError, pickle.UnpicklingError, OSError, ValueError):
            self._back.put(None)
