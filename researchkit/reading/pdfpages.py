"""A PDF's text and own record, read by a process of its own: a PDF may hang its parser or fill the memory.

Run as a script: the file comes in on standard input, one JSON object goes out. It is bounded by itself (pages, bytes
of page contents, characters) so that a long report gives the same text each time, and by the system (seconds of
processor time, memory) against files made to break it.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 120
MAX_CHARS = 600_000
_MAX_CONTENT_BYTES = 3_000_000  # of the pages together: three seconds of work
_MAX_TITLE_CHARS = 2_000
_CPU_S = 8
_MEMORY_BYTES = 256 * 2**20  # besides three times the file


def main() -> None:
    """Read standard input, write what was found: problem, title, created, text."""
    content = sys.stdin.buffer.read()
    _limit(_MEMORY_BYTES + 3 * len(content))
    try:
        found = _read(content)
    except MemoryError:
        found = {"problem": "PDF that would fill the memory"}
    sys.stdout.buffer.write(json.dumps(found).encode("utf-8", "surrogatepass"))


def _limit(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the caller's clock is the bound
        return
    with suppress(ValueError, OSError):  # not every system knows both
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _read(content: bytes) -> dict[str, str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "locked PDF"}
        text = _text(reader)
        record: Mapping[str, object] = reader.metadata or {}
    except DependencyError:
        return {"problem": "locked PDF"}
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        return {"problem": f"broken PDF ({type(error).__name__})"}
    title, created = (str(record.get(name) or "")[:_MAX_TITLE_CHARS] for name in ("/Title", "/CreationDate"))
    return {"title": title, "created": created, "text": text}


def _text(reader: PdfReader) -> str:
    pages: list[str] = []
    chars, content_bytes = 0, 0
    for number, page in enumerate(reader.pages):
        contents = page.get_contents()
        content_bytes += len(contents.get_data()) if contents is not None else 0
        if number >= MAX_PAGES or content_bytes > _MAX_CONTENT_BYTES or chars > MAX_CHARS:
            break
        pages.append(page.extract_text() or "")
        chars += len(pages[-1])
    return "\n".join(pages)[:MAX_CHARS]


if __name__ == "__main__":
    main()
