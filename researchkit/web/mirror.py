"""Mirrors: files on this disk that answer an address in the site's own form, before the network is asked.

A source does not know of them: it asks for the same address and reads the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from researchkit.records import Page, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """What a mirror answers. `told` names its files in words ("the SEC's bulk files of 27 November").

    `fetched` is when the files came. A reflection that is not `whole` knows a part of what the site would say.
    """

    content: bytes
    content_type: str
    fetched: datetime
    told: str
    whole: bool = True


class Mirror(Protocol):
    """Answers some addresses from files. Thread-safe; a missing or damaged file is no answer, never an error."""

    def reflect(self, request: Request, *, now: datetime) -> Reflection | None:
        """Return the answer to `request`, None where the files have none that is fresh enough at `now`."""
        ...


def mirrored_page(request: Request, reflection: Reflection) -> Page:
    """Return the page that a reflection is for `request`."""
    return Page(
        request=request,
        url=request.url,
        status=200,
        content=reflection.content,
        content_type=reflection.content_type,
        fetched=reflection.fetched,
        from_cache=True,
        mirrored=reflection.told,
    )
