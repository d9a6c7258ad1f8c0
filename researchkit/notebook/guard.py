"""May a notebook be written now? Not when it is read-only, and not while JupyterLab has it open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from researchkit.errors import DiskError, InputError

_TIMEOUT_S = 2.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOST_BYTES = 1_000_000


def check_writable(path: Path) -> None:
    """Raise DiskError when the user has made the file read-only; replacing it would go past that."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise DiskError(f"Cannot read {path}: {error.strerror or error}") from error
    if not mode & 0o222:
        raise DiskError(f"{path.name} is read-only", do="Make it writable first; it was not touched.")


def check_closed(path: Path) -> None:
    """Raise InputError when a JupyterLab of this user, on this machine, has the notebook open."""
    if opened_at := open_in(path):
        raise InputError(
            f"{path.name} is open in JupyterLab at {opened_at}",
            do="Save it and shut its kernel down (Kernel, Shut Down Kernel), then try again; it was not touched.",
        )


def open_in(path: Path) -> str | None:
    """Return the address of the server that runs a kernel for the notebook, or None. Only loopback is asked."""
    for server in _servers():
        root = Path(str(server.get("root_dir", "")))
        for session in _sessions(server):
            opened = session.get("path") if isinstance(session, dict) else None
            if isinstance(opened, str) and _same(root / opened, path):
                return str(server["url"])
    return None


def _servers() -> Iterator[dict[str, Any]]:
    from jupyter_core.paths import jupyter_runtime_dir

    for file in sorted(Path(jupyter_runtime_dir()).glob("jpserver-*.json")):
        with suppress(OSError, ValueError):
            server = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(server, dict) and urlsplit(str(server.get("url"))).hostname in _LOOPBACK:
                yield server


def _sessions(server: dict[str, Any]) -> list[Any]:
    """Return the running sessions of a server; none when it is gone or does not answer."""
    address = urlsplit(str(server["url"]))
    if address.scheme != "http":
        return []
    connection = HTTPConnection(str(address.hostname), address.port or 80, timeout=_TIMEOUT_S)
    headers = {"Authorization": f"token {server.get('token', '')}"}
    try:
        connection.request("GET", f"{address.path.rstrip('/')}/api/sessions", headers=headers)
        answer = json.loads(connection.getresponse().read(_MOST_BYTES))
    except (OSError, HTTPException, ValueError):
        return []
    finally:
        connection.close()
    return answer if isinstance(answer, list) else []


def _same(left: Path, right: Path) -> bool:
    return left.resolve() == right.resolve()
