"""The written pairs of question and documents, each with the passages that retrieval finds for it."""

from __future__ import annotations

import gzip
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from tokenizers import Tokenizer

from researchkit.questions.network import Network
from researchkit.questions.passages import SENTENCE, Passage, index_passages
from researchkit.questions.retrieval import Retrieval

TAUGHT = 10  # passages found for a question that are learnt from: more than are read later
OTHERS = 6  # companies whose documents stand beside a pair's own


@dataclass(frozen=True)
class Pair:
    """A question, the passages found for it, which of them answer it, and the words that do."""

    file: str
    question: str
    answered: bool
    by: str
    passages: list[Passage]
    answers: list[bool]
    found: int  # how many of the passages retrieval found; the others were added because they answer
    emptied: list[Passage]  # what is left of those that answer without the sentence that does


def read_corpora(paths: Sequence[Path]) -> list[tuple[str, dict]]:
    """Return the companies of some files, each with its file's name."""
    return [(path.stem, one) for path in paths for one in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]]


def read_pairs(paths: Sequence[Path], network: Network) -> list[Pair]:
    """Return the pairs of files such as tests/fixtures/questions/gate_dev.toml, with the passages found for each."""
    corpora, pairs = read_corpora(paths), []
    for place, (file, corpus) in enumerate(corpora):
        around = [corpora[(place + step * 7) % len(corpora)][1] for step in range(1, OTHERS + 1)]
        texts = [*corpus["documents"], *(text for other in around for text in other["documents"])]
        rows = [{"document_id": f"{n}", "text": text} for n, text in enumerate(texts)]
        index = index_passages(pd.DataFrame(rows))
        retrieval = Retrieval(index, network)
        for ask in corpus["asks"]:
            by = ask.get("by", "")
            numbers = retrieval.candidates(ask["q"], [corpus["company"]], most=TAUGHT)
            found = len(numbers)
            if by:
                right = [number for number, passage in enumerate(index.passages) if by in passage.text]
                numbers += [number for number in right if number not in numbers]
            passages = [index.passages[number] for number in numbers]
            answers = [bool(by) and by in passage.text for passage in passages]
            emptied = without_answer(corpus["documents"], by, index.passages) if by else []
            pairs.append(Pair(file, ask["q"], ask["answered"], by, passages, answers, found, emptied))
    return pairs


def without_answer(documents: Sequence[str], by: str, known: Sequence[Passage]) -> list[Passage]:
    """Return the passages that arise where the sentence with the words `by` is cut out of its document."""
    cut = []
    for text in documents:
        place = text.find(by)
        if place < 0:
            continue
        sentence = next(found for found in SENTENCE.finditer(text) if found.end() >= place + len(by))
        cut.append(text[: sentence.start()] + text[sentence.end() :].lstrip(" "))
    there = {passage.text for passage in known}
    rest = index_passages(pd.DataFrame([{"document_id": f"{n}", "text": text} for n, text in enumerate(cut)]))
    return [passage for passage in rest.passages if passage.text not in there and by not in passage.text]


def count_pieces(paths: Sequence[Path], titles: Path | None, tokenizer: Tokenizer) -> Counter[str]:
    """Return how often each piece is used in the pairs, where each use counts three times, and in the titles."""
    counts: Counter[str] = Counter()
    for _, corpus in read_corpora(paths):
        texts = [*corpus["documents"], *(ask["q"] for ask in corpus["asks"])]
        for coded in tokenizer.encode_batch(texts, add_special_tokens=False):
            counts.update({piece: 3 * count for piece, count in Counter(coded.tokens).items()})
    if titles is not None:
        lines = gzip.decompress(titles.read_bytes()).decode("utf-8").split("\n")
        for coded in tokenizer.encode_batch(lines, add_special_tokens=False):
            counts.update(coded.tokens)
    return counts
