"""Accounts: what single sentences of documents say happened, as probabilities of types, with where our company stands
in them.

Two readers are joined: the trained one behind the language door, and the signs of happenings.toml.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from researchkit.analysis import language
from researchkit.analysis.headline import NOT_EVENT, TYPES, Reading
from researchkit.analysis.mentions import Names
from researchkit.analysis.polarity import leaning
from researchkit.analysis.roles import SHARE, Standing, standing
from researchkit.analysis.rows import Row
from researchkit.analysis.signs import Signs, masked, signs_of
from researchkit.analysis.voice import says_it
from researchkit.analysis.words import plain

_MODEL_TRUST = {"model": 0.6, "rules": 0.35}
_SIGN_TRUST = {"model": 0.65, "rules": 0.9}
_MOST_WEIGHT = 4.0
_SENTENCES = 2  # sentences of a body that are read, beside the title
_BODY_SHARE = 0.45  # what a sentence of the body counts beside the title
_LONGEST = 400
_EARLY = 12  # characters
_FEW_WORDS = 4  # an outlet's headline of fewer words says too little
_THIN_SHARE = 0.6
_CERTAIN = 4.0  # a weight against any event that outweighs all other signs
_PROOF = 3.0  # a weight of signs that leaves no doubt


@dataclass(frozen=True, slots=True)
class Account:
    """One sentence of one document: `row.text[start:end]` is `sentence`.

    `types` are probabilities over the 20 types after what the company's place in the sentence takes away; `polarity`
    over launch, challenge and other, for the event part alone.
    """

    row: Row
    start: int
    end: int
    sentence: str
    is_title: bool
    where: Standing
    types: Mapping[str, float]
    polarity: Mapping[str, float]
    modality: str
    spans: Mapping[str, str]
    signs: Signs
    named_early: bool  # the company is among the first words

    @property
    def event_p(self) -> float:
        """How probable it is that this sentence reports an event of our company."""
        return 1.0 - self.types[NOT_EVENT]


def read_accounts(rows: Sequence[Row], names: Names) -> list[Account]:
    """Return the accounts of `rows`: titles and first telling sentences, all read in one go."""
    places = [(row, *place) for row in rows for place in _sentences(row, names)]
    texts = [row.text[start:end] for row, start, end, _ in places]
    readings = language.read_headlines(texts, names=names.names) if texts else []
    return [
        _account(row, start, end, is_title, reading=reading, names=names)
        for (row, start, end, is_title), reading in zip(places, readings, strict=True)
    ]


def _account(row: Row, start: int, end: int, is_title: bool, *, reading: Reading, names: Names) -> Account:
    text = row.text[start:end]
    own_voice = row.first_party and (is_title or says_it(text, is_title=False))
    where = standing(text, names, own_voice=own_voice)
    nameless = masked(text, names)
    signs = signs_of(nameless)
    types = _joined(reading, signs)
    polarity = leaning(nameless, types, reading)
    return Account(
        row=row,
        start=start,
        end=end,
        sentence=text,
        is_title=is_title,
        where=where,
        types=_shared(types, polarity, where, thin=_is_thin(text, signs, row)),
        polarity=polarity,
        modality=reading.modality,
        spans={role: text[spans[0][0] : spans[0][1]] for role, spans in reading.spans.items() if spans},
        signs=signs,
        named_early=any(mention.start < _EARLY for mention in names.named(text)),
    )


def _is_thin(text: str, signs: Signs, row: Row) -> bool:
    """Tell whether a sentence says too little or only asks, or all its signs say that nothing happened."""
    if text.rstrip().endswith("?") or (len(text.split()) < _FEW_WORDS and not row.first_party):
        return True
    against = signs.weights.get(NOT_EVENT, 0.0)
    return against >= _CERTAIN or (against >= _PROOF and len(signs.weights) == 1)


def share_of_document(account: Account) -> float:
    """Return how much an account counts for its document: the title most."""
    return 1.0 if account.is_title else _BODY_SHARE


def _sentences(row: Row, names: Names) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is_title) of the title and of the first sentences that name the company, or else the first."""
    length = min(len(row.title), len(row.text), _LONGEST)
    if length and row.text[:length] == row.title[:length]:
        yield 0, length, True
    body = row.text[length : length + 4_000]
    found = []
    for start, end in language.sentence_spans(body):
        sentence = body[start:end]
        if 25 <= len(sentence) <= _LONGEST and len(plain(sentence)) > 0.8 * len(sentence):
            found.append((not names.find(sentence), start, end))
        if len(found) >= 12:
            break
    for _, start, end in sorted(sorted(found[:1]) + sorted(found[1:])[: _SENTENCES - 1], key=lambda place: place[1]):
        yield length + start, length + end, False


def _joined(reading: Reading, signs: Signs) -> dict[str, float]:
    """Return one distribution from the reader's probabilities and the signs' weights."""
    read = dict(reading.types)
    trust, sign_trust = _MODEL_TRUST[reading.reader], _SIGN_TRUST[reading.reader]
    scores = {
        name: trust * math.log(read.get(name, 0.0) + 0.004)
        + sign_trust * min(_MOST_WEIGHT, signs.weights.get(name, 0.0))
        for name in TYPES
    }
    if reading.reader == "rules":
        scores[NOT_EVENT] += 0.8
    top = max(scores.values())
    powers = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}


def _shared(
    types: Mapping[str, float], polarity: Mapping[str, float], where: Standing, *, thin: bool
) -> dict[str, float]:
    """Take from the event what the company's place in the sentence does not carry."""
    other, challenge = SHARE[where]
    share = challenge * polarity["challenge"] + other * (1.0 - polarity["challenge"])
    share *= _THIN_SHARE if thin else 1.0
    kept = {name: p * share for name, p in types.items() if name != NOT_EVENT}
    return kept | {NOT_EVENT: 1.0 - sum(kept.values())}
