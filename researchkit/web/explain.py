"""The typed failure behind what the libraries raised: too slow, too large, not to be trusted, cut, never reached."""

from __future__ import annotations

from researchkit.errors import BadAnswer, TooLarge, TooSlow, WebError
from researchkit.web.connect import Insecure, NotReached
from researchkit.web.decode import DecodeError
from researchkit.web.lease import Lease
from researchkit.web.limits import MEBIBYTE

LATER = "Try again later; if it stays so, open the page in a browser and save it into the saved folder."


class Dropped(BadAnswer):
    """The connection broke off before an answer began; it may be asked for once more."""


def unusable() -> tuple[type[Exception], ...]:
    """Return what the libraries raise when an exchange comes to nothing."""
    import http.client

    import requests
    import urllib3

    return (
        requests.RequestException,
        urllib3.exceptions.HTTPError,
        http.client.HTTPException,
        OSError,
        DecodeError,
        UnicodeError,
        ValueError,  # the standard library's word for chunk sizes and headers that cannot be
    )


def explain(error: Exception, lease: Lease, timeout_s: float, max_bytes: int) -> WebError:
    """Return the typed failure behind what the libraries raised."""
    target = lease.target
    if lease.overflowed:
        return too_large(target.url, target.host, max_bytes)
    if lease.expired or _caused_by(error, TimeoutError):
        return too_slow(lease, timeout_s)
    if isinstance(error, DecodeError):
        return BadAnswer(target.url, f"The answer of {target.host} cannot be unpacked: {error}", do=LATER)
    import ssl

    if _caused_by(error, ssl.SSLCertVerificationError):
        return Insecure(
            target.url,
            f"The certificate of {target.host} is not to be trusted",
            do="Open the page in a browser to see why; it is not read before that is mended.",
        )
    if _caused_by(error, ssl.SSLError):
        return Insecure(target.url, f"No secure connection to {target.host} can be made", do=LATER)
    if _before_any_answer(error):
        return Dropped(target.url, f"{target.host} broke the connection off", do=LATER)
    return BadAnswer(target.url, f"The answer of {target.host} is cut short or not HTTP", do=LATER)


def too_slow(lease: Lease, timeout_s: float) -> TooSlow:
    """Return the failure of an exchange whose time is over."""
    if not lease.sent:
        what = f"{lease.target.host} did not take the connection within {timeout_s:.3g} seconds"
        return NotReached(lease.target.url, what, do="Try again later.")
    if lease.renewed:
        what = f"{lease.target.host} broke its answer off: too little came for {timeout_s:.3g} seconds"
        return TooSlow(lease.target.url, what, do="Try again later; what came is kept.")
    what = f"{lease.target.host} did not finish its answer within {timeout_s:.3g} seconds"
    return TooSlow(lease.target.url, what, do="Try again later.")


def too_large(url: str, host: str, max_bytes: int) -> TooLarge:
    """Return the failure of an answer that is over its cap."""
    size = f"{max_bytes / MEBIBYTE:.3g} MiB"
    return TooLarge(
        url, f"The answer of {host} is larger than {size}", do="Save the part you need into the saved folder."
    )


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting and len(found) < 30:
        one = waiting.pop()
        if one in found:
            continue
        found.append(one)
        linked = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting += [other for other in linked if isinstance(other, BaseException)]
    return found


def _caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(one, kind) for one in _chain(error))


def _before_any_answer(error: BaseException) -> bool:
    import http.client

    kinds = (http.client.RemoteDisconnected, ConnectionResetError, ConnectionAbortedError, BrokenPipeError)
    return any(isinstance(one, kinds) for one in _chain(error)) and not _caused_by(error, http.client.IncompleteRead)
