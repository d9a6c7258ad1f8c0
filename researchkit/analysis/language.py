"""The one spaCy door: what the rest of analysis asks of language.

`load` gives the pipeline, `sentence_spans` cuts text, `read_headlines` says what headlines report, `explain` says why.
Where the model's folder is missing or of another form, rules read instead, one warning says so, and the rest goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast
from zipfile import BadZipFile

from researchkit.analysis.foreign import is_foreign
from researchkit.analysis.headline import Reading, packed, unpacked, unread
from researchkit.analysis.rules import explain_by_rules, read_by_rules
from researchkit.analysis.sentences import sentence_spans
from researchkit.memory import remembered
from researchkit.stopwatch import stage

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from researchkit.analysis.reader import HeadlineReader

__all__ = ["Reading", "background_idf", "explain", "load", "read_headlines", "sentence_spans"]

MODEL = Path(__file__).parent / "model"
LONGEST = 400  # characters of a headline that are read; what follows is no headline
READER = "headline_reader"
_log = logging.getLogger(__name__)


@cache
def load() -> Language:
    """Return the pipeline, loaded once: blank English with the headline reader.

    Without a model folder that this version can read, the pipeline has no components, and a warning says so.
    """
    with stage("load the pipeline"):
        import spacy

    _register()
    try:
        with stage("load the pipeline"):
            return spacy.load(MODEL)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        _log.warning("no language model can be read at %s (%s); headlines are read by rules, less well", MODEL, error)
        return spacy.blank("en")


def blank_pipeline() -> Language:
    """Return blank English with an untrained headline reader, for training to fill."""
    import spacy

    _register()
    nlp = spacy.blank("en")
    nlp.add_pipe(READER)
    return nlp


@cache
def _register() -> None:
    from spacy.language import Language
    from spacy.tokens import Doc

    from researchkit.analysis.reader import HeadlineReader

    def make(nlp: Language, name: str, batch_size: int) -> HeadlineReader:
        return HeadlineReader(batch_size=batch_size)

    Language.factory(READER, default_config={"batch_size": 256}, func=make)
    Doc.set_extension("reading", default=None, force=True)
    Doc.set_extension("lead", default="", force=True)
    Doc.set_extension("site", default="", force=True)
    Doc.set_extension("names", default=(), force=True)


def _reader() -> HeadlineReader | None:
    nlp = load()
    return cast("HeadlineReader", nlp.get_pipe(READER)) if nlp.has_pipe(READER) else None


def read_headlines(
    texts: Sequence[str],
    *,
    names: Sequence[str] = (),
    leads: Sequence[str] | None = None,
    sites: Sequence[str] | None = None,
) -> list[Reading]:
    """Return what each of `texts` (headlines, or single sentences) reports, in order.

    `names` are the company's names, masked so that the event is judged and not the company. `leads` and `sites` (hosts,
    such as "www.tarn.example"), one a text where given, help with unclear headlines. An empty text or one in another
    language gets a reading with a note; of a long text the first 400 characters are read.
    """
    notes = ["empty" if not text.strip() else "not English" if is_foreign(text[:LONGEST]) else "" for text in texts]
    readings = [unread(note) for note in notes]
    wanted = [place for place, note in enumerate(notes) if not note]
    sheets = [
        _Sheet(texts[n][:LONGEST], tuple(names), (leads[n] or "") if leads else "", (sites[n] or "") if sites else "")
        for n in wanted
    ]
    contents = [(sheet.text, "\n".join(sheet.names), sheet.lead, sheet.site) for sheet in sheets]
    found = remembered(
        "headline",
        contents,
        lambda places: [packed(one) for one in _read([sheets[n] for n in places])],
        lasting=lambda held: held["reader"] == "model",  # rules stand in for a model that may be there next time
    )
    for place, held in zip(wanted, found, strict=True):
        readings[place] = unpacked(held)
    return readings


@dataclass(frozen=True, slots=True)
class _Sheet:
    """All that a reading depends on."""

    text: str
    names: tuple[str, ...] = ()
    lead: str = ""
    site: str = ""


def _read(sheets: Sequence[_Sheet]) -> list[Reading]:
    reader = _reader()
    if reader is None:
        return [read_by_rules(sheet.text) for sheet in sheets]
    return [doc._.reading for doc in reader.pipe([_doc(sheet) for sheet in sheets])]


def _doc(sheet: _Sheet) -> Doc:
    doc = load().make_doc(sheet.text)
    doc._.lead, doc._.site, doc._.names = sheet.lead, sheet.site, sheet.names
    return doc


def explain(text: str) -> list[tuple[str, float]]:
    """Return the words of `text` that counted for its type (weight above 0) or against it, strongest first.

    A word's weight is how much the log-odds of the type fall when that word is hidden from the model; by rules, the
    weight of the rule it hit.
    """
    text = text[:LONGEST]
    if not text.strip():
        return []
    reader = _reader()
    if reader is None:
        return explain_by_rules(text, read_by_rules(text).type)
    return sorted(reader.weights(_doc(_Sheet(text))), key=lambda pair: (-abs(pair[1]), pair[0]))


@cache
def background_idf() -> Mapping[str, float]:
    """Return the rarity (inverse document frequency, natural logarithm) of stems in headlines at large.

    Stems are those of `analysis.words.stems`; one that is absent stood in fewer than three of 387,115 headlines. Empty
    when the model's folder is missing.
    """
    import numpy as np

    path = MODEL / "frequencies.npz"
    if not path.is_file():
        return MappingProxyType({})
    with np.load(path, allow_pickle=False) as arrays:
        words = arrays["words"].tobytes().decode("utf-8").split("\n")
        return MappingProxyType(dict(zip(words, arrays["rarity"].astype(float).tolist(), strict=True)))
