"""The pipeline's component: reads type, polarity, modality and role spans of headlines with the shipped network.

A plain class that spaCy calls; analysis/language.py registers it. It writes `doc._.reading`, and for those who work
with spaCy alone `doc.cats` (types) and `doc.spans["roles"]`.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from researchkit.analysis.encoding import Encoded, Vocabulary, site_row
from researchkit.analysis.headline import MODALITIES, POLARITIES, ROLES, TYPES, Modality, Polarity, Reading, Spans
from researchkit.analysis.network import Network, Scores, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

FORM = 1  # of the model folder; another number is another form, which this code cannot read
TAGS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
_ROLE = np.array([-1, *(place for place in range(len(ROLES)) for _ in "BI")])
_BEGINS = np.array([tag.startswith("B") for tag in TAGS])


class HeadlineReader:
    """Reads headlines in batches. `vocabulary` and `network` come with `from_disk`."""

    def __init__(self, *, batch_size: int = 256) -> None:
        self.batch_size = batch_size
        self.vocabulary = Vocabulary(())
        self.network: Network | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Read documents batch by batch; a lead, a site and names to mask are taken from `doc._` where set."""
        docs = iter(stream)
        while batch := list(itertools.islice(docs, self.batch_size)):
            for doc, reading in zip(batch, self.read(batch), strict=True):
                doc._.reading = reading
                doc.cats = dict(reading.types)
                yield doc

    def read(self, docs: Sequence[Doc]) -> list[Reading]:
        """Return the reading of every document, in order."""
        words = [[token for token in doc if not token.is_space] for doc in docs]
        masked = [
            _places(tokens, doc.text, doc._.names) if doc._.names else ()
            for tokens, doc in zip(words, docs, strict=True)
        ]
        text = self.vocabulary.encode([[token.text for token in tokens] for tokens in words], masked)
        scores = self.score(text, [doc._.lead or "" for doc in docs], [doc._.site or "" for doc in docs])
        starts = np.concatenate([[0], np.cumsum(text.counts)])
        chosen = best_tags(scores.tags, starts)
        types, polarity, modality = softmax(scores.types), softmax(scores.polarity), softmax(scores.modality)
        order = np.argsort(-types, axis=1, kind="stable")
        readings = []
        for n, tokens in enumerate(words):
            tags = chosen[starts[n] : starts[n + 1]]
            which, how = int(polarity[n].argmax()), int(modality[n].argmax())
            readings.append(
                Reading(
                    types=tuple(zip([TYPES[k] for k in order[n]], types[n, order[n]].tolist(), strict=True)),
                    polarity=cast("Polarity", POLARITIES[which]),
                    polarity_p=float(polarity[n, which]),
                    modality=cast("Modality", MODALITIES[how]),
                    modality_p=float(modality[n, how]),
                    spans=_spans([(token.idx, token.idx + len(token)) for token in tokens], tags),
                    reader="model",
                )
            )
        return readings

    def score(self, text: Encoded, leads: Sequence[str], sites: Sequence[str]) -> Scores:
        """Return the network's scores; a lead of "" and a site of "" are none."""
        if self.network is None:
            raise RuntimeError("the headline reader has no weights; load the pipeline from its folder")
        lead = self.vocabulary.encode_leads(leads)
        return self.network(text, lead, np.array([site_row(site) for site in sites], np.int32))

    def weights(self, doc: Doc) -> list[tuple[str, float]]:
        """Return (word, weight): how far the log-odds of the type fall when the word is hidden."""
        tokens = [token for token in doc if not token.is_space]
        words = [token.text for token in tokens]
        masked = [[], *([n] for n in range(len(words)))]
        text = self.vocabulary.encode([words] * len(masked), masked)
        found = softmax(self.score(text, [doc._.lead] * len(masked), [doc._.site] * len(masked)).types).astype(float)
        kind = int(found[0].argmax())
        odds = np.log(found[:, kind] + 1e-6) - np.log(1 - found[:, kind] + 1e-6)
        return [(word, round(float(odds[0] - hidden), 3)) for word, hidden in zip(words, odds[1:], strict=True)]

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Weights are written by training; a loaded pipeline is not saved again."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> HeadlineReader:
        """Read words and weights from a folder. Raises ValueError when they are of another form."""
        folder = Path(path)
        form = json.loads((folder / "form.json").read_text(encoding="utf-8")).get("form")
        if form != FORM:
            raise ValueError(f"the model's form is {form!r}, this version reads {FORM}")
        self.vocabulary = Vocabulary((folder / "words.txt").read_text(encoding="utf-8").split("\n")[:-1])
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            self.network = Network({name: arrays[name] for name in arrays.files})
        return self


def best_tags(scores: NDArray[np.float32], starts: NDArray[Any]) -> NDArray[np.int64]:
    """Return the best tag of every word, where the inside of a role can only follow its begin or inside."""
    chosen: NDArray[np.int64] = np.asarray(scores.argmax(axis=1), np.int64)
    first = set(starts.tolist())
    for n in np.flatnonzero(~_BEGINS[chosen] & (chosen > 0)):
        if n in first or _ROLE[chosen[n]] != _ROLE[chosen[n - 1]]:
            chosen[n] -= 1  # an inside without a begin begins
    return chosen


def _spans(places: Sequence[tuple[int, int]], tags: NDArray[np.int64]) -> Spans:
    found: dict[str, list[tuple[int, int]]] = {}
    for (start, end), tag in zip(places, tags.tolist(), strict=True):
        if not tag:
            continue
        role = ROLES[_ROLE[tag]]
        if _BEGINS[tag]:
            found.setdefault(role, []).append((start, end))
        else:
            found[role][-1] = (found[role][-1][0], end)
    return MappingProxyType({role: tuple(spans) for role, spans in found.items()})


def _places(tokens: Sequence[Any], text: str, names: Sequence[str]) -> list[int]:
    """Return the places of the words that belong to one of `names`."""
    wanted = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name.strip())
    if not wanted:
        return []
    spans = [match.span() for match in re.finditer(rf"(?<!\w)(?:{wanted})(?!\w)", text, re.IGNORECASE)]
    return [
        n for n, token in enumerate(tokens) if any(a <= token.idx and token.idx + len(token) <= b for a, b in spans)
    ]
