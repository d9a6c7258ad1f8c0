"""Stories: which documents tell of one happening.

Copies first (the same words, whatever the outlet), then TF-IDF over title and lead with background frequencies,
fading with the days between, average linkage; a single pass above 5,000 documents. Deterministic: the frame's
order does not matter.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from researchkit.analysis.followups import regroup
from researchkit.analysis.headline import NOT_EVENT
from researchkit.analysis.linkage import Pairs, average_linkage, blend, single_pass
from researchkit.analysis.relevance import ABOUT
from researchkit.analysis.rows import Row, read_rows
from researchkit.analysis.signs import signs_of
from researchkit.analysis.words import plain, stem, stems, tokens
from researchkit.frames import CLUSTERED, RANKED, conform

if TYPE_CHECKING:
    from pandas import DataFrame

Granularity = Literal["fine", "coarse"]


@dataclass(frozen=True, slots=True)
class Grain:
    """How documents are compared.

    `threshold` is the least mean similarity inside a story; `share` says how much a document takes from its most
    like `neighbours`, as far as they are `neighbourly` (the least likeness); `half_life_days` how fast likeness
    fades with the days between.
    """

    threshold: float
    neighbours: int
    neighbourly: float
    share: float
    half_life_days: float


GRAINS: dict[Granularity, Grain] = {
    "fine": Grain(0.21, 10, 0.1, 0.3, 4.0),  # one happening
    "coarse": Grain(0.12, 30, 0.01, 0.5, 30.0),  # a happening with everything that followed
}
MANY = 5_000
_SINGLE_PASS_SHARE = 0.4  # without mixing, likeness is lower
_LEAD_WORDS = 45
_LEAD_WEIGHT = 0.6
_MOST_WEIGHT = 1.3
_SIGN = "§"  # marks a type of happening among the words
_SIGN_WEIGHT = 0.2
_SHARED = 0.6  # a word in this share of the documents (the company's name) tells no story apart
_FEW = 4
_WINDOW_DAYS = 14.0
_COPY_WORDS = 4  # fewer words than this are too few to call two titles copies
_UNCLEAR = ("How ", "Why ", "What ", "Opinion", "Here")
_TOGETHER_KINDS = frozenset({"news", "post", "social", "report", "filing", "recall", "incident"})


def cluster(ranked: DataFrame, *, threshold: float | None = None, granularity: Granularity = "fine") -> DataFrame:
    """Group the documents about the company into stories.

    Takes RANKED, returns CLUSTERED in the same order. Only rows with relevance of ABOUT or more take part, all
    others stand alone; so do job posts and releases. `similarity` is to the story's lead (1.0 is the lead, the
    clearest document). `threshold` is the least mean similarity inside a story, 0 to 1; higher is finer. Raises
    SchemaError.
    """
    frame = conform(ranked, RANKED)
    grain = GRAINS[granularity]
    rows = read_rows(frame)
    order = sorted(range(len(rows)), key=lambda place: rows[place].document_id)
    joining = [place for place in order if rows[place].relevance >= ABOUT and rows[place].kind in _TOGETHER_KINDS]
    groups, vectors = group_texts(
        [rows[place].title for place in joining],
        [plain(rows[place].body) for place in joining],
        [rows[place].day for place in joining],
        grain=grain if threshold is None else replace(grain, threshold=threshold),
    )
    groups = regroup([rows[place] for place in joining], groups)
    story = [story_name([row.document_id]) for row in rows]
    similarity = [1.0] * len(rows)
    members: dict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        members[group].append(number)
    for numbers in members.values():
        lead = max(numbers, key=lambda number: _clarity(rows[joining[number]]))
        name = story_name([rows[joining[number]].document_id for number in numbers])
        for number in numbers:
            story[joining[number]] = name
            alike = round(dot(vectors[number], vectors[lead]), 4)
            similarity[joining[number]] = 1.0 if number == lead else min(0.9999, alike)
    return conform(frame.assign(story_id=story, similarity=similarity), CLUSTERED)


def story_name(document_ids: Sequence[str]) -> str:
    """Return a story's id: a hash of the first of its documents' ids, so that a story that grows often keeps its
    name.
    """
    return hashlib.sha256(f"story {min(document_ids)}".encode()).hexdigest()[:16]


def group_texts(
    titles: Sequence[str], texts: Sequence[str], days: Sequence[float | None], *, grain: Grain
) -> tuple[list[int], list[dict[str, float]]]:
    """Return a group number for each text, and the texts' unit vectors.

    `days` are days since an epoch, None when unknown. Copies are one text with more weight.
    """
    vectors = vectorise(titles, texts)
    copies = _copies(titles, texts, days)
    firsts = sorted(set(copies))
    place_of = {first: place for place, first in enumerate(firsts)}
    weights = Counter(copies)
    labels = group_vectors(
        [vectors[first] for first in firsts],
        [days[first] for first in firsts],
        [weights[first] for first in firsts],
        grain=grain,
    )
    return [labels[place_of[copy]] for copy in copies], vectors


def group_vectors(
    vectors: Sequence[dict[str, float]], days: Sequence[float | None], weights: Sequence[int], *, grain: Grain
) -> list[int]:
    """Return a group number for each unit vector: average linkage, a single pass for more than 5,000."""
    fading = {"half_life_days": grain.half_life_days, "window_days": _WINDOW_DAYS}
    if len(vectors) > MANY:
        return single_pass(vectors, days, threshold=_SINGLE_PASS_SHARE * grain.threshold, **fading)
    pairs = Pairs(vectors, days, **fading)
    mixed = blend(pairs, neighbours=grain.neighbours, least=grain.neighbourly, share=grain.share)
    return average_linkage(pairs.of(mixed), weights, grain.threshold)


def vectorise(titles: Sequence[str], texts: Sequence[str]) -> list[dict[str, float]]:
    """Return one unit vector a text: stems of title and lead, weighted by rarity here and in the language at large."""
    bags = [_bag(title, text) for title, text in zip(titles, texts, strict=True)]
    seen = Counter(word for bag in bags for word in bag)
    rarity = _rarity(seen, len(bags))
    for bag in bags:  # each becomes its vector in place: of very many documents, two sets would not fit
        for word in bag:
            bag[word] *= rarity[word]
        length = math.sqrt(sum(value * value for value in bag.values())) or 1.0
        for word in bag:
            bag[word] /= length
    return bags


def _bag(title: str, text: str) -> dict[str, float]:
    """Return the weights of one text's stems, the title's most, and of the types of happening its title signs."""
    bag = dict.fromkeys(stems(title), 1.0)
    for word in stems(" ".join(text.split()[:_LEAD_WORDS])):
        bag[word] = min(_MOST_WEIGHT, bag[word] + _LEAD_WEIGHT) if word in bag else _LEAD_WEIGHT
    for name, weight in signs_of(title).weights.items():
        if name != NOT_EVENT:
            bag[_SIGN + name] = _SIGN_WEIGHT * min(weight, 4.0)
    return bag


def _rarity(seen: Mapping[str, int], documents: int) -> dict[str, float]:
    """Return the weight of each stem: rare here and rare at large is most; what most documents share tells nothing."""
    background = background_rarity()
    top = max(background.values(), default=10.0)
    rarity = {}
    for word, count in seen.items():
        here = math.sqrt(math.log((documents + 1) / (count + 0.5)) + 0.1)
        shared = documents >= _FEW and count >= _SHARED * documents and not word.startswith(_SIGN)
        at_large = 1.0 if word.startswith(_SIGN) else math.sqrt(background.get(word, top) / top)
        rarity[word] = 0.0 if shared else here * at_large
    return rarity


def background_rarity() -> Mapping[str, float]:
    """Return the rarity of stems in headlines at large; empty when none are shipped."""
    from researchkit.analysis.language import background_idf

    return background_idf()


def _copies(titles: Sequence[str], texts: Sequence[str], days: Sequence[float | None]) -> list[int]:
    """Return for each text the first of its copies: the same title or the same lead within the window."""
    first: dict[str, int] = {}
    result = []
    for place, (title, text) in enumerate(zip(titles, texts, strict=True)):
        result.append(place)
        for part in (title, text):
            words = [stem(word) for word in tokens(part)]
            if len(words) < _COPY_WORDS:
                continue
            week = "" if days[place] is None else str(int((days[place] or 0.0) // _WINDOW_DAYS))
            key = hashlib.sha256(f"{week} {' '.join(words)}".encode()).hexdigest()
            result[place] = min(result[place], result[first.setdefault(key, place)])
    return result


def _clarity(row: Row) -> tuple[float, float, str]:
    """Return how clearly a document tells its story: the highest leads; the earliest where two are equal."""
    count = len(row.title.split())
    score = row.relevance
    score += 0.6 if 5 <= count <= 18 else 0.0
    score -= 0.8 if "?" in row.title or row.title.startswith(_UNCLEAR) else 0.0
    score -= 0.3 if row.title[:1] in "‘“'\"" else 0.0
    score += 0.2 if row.text_scope != "title" else 0.0
    score += 0.2 if row.first_party else 0.0
    return round(score, 2), -(row.day or 1e9), row.document_id


def dot(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Return the likeness of two unit vectors, 0 to 1."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    return max(0.0, sum(value * long.get(word, 0.0) for word, value in short.items()))
