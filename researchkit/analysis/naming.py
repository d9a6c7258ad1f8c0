"""Which of thousands of names a text has: spaCy's PhraseMatcher, one pass however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class NameFinder:
    """Finds names as they are written, at the borders of words: "Gap" is not in "gap" and not in "Gaping".

    Words are told apart as in languages that set spaces between them; in others a name is found where it stands alone.
    """

    def __init__(self, names: Iterable[str]) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._nlp = spacy.blank("xx")
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        for name in sorted(set(names)):
            self._matcher.add(name, [self._nlp.make_doc(name)])

    def found(self, texts: Iterable[str]) -> Iterator[frozenset[str]]:
        """Yield the names in each text, in the order of the texts."""
        strings = self._nlp.vocab.strings
        with self._nlp.memory_zone():  # the words of a million texts are not kept
            for text in texts:
                yield frozenset(strings[key] for key, _, _ in self._matcher(self._nlp.make_doc(text)))
