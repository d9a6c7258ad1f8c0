"""Count in how many headlines each stem stands, for story clustering: analysis/model/frequencies.npz."""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from researchkit.analysis.words import stems

FEWEST = 3  # stems of fewer headlines are left out: unknown means rare


def write_frequencies(titles: Iterable[str], path: Path) -> int:
    """Write stems and their inverse document frequency (natural logarithm); return how many."""
    counts: collections.Counter[str] = collections.Counter()
    headlines = 0
    for title in titles:
        headlines += 1
        counts.update(set(stems(title)))
    kept = sorted(word for word, count in counts.items() if count >= FEWEST and len(word) <= 40)
    rarity = np.array([math.log((headlines + 1) / (counts[word] + 0.5)) for word in kept], np.float16)
    words = np.frombuffer("\n".join(kept).encode(), np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, words=words, rarity=rarity)
    return len(kept)


if __name__ == "__main__":
    import sys

    from corpus import read_titles

    shared, out = Path(sys.argv[1]), Path(sys.argv[2])
    print(write_frequencies(read_titles(shared / "titles" / "titles.txt.gz"), out), "stems")
