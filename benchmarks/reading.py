"""How well and how fast reading is, beside its peers: python benchmarks/reading.py ../shared/data/extraction

Peers that are not installed are left out with a line. Every reader runs in a process of its own, one after the other,
over the same pages in the same order. Scores are those of ../shared/tools/score_extraction.py, with the standard
deviation of a bootstrap over pages; pages per CPU second is process time, without reading files.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import logging
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

FETCHED = datetime(2026, 11, 23, tzinfo=UTC)
SETS = {"article-extraction-benchmark": "181-page", "fundus": "Fundus", "trafilatura-eval": "trafilatura"}
Prediction = dict[str, Any]
Reader = Callable[[bytes, str], Prediction]


def ours() -> Reader:
    from researchkit.reading.article import read_article

    def read(content: bytes, url: str) -> Prediction:
        article = read_article(content, url, fetched=FETCHED)
        day = article.published.date().isoformat() if article.published else None
        authors = article.author.split("; ") if article.author else None
        return {"text": article.text, "title": article.title, "authors": authors, "date": day}

    return read


def trafilatura() -> Reader:
    import trafilatura

    def read(content: bytes, url: str) -> Prediction:
        found = trafilatura.bare_extraction(content, url=url, with_metadata=True, include_comments=False)
        if found is None:
            return {"text": ""}
        return {"text": found.text, "title": found.title, "authors": found.author, "date": found.date}

    return read


def readability() -> Reader:
    from lxml.html import fromstring
    from readability import Document

    def read(content: bytes, url: str) -> Prediction:
        document = Document(content.decode("utf-8", "replace"))
        summary = fromstring(document.summary())
        lines = ["".join(element.itertext()) for element in summary.iter("p", "h2", "h3", "li", "td", "pre")]
        return {"text": "\n".join(lines), "title": document.short_title()}

    return read


def newspaper4k() -> Reader:
    import tldextract
    from newspaper import Article

    # Nothing here may ask the network: no list of suffixes, no pictures.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

    def read(content: bytes, url: str) -> Prediction:
        article = Article(url, fetch_images=False)
        article.download(input_html=content.decode("utf-8", "replace"))
        article.parse()
        published = article.publish_date
        day = published.date().isoformat() if hasattr(published, "date") else None
        return {"text": article.text, "title": article.title, "authors": article.authors, "date": day}

    return read


READERS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "researchkit": ("researchkit", ours),
    "trafilatura": ("trafilatura", trafilatura),
    "readability-lxml": ("readability", readability),
    "newspaper4k": ("newspaper", newspaper4k),
}


def run_one(name: str, folder: Path, answers: Path) -> None:
    """Read every page with one reader and leave predictions, time and memory in `answers`."""
    logging.disable(logging.CRITICAL)
    pages = json.loads((folder / "ground_truth.json").read_text("utf-8"))["pages"]
    read = READERS[name][1]()
    contents = {page: gzip.decompress((folder / entry["file"]).read_bytes()) for page, entry in pages.items()}
    first = next(iter(pages))
    read(contents[first], pages[first]["url"])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, failed = {}, 0
    start = time.process_time()
    for page, entry in pages.items():
        try:
            found[page] = read(contents[page], entry["url"])
        except Exception:  # noqa: BLE001  (a peer may raise anything; the count is reported)
            found[page], failed = {"text": ""}, failed + 1
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = {"found": found, "speed": len(pages) / spent, "failed": failed, "grown_mb": (peak - before) / 1024}
    answers.write_text(json.dumps(report), "utf-8")


def scorer(folder: Path) -> ModuleType:
    path = folder.resolve().parents[1] / "tools" / "score_extraction.py"
    spec = importlib.util.spec_from_file_location("score_extraction", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spread(score: ModuleType, pages: dict[str, Any], found: dict[str, Any], rounds: int) -> float:
    """Return the bootstrap's standard deviation of the snippet F1, which the scorer does not give."""
    draw, names, values = random.Random(7), sorted(pages), []
    for _ in range(rounds):
        sample = {f"{place}": name for place, name in enumerate(draw.choices(names, k=len(names)))}
        result, _ = score.score(
            {new: pages[old] for new, old in sample.items()}, {new: found.get(old) for new, old in sample.items()}
        )
        values.append(result["snippets"]["f1"])
    mean = sum(values) / len(values)
    return float((sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)) ** 0.5)


def row(score: ModuleType, pages: dict[str, Any], report: dict[str, Any], rounds: int) -> list[str]:
    cells, facts = [], []
    for source in SETS:
        part = {name: page for name, page in pages.items() if page["source"] == source}
        result, _ = score.score(part, report["found"], rounds)
        if "body" in result:
            cells.append(f"{result['body']['f1']:.3f} ± {result['body']['f1_sd']:.3f}")
        else:
            sd = spread(score, part, report["found"], max(2, rounds // 5))
            cells.append(f"{result['snippets']['f1']:.3f} ± {sd:.3f}")
        if source != "article-extraction-benchmark":
            facts.append([result["title"]["exact"], result["date"]["right"], result["author"]["exact"]])
    pairs = [f"{left:.3f} / {right:.3f}" for left, right in zip(*facts, strict=True)]
    return [*cells, *pairs, f"{report['speed']:.1f}", f"{report['grown_mb']:.0f}", str(report["failed"])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bootstrap", type=int, default=300)
    parser.add_argument("--only", help="readers, separated by commas")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--answers", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        run_one(asked.one, asked.folder, asked.answers)
        return
    score = scorer(asked.folder)
    pages = json.loads((asked.folder / "ground_truth.json").read_text("utf-8"))["pages"]
    heads = ["reader", *(f"{short} F1" for short in SETS.values()), "title F/t", "date F/t", "author F/t"]
    print("| " + " | ".join([*heads, "pages/CPU s", "MB grown", "failed"]) + " |")
    print("|" + "---|" * (len(heads) + 3))
    for name, (module, _) in READERS.items():
        if asked.only and name not in asked.only.split(","):
            continue
        if importlib.util.find_spec(module) is None:
            print(f"{name}: skipped, not installed", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as room:
            answers = Path(room) / "answers.json"
            command = [sys.executable, __file__, str(asked.folder), "--one", name, "--answers", str(answers)]
            if subprocess.run(command, check=False).returncode:
                print(f"{name}: failed", file=sys.stderr)
                continue
            report = json.loads(answers.read_text("utf-8"))
        print("| " + " | ".join([name, *row(score, pages, report, asked.bootstrap)]) + " |", flush=True)


if __name__ == "__main__":
    main()
