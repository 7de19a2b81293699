"""`zh_measures`: the inherited action, the type and the status of each MEASURE."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Entity, Relation
from pipeline.components.structure import structure_of
from pipeline.components.texts import TextClassifier, ngrams


def measure_features(
    text: str, entities: Sequence[Entity], relations: Sequence[Relation]
) -> list[tuple[Entity, list[str]]]:
    """Return each MEASURE with its feature words: its wording, its amounts' units, its surroundings."""
    structure = structure_of(text)
    by_id = {e.id: e for e in entities}
    units: dict[str, list[str]] = {}
    for relation in relations:
        if relation.label == "AMOUNT":
            units.setdefault(relation.head, []).append(by_id[relation.child].attributes["unit"])
    rows = []
    for entity in entities:
        if entity.label == "MEASURE":
            a = entity.attributes
            clause = structure.clause_text(entity.start)
            rows.append(
                (
                    entity,
                    [
                        *ngrams("m", text[entity.start : entity.end]),
                        *ngrams("a", a["action"]),
                        *ngrams("o", a["object"][-4:]),
                        *(f"u{unit}" for unit in units.get(entity.id, ["-"])),
                        *ngrams("c", clause, (2,)),
                        *ngrams("l", text[max(0, entity.start - 4) : entity.start], (1, 2)),
                        *ngrams("s", text[slice(*structure.sentence_span(entity.start))], (2,)),
                    ],
                )
            )
    return rows


class Measures:
    """Sets action, type and status of the MEASURE entities, with the probability of the type."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.types = TextClassifier()
        self.statuses = TextClassifier()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        inherit_actions(doc._.entities or [], doc._.relations or [])
        rows = measure_features(doc.text, doc._.entities or [], doc._.relations or [])
        words = [row for _, row in rows]
        for (entity, _), types, statuses in zip(
            rows, self.types.probabilities(words), self.statuses.probabilities(words), strict=True
        ):
            entity.attributes["type"] = best = max(types, key=lambda t: types[t])
            entity.attributes["status"] = max(statuses, key=lambda t: statuses[t])
            entity.attributes["confidence"] = entity.score * types[best]
        return doc

    def fit(self, samples: Sequence[tuple[str, Sequence[Entity], Sequence[Relation]]]) -> None:
        """Learn from gold (text, entities, relations)."""
        rows = [row for sample in samples for row in measure_features(*sample)]
        words = [row for _, row in rows]
        self.types.fit(words, [e.attributes["type"] for e, _ in rows])
        self.statuses.fit(words, [e.attributes["status"] for e, _ in rows])

    def initialize(self, *_: Any, **__: Any) -> None:
        """Do nothing: `fit` learns in one go."""

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write both classifiers."""
        Path(path).mkdir(exist_ok=True)
        self.types.save(Path(path) / "types.skops")
        self.statuses.save(Path(path) / "statuses.skops")

    def from_disk(self, path: str | Path, **_: Any) -> "Measures":
        """Read both classifiers."""
        self.types.load(Path(path) / "types.skops")
        self.statuses.load(Path(path) / "statuses.skops")
        return self


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
