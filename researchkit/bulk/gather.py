"""One run that brings bulk files: each kind by itself, and what one of them meets does not stop the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from researchkit import logs, personal
from researchkit.bulk import folder_of
from researchkit.bulk.articles import Articles
from researchkit.bulk.gdelt import phrases, table_of
from researchkit.bulk.minutes import MinuteReader, minutes_of
from researchkit.bulk.sec import KINDS, fetch_archive
from researchkit.collecting.progress import Progress
from researchkit.errors import DiskError, InputError, ParseError, WebError
from researchkit.records import Company
from researchkit.sources import documented_hosts
from researchkit.sources.edgar import SET_CONTACT
from researchkit.web.download import Downloader
from researchkit.web.limits import MEBIBYTE, WebSettings
from researchkit.workspace import Workspace, lock

_LOG = logging.getLogger("researchkit.bulk")
MAX_DAYS = 90  # as far back as GDELT's search looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which files to bring: of so many days of GDELT, besides today (None: none), and the archives of the SEC.

    `web` are WebSettings that differ, `now` is the clock.
    """

    gdelt_days: int | None = 1
    sec: bool = False
    progress: bool = True
    web: Mapping[str, Any] = field(default_factory=dict)
    now: Callable[[], datetime] = lambda: datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of one kind of file, in a sentence; `failed` where it is not all that was wished for."""

    kind: str
    said: str
    failed: bool = False


def gather(companies: Iterable[Company], wish: Wish, *, workspace: Workspace) -> list[Brought]:
    """Bring the files of a wish into the cache of a workspace, for these companies.

    A company whose name is a common word is left out of GDELT's, as the source leaves it out. What fails is told;
    Ctrl-C passes through, and what was complete is kept. Raises InputError for a wish that cannot be, or Locked.
    """
    if wish.gdelt_days is not None and not 0 <= wish.gdelt_days <= MAX_DAYS:
        raise InputError(f"{wish.gdelt_days} days of GDELT's files cannot be", do=f"Say 0 (today) to {MAX_DAYS}.")
    if wish.gdelt_days is None and not wish.sec:
        raise InputError("No bulk files were asked for", do="Add --gdelt-days 1, --sec or both.")
    contact = personal.contact()
    usual = WebSettings(contact=contact, robots_exempt=documented_hosts(), quiet=not wish.progress)
    settings, brought = replace(usual, **wish.web), list[Brought]()
    with (
        lock(workspace, ".bulk"),
        logs.to_file(workspace.cache / "logs", ".bulk", hidden=(contact,)),
        Downloader(workspace.cache, settings, now=wish.now) as web,
    ):
        if wish.sec:
            brought += _archives(folder_of(workspace.cache), web, settings, wish.now)
        if wish.gdelt_days is not None:
            names = phrases(companies)
            brought.append(_days(folder_of(workspace.cache), names, web, settings, wish))
        for one in brought:
            _LOG.info("%s: %s", one.kind, one.said)
    return brought


def _archives(folder: Path, web: Downloader, settings: WebSettings, now: Callable[[], datetime]) -> list[Brought]:
    if not settings.contact:
        said = f"the SEC asks for a contact in the User-Agent, so nothing was fetched. {SET_CONTACT}"
        return [Brought(kind="SEC", said=said, failed=True)]
    brought = []
    for kind in KINDS:
        with Progress(f"SEC {kind.name}", settings, unit="MiB") as progress:
            try:
                about, fetched = fetch_archive(folder, kind, web, now=now(), on_size=_Meter(progress))
            except (WebError, ParseError, DiskError) as error:
                brought.append(Brought(kind=f"SEC {kind.name}", said=str(error), failed=True))
                continue
        came = f"{about.fetched.day} {about.fetched:%B %H:%M} UTC"
        said = f"{about.members:,} registrants, {about.size / MEBIBYTE:,.0f} MiB, of {came}"
        brought.append(Brought(kind=f"SEC {kind.name}", said=said if fetched else f"{said}; new enough, not fetched"))
    return brought


def _days(folder: Path, names: list[str], web: Downloader, settings: WebSettings, wish: Wish) -> Brought:
    if not names:
        return Brought(kind="GDELT", said="no company of the list has a name that can be looked for", failed=True)
    assert wish.gdelt_days is not None
    try:
        with (
            Articles(table_of(folder)) as table,
            Progress("GDELT", settings, unit="minutes") as progress,
        ):
            reader = MinuteReader(table, names, web=web, folder=folder, now=wish.now)
            wanted = minutes_of(wish.now(), wish.gdelt_days)
            missing = reader.missing(wanted)
            progress.grow(len(missing))
            for minute in reader.read(missing):
                progress.step(f"{minute.day} {minute:%b %H:%M}")
    except DiskError as error:
        return Brought(kind="GDELT", said=str(error), failed=True)
    count = reader.count
    left = len(missing) - count.asked
    said = (
        f"asked for {_many(count.asked, 'minute')}, {len(wanted) - len(missing):,} had been read;"
        f" {_many(count.files, 'file')} with {_many(count.articles, 'article')},"
        f" kept {_many(count.kept, 'mention')} of {_many(len(names), 'name')}"
    )
    if count.damaged_lines:
        said += f"; left out {_many(count.damaged_lines, 'damaged line')}"
    if left:
        said += f"; stopped with {_many(left, 'minute')} left"
    if count.failed:
        said += f"; {_many(count.failed, 'minute')} failed, at last: {count.reason.rstrip('.')}. Run it again for these"
    return Brought(kind="GDELT", said=said, failed=bool(count.failed or left))


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


class _Meter:
    """Shows how far a file is, in whole MiB; what is fetched anew is not counted twice."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._expected = 0
        self._shown = 0

    def __call__(self, size: int, total: int | None) -> None:
        expected = max((total or size) // MEBIBYTE, self._expected)
        self._progress.grow(expected - self._expected)
        self._expected = expected
        while self._shown < size // MEBIBYTE:
            self._shown += 1
            self._progress.step()
