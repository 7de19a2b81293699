"""Scores of entities and relations: spans, the values they carry, the links between them.

Found and gold entities are in one frame, offsets into the gold text.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pipeline.annotation import Entity, Relation
from pipeline.components.candidates import CARRIED
from pipeline.components.view import identity
from pipeline.evaluation.matching import matched
from pipeline.evaluation.scores import Score, exact, overlapping
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

ATTRIBUTES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "QUANTITY": {"bounds": ("low", "high"), "unit": ("unit",), "per": ("per",), "change": ("change",)},
    "DATE": {"range": ("from", "to"), "kind": ("kind",)},
    "AGENCY": {"name": ("name",), "region": ("region",), "level": ("level",), "kind": ("kind",)},
}
"""Label to what is scored of it, and the attributes that must all be equal."""
ANY_MENTION: Final = ", any mention"


def span_scores(found: Sequence[Entity], gold: Sequence[Entity]) -> dict[str, Score]:
    """Score the spans of each label, `span LABEL` exact and `overlap LABEL` sharing a character."""
    scores = {}
    for label in ENTITY_LABELS:
        theirs = [(e.start, e.end) for e in found if e.label == label]
        ours = [(e.start, e.end) for e in gold if e.label == label]
        scores[f"span {label}"] = exact(theirs, ours)
        scores[f"overlap {label}"] = overlapping(theirs, ours)
    return scores


def attribute_scores(found: Sequence[Entity], gold: Sequence[Entity]) -> dict[str, Score]:
    """Score the values of matched spans, as `attribute LABEL name`: precision and recall are the same."""
    scores = {}
    for label, names in ATTRIBUTES.items():
        pairs = matched(found, gold, label)
        for name, keys in names.items():
            right = sum(_values(f, keys) == _values(g, keys) for f, g in pairs)
            scores[f"attribute {label} {name}"] = Score(right, len(pairs), len(pairs))
    return scores


def relation_scores(
    text: str,
    found: Sequence[Entity],
    relations: Iterable[Relation],
    gold: Sequence[Entity],
    gold_relations: Iterable[Relation],
) -> dict[str, Score]:
    """Score the relations of each label: right when both ends are the same spans.

    Of labels that are carried from figure to figure, a second score takes every mention of the same
    agency, period or operation for the same end.
    """
    theirs = _arcs(text, found, relations)
    ours = _arcs(text, gold, gold_relations)
    scores = {}
    for label in RELATION_LABELS:
        scores[label] = exact(theirs[label], ours[label])
        if label in CARRIED:
            scores[label + ANY_MENTION] = exact(theirs[label + ANY_MENTION], ours[label + ANY_MENTION])
    return scores


def _arcs(text: str, entities: Sequence[Entity], relations: Iterable[Relation]) -> dict[str, set[Any]]:
    by_id = {e.id: e for e in entities}
    arcs: dict[str, set[Any]] = {label + way: set() for label in RELATION_LABELS for way in ("", ANY_MENTION)}
    for relation in relations:
        head, child = by_id[relation.head], by_id[relation.child]
        start = (head.start, head.end)
        arcs[relation.label].add((start, (child.start, child.end)))
        arcs[relation.label + ANY_MENTION].add((start, identity(text, child)))
    return arcs


def _values(entity: Entity, keys: tuple[str, ...]) -> list[Any]:
    return [entity.attributes.get(key) for key in keys]
