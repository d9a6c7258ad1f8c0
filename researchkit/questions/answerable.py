"""The gate: does a passage of the collected documents already answer a question, and which?

A passage is two or three sentences. Passages are ranked by BM25 over stemmed words; the best few are then read for an
answer of the type that the question asks for (who, when, how much, why, which …) close to the words it asks about.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

MAX_DOCUMENTS = 800
_K1, _B = 1.2, 0.6
_TOP = 12
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "by",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "you",
        "your",
        "we",
        "our",
        "us",
        "i",
        "my",
        "me",
        "they",
        "their",
        "them",
        "he",
        "she",
        "his",
        "her",
        "would",
        "could",
        "should",
        "can",
        "may",
        "might",
        "will",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "why",
        "how",
        "much",
        "many",
        "long",
        "far",
        "there",
        "here",
        "then",
        "than",
        "so",
        "if",
        "not",
        "no",
        "now",
        "still",
        "after",
        "before",
        "since",
        "about",
        "into",
        "over",
        "under",
        "between",
        "during",
        "again",
        "further",
        "once",
        "any",
        "each",
        "other",
        "some",
        "such",
        "only",
        "own",
        "same",
        "too",
        "very",
        "just",
        "also",
        "up",
        "down",
        "out",
        "off",
        "one",
        "first",
        "next",
        "most",
        "more",
        "best",
        "inside",
        "read",
        "know",
        "like",
        "role",
        "team",
        "job",
        "someone",
        "thing",
    ]
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of one document: `text == document.text[start:end]`."""

    document_id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage that answers a question, and how sure we are (0 to 1)."""

    passage: Passage
    confidence: float
    kind: str


@dataclass(slots=True)
class PassageIndex:
    """Passages of the documents with their postings; made once a run."""

    passages: list[Passage]
    postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)

    @property
    def mean_length(self) -> float:
        """The passages' mean length in words."""
        return sum(self.lengths) / max(1, len(self.lengths))

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency of a stem."""
        count = len(self.postings.get(stem, ()))
        return math.log(1 + (len(self.passages) - count + 0.5) / (count + 0.5))


_SYNONYMS = {
    stem: group[0]
    for group in (
        ("hard", "difficult", "tough", "tricki", "challeng"),
        ("stop", "paus", "drop", "discontinu", "cut", "halt", "end", "retir", "freez", "froz"),
        ("decid", "choos", "chose", "chosen", "decis", "pick", "select"),
        ("cost", "price", "pric", "charg", "fee"),
        ("caus", "root", "trigger", "reason", "blame", "led"),
        ("employe", "staff", "worker", "headcount", "workforc"),
        ("revenu", "sale", "turnov"),
        ("reduc", "reduct", "layoff", "redund"),
        ("outag", "downtim", "disrupt", "incident"),
        ("acquir", "acquisit", "buy", "bought", "purchas"),
        ("own", "respons", "owner"),
        ("launch", "releas", "introduc", "unveil"),
        ("lead", "head", "led by", "run"),
        ("ceo", "chief", "executiv"),
        ("start", "begin", "began", "begun"),
        ("custom", "client", "user"),
        ("plan", "intend", "roadmap"),
        ("chang", "differ", "alter", "chang"),
        ("measur", "metric", "kpi"),
    )
    for stem in group
}
_CHOICE_WORDS = {
    "first": r"\b(?:first|initially|begin|began|begins|start(?:s|ed)?|foremost|starting)\b",
    "next": r"\b(?:next|then|follow(?:s|ed|ing)?|later|plan(?:s|ned)?|upcoming|roadmap)\b",
    "hardest": r"\b(?:hard(?:est|er)?|difficult|tough(?:est)?|tricki?e?st|challenging)\b",
    "harder": r"\b(?:hard(?:est|er)?|difficult|tough(?:est)?|tricki?e?st|challenging)\b",
    "biggest": r"\b(?:biggest|largest|main|most|greatest|chief)\b",
    "bigger": r"\b(?:bigger|biggest|largest|main|most)\b",
    "stopped": r"\b(?:stop\w*|paus\w*|drop\w*|discontinu\w*|cut|halt\w*|fr[eo]ez\w*|frozen|shelv\w*|cancel\w*)\b",
    "surprised": r"\b(?:surpris\w*|unexpected\w*|did not expect)\b",
    "surprise": r"\b(?:surpris\w*|unexpected\w*|did not expect)\b",
}
_NUMBER = r"(?:[$€£]\s?\d|\b\d[\d,.]*\s?(?:%|percent|per cent|million|billion|thousand|people|jobs|roles|staff|customers|users|hours|minutes|days|weeks|months|years|[a-z]+s)\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozens?|hundreds?|thousands?|half|third|quarter)\b)"
_ANSWERS: dict[str, re.Pattern[str]] = {
    "who": re.compile(r"\b(?:[A-Z][a-z]+ (?:[A-Z][\w'-]+)|(?:the |our |a )?(?:team|director|manager|chief|head|officer|group|engineers|lead|founders?|board|committee|CEO|CTO|CFO|VP))\b"),
    "when": re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|20\d\d|Q[1-4]|Monday|Tuesday|Wednesday|Thursday|Friday|next (?:week|month|quarter|year|spring|summer)|by the end of|this (?:week|month|quarter|year)|\d{1,2}:\d\d)\b"),
    "how much": re.compile(_NUMBER),
    "where": re.compile(r"\b(?:in|at|from|near|to) (?:the )?[A-Z][a-z]+"),
    "why": re.compile(r"\b(?:because|due to|owing to|so that|in order to|caused by|cause[ds]? (?:was|of|by)?|as a result of|stem\w* from|traced to|reason|since we|the result of|led to|after a|to (?:save|focus|simplify|reduce|free|make|meet|give|bring))\b", re.IGNORECASE),
    "what": re.compile(r"\w"),
}  # fmt: skip
_ASKED = re.compile(
    r"\b(who(?:se|m)?|when|where|why|how (?:much|many|long|big|large|often|fast)|how|which|what)\b", re.IGNORECASE
)
_THRESHOLD = {"who": 0.60, "when": 0.60, "how much": 0.60, "where": 0.60, "why": 0.55, "what": 0.70}


def index_passages(documents: DataFrame) -> PassageIndex:
    """Return the passages of DOCUMENTS (or CLUSTERED), the most relevant documents first, ready to be searched."""
    frame = documents
    if "relevance" in frame.columns:
        frame = frame.sort_values("relevance", ascending=False, kind="stable")
    rows = frame.head(MAX_DOCUMENTS)[["document_id", "text"]].itertuples(index=False)
    index = PassageIndex([passage for row in rows for passage in _passages(row.document_id, row.text)])
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, passage in enumerate(index.passages):
        counts = Counter(stems(passage.text))
        index.lengths.append(sum(counts.values()))
        for stem, count in counts.items():
            postings[stem].append((number, count))
    index.postings = dict(postings)
    return index


def find_answer(question: str, index: PassageIndex, *, names: Iterable[str] = ()) -> Answer | None:
    """Return the passage that answers `question`, or None. `names` (the company's) do not count as words of the question."""
    ignored = {stem for name in names for stem in stems(name)}
    context, clauses = split_question(question)
    anchors = [stem for stem in dict.fromkeys(stems(context)) if stem not in ignored]
    best: Answer | None = None
    for clause in clauses:
        answer = _answer_to(clause, anchors, index, ignored)
        if answer is not None and (best is None or answer.confidence > best.confidence):
            best = answer
    return best


def split_question(question: str) -> tuple[str, list[str]]:
    """Return what a question says before it asks, and its asking clauses."""
    text = question.strip().rstrip("?")
    found = _ASKED.search(text)
    context = ""
    cut = re.search(r"^.*(?:[;:]|is that (?:still )?(?:so|right|accurate|the plan), and)\s+(?=\w)", text)
    if cut:
        context, text = cut[0], text[cut.end() :]
    elif found and found.start() > 0 and "," in text[: found.start()]:
        comma = text.rfind(",", 0, found.start())
        context, text = text[:comma], text[comma + 1 :]
    clauses = re.split(r",? (?:and|or) (?=(?:who|when|where|why|how|which|what|would|does|did|is)\b)", text)
    asking = [clause.strip() for clause in clauses if _ASKED.search(clause)]
    return context, asking or [text]


def _answer_to(clause: str, anchors: Sequence[str], index: PassageIndex, ignored: set[str]) -> Answer | None:
    kind = _kind(clause)
    focus = [stem for stem in dict.fromkeys(stems(clause)) if stem not in ignored]
    if not focus:
        return None
    total = sum(index.weight(stem) for stem in focus)
    required = [
        re.compile(pattern, re.IGNORECASE)
        for word, pattern in _CHOICE_WORDS.items()
        if re.search(rf"\b{word}\b", clause)
    ]
    best: Answer | None = None
    for number, _ in _rank(focus, anchors, index):
        passage = index.passages[number]
        present = set(stems(passage.text))
        covered = sum(index.weight(stem) for stem in focus if stem in present) / total
        if covered < _THRESHOLD[kind] or not all(pattern.search(passage.text) for pattern in required):
            continue
        if not _ANSWERS[kind].search(passage.text) or passage.text.rstrip().endswith("?"):
            continue
        if anchors and not _on_topic(passage, anchors, index):
            continue
        if best is None or covered > best.confidence:
            best = Answer(passage, min(1.0, covered), kind)
    return best


def _on_topic(passage: Passage, anchors: Sequence[str], index: PassageIndex) -> bool:
    near = [other.text for other in index.passages if other.document_id == passage.document_id]
    present = set(stems(" ".join(near)))
    total = sum(index.weight(stem) for stem in anchors)
    return sum(index.weight(stem) for stem in anchors if stem in present) >= 0.5 * total


def _kind(clause: str) -> str:
    found = _ASKED.search(clause)
    word = found[1].lower() if found else "what"
    if word.startswith("who"):
        return "who"
    if word in ("how much", "how many", "how long", "how big", "how large", "how often", "how fast"):
        return "how much"
    return word if word in ("when", "where", "why") else "what"


def _rank(focus: Sequence[str], anchors: Sequence[str], index: PassageIndex) -> list[tuple[int, float]]:
    scores: dict[int, float] = defaultdict(float)
    mean = index.mean_length
    for stem, share in [*((stem, 1.0) for stem in focus), *((stem, 0.3) for stem in anchors)]:
        weight = index.weight(stem) * share
        for number, count in index.postings.get(stem, ()):
            scores[number] += weight * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * index.lengths[number] / mean))
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP]


def _passages(document_id: str, text: str) -> Iterable[Passage]:
    spans = [
        (found.start(), found.end()) for found in re.finditer(r"[^\s].*?(?:[.!?](?=\s)|\n|$)", text) if found[0].strip()
    ]
    for number, (start, end) in enumerate(spans):
        last = spans[min(number + 1, len(spans) - 1)][1]
        if last - start < 900:
            end = last
        yield Passage(document_id, text[start:end], start, end)


def stems(text: str) -> list[str]:
    """Return the stems of the content words of `text`; words of like meaning share one."""
    return [
        _stem(word)
        for word in re.findall(r"[a-z0-9][a-z0-9'’.%-]*[a-z0-9%]|[a-z0-9]", text.lower())
        if word not in _STOP
    ]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    bare = re.sub(r"['’]s?$", "", word)
    if len(bare) > 3 and not bare[0].isdigit():
        for suffix in ("ational", "fulness", "ingly", "ations", "ation", "ments", "ment", "ings", "ies", "ied", "ing", "edly", "ers", "ely",
                       "est", "ed", "es", "er", "ly", "s", "e", "y"):  # fmt: skip
            if bare.endswith(suffix) and len(bare) - len(suffix) >= 3 and not (suffix == "s" and bare.endswith("ss")):
                bare = bare[: -len(suffix)]
                break
        if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "ls":
            bare = bare[:-1]
    return _SYNONYMS.get(bare, bare)
