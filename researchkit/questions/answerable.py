"""The gate: does a passage of the collected documents already answer a question, and which?

A passage is two sentences. Passages are ranked by BM25 over stemmed words, in which words of a kind count as one; the
best few are then read: does the passage speak of what the question asks about, is its document about the same fact, and
does it hold an answer of the type asked for (who, when, how much, why, what)?
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from researchkit.questions.words import mapping, patterns, word_set

if TYPE_CHECKING:
    from pandas import DataFrame

MAX_DOCUMENTS = 800
_K1, _B = 1.2, 0.6
_TOP = 15
_ANCHOR_SHARE = 0.3  # of the weight of what the question stands on, that a document must speak of
_ELSEWHERE = 0.6  # worth of a word found in the document but not in the passage
_THRESHOLD = {"who": 0.38, "when": 0.38, "how much": 0.38, "where": 0.40, "why": 0.35, "what": 0.43}
_ASKED = re.compile(
    r"\b(who(?:se|m)?|when|where|why|how (?:much|many|long|big|large|often|fast)|how|which|what)\b", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\bwhat (?:was|is|were|are|'s) the (?:main |root |real )?(?:reason|cause)|\bwhat (?:caused|made (?:you|it|"
    r"them|the)\b|led to|was behind|is behind)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s)|\n|$)")
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9'’.%-]*[a-z0-9%])?")
_CLAUSE = re.compile(r",? (?:and|or) (?=(?:who|when|where|why|how|which|what|would|does|did|is)\b)")
_EITHER = re.compile(r"^\s*(?:did|do|does|is|are|will|would|was|were)\b.*\bor\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\s*(?:who|when|where|why|how|which|what|did|do|does|is|are|was|were|will|would|has|have)\b", re.IGNORECASE
)
_BACK = re.compile(r"\b(?:it|that|this|them)\b")
_NAME = re.compile(r"\b[A-Z][a-zé]+\b")
_CONFIRM = re.compile(r"^.*(?:[;:]|is that (?:still )?(?:so|right|accurate|the plan), and)\s+(?=\w)")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ies", "ied", "ing", "edly", "ers", "ely", "ed", "es", "er")


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of one document: `text == document.text[start:end]`."""

    document_id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage that answers a question, how sure we are (0 to 1), and the kind of answer."""

    passage: Passage
    confidence: float
    kind: str


@dataclass(slots=True)
class PassageIndex:
    """Passages of the documents with their postings; made once a run."""

    passages: list[Passage]
    postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    words: dict[str, frozenset[str]] = field(default_factory=dict)  # document_id -> its stems

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency of a stem; one that stands nowhere weighs as much as a rare one."""
        count = max(1, len(self.postings.get(stem, ())))
        return math.log(1 + (len(self.passages) - count + 0.5) / (count + 0.5))


def index_passages(documents: DataFrame) -> PassageIndex:
    """Return the passages of DOCUMENTS (or CLUSTERED), the most relevant documents first, ready to be searched."""
    frame = documents
    if "relevance" in frame.columns:
        frame = frame.sort_values("relevance", ascending=False, kind="stable")
    rows = frame.head(MAX_DOCUMENTS)
    texts = zip(rows["document_id"].astype(str), rows["text"].astype(str), strict=True)
    index = PassageIndex([passage for document_id, text in texts for passage in _passages(document_id, text)])
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    words: dict[str, set[str]] = defaultdict(set)
    for number, passage in enumerate(index.passages):
        counts = Counter(stems(passage.text))
        index.lengths.append(sum(counts.values()))
        words[passage.document_id] |= counts.keys()
        for stem, count in counts.items():
            postings[stem].append((number, count))
    index.postings = dict(postings)
    index.words = {document_id: frozenset(found) for document_id, found in words.items()}
    return index


def find_answer(question: str, index: PassageIndex, *, names: Iterable[str] = ()) -> Answer | None:
    """Return the passage that answers `question` or one of its parts, or None.

    `names` are the company's: they stand everywhere and tell nothing.
    """
    ignored = {stem for name in names for stem in stems(name)}
    context, clauses = split_question(question)
    anchors = [stem for stem in dict.fromkeys(_asked_stems(context)) if stem not in ignored]
    # "and how was that decided" cannot be looked up without its first half.
    whole = [clause for number, clause in enumerate(clauses) if number == 0 or not _BACK.search(clause)]
    anchors = [
        stem for stem in anchors if stem in index.postings
    ]  # our word for an event may stand nowhere: "incident"
    answers = [_answer_to(clause, anchors, index, ignored) for clause in whole]
    return max((answer for answer in answers if answer), key=lambda answer: answer.confidence, default=None)


def split_question(question: str) -> tuple[str, list[str]]:
    """Return what a question says before it asks, and its asking clauses."""
    text, context = question.strip().rstrip("?"), ""
    if cut := _CONFIRM.search(text):
        context, text = cut[0], text[cut.end() :]
    found = _ASKED.search(text)
    if found and re.match(r"when\b", text, re.IGNORECASE) and "," in text:  # "When you launched it, what …"
        found = _ASKED.search(text, text.index(","))
    if found and "," in text[: found.start()]:
        commas = [mark.start() for mark in re.finditer(",", text[: found.start()])]
        comma = next((mark for mark in commas if _ASKS.match(text, mark + 1)), commas[-1])
        context, text = f"{context} {text[:comma]}", text[comma + 1 :]
    asking = [clause.strip() for clause in _CLAUSE.split(text) if _ASKED.search(clause) or _EITHER.search(clause)]
    return context, asking or [text.strip()]


def _answer_to(clause: str, anchors: Sequence[str], index: PassageIndex, ignored: set[str]) -> Answer | None:
    kind = _kind(clause)
    focus = [stem for stem in dict.fromkeys(_asked_stems(clause)) if stem not in ignored]
    if kind == "why":
        focus = [stem for stem in focus if stem not in ("cause", "choose")]
    if kind != "what" and not focus and " " in clause:  # "what was the reason for that?", "who did you work with?"
        focus = list(anchors)
    total = sum(index.weight(stem) for stem in focus)
    required = [pattern for word, pattern in patterns("decisive").items() if re.search(rf"\b{word}\b", clause)]
    required = [] if kind in ("why", "who", "how much", "when") else required
    if len(focus) > 1:  # what a pattern looks for need not stand in so many words
        answered_by = {
            stem for word in patterns("decisive") if re.search(rf"\b{word}\b", clause) for stem in stems(word)
        }
        focus = [stem for stem in focus if not required or stem not in answered_by] or focus
    total = sum(index.weight(stem) for stem in focus)
    if not (focus or required) or (kind == "what" and len(focus) < 2 and not anchors and not required):
        return None
    best: Answer | None = None
    for number in _rank(focus, anchors, index):
        passage = index.passages[number]
        covered = _covered(focus, passage, index) / total if total else 0.75
        if covered < _THRESHOLD[kind] or (best is not None and covered <= best.confidence):
            continue
        if kind == "who" and not set(_NAME.findall(passage.text)) - set(_NAME.findall(clause)):
            continue
        if all(pattern.search(passage.text) for pattern in (*required, patterns("answers")[kind])) and _on_topic(
            passage, anchors, index, _ANCHOR_SHARE if len(focus) > 1 else 1.5 * _ANCHOR_SHARE
        ):
            best = Answer(passage, min(1.0, covered), kind)
    return best


def _covered(focus: Sequence[str], passage: Passage, index: PassageIndex) -> float:
    """Return the weight of the focus words in the passage; those elsewhere in its document count for less."""
    here, document = set(stems(passage.text)), index.words[passage.document_id]
    return sum(
        index.weight(stem) * (1.0 if stem in here else _ELSEWHERE if stem in document else 0.0) for stem in focus
    )


def _on_topic(passage: Passage, anchors: Sequence[str], index: PassageIndex, share: float) -> bool:
    document = index.words[passage.document_id]
    total = sum(index.weight(stem) for stem in anchors)
    return sum(index.weight(stem) for stem in anchors if stem in document) >= share * total


def _kind(clause: str) -> str:
    if _CAUSE.search(clause):
        return "why"
    found = _ASKED.search(clause)
    word = found[1].lower() if found else "what"
    if word.startswith("who"):
        return "who"
    if word.startswith("how "):
        return "how much"
    return word if word in ("when", "where", "why") else "what"


def _rank(focus: Sequence[str], anchors: Sequence[str], index: PassageIndex) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    mean = sum(index.lengths) / max(1, len(index.lengths))
    for stem, share in [*((stem, 1.0) for stem in focus), *((stem, 0.4) for stem in anchors)]:
        weight = index.weight(stem) * share
        for number, count in index.postings.get(stem, ()):
            scores[number] += weight * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * index.lengths[number] / mean))
    best = sorted(scores, key=lambda number: (-scores[number], number))[:_TOP]
    # A reason often stands a few sentences after what it is the reason of: the best documents are read whole.
    leading = {index.passages[number].document_id for number in best[:3]}
    return [*best, *(n for n, passage in enumerate(index.passages) if passage.document_id in leading and n not in best)]


def _passages(document_id: str, text: str) -> Iterable[Passage]:
    spans = [found.span() for found in _SENTENCE.finditer(text) if found[0].strip()]
    for number, (start, end) in enumerate(spans):
        last = spans[min(number + 1, len(spans) - 1)][1]
        end = last if last - start < 900 else end
        yield Passage(document_id, text[start:end], start, end)


def stems(text: str) -> list[str]:
    """Return the stems of the content words of `text`; words of a kind share one, a word of two kinds gives both."""
    plain = re.sub(r"\b(?:were|was|went|goes|go|is|are) (?:down|dark|offline)\b", "outage", text.lower())
    plain = plain.replace("no longer", "stopped changed").replace("used to", "changed")
    words = [word for word in _WORD.findall(plain) if word not in word_set("stop")]
    return [stem for word in words for stem in _stems_of(word)]


@lru_cache(maxsize=50_000)
def _stems_of(word: str) -> tuple[str, ...]:
    bare = re.sub(r"['’]s?$", "", word)
    kin = mapping("kin")
    if bare in kin or bare[:1].isdigit():
        return kin.get(bare, (bare,))
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= 4:
            bare = bare[: -len(suffix)]
            break
    bare = bare[:-1] if bare.endswith("s") and len(bare) > 3 and not bare.endswith("ss") else bare
    bare = bare[:-1] if bare.endswith(("e", "y")) and len(bare) > 4 else bare
    return kin.get(bare, (bare,))


def _asked_stems(text: str) -> list[str]:
    """The same for a question: the first kind of a word alone, so that one word is not asked for twice."""
    plain = re.sub(r"\b(?:in the long run|on purpose|leave out)\b", lambda found: found[0].split()[0], text.lower())
    idle = word_set("stop") | word_set("times")
    words = [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(plain)]
    return [_stems_of(word)[0] for word in words if word not in idle]
