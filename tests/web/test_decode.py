from __future__ import annotations

import contextlib
import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from researchkit.web.decode import DecodeError, Decoder, OverCap, accept_encoding, inflate

TEXT = b"A story of some length. " * 400
RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "GZIP": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "deflate ": RAW.compress(TEXT) + RAW.flush(),
    "": TEXT,
    "identity": TEXT,
}


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_what_was_packed_comes_out_in_whatever_pieces_it_comes(encoding, step):
    decoder = Decoder(encoding, max_bytes=len(TEXT))
    packed = PACKED[encoding]
    for start in range(0, len(packed), step):
        decoder.feed(packed[start : start + step])
    assert decoder.finish() == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_cut_body_is_a_failure(encoding):
    with pytest.raises(DecodeError, match="cut short"):
        inflate(PACKED[encoding][:-5], encoding, max_bytes=10**6)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_no_bytes_at_all_are_a_cut_body(encoding):
    if encoding in accept_encoding():
        with pytest.raises(DecodeError):
            inflate(b"", encoding, max_bytes=10**6)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip, br", "deflate,gzip", "zstd, gzip", "snappy", "aes128gcm"])
def test_layers_and_strange_encodings_are_a_failure(encoding):
    with pytest.raises(DecodeError):
        inflate(PACKED["gzip"], encoding, max_bytes=10**6)


def test_a_false_encoding_is_a_failure():
    for encoding in ("gzip", "br"):
        with pytest.raises(DecodeError):
            inflate(TEXT, encoding, max_bytes=10**6)


def test_members_end_to_end_are_one_body():
    assert inflate(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", max_bytes=100) == b"one two"


def test_padding_after_the_end_is_ignored():
    assert inflate(gzip.compress(b"one") + bytes(50), "gzip", max_bytes=100) == b"one"


def test_a_million_empty_members_are_a_failure():
    with pytest.raises(DecodeError, match="pieces"):
        inflate(gzip.compress(b"") * 5000, "gzip", max_bytes=100)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_stops_at_the_cap(encoding):
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}[encoding](bytes(200_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(OverCap):
            inflate(packed, encoding, max_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_exactly_the_cap_is_allowed():
    assert len(inflate(PACKED["gzip"], "gzip", max_bytes=len(TEXT))) == len(TEXT)
    with pytest.raises(OverCap):
        inflate(PACKED["gzip"], "gzip", max_bytes=len(TEXT) - 1)


def test_a_brotli_bomb_stops_at_the_cap():
    brotli = pytest.importorskip("brotli")
    packed = brotli.compress(bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(OverCap):
            inflate(packed, "br", max_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert inflate(brotli.compress(TEXT), "br", max_bytes=10**6) == TEXT
    with pytest.raises(DecodeError):
        inflate(brotli.compress(TEXT)[:-3], "br", max_bytes=10**6)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "", "zstd"]))
def test_any_bytes_decode_or_fail_plainly(junk, encoding):
    with contextlib.suppress(DecodeError, OverCap):
        assert len(inflate(junk, encoding, max_bytes=1000)) <= 1000
