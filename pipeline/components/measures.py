"""`zh_measures`: the inherited action, the type, the status and the confidence of each MEASURE."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Entity, Relation
from pipeline.components.bags import bags_of
from pipeline.components.confidence import Confidence
from pipeline.components.features import Fields, Reader, measures_of
from pipeline.components.texts import TextClassifier
from pipeline.components.tokens import text_of

TYPE_WEIGHTS: Final = {
    "measure": 1.0,
    "action": 1.0,
    "object": 1.0,
    "units": 1.0,
    "clause": 0.5,
    "before": 0.5,
    "sentence": 0.3,
    "head": 0.3,
    "left": 0.3,
    "activities": 0.7,
}
STATUS_WEIGHTS: Final = {
    "measure": 0.5,
    "action": 0.5,
    "clause": 1.0,
    "before": 1.0,
    "sentence": 1.0,
    "left": 0.5,
    "head": 0.5,
    "title": 0.5,
}
HIDDEN: Final = 32
"""Units of the network that tells types, and of the one that tells categories."""
Lesson = tuple[Doc, Sequence[Entity], Sequence[Relation]]


class Measures:
    """Sets action, type, status and confidence of the MEASURE entities, and `doc._.bags`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.types = TextClassifier(TYPE_WEIGHTS, HIDDEN)
        self.statuses = TextClassifier(STATUS_WEIGHTS)
        self.confidence = Confidence()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        self.type_of(doc)
        self.confidence.set(doc._.entities or [], doc._.relations or [])
        return doc

    def type_of(self, doc: Doc) -> None:
        """Set action, type, status and the score of the type, of which the confidence is made."""
        entities, relations = doc._.entities or [], doc._.relations or []
        inherit_actions(entities, relations)
        measures, rows = fields_of(doc, entities, relations)
        doc._.bags = bags = bags_of(rows)
        documents = [0] * len(rows)
        types = self.types.probabilities(bags, documents)
        statuses = self.statuses.probabilities(bags, documents)
        for entity, type_, status in zip(measures, types, statuses, strict=True):
            best = max(type_, key=lambda label: type_[label])
            entity.attributes |= {"type": best, "status": max(status, key=lambda label: status[label])}
            entity.attributes["type_score"] = type_[best]

    def fit(self, lessons: Sequence[Lesson]) -> None:
        """Learn type and status from Docs that have words, with gold entities and relations."""
        found = [fields_of(*lesson) for lesson in lessons]
        bags = bags_of([row for _, part in found for row in part])
        documents = number_documents(lessons, found)
        gold = [measure.attributes for measures, _ in found for measure in measures]
        self.types.fit(bags, [a["type"] for a in gold], documents)
        self.statuses.fit(bags, [a["status"] for a in gold], documents)

    def initialize(self, *_: Any, **__: Any) -> None:
        """Do nothing: `fit` learns in one go."""

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the classifiers."""
        Path(path).mkdir(exist_ok=True)
        self.types.save(Path(path) / "types.npz")
        self.statuses.save(Path(path) / "statuses.npz")
        self.confidence.save(Path(path) / "confidence.json")

    def from_disk(self, path: str | Path, **_: Any) -> "Measures":
        """Read the classifiers."""
        self.types.load(Path(path) / "types.npz")
        self.statuses.load(Path(path) / "statuses.npz")
        self.confidence.load(Path(path) / "confidence.json")
        return self


def fields_of(
    doc: Doc, entities: Sequence[Entity], relations: Sequence[Relation]
) -> tuple[list[Entity], list[Fields]]:
    """Return the MEASUREs of a Doc in text order and the fields of each."""
    reader = Reader(text_of(doc), doc._.words or [], doc._.title or "")
    measures = measures_of(text_of(doc), entities, relations)
    return [e for e, _ in measures], [reader.fields(around) for _, around in measures]


def number_documents(
    lessons: Sequence[Lesson], found: Sequence[tuple[list[Entity], list[Fields]]]
) -> list[int]:
    """Return the number of each row's document; a report read twice keeps its number."""
    numbers: dict[str, int] = {}
    return [
        number
        for (doc, _, _), (_, rows) in zip(lessons, found, strict=True)
        for number in [numbers.setdefault(text_of(doc), len(numbers))] * len(rows)
    ]


def inherit_actions(entities: Sequence[Entity], relations: Sequence[Relation]) -> None:
    """Give each MEASURE without a verb that of the measure it shares its action with."""
    by_id = {e.id: e for e in entities}
    for relation in relations:
        if relation.label == "SHARES_ACTION":
            head, child = by_id[relation.head], by_id[relation.child]
            head.attributes["action"] = head.attributes["action"] or child.attributes["action"]


@Language.factory("zh_measures")
def make_measures(nlp: Language, name: str) -> Measures:
    """Make the component that types measures."""
    return Measures(name)
