"""How likely a figure is right: a logistic model over the scores of the parts it is made of.

Learned from figures that a pipeline found in documents it was not trained on (Platt 1999).
"""

import json
from collections.abc import Sequence
from math import exp, log
from pathlib import Path
from typing import Final

import numpy as np

from pipeline.annotation import Entity, Relation

_SUREST: Final = 6.0


def parts_of(entities: Sequence[Entity], relations: Sequence[Relation]) -> list[tuple[Entity, list[float]]]:
    """Return each MEASURE with the log odds of its span, its type, its amount's span and their link.

    A measure without amount has an intercept and slopes of its own instead.
    """
    by_id = {e.id: e for e in entities}
    amounts: dict[str, list[Relation]] = {}
    for relation in relations:
        if relation.label == "AMOUNT":
            amounts.setdefault(relation.head, []).append(relation)
    found = []
    for e in entities:
        if e.label == "MEASURE":
            links = amounts.get(e.id, [])
            span, kind = _log_odds(e.score), _log_odds(e.attributes["type_score"])
            bare = float(not links)
            amount = min((_log_odds(by_id[r.child].score) for r in links), default=0.0)
            link = min((_log_odds(r.score) for r in links), default=0.0)
            found.append((e, [span, kind, amount, link, bare, span * bare, kind * bare]))
    return found


def right_measures(
    entities: Sequence[Entity],
    relations: Sequence[Relation],
    gold_entities: Sequence[Entity],
    gold_relations: Sequence[Relation],
) -> dict[str, bool]:
    """Return whether each MEASURE, by its id, is right: the event whose probability `confidence` is.

    It is right when each of its amounts, or its having none, is that of a gold measure of the same type;
    spans, all in one text, need only overlap.
    """
    truth = _figures(gold_entities, gold_relations)
    right: dict[str, bool] = {}
    for measure, amount in _figures(entities, relations):
        right[measure.id] = right.get(measure.id, True) and any(
            _meet(measure, m)
            and measure.attributes["type"] == m.attributes["type"]
            and (_meet(amount, a) if amount and a else amount is a)
            for m, a in truth
        )
    return right


def _figures(entities: Sequence[Entity], relations: Sequence[Relation]) -> list[tuple[Entity, Entity | None]]:
    """Return the MEASUREs with each of their amounts, or with none."""
    by_id = {e.id: e for e in entities}
    pairs: list[tuple[Entity, Entity | None]] = [
        (by_id[r.head], by_id[r.child]) for r in relations if r.label == "AMOUNT"
    ]
    counted = {measure.id for measure, _ in pairs}
    return pairs + [(e, None) for e in entities if e.label == "MEASURE" and e.id not in counted]


def _meet(a: Entity, b: Entity) -> bool:
    return a.start < b.end and b.start < a.end


def _log_odds(probability: float) -> float:
    """Return the log odds, bounded by _SUREST: beyond it scores tell nothing more."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-_SUREST, min(_SUREST, log(p / (1 - p))))


class Confidence:
    """Sets `confidence` of the MEASUREs."""

    def __init__(self) -> None:
        self._weights: list[float] = []
        self._intercept = 0.0

    def set(self, entities: Sequence[Entity], relations: Sequence[Relation]) -> None:
        """Set the attribute; the scores it is made of are dropped."""
        for entity, parts in parts_of(entities, relations):
            total = self._intercept + sum(w * x for w, x in zip(self._weights, parts, strict=False))
            entity.attributes["confidence"] = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
            del entity.attributes["type_score"]

    def fit(self, rows: Sequence[list[float]], right: Sequence[bool]) -> None:
        """Learn from the parts of figures and whether each was right."""
        from sklearn.linear_model import LogisticRegression

        if len(set(right)) < 2:
            return
        model = LogisticRegression(C=1.0, max_iter=500).fit(np.asarray(rows), np.asarray(right))
        self._weights = [round(float(w), 6) for w in model.coef_[0]]
        self._intercept = round(float(model.intercept_[0]), 6)

    def save(self, path: Path) -> None:
        """Write the model as JSON."""
        path.write_text(json.dumps({"weights": self._weights, "intercept": self._intercept}) + "\n")

    def load(self, path: Path) -> None:
        """Read the model."""
        data = json.loads(path.read_text())
        self._weights = [float(w) for w in data["weights"]]
        self._intercept = float(data["intercept"])
