"""robots.txt as RFC 9309 has it: what the file says, and what its absence or failure means. Pure.

A 4xx allows everything, a 5xx, a timeout or a broken answer allows nothing; only the first 500 KiB count;
a web page where the file should be holds no rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from researchkit.web.limits import MAX_CRAWL_DELAY_S, MAX_ROBOTS_BYTES, PRODUCT

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks of us. `closed` is the reason when its robots.txt could not be read, so nothing is asked."""

    parsed: Any = field(default=None, repr=False, compare=False)  # protego's parsed file, None when there are no rules
    closed: str | None = None

    def allows(self, url: str) -> bool:
        """Tell whether `url` may be asked for."""
        if self.closed is not None:
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT))

    @property
    def delay_s(self) -> float:
        """The seconds between two requests that the site asks for, at most 30."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(PRODUCT)
        asked = [self.parsed.crawl_delay(PRODUCT) or 0.0]
        if rate is not None and rate.requests > 0:
            asked.append(rate.seconds / rate.requests)
        return min(max(asked), MAX_CRAWL_DELAY_S)


ALLOW_ALL = Rules()


def read_robots(content: bytes) -> Rules:
    """Return the rules in the bytes of a robots.txt. Any bytes will do; nothing is raised."""
    from protego import Protego

    text = _text(content[:MAX_ROBOTS_BYTES])
    if len(content) > MAX_ROBOTS_BYTES:
        text = text.rpartition("\n")[0]  # a rule cut in half would say something else
    if text.lstrip().startswith("<"):
        return ALLOW_ALL
    return Rules(Protego.parse(text.replace("\x00", "")))


def rules_from_status(status: int) -> Rules | None:
    """Return what an answer without a usable body means: None for a 2xx, whose body is to be read."""
    if 200 <= status < 300:
        return None
    if 400 <= status < 500 and status != 429:
        return ALLOW_ALL
    return Rules(closed=f"answered {status}")


def _text(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace").lstrip("\ufeff")
    return content.decode("utf-8", errors="replace")
