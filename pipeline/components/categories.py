"""`zh_categories`: the policing category of each MEASURE, with calibrated scores."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Entity, Relation
from pipeline.components.structure import structure_of
from pipeline.components.texts import TextClassifier, ngrams
from pipeline.record import Record


def category_features(
    text: str, entities: Sequence[Entity], relations: Sequence[Relation]
) -> list[tuple[Entity, list[str]]]:
    """Return each MEASURE with its feature words: its wording, clause, sentence, agent and operation."""
    structure = structure_of(text)
    by_id = {e.id: e for e in entities}
    linked: dict[str, list[str]] = {}
    for r in relations:
        if r.label in {"AGENT", "UNDER"}:
            child = by_id[r.child]
            linked.setdefault(r.head, []).extend(ngrams(r.label[0], text[child.start : child.end], (2,)))
    return [
        (
            e,
            [
                *ngrams("m", text[e.start : e.end]),
                *ngrams("a", e.attributes["action"]),
                *ngrams("c", structure.clause_text(e.start), (2,)),
                *ngrams("s", text[slice(*structure.sentence_span(e.start))], (2,)),
                *ngrams("p", text[max(0, e.start - 30) : e.start], (2,)),
                *linked.get(e.id, []),
            ],
        )
        for e in entities
        if e.label == "MEASURE"
    ]


def record_features(record: Record) -> list[str]:
    """Return the feature words of a finished record: those of `category_features` that it carries.

    A record knows its sentence and no text before it.
    """
    sentence, measure = record.sentence, record.measure
    at = _place(sentence.text, measure.text, measure.start - sentence.start)
    linked = (("A", record.agency), ("U", record.campaign))
    return [
        *ngrams("m", measure.text),
        *ngrams("a", measure.action),
        *ngrams("c", structure_of(sentence.text).clause_text(at), (2,)),
        *ngrams("s", sentence.text, (2,)),
        *ngrams("p", sentence.text[max(0, at - 30) : at], (2,)),
        *(word for mark, span in linked if span for word in ngrams(mark, span.text, (2,))),
    ]


def _place(text: str, words: str, about: int) -> int:
    """Return where the words stand in a text, nearest to an offset in its source."""
    places = [i for i in range(len(text)) if text.startswith(words, i)]
    return min(places, key=lambda i: abs(i - about), default=0)


class Categories:
    """Sets `doc._.categories`: for each MEASURE id the probability of each category."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.classifier = TextClassifier()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        rows = category_features(doc.text, doc._.entities or [], doc._.relations or [])
        scores = self.classifier.probabilities([words for _, words in rows])
        doc._.categories = {e.id: s for (e, _), s in zip(rows, scores, strict=True)}
        return doc

    def fit(self, samples: Sequence[tuple[str, Sequence[Entity], Sequence[Relation]]]) -> None:
        """Learn from gold (text, entities, relations)."""
        rows = [row for sample in samples for row in category_features(*sample)]
        self.classifier.fit([words for _, words in rows], [e.attributes["category"] for e, _ in rows])

    def initialize(self, *_: Any, **__: Any) -> None:
        """Do nothing: `fit` learns in one go."""

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the classifier."""
        Path(path).mkdir(exist_ok=True)
        self.classifier.save(Path(path) / "categories.skops")

    def from_disk(self, path: str | Path, **_: Any) -> "Categories":
        """Read the classifier."""
        self.classifier.load(Path(path) / "categories.skops")
        return self


@Language.factory("zh_categories")
def make_categories(nlp: Language, name: str) -> Categories:
    """Make the category component."""
    return Categories(name)
