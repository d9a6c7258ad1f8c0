"""PDF reports to text with title and date.

pypdf, not pdfminer.six: pure Python without native wheels, already what the house depends on, and it gives the title
and the dates of the document's own record; pdfminer.six keeps columns apart better, which a quote of one sentence does
not need.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from researchkit.reading.article import Article
from researchkit.reading.dates import gate, parse_local, read_day
from researchkit.reading.text import clean_line, clean_text, language_of
from researchkit.reading.urls import host_of

_PAGES = Path(__file__).with_name("pdfpages.py")
_TIMEOUT_S = 30.0
_MAX_TITLE_CHARS = 500
_HYPHEN = re.compile(r"(?<=[a-zäöüéèß])-\n(?=[a-zäöüéèß])")


def read_pdf(content: bytes, url: str, *, fetched: datetime) -> Article:
    """Return the text, title and date of a PDF; `problem` says why when it holds no text. Never raises.

    The file is read by a process of its own, which ends after eight seconds of work or when it takes too much memory.
    """
    found = _found(content)
    text = clean_text(_HYPHEN.sub("", found.get("text", "")))
    if not text:
        return Article(url=url, publisher=host_of(url), problem=found.get("problem") or "PDF without text")
    return _made(found, text, url, fetched)


def _found(content: bytes) -> Mapping[str, str]:
    # -P: the folder of the script is no place to import from.
    command = [sys.executable, "-P", str(_PAGES)]
    try:
        ran = subprocess.run(command, input=content, capture_output=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return {"problem": "PDF that takes too long to read"}
    except OSError as error:
        return {"problem": f"PDF that cannot be read here ({error.strerror})"}
    if ran.returncode < 0:  # the system ended it
        return {"problem": "PDF that takes too long to read"}
    try:
        found: dict[str, str] = json.loads(ran.stdout)
    except ValueError:
        return {"problem": "broken PDF"}
    return found


def _made(found: Mapping[str, str], text: str, url: str, fetched: datetime) -> Article:
    title = clean_line(found["title"])[:_MAX_TITLE_CHARS] or text.split("\n", 1)[0][:200]
    moment = read_day(text[:1500]) or parse_local(found["created"].removeprefix("D:")[:14])
    published, precision = gate(*(moment or (None, None)), fetched=fetched)
    return Article(
        url=url,
        title=title,
        publisher=host_of(url),
        published=published,
        published_precision=precision,
        language=language_of(text),
        text=text,
        text_scope="full",
    )
