"""The cage: no socket of this process leaves loopback, whatever the client under test is made to do."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

Turns = Mapping[str, tuple[tuple[str, ...], ...]]

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_sendto = socket.socket.sendto


class Cage:
    """Refuses and records every connection off loopback, and answers look-ups from the case's own table."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self.looked_up: list[str] = []
        self._names: Turns = {}
        self._turns: dict[str, int] = {}

    def begin(self, names: Turns) -> None:
        """Begin a case."""
        self.attempts = []
        self.looked_up = []
        self._names = names
        self._turns = {}

    def shut(self) -> None:
        """Close the cage, for the rest of this process."""
        cage = self

        def connect(sock: socket.socket, address: Any) -> None:
            cage._check(sock, address)
            _connect(sock, address)

        def connect_ex(sock: socket.socket, address: Any) -> int:
            cage._check(sock, address)
            return _connect_ex(sock, address)

        def sendto(sock: socket.socket, *args: Any) -> int:
            cage._check(sock, args[-1])
            return _sendto(sock, *args)

        socket.socket.connect = connect  # type: ignore[method-assign,assignment]
        socket.socket.connect_ex = connect_ex  # type: ignore[method-assign,assignment]
        socket.socket.sendto = sendto  # type: ignore[method-assign,assignment]
        socket.getaddrinfo = self._resolve  # type: ignore[assignment]

    def _check(self, sock: socket.socket, address: Any) -> None:
        if sock.family not in (socket.AF_INET, socket.AF_INET6):
            return
        try:
            ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
        except ValueError:
            ip = None
        if ip is None or not (ip.is_loopback or getattr(ip, "ipv4_mapped", None) == ipaddress.ip_address("127.0.0.1")):
            self.attempts.append(str(address[0]))
            raise PermissionError(1, "caged")

    def _resolve(self, host: Any, port: Any, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        name = host.decode() if isinstance(host, bytes) else str(host)
        try:
            ipaddress.ip_address(name)
            found: tuple[str, ...] = (name,)
        except ValueError:
            self.looked_up.append(name)
            found = self._table(name)
        if found == ("STALL",):
            import threading

            threading.Event().wait(30)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [_row(address, port) for address in found]

    def _table(self, name: str) -> tuple[str, ...]:
        if name == "localhost":
            return ("127.0.0.1",)
        turns = self._names.get(name, ())
        turn = self._turns.get(name, 0)
        self._turns[name] = turn + 1
        return turns[min(turn, len(turns) - 1)] if turns else ()


def _row(address: str, port: Any) -> tuple[Any, ...]:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, int(port or 0), 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, int(port or 0)))


def namespace() -> list[str]:
    """Return the command that runs another one in a network namespace with loopback alone; [] where not permitted."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None or shutil.which("ip") is None:
        return []
    command = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    tried = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=20)
    return command if tried.returncode == 0 else []
