"""`zh_categories`: the policing category of each MEASURE, with calibrated scores."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.bags import bags_of
from pipeline.components.features import sorted_measures
from pipeline.components.measures import HIDDEN, Lesson, fields_of, number_documents
from pipeline.components.texts import TextClassifier

WEIGHTS: Final = {
    "measure": 1.0,
    "action": 0.5,
    "object": 1.0,
    "units": 0.5,
    "clause": 0.7,
    "sentence": 0.7,
    "linked": 0.7,
    "left": 0.5,
    "head": 0.6,
    "line": 0.6,
    "title": 0.5,
    "document": 0.5,
    "fields": 0.7,
}


class Categories:
    """Sets `doc._.categories`: for each MEASURE id the probability of each category.

    It reads the bags that `zh_measures` counted.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.classifier = TextClassifier(WEIGHTS, HIDDEN)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        measures = sorted_measures(doc._.entities or [])
        scores = self.classifier.probabilities(doc._.bags, [0] * len(measures))
        doc._.categories = {e.id: s for e, s in zip(measures, scores, strict=True)}
        return doc

    def fit(self, lessons: Sequence[Lesson]) -> None:
        """Learn from Docs that have words, with gold entities and relations."""
        found = [fields_of(*lesson) for lesson in lessons]
        bags = bags_of([row for _, part in found for row in part])
        documents = number_documents(lessons, found)
        labels = [e.attributes["category"] for measures, _ in found for e in measures]
        self.classifier.fit(bags, labels, documents)

    def initialize(self, *_: Any, **__: Any) -> None:
        """Do nothing: `fit` learns in one go."""

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the classifier."""
        Path(path).mkdir(exist_ok=True)
        self.classifier.save(Path(path) / "categories.npz")

    def from_disk(self, path: str | Path, **_: Any) -> "Categories":
        """Read the classifier."""
        self.classifier.load(Path(path) / "categories.npz")
        return self


@Language.factory("zh_categories")
def make_categories(nlp: Language, name: str) -> Categories:
    """Make the category component."""
    return Categories(name)
