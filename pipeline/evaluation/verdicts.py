"""What the classifiers chose for the measures, and how sure the model was of what turned out right."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.annotation import Entity, Relation
from pipeline.components.confidence import right_measures
from pipeline.evaluation.matching import matched
from pipeline.record import Record

Choice = tuple[str, str]
"""The gold's class and the model's."""
Trial = tuple[float, bool]
"""A probability that the model gave, and whether the event came true."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Choices of classes by task (type, status, category), trials of confidence by what it is of."""

    choices: dict[str, list[Choice]] = field(default_factory=dict)
    trials: dict[str, list[Trial]] = field(default_factory=dict)


def verdicts(
    found: Sequence[Entity],
    relations: Sequence[Relation],
    gold: Sequence[Entity],
    gold_relations: Sequence[Relation],
    reported: dict[str, Record],
) -> Verdicts:
    """Judge the measures that came to a record; `reported` maps a measure's id to one of its records.

    Classes are judged, and the confidence of the category, where the measure matches a gold one.
    """
    right = right_measures(found, relations, gold, gold_relations)
    pairs = [(reported[f.id], g.attributes) for f, g in matched(found, gold, "MEASURE") if f.id in reported]
    return Verdicts(
        choices={
            "type": [(a["type"], r.measure.type) for r, a in pairs],
            "status": [(a["status"], r.measure.status) for r, a in pairs],
            "category": [(a["category"], r.category.label) for r, a in pairs],
        },
        trials={
            "record": [(r.measure.confidence, right[id_]) for id_, r in reported.items()],
            "category": [(r.category.confidence, r.category.label == a["category"]) for r, a in pairs],
        },
    )
