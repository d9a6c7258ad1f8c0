"""Connections that pass the guard: one look-up, every address judged, and a judged address is what is connected to."""

from __future__ import annotations

import http.client
import io
import socket
import threading
from functools import lru_cache
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from researchkit.errors import AddressRefused, BadAnswer, TooSlow, WebError
from researchkit.web.guard import check_address
from researchkit.web.lease import Lease, MeteredFile

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter

Found = tuple[socket.AddressFamily, tuple[Any, ...]]


class Unreachable(BadAnswer):
    """The site could not be connected to at all: no such name, nobody listening, no route."""


class NotReached(TooSlow):
    """The site could not be connected to in time."""


class Insecure(Unreachable):
    """No trusted TLS connection can be made."""


class Current(threading.local):
    """The lease of the exchange that this thread is in."""

    lease: Lease | None = None
    proxied: bool = False  # the connection goes to the user's own proxy


current = Current()


def connect(host: str, port: int, lease: Lease) -> socket.socket:
    """Return a connected socket within the lease's time; all addresses are judged before one is used."""
    target = lease.target
    if target.route is not None:
        found = [_numeric(*target.route)]
    else:
        found = look_up(host, port, lease)
        if not current.proxied:
            for _, address in found:
                check_address(str(address[0]), target)
    failure: OSError | None = None
    for family, address in found:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(lease.left_s())
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
            if lease.left_s() <= 0.001:
                break
        else:
            return sock
    if isinstance(failure, TimeoutError):
        raise NotReached(target.url, f"{target.host} did not take the connection in time", do="Try again later.")
    why = failure.strerror if failure is not None else "it has no address"
    raise Unreachable(
        target.url,
        f"{target.host} cannot be reached ({(why or 'no connection').lower()})",
        do="Check the address, and that you are online.",
    ) from failure


def look_up(host: str, port: int, lease: Lease) -> list[Found]:
    """Return the addresses of `host`. The look-up runs in a thread of its own, since nothing can interrupt it."""
    target = lease.target
    answer: SimpleQueue[list[Found] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put([(row[0], row[4]) for row in rows])
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=ask, name="researchkit-look-up", daemon=True).start()
    try:
        found = answer.get(timeout=lease.left_s())
    except Empty:
        raise NotReached(target.url, f"The name {host} was not resolved in time", do="Try again later.") from None
    if isinstance(found, (OSError, UnicodeError)) or not found:
        raise Unreachable(
            target.url,
            f"There is no site at {host}: the name does not resolve",
            do="Check that you are online; if you wrote the address, check its spelling.",
        ) from (found if isinstance(found, Exception) else None)
    return found


def _numeric(address: str, port: int) -> Found:
    if ":" in address:
        return (socket.AF_INET6, (address, port, 0, 0))
    return (socket.AF_INET, (address, port))


class _MeteredAnswer(http.client.HTTPResponse):
    """An answer whose every byte, headers included, counts against the lease."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        lease = current.lease
        if lease is not None:
            raw = self.fp.detach()
            self.fp = io.BufferedReader(MeteredFile(raw, lease), 65_536)

    def _read_status(self) -> tuple[str, int, str]:
        # http.client passes over "100 Continue" alone; "103 Early Hints" is no answer either (RFC 8297).
        while True:
            status: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]
            if not 101 < status[1] < 200:
                return status
            http.client.parse_headers(self.fp)


class _Guarded:
    """What both connection classes share: they connect through the guard and show their socket to the lease."""

    response_class: Any = _MeteredAnswer
    _twin: socket.socket | None = None
    sock: Any
    port: int
    _dns_host: str

    def _new_conn(self) -> socket.socket:
        lease = _lease()
        sock = connect(self._dns_host.strip("[]"), self.port, lease)
        self._twin = sock.dup()
        lease.hold(self._twin)
        return sock

    def request(self, *args: Any, **options: Any) -> None:
        if self._twin is not None:
            _lease().hold(self._twin)
        super().request(*args, **options)  # type: ignore[misc]
        _lease().note_sent()

    def close(self) -> None:
        super().close()  # type: ignore[misc]
        # An answer without a length outlives its connection: http.client closes that first and reads on.
        twin, self._twin = self._twin, None
        if twin is not None and (current.lease is None or not current.lease.adopt(twin)):
            twin.close()


def _lease() -> Lease:
    if current.lease is None:
        raise AddressRefused("", "A connection was asked for outside an exchange")
    return current.lease


@lru_cache(maxsize=1)
def adapter_class() -> type[HTTPAdapter]:
    """Return the requests adapter whose every connection is guarded. Made when first needed, as requests is heavy."""
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    class GuardedHTTP(_Guarded, HTTPConnection):
        pass

    class GuardedHTTPS(_Guarded, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = GuardedHTTP

    class TLSPool(HTTPSConnectionPool):
        ConnectionCls = GuardedHTTPS

    class GuardedAdapter(HTTPAdapter):
        """Sends by guarded connections only."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options)
            self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": TLSPool}

        def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
            manager = super().proxy_manager_for(*args, **options)
            manager.pool_classes_by_scheme = {"http": Pool, "https": TLSPool}
            return manager

    return GuardedAdapter


__all__ = ["Insecure", "NotReached", "Unreachable", "WebError", "adapter_class", "connect", "current", "look_up"]
