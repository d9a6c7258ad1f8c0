"""The hostile server: raw sockets on loopback, one virtual host a case, and a log of who asked what when."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_TICK_S = 0.002
ENDLESS_BYTES = 400 * 1024 * 1024  # a client that has read so much has no cap


@dataclass(frozen=True)
class Logged:
    """One request as it came in. `at` is monotonic seconds; `open_then` counts the host's connections at that time."""

    host: str
    path: str
    at: float
    headers: dict[str, str]
    open_then: int


@dataclass
class Exchange:
    """One request and the raw socket to answer it. Nothing sleeps: waits are on an event that ends with the server."""

    sock: socket.socket
    host: str
    path: str
    headers: dict[str, str]
    number: int  # the how-manieth request for this host and path, from 1
    port: int
    over: threading.Event
    keep: bool = True  # the connection may serve again

    def send(self, raw: bytes) -> None:
        """Send bytes as they are."""
        self.sock.sendall(raw)

    def answer(self, body: bytes | str = b"", status: str = "200 OK", **headers: str) -> None:
        """Send a correct answer."""
        body = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body)

    def redirect(self, to: str | bytes, status: str = "302 Found") -> None:
        """Send the client elsewhere; `to` goes out as it is."""
        to = to.encode() if isinstance(to, str) else to
        self.send(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: ".encode() + to + b"\r\n\r\n")

    def stall(self) -> None:
        """Say nothing more until the client goes away."""
        self.keep = False
        self.sock.settimeout(30)
        self.sock.recv(1)

    def drip(self, piece: bytes = b"x", every_s: float = 0.05) -> None:
        """Send a little, again and again."""
        self.keep = False
        until = time.monotonic() + 30
        while not self.over.wait(every_s) and time.monotonic() < until:
            self.send(piece)

    def flood(self, piece: bytes) -> None:
        """Send without end."""
        self.keep = False
        for _ in range(ENDLESS_BYTES // len(piece)):
            self.send(piece)

    def close(self) -> None:
        """Close after this answer."""
        self.keep = False

    def reset(self) -> None:
        """Break the connection with a reset."""
        self.keep = False
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Serve = Callable[[Exchange], None]


@dataclass
class Server:
    """Listens on loopback; `serving` maps a host's first label to what it serves."""

    serving: dict[str, Serve]
    log: list[Logged] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self._late: list[tuple[float, float]] = []  # when a look at the clock came too late, and by how much
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str], int] = {}
        self._open: dict[str, int] = {}

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Serve until the block ends."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = listener.getsockname()[1]
        thread = threading.Thread(target=self._listen, args=(listener,), daemon=True)
        thread.start()
        threading.Thread(target=self._look_at_the_clock, daemon=True).start()
        try:
            yield self
        finally:
            self._over.set()
            listener.close()

    def late_s(self, since: float, until: float) -> float:
        """Return by how much this server's own clock lagged between two moments, on a machine busy with other work.

        A request that came meanwhile may have been logged as much too late, which shortens the gap to the next one.
        """
        return max((late for at, late in list(self._late) if since - late - _TICK_S <= at <= until + late), default=0.0)

    def _look_at_the_clock(self) -> None:
        while not self._over.is_set():
            due = time.monotonic() + _TICK_S
            self._over.wait(_TICK_S)
            late = time.monotonic() - due
            if late > _TICK_S:
                self._late.append((time.monotonic(), late))

    def forget(self, label: str) -> None:
        """Begin anew for one case, as another client is to meet it."""
        with self._lock:
            self.log = [one for one in self.log if label_of(one.host) != label]
            self._counts = {key: count for key, count in self._counts.items() if label_of(key[0]) != label}

    def seen(self, label: str) -> list[Logged]:
        """Return what was asked of one case, in order."""
        with self._lock:
            return [one for one in self.log if label_of(one.host) == label]

    def _listen(self, listener: socket.socket) -> None:
        while not self._over.is_set():
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        host = ""
        try:
            sock.settimeout(30)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader = sock.makefile("rb")
            while (asked := _read_request(reader)) is not None:
                path, headers = asked
                if not host:
                    host = headers.get("host", "").lower()
                    with self._lock:
                        self._open[host] = self._open.get(host, 0) + 1
                exchange = self._exchange(sock, headers.get("host", "").lower(), path, headers)
                serve = self.serving.get(label_of(exchange.host), _nothing)
                serve(exchange)
                if not exchange.keep:
                    return
        except (OSError, ValueError):
            return
        finally:
            with self._lock:
                self._open[host] = self._open.get(host, 1) - 1
            sock.close()

    def _exchange(self, sock: socket.socket, host: str, path: str, headers: dict[str, str]) -> Exchange:
        with self._lock:
            number = self._counts[(host, path)] = self._counts.get((host, path), 0) + 1
            self.log.append(Logged(host, path, time.monotonic(), headers, self._open.get(host, 1)))
        return Exchange(sock, host, path, headers, number, self.port, self._over)


def label_of(host: str) -> str:
    """Return the case that a host belongs to: "second.NAME.hostile.example" → "NAME"."""
    labels = host.partition(":")[0].split(".")
    return labels[-3] if len(labels) >= 3 else host.partition(":")[0]


def _nothing(exchange: Exchange) -> None:
    exchange.answer("SECRET: nobody may come here", "200 OK")


def _read_request(reader: object) -> tuple[str, dict[str, str]] | None:
    line = reader.readline(70_000)  # type: ignore[attr-defined]
    if not line:
        return None
    path = line.split(b" ")[1].decode("latin-1")
    headers: dict[str, str] = {}
    while (row := reader.readline(70_000).strip()) != b"":  # type: ignore[attr-defined]
        name, _, value = row.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return path, headers
