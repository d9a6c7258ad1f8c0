"""Undo a Content-Encoding step by step under a cap: a bomb stops at the cap, a cut or layered one is a failure."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Protocol

_STEP_BYTES = 256 * 1024
_MAX_MEMBERS = 1000  # gzip files set end to end


class DecodeError(ValueError):
    """Bytes that are not what their Content-Encoding says, or end too early."""


class OverCap(ValueError):
    """More decoded bytes than allowed."""


class Stepper(Protocol):
    """One decoder: takes wire bytes, yields decoded pieces of bounded size; `finish` raises DecodeError when cut."""

    def feed(self, wire: bytes) -> Iterator[bytes]:
        """Yield decoded pieces, each at most a step long."""
        ...

    def finish(self) -> None:
        """Raise DecodeError when the stream has not come to its end."""
        ...


class Decoder:
    """Collects a body under a cap. `max_bytes` counts decoded bytes; raises OverCap and DecodeError."""

    def __init__(self, encoding: str, *, max_bytes: int) -> None:
        self._stepper = _stepper(encoding)
        self._body = io.BytesIO()
        self._max_bytes = max_bytes
        self._size = 0

    def feed(self, wire: bytes) -> None:
        """Take the next bytes as they came over the wire."""
        for piece in self._stepper.feed(wire):
            room = self._max_bytes - self._size
            self._body.write(piece[:room])
            self._size += min(len(piece), room)
            if len(piece) > room:
                raise OverCap(f"more than {self._max_bytes} bytes")

    def finish(self) -> bytes:
        """Return the whole body. Raises DecodeError when it was cut."""
        self._stepper.finish()
        return self._body.getvalue()

    def partial(self) -> bytes:
        """Return what has been decoded so far."""
        return self._body.getvalue()


def inflate(content: bytes, encoding: str, *, max_bytes: int) -> bytes:
    """Decode a whole body at once, for files that are compressed in themselves (sitemap.xml.gz)."""
    decoder = Decoder(encoding, max_bytes=max_bytes)
    decoder.feed(content)
    return decoder.finish()


def accept_encoding() -> str:
    """Return the Accept-Encoding header: what can be decoded here."""
    return "gzip, deflate, br" if _brotli() else "gzip, deflate"


def _stepper(encoding: str) -> Stepper:
    layers = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in ("", "identity")]
    if not layers:
        return _Plain()
    if len(layers) > 1:
        raise DecodeError(f"it is packed in {len(layers)} layers ({', '.join(layers)[:60]})")
    name = layers[0]
    if name in ("gzip", "x-gzip"):
        return _Gzip()
    if name == "deflate":
        return _Deflate()
    if name == "br" and _brotli():
        return _Brotli()
    if name == "zstd" and _zstd() is not None:
        return _Zstd()
    raise DecodeError(f"it is packed as {name[:40]!r}, which cannot be unpacked here")


class _Plain:
    def feed(self, wire: bytes) -> Iterator[bytes]:
        yield wire

    def finish(self) -> None:
        return


class _Gzip:
    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._members = 1
        self._ended = False

    def feed(self, wire: bytes) -> Iterator[bytes]:
        while not self._ended:
            piece = _inflate_step(self._member, wire)
            yield piece
            wire = self._next_member(self._member.unused_data) if self._member.eof else self._member.unconsumed_tail
            if not wire and len(piece) < _STEP_BYTES:
                return

    def _next_member(self, rest: bytes) -> bytes:
        # Anything else after the end (padding) is ignored, as browsers do.
        if not rest:
            return b""  # another member may come with the next bytes
        if not rest.startswith(b"\x1f"):
            self._ended = True
            return b""
        if self._members >= _MAX_MEMBERS:
            raise DecodeError(f"it is packed in more than {_MAX_MEMBERS} pieces")
        self._member = zlib.decompressobj(wbits=31)
        self._members += 1
        return rest

    def finish(self) -> None:
        if not self._ended and not self._member.eof:
            raise DecodeError("its gzip packing is cut short")


class _Deflate:
    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None

    def feed(self, wire: bytes) -> Iterator[bytes]:
        if self._stream is None and wire:
            # Servers send both zlib-wrapped and raw streams under this name; the first byte of the former is 0x?8.
            self._stream = zlib.decompressobj(wbits=15 if wire[0] & 0x0F == 8 else -15)
        while self._stream is not None and not self._stream.eof:
            piece = _inflate_step(self._stream, wire)
            yield piece
            wire = self._stream.unconsumed_tail
            if not wire and len(piece) < _STEP_BYTES:
                return

    def finish(self) -> None:
        if self._stream is None or not self._stream.eof:
            raise DecodeError("its deflate packing is cut short")


def _inflate_step(stream: zlib._Decompress, wire: bytes) -> bytes:
    try:
        return stream.decompress(wire, _STEP_BYTES)
    except zlib.error as error:
        raise DecodeError("its packing is damaged or not what it says") from error


class _Brotli:
    def __init__(self) -> None:
        brotli = import_module("brotli")  # optional, as urllib3 has it: no stubs
        self._stream = brotli.Decompressor()
        self._error = brotli.error

    def feed(self, wire: bytes) -> Iterator[bytes]:
        if self._stream.is_finished():
            return
        piece = self._step(wire)
        yield piece
        while not self._stream.is_finished() and (len(piece) >= _STEP_BYTES or not self._stream.can_accept_more_data()):
            piece = self._step(b"")
            yield piece

    def _step(self, wire: bytes) -> bytes:
        try:
            piece: bytes = self._stream.process(wire, output_buffer_limit=_STEP_BYTES)
        except self._error as error:
            raise DecodeError("its brotli packing is damaged or not what it says") from error
        return piece

    def finish(self) -> None:
        if not self._stream.is_finished():
            raise DecodeError("its brotli packing is cut short")


class _Zstd:
    def __init__(self) -> None:
        made = _zstd()
        if made is None:
            raise DecodeError("it is packed as 'zstd', which cannot be unpacked here")
        self._stream, self._error = made

    def feed(self, wire: bytes) -> Iterator[bytes]:
        while (wire or not self._stream.needs_input) and not self._stream.eof:
            try:
                yield self._stream.decompress(wire, max_length=_STEP_BYTES)
            except self._error as error:
                raise DecodeError("its zstd packing is damaged or not what it says") from error
            wire = b""

    def finish(self) -> None:
        if not self._stream.eof:
            raise DecodeError("its zstd packing is cut short")


@lru_cache(maxsize=1)
def _brotli() -> bool:
    try:
        brotli = import_module("brotli")
    except ImportError:
        return False
    return hasattr(brotli.Decompressor, "can_accept_more_data")  # older ones cannot stop at a limit


def _zstd() -> tuple[_ZstdStream, type[Exception]] | None:
    """Return a zstd decoder where Python 3.14 or its backport brings one. It is never asked for by Accept-Encoding."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            zstd = import_module(name)
        except ImportError:
            continue
        return zstd.ZstdDecompressor(), zstd.ZstdError
    return None


class _ZstdStream(Protocol):
    eof: bool
    needs_input: bool

    def decompress(self, wire: bytes, max_length: int = -1) -> bytes: ...
