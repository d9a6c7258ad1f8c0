"""A server that speaks the OpenAI protocol: one POST a line, no redirect, no proxy, a deadline and a byte cap."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from researchkit.errors import InputError
from researchkit.markup import web_address
from researchkit.polish.speakers import LOCAL, MAX_ANSWER_BYTES, SYSTEM, Silent
from researchkit.workspace import clip

KEY = "RESEARCHKIT_POLISH_KEY"
TIMEOUT_S = 60.0
_PATH = "/chat/completions"


class Server:
    """Asks one endpoint, such as http://127.0.0.1:11434/v1, where a local Ollama listens."""

    def __init__(self, endpoint: str, model: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """Take an endpoint that the user named. Raises InputError for what is no address, or a key in the clear."""
        self.model = model.strip()
        if not self.model:
            raise InputError("No model was named", do="For example: --polish llama3.2")
        self._parts = _read(endpoint)
        self._timeout_s = timeout_s
        self._key = os.environ.get(KEY, "").strip()
        local = _is_loopback(self._parts.hostname or "")
        if self._key and not (self._key.isascii() and self._key.isprintable()):
            raise InputError(f"{KEY} holds characters that no key has", do="Set it again.")
        if self._key and self._parts.scheme == "http" and not local:
            raise InputError(f"{KEY} would be sent unencrypted to {self._parts.hostname}", do="Use https.")
        plain = ", unencrypted" if self._parts.scheme == "http" else ""
        where = "on this machine" if local else f"another machine{plain}"
        self.address = f"{self._parts.geturl()} ({where})"

    def letter(self, line: str) -> str:
        """Return the body of the POST for a line."""
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": line}]
        body = {"model": self.model, "messages": messages, "temperature": 0, "stream": False}
        return json.dumps(body, ensure_ascii=False)

    def ask(self, line: str) -> str:
        """Send one line and return the answer. Raises Silent when nothing that can be read came in time."""
        content = self._post(self.letter(line).encode())
        try:
            answer: Any = json.loads(content)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise Silent(f"{self._host} did not answer in the OpenAI protocol") from error
        return answer.strip() if isinstance(answer, str) else ""

    @property
    def _host(self) -> str:
        return clip(self._parts.netloc)

    def _post(self, body: bytes) -> bytes:
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=self._timeout_s)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        late = Event()
        try:
            connection.connect()
            with _deadline(connection.sock, self._timeout_s, late):
                connection.request("POST", self._parts.path, body, headers)
                return self._read(connection)
        except (OSError, HTTPException, UnicodeError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise Silent(f"No answer from {self._host} within {self._timeout_s:g} s") from error
            why = getattr(error, "strerror", None) or "the connection broke off"
            raise Silent(f"No answer from {self._host}: {str(why).lower()}") from error
        finally:
            connection.close()

    def _read(self, connection: HTTPConnection) -> bytes:
        with connection.getresponse() as response:
            if 300 <= response.status < 400:
                raise Silent(f"{self._host} sends us elsewhere, which is not followed")
            if response.status != 200:
                raise Silent(f"{self._host} answered with status {response.status}, perhaps for the model's name")
            content = response.read(MAX_ANSWER_BYTES + 1)
        if len(content) > MAX_ANSWER_BYTES:
            raise Silent(f"The answer of {self._host} is larger than {MAX_ANSWER_BYTES // 1024} kB")
        return content


@contextmanager
def _deadline(sock: socket.socket, seconds: float, late: Event) -> Iterator[None]:
    """Break a connection off when all of it takes longer than `seconds`, however slowly it drips; `late` then says so.

    Raises TimeoutError for an answer that the breaking off cut short.
    """

    def break_off() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # below TLS, which would wait for a farewell

    watch = Timer(seconds, break_off)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
    if late.is_set():
        raise TimeoutError


def _read(endpoint: str) -> SplitResult:
    """Return the address to POST to: that of the endpoint, with /chat/completions at its end."""
    advice = f"An endpoint looks like {LOCAL}"
    address = web_address(endpoint.strip())
    if address is None:
        raise InputError(f"{clip(endpoint)!r} is no address of a server", do=advice)
    try:
        parts = urlsplit(address)
        if parts.query or parts.fragment or parts.port == 0:
            raise InputError(f"{clip(endpoint)!r} has more in it than a host and a path", do=advice)
    except ValueError as error:  # a port that is no number
        raise InputError(f"{clip(endpoint)!r} is no address of a server", do=advice) from error
    path = parts.path.rstrip("/")
    return parts._replace(path=path if path.endswith(_PATH) else path + _PATH)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
