"""`python -m researchkit.reading.worker`: pages come pickled on standard input, articles go back on standard output."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from datetime import datetime

from researchkit.reading.article import read_article

GARBAGE = 50_000  # objects before a collection: a page leaves few cycles behind, and looking for them took a tenth
Sheet = tuple[bytes, str, str, datetime]  # content, address, content type, fetched: as `read_article` takes them


def main() -> None:
    """Read until standard input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no article
    gc.freeze()
    gc.set_threshold(GARBAGE)
    while True:
        try:
            content, url, content_type, fetched = pickle.load(sys.stdin.buffer)
        except (EOFError, pickle.UnpicklingError):
            return
        article = read_article(content, url, content_type=content_type, fetched=fetched)
        pickle.dump(article, out, protocol=pickle.HIGHEST_PROTOCOL)
        out.flush()


if __name__ == "__main__":
    main()
