"""What the contestants share: how they are called, and how they answer. Standard library only."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

BEGAN = time.perf_counter()
FEEDS, OUT, PER_HOST = Path(sys.argv[1]).read_text().split(), Path(sys.argv[2]), int(sys.argv[3])


def iso(when: Any) -> str | None:
    return when.isoformat() if hasattr(when, "isoformat") else when or None


def answer(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows of url, title, published and text."""
    OUT.write_text("".join(json.dumps(dict(row)) + "\n" for row in rows))


def on_loopback() -> None:
    """Keep tldextract from fetching its list of suffixes: nothing may leave this machine."""
    import tldextract.tldextract as module

    module.TLD_EXTRACTOR = module.TLDExtract(suffix_list_urls=())
