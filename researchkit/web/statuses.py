"""What a status means for a person, and how a URL is shown without its secrets. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from researchkit.errors import BadAnswer, NotCached, RobotsRefused, TooLarge, TooSlow, WebError
from researchkit.records import Failure, Outcome, Request
from researchkit.web.turns import BudgetSpent
from researchkit.web.waits import AskedToWait, in_words

GOOD = frozenset({200, 203})
RETRIED = frozenset({429, 502, 503, 504})
_BLOCKED = frozenset({401, 403, 407, 429, 451})

_SAVE = "Open it in a browser and save it into the saved folder."
_SAID: dict[int, tuple[str, str]] = {
    401: ("asks for a login (401)", _SAVE),
    402: ("asks for payment (402)", _SAVE),
    403: ("refuses programs (403)", _SAVE),
    404: ("has no such page (404)", "Check the address; the page may have moved."),
    407: ("is behind a proxy that asks for a login (407)", "Check the proxy settings."),
    410: ("has removed this page (410)", "Take the address out of the TOML."),
    429: ("asks us to come less often (429)", "Try again later."),
    451: ("may not show this page for legal reasons (451)", _SAVE),
    500: ("has an error of its own (500)", "Try again later."),
    502: ("is out of order behind its front door (502)", "Try again later."),
    503: ("is not available now (503)", "Try again later."),
    504: ("is out of order behind its front door (504)", "Try again later."),
}
_SECRET = re.compile(
    r"(?i)([?&;](?:[^=&;]*[_.-])?"
    r"(?:api-?key|key|[a-z]*token|[a-z]*secret|pass|passw(?:or)?d|pwd|auth|authorization|sig|signature|e?mail|session|sid)"
    r"=)[^&;#]*"
)


def bad_status(url: str, host: str, status: int, *, retry_after_s: float | None = None) -> BadAnswer:
    """Return the failure that `status` stands for: AskedToWait for those worth another try, BadAnswer otherwise."""
    said, do = _SAID.get(status, (f"answered with status {status}, which brings no page", "Check the address."))
    if status in RETRIED:
        if retry_after_s:
            do = f"Come back in {in_words(retry_after_s)}, as the site asks."
        return AskedToWait(url, f"{host} {said}", status=status, retry_after_s=retry_after_s, do=do)
    return BadAnswer(url, f"{host} {said}", status=status, do=do)


def to_failure(request: Request, error: WebError) -> Failure:
    """Return `error` as the value that a batch carries."""
    status = error.status if isinstance(error, BadAnswer) else None
    return Failure(
        request=request,
        outcome=_outcome(error, status),
        reason=error.what.rstrip(".") + ".",
        what_to_do=error.do or "Check the address, or try again later.",
        status=status,
        retry_after_s=error.retry_after_s if isinstance(error, AskedToWait) else None,
    )


def serves_stale(error: WebError) -> bool:
    """Tell whether a page kept earlier may stand in: the site failed, rather than said that the page is not for us."""
    if isinstance(error, BadAnswer):
        return error.status is None or error.status >= 500 or error.status == 429 or error.status in GOOD
    return isinstance(error, (TooSlow, TooLarge, BudgetSpent))


def shown(url: str) -> str:
    """Return `url` as logs and reasons may show it: one line, bounded, without credentials and secret parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(an address that cannot be read)"
    netloc = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))
    visible = _SECRET.sub(r"\1…", bare)
    if not visible.isprintable():
        visible = "".join(char if char.isprintable() else "�" for char in visible)
    return visible if len(visible) <= 300 else visible[:299] + "…"


def _outcome(error: WebError, status: int | None) -> Outcome:
    if isinstance(error, NotCached):
        return "not_tried"
    return "blocked" if isinstance(error, RobotsRefused) or status in _BLOCKED else "failed"
