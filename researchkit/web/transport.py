"""One GET over a guarded keep-alive connection, inside a deadline and a byte cap: bytes decoded, or a typed failure."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from researchkit.errors import AddressRefused, BadAnswer, WebError
from researchkit.web.connect import adapter_class, current
from researchkit.web.decode import Decoder, OverCap, accept_encoding
from researchkit.web.explain import LATER, explain, too_large, too_slow, unusable
from researchkit.web.guard import Target
from researchkit.web.lease import Lease, Watchdog
from researchkit.web.limits import MAX_HEADER_BYTES, MAX_WIRE_OVERHEAD_BYTES, WebSettings
from researchkit.web.statuses import shown

_LOG = logging.getLogger("researchkit.web")
_STEP_BYTES = 64 * 1024
_BODILESS = frozenset({204, 304})
_LISTS = frozenset({"content-encoding", "transfer-encoding", "cache-control"})
_UNDONE_CODINGS = frozenset({"", "chunked"})  # another one would leave its marks in the page
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNSEEN = re.compile(r"[^\x20-\x7e\xa1-\xff]")


class Sink(Protocol):
    """Where a body goes that is too large for memory, as it comes over the wire. Both raise WebError or DiskError."""

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Judge the answer before its body is read."""
        ...

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How one exchange is made: headers, seconds, decoded bytes. With `keep_cut` a body over the cap is cut there.

    With a `sink` the seconds are those of a standstill: they begin anew with every piece that comes.
    """

    headers: Mapping[str, str]
    timeout_s: float
    max_bytes: int
    keep_cut: bool = False
    on_sent: Callable[[], None] = lambda: None
    sink: Sink | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one exchange brought. Header names are lower case; `content` is decoded and empty unless status is 2xx."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    wire_bytes: int = 0
    cut: bool = False  # only with `keep_cut`: there was more than the cap

    @property
    def is_redirect(self) -> bool:
        """Tell whether the answer sends us elsewhere."""
        return self.status in _REDIRECTS


def log_exchange(url: str, answer: Answer, seconds: float) -> None:
    """Write the one line that each request leaves in the log."""
    status, size = answer.status, len(answer.content)
    _LOG.info("%s status=%s bytes=%s ms=%.0f from_cache=no", shown(url), status, size, seconds * 1000)


class Transport:
    """Asks; belongs to one thread, which keeps its connections alive. Raises WebError and its kinds."""

    def __init__(self, settings: WebSettings, watchdog: Watchdog, slots: AbstractContextManager[object]) -> None:
        self._slots = slots  # how many exchanges may be open over all hosts
        self._settings = settings
        self._watchdog = watchdog
        self._adapter = adapter_class()(pool_connections=4, pool_maxsize=1)

    def close(self) -> None:
        """Close every connection."""
        self._adapter.close()

    def exchange(self, target: Target, terms: Terms) -> Answer:
        """Ask for `target` once. Redirects are returned, not followed."""
        with self._slots:
            return self._exchange(target, terms)

    def _exchange(self, target: Target, terms: Terms) -> Answer:
        timeout_s, max_bytes = terms.timeout_s, terms.max_bytes
        lease = Lease(
            target,
            deadline=time.monotonic() + timeout_s,
            max_wire_bytes=max_bytes + MAX_WIRE_OVERHEAD_BYTES,
            on_sent=terms.on_sent,
        )
        self._watchdog.watch(lease)
        current.lease = lease
        response = None
        try:
            response = self._send(target, terms.headers, lease)
            if terms.sink is not None:
                answer = _pour(response, lease, terms.sink, timeout_s)
            else:
                answer = _read(response, lease, max_bytes, keep_cut=terms.keep_cut)
        except WebError:
            raise
        except unusable() as error:
            raise explain(error, lease, timeout_s, max_bytes) from error
        finally:
            lease.release()
            if response is not None:
                response.close()
            current.lease = None
        if lease.expired:
            raise too_slow(lease, timeout_s)
        return answer

    def _send(self, target: Target, headers: Mapping[str, str], lease: Lease) -> Any:
        import requests

        # A route speaks plain HTTP whatever the scheme; the address it leads to is fixed by the lease.
        url = target.url.replace("https://", "http://", 1) if target.route is not None else target.url
        all_headers = {"User-Agent": self._settings.user_agent, "Accept": "*/*", "Accept-Encoding": accept_encoding()}
        prepared = requests.Request("GET", url, headers={**all_headers, **headers}).prepare()
        host = (urlsplit(prepared.url or "").hostname or "").strip("[]")
        if host != target.host:
            raise AddressRefused(target.url, f"The address is read in two ways, as {target.host} and as {host}")
        proxies = _env_proxies(target) if self._settings.use_env_proxies else {}
        current.proxied = bool(proxies)
        verify: bool | str = True
        if self._settings.use_env_proxies:  # a proxy of one's own brings a certificate of one's own
            verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
        timeout = lease.left_s()
        return self._adapter.send(prepared, stream=True, timeout=timeout, verify=verify, proxies=proxies)


def _read(response: Any, lease: Lease, max_bytes: int, *, keep_cut: bool) -> Answer:
    headers = _headers(response.raw.headers, lease)
    status = int(response.status_code)
    if status in _BODILESS or not 200 <= status < 300:
        return _without_body(response, status, headers)
    url = lease.target.url
    if headers.get("transfer-encoding", "").strip().lower() not in _UNDONE_CODINGS:
        raise BadAnswer(url, f"{lease.target.host} sends its answer in a form that cannot be undone here", do=LATER)
    declared = headers.get("content-length", "")
    # A length over the cap is refused before a byte is read, unless packing makes it meaningless.
    if declared.isdecimal() and int(declared[:15]) > max_bytes and not keep_cut:
        raise too_large(url, lease.target.host, max_bytes)
    decoder = Decoder(headers.get("content-encoding", ""), max_bytes=max_bytes)
    wire_bytes = 0
    try:
        for piece in response.raw.stream(_STEP_BYTES, decode_content=False):
            wire_bytes += len(piece)
            decoder.feed(piece)
        content = decoder.finish() if not lease.expired else b""
    except OverCap as error:
        if keep_cut:
            return Answer(status, headers, decoder.partial(), wire_bytes, cut=True)
        raise too_large(url, lease.target.host, max_bytes) from error
    return Answer(status, headers, content, wire_bytes)


def _pour(response: Any, lease: Lease, sink: Sink, stall_s: float) -> Answer:
    """Read a body into `sink`. It is never decoded: what is fetched so is packed in itself."""
    headers = _headers(response.raw.headers, lease)
    status = int(response.status_code)
    if status in _BODILESS or not 200 <= status < 300:
        return _without_body(response, status, headers)
    sink.begin(status, headers)
    wire_bytes = 0
    for piece in response.raw.stream(_STEP_BYTES, decode_content=False):
        wire_bytes += len(piece)
        sink.write(piece)
        lease.renew(stall_s)
    return Answer(status, headers, wire_bytes=wire_bytes)


def _without_body(response: Any, status: int, headers: dict[str, str]) -> Answer:
    # A short body is read away so that the connection can serve again; a long one is not worth it.
    length = headers.get("content-length", "")
    if status not in _BODILESS and length.isdecimal() and int(length[:15]) <= _STEP_BYTES:
        response.raw.drain_conn()
    return Answer(status, headers)


def _headers(raw: Any, lease: Lease) -> dict[str, str]:
    size = sum(len(name) + len(value) for name, value in raw.items())
    if size > MAX_HEADER_BYTES:
        raise BadAnswer(lease.target.url, f"{lease.target.host} answered with {size // 1024} KiB of headers")
    headers: dict[str, str] = {}
    for name, value in raw.items():
        # Layers may be told in several headers; of the others that come twice, the first one counts.
        name, value = name.lower(), _UNSEEN.sub("", value)
        if name not in headers:
            headers[name] = value
        elif name in _LISTS:
            headers[name] += f", {value}"
    return headers


def _env_proxies(target: Target) -> dict[str, str]:
    from requests.utils import get_environ_proxies

    return {} if target.route is not None else dict(get_environ_proxies(target.url))
