"""Turn rows into what the student learns from: words, vocabulary, first vectors, targets."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from corpus import ROLES, Row
from student import TAGS, Material

from researchkit.analysis.encoding import Vocabulary, normal, site_row
from researchkit.analysis.headline import MODALITIES, POLARITIES, TYPES
from researchkit.analysis.rules import rules

MOST_WORDS = 34_000
NONE = TYPES.index("not_company_event")
SUBJECT = (TAGS.index("B-subject"), TAGS.index("I-subject"))
Words = list[tuple[str, int]]  # (word, its place in the text)


class Cutter:
    """spaCy's English tokenizer, without spaces."""

    def __init__(self) -> None:
        import spacy

        self.tokenizer = spacy.blank("en").tokenizer

    def __call__(self, text: str) -> Words:
        return [(token.text, token.idx) for token in self.tokenizer(text[:400]) if not token.is_space]


def vocabulary_of(texts: Iterable[Words]) -> tuple[Vocabulary, dict[str, int]]:
    """Return the most frequent words and their counts."""
    counts: collections.Counter[str] = collections.Counter()
    for words in texts:
        counts.update(normal(word) for word, _ in words)
    kept = [word for word, count in counts.most_common(MOST_WORDS) if count >= 4]
    return Vocabulary(kept), {word: counts[word] for word in kept}


def static_vectors(texts: Sequence[Words], vocabulary: Vocabulary, width: int, *, seed: int = 7) -> np.ndarray:
    """Return PPMI-SVD vectors of the vocabulary from words that stand within three places of each other."""
    import scipy.sparse as sp
    from sklearn.utils.extmath import randomized_svd

    size = len(vocabulary.words)
    flat, gap = [], [-1] * 3
    for words in texts:
        flat += [vocabulary.rows.get(normal(word), 0) - len(vocabulary) + size for word, _ in words] + gap
    ids = np.array(flat)
    ids[ids < 0] = -1
    pairs = sp.csr_matrix((size, size), dtype=np.float32)
    for distance in (1, 2, 3):
        left, right = ids[:-distance], ids[distance:]
        both = (left >= 0) & (right >= 0)
        value = np.full(both.sum(), 1 / distance, np.float32)
        pairs = pairs + sp.csr_matrix((value, (left[both], right[both])), shape=(size, size))
    pairs = (pairs + pairs.T).tocoo()
    total = pairs.data.sum()
    sums = np.asarray(pairs.tocsr().sum(1)).ravel() + 1e-9
    smooth = sums**0.75 / (sums**0.75).sum()
    value = np.log(pairs.data / total / ((sums[pairs.row] / total) * smooth[pairs.col]))
    positive = sp.csr_matrix((np.maximum(value, 0), (pairs.row, pairs.col)), shape=(size, size))
    left_vectors, strengths, _ = randomized_svd(positive, width, n_iter=3, random_state=seed)
    return scaled(left_vectors * np.sqrt(strengths))


def scaled(vectors: np.ndarray) -> np.ndarray:
    """Return vectors of like length, small enough to learn from."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    return (vectors / length * 0.6).astype(np.float32)


def rule_hits(text: str) -> np.ndarray:
    hits = np.zeros(20, np.float32)
    for number, rule in enumerate(rules()):
        hits[number] = rule.pattern.search(text) is not None
    return hits


def tags_of(words: Words, spans: Iterable[tuple[str, int, int]]) -> list[int]:
    """Return one tag a word."""
    tags = [0] * len(words)
    for role, start, end in spans:
        places = [n for n, (word, at) in enumerate(words) if at < end and at + len(word) > start]
        if places and not any(tags[n] for n in places):
            for order, n in enumerate(places):
                tags[n] = TAGS.index(f"{'I' if order else 'B'}-{role}")
    return tags


def tag_shares(words: Words, pieces: Sequence[tuple[int, int]], shares: np.ndarray) -> np.ndarray:
    """Return how probable each tag is at each word, from those of the teacher's word pieces."""
    found = np.zeros((len(words), len(TAGS)), np.float16)
    piece = 0
    for n, (_, at) in enumerate(words):
        while piece + 1 < len(pieces) and pieces[piece + 1][0] <= at:
            piece += 1
        if piece >= len(pieces) or pieces[piece][1] <= at:
            found[n, 0] = 1
            continue
        found[n] = shares[piece]
        if pieces[piece][0] < at:  # cut where the teacher does not cut: what began there goes on
            found[n, 2::2] += found[n, 1::2]
            found[n, 1::2] = 0
    return found


def one_path(tags: list[int]) -> np.ndarray:
    return np.eye(len(TAGS), dtype=np.float16)[tags].reshape(-1, len(TAGS))


def likely_tags(shares: np.ndarray) -> list[int]:
    """Return the likeliest tag of every word, with no inside before its own begin."""
    tags = shares.argmax(1).tolist()
    for n, tag in enumerate(tags):
        if tag and tag % 2 == 0 and (not n or tags[n - 1] not in (tag, tag - 1)):
            tags[n] = tag - 1
    return tags


def gold_spans(title: str, spans: dict[str, list[str]]) -> list[tuple[str, int, int]]:
    found = []
    for role in ROLES:
        for text in spans.get(role, []):
            start = title.find(text)
            if start >= 0:
                found.append((role, start, start + len(text)))
    return found


def one_hot(names: Sequence[str], name: str | None, smoothing: float) -> np.ndarray:
    target = np.full(len(names), smoothing / len(names), np.float32)
    if name is None:
        return np.zeros(len(names), np.float32)
    target[names.index(name)] += 1 - smoothing
    return target


def encode(rows: Sequence[Row], cut: Sequence[Words], vocabulary: Vocabulary, *, rules_too: bool = True) -> Material:
    """Return rows as numbers, without targets."""
    count = len(rows)
    return Material(
        text=vocabulary.encode([[word for word, _ in words] for words in cut]),
        lead=vocabulary.encode_leads([row.lead for row in rows]),
        site=np.array([site_row(row.site) for row in rows], np.int32),
        rules=np.stack([rule_hits(row.title) for row in rows]) if rules_too else np.zeros((count, 20), np.float32),
        types=np.zeros((count, len(TYPES)), np.float32),
        polarity=np.zeros((count, 3), np.float32),
        modality=np.zeros((count, 3), np.float32),
        tags=[None] * count,
        shares=[None] * count,
        weight=np.ones(count, np.float32),
        subject=[[] for _ in range(count)],
    )


def set_gold(
    material: Material, rows: Sequence[Row], cut: Sequence[Words], *, smoothing: float, other_weight: float
) -> None:
    """Fill targets from labels read by people."""
    for n, row in enumerate(rows):
        gold = row.gold
        material.types[n] = one_hot(TYPES, gold["type"], smoothing)
        material.polarity[n] = one_hot(POLARITIES, gold["polarity"], smoothing)
        material.modality[n] = one_hot(MODALITIES, gold["modality"], smoothing)
        material.weight[n] = 1.0 if row.natural else other_weight
        if gold["spans"] is not None and gold["type"] != "not_company_event":
            spans = gold_spans(row.title, gold["spans"])
            _learn_tags(material, n, one_path(tags_of(cut[n], spans)))


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def set_published(material: Material, cut: Sequence[Words], rows: Sequence[Row]) -> None:
    """Fill targets of silver rows from the published teacher's answers alone: its best three types, its spans."""
    for n, row in enumerate(rows):
        answer = published(row)
        for name in ("types", "polarity", "modality"):
            getattr(material, name)[n] = answer[name]
        event = 1 - material.types[n, NONE]
        material.modality[n] *= event
        if event > 0.5 and row.soft is not None:
            _learn_tags(material, n, one_path(tags_of(cut[n], gold_spans(row.title, row.soft["spans"]))))


def published(row: Row) -> dict[str, np.ndarray]:
    """Return the published teacher's probabilities of a silver row; what its best three types leave is shared out."""
    assert row.soft is not None
    best = row.soft["types"]
    types = np.full(len(TYPES), max(1e-6, 1 - sum(best.values())) / (len(TYPES) - len(best)), np.float32)
    for name, p in best.items():
        types[TYPES.index(name)] = p
    found = {"types": types / types.sum()}
    for field, names in (("polarity", POLARITIES), ("modality", MODALITIES)):
        found[field] = np.array([row.soft[field][name] for name in names], np.float32)
    return found


def set_soft(
    material: Material, taught: dict, cut: Sequence[Words], rows: Sequence[Row], *, weight: float = 1.0
) -> None:
    """Fill targets from the teachers' answers, joined with the published teacher's where a row has them."""
    for name in ("types", "polarity", "modality"):
        getattr(material, name)[:] = taught[name]
    material.weight[:] = weight
    event = 1 - material.types[:, NONE]
    for n, row in enumerate(rows):
        if row.soft is not None:
            for name, p in published(row).items():
                target = getattr(material, name)
                target[n] = 0.7 * target[n] + 0.3 * p
        material.modality[n] *= event[n]  # what is no event has no modality to learn from
        if event[n] > 0.5:
            _learn_tags(material, n, tag_shares(cut[n], *taught["tags"][n]))


def _learn_tags(material: Material, n: int, shares: np.ndarray) -> None:
    material.shares[n], material.tags[n] = shares, likely_tags(shares)
    material.subject[n] = [place for place, tag in enumerate(material.tags[n]) if tag in SUBJECT]


def save_words(vocabulary: Vocabulary, path: Path) -> None:
    path.write_text("\n".join(vocabulary.words) + "\n", encoding="utf-8")
