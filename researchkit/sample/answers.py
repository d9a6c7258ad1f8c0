"""One answer of the sample's server, and the few ways to make one."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from researchkit.sample.content import AS_OF


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, type and bytes; `location` is where a redirect leads, `squeeze` allows gzip on the way."""

    content: bytes
    content_type: str
    status: int = 200
    modified: datetime = AS_OF
    location: str = ""
    squeeze: bool = False

    @property
    def etag(self) -> str:
        """A strong validator: the hash of the bytes."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'

    @property
    def last_modified(self) -> str:
        """The time of the last change, as HTTP writes it; never later than the sample's day."""
        return format_datetime(min(self.modified, AS_OF), usegmt=True)


def as_json(value: Any, *, content_type: str = "application/json; charset=utf-8") -> Answer:
    """Return an answer of JSON, readable and the same every time."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Answer(content=text.encode(), content_type=content_type)


def as_gzip(content: bytes) -> Answer:
    """Return an answer that is a gzip file, without a time inside."""
    return Answer(content=gzip.compress(content, mtime=0), content_type="application/gzip")


def moved(target: str) -> Answer:
    """Return a permanent redirect."""
    return Answer(content=b"", content_type="text/plain", status=301, location=target)
