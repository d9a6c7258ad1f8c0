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
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from researchkit.analysis.encoding import Encoded, Vocabulary, site_row
from researchkit.analysis.headline import MODALITIES, POLARITIES, TYPES, Modality, Polarity, Reading
from researchkit.analysis.network import Network, Scores, softmax
from researchkit.analysis.rules import surely_denied
from researchkit.analysis.tagging import TAGS, best_paths, spans_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

FORM = 2  # of the model folder; another number is another form, which this code cannot read
_DENIED = (0.25, 0.08, 0.67)  # happened, planned, denied, where words of denial stand


class HeadlineReader:
    """Reads headlines in batches. `vocabulary` and `network` come with `from_disk`."""

    def __init__(self, *, batch_size: int = 256) -> None:
        self.batch_size = batch_size
        self.vocabulary = Vocabulary(())
        self.network: Network | None = None
        self.steps = np.zeros((len(TAGS) + 1, len(TAGS)), np.float32)

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
                doc.spans["roles"] = list(_marked(doc, reading))
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
        paths = best_paths(np.log(softmax(scores.tags)), text.counts, self.steps)
        types, polarity, modality = softmax(scores.types), softmax(scores.polarity), softmax(scores.modality)
        order = np.argsort(-types, axis=1, kind="stable")
        readings = []
        for n, (doc, tokens) in enumerate(zip(docs, words, strict=True)):
            if surely_denied(doc.text):
                modality[n] = _DENIED
            which, how = int(polarity[n].argmax()), int(modality[n].argmax())
            readings.append(
                Reading(
                    types=tuple(zip([TYPES[k] for k in order[n]], types[n, order[n]].tolist(), strict=True)),
                    polarity=cast("Polarity", POLARITIES[which]),
                    polarity_p=float(polarity[n, which]),
                    modality=cast("Modality", MODALITIES[how]),
                    modality_p=float(modality[n, how]),
                    spans=spans_of([(token.idx, token.idx + len(token)) for token in tokens], paths[n].tolist()),
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
            self.network = Network({name: arrays[name] for name in arrays.files if name != "steps"})
            self.steps = arrays["steps"]
        return self


def _marked(doc: Doc, reading: Reading) -> Iterator[Span]:
    for role, places in reading.spans.items():
        for start, end in places:
            span = doc.char_span(start, end, label=role)
            if span is not None:
                yield span


def _places(tokens: Sequence[Any], text: str, names: Sequence[str]) -> list[int]:
    """Return the places of the words that belong to one of `names`."""
    wanted = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name.strip())
    if not wanted:
        return []
    spans = [match.span() for match in re.finditer(rf"(?<!\w)(?:{wanted})(?!\w)", text, re.IGNORECASE)]
    return [
        n for n, token in enumerate(tokens) if any(a <= token.idx and token.idx + len(token) <= b for a, b in spans)
    ]
