"""How cases are written: a site is a table of paths, and a path's answer is a function or raw bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.server import Exchange, Serve

Part = Serve | bytes

NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
STORY = "<!doctype html><title>A plain story</title><p>Words of a plain story.</p>"


def ok(body: bytes | str = STORY, **headers: str) -> Serve:
    """Answer 200 with `body`."""
    return lambda exchange: exchange.answer(body, **headers)


def status(line: str, body: bytes | str = "", **headers: str) -> Serve:
    """Answer with another status line."""
    return lambda exchange: exchange.answer(body, line, **headers)


def to(location: str | bytes, line: str = "302 Found") -> Serve:
    """Redirect; "{port}" stands for the server's port and "{case}" for the case."""

    def serve(exchange: Exchange) -> None:
        if isinstance(location, bytes):
            exchange.redirect(location, line)
            return
        name = exchange.host.removesuffix(".hostile.example").rpartition(".")[2]
        exchange.redirect(location.replace("{port}", str(exchange.port)).replace("{case}", name), line)

    return serve


def raw(content: bytes, *, close: bool = True) -> Serve:
    """Send bytes as they are."""

    def serve(exchange: Exchange) -> None:
        exchange.send(content)
        if close:
            exchange.close()

    return serve


def then(*parts: Part) -> Serve:
    """Answer the first request with the first part and so on; the last part for all the others."""
    made = [part if callable(part) else raw(part) for part in parts]
    return lambda exchange: made[min(exchange.number, len(made)) - 1](exchange)


def stalls(before: bytes = b"") -> Serve:
    """Send something and then nothing more."""

    def serve(exchange: Exchange) -> None:
        exchange.send(before)
        exchange.stall()

    return serve


def drips(before: bytes = b"", piece: bytes = b"x") -> Serve:
    """Send something and then a little again and again."""

    def serve(exchange: Exchange) -> None:
        exchange.send(before)
        exchange.drip(piece)

    return serve


def floods(before: bytes, piece: bytes) -> Serve:
    """Send something and then more and more."""

    def serve(exchange: Exchange) -> None:
        exchange.send(before)
        exchange.flood(piece)

    return serve


def resets(before: bytes = b"") -> Serve:
    """Send something and break the connection."""

    def serve(exchange: Exchange) -> None:
        exchange.send(before)
        exchange.reset()

    return serve


def site(paths: Mapping[str, Part], *, robots: Part = NO_ROBOTS, host: str = "") -> Serve:
    """Serve paths (without their query); a key "second:/path" is for the host second.NAME."""
    table: dict[str, Callable[[Exchange], None]] = {}
    for path, part in {"/robots.txt": robots, **paths}.items():
        table[path] = part if callable(part) else raw(part, close=b"Content-Length" not in part)

    def serve(exchange: Exchange) -> None:
        label = exchange.host.partition(".")[0]
        path = exchange.path.partition("?")[0]
        found = table.get(f"{label}:{path}") or (table.get("second:*") if label == "second" else None)
        found = found or table.get(path) or table.get("*")
        if found is None:
            exchange.answer("", "404 Not Found")
        else:
            found(exchange)

    return serve
