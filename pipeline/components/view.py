"""A document as the relation component sees it: gathered once, for all of its decisions."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.annotation import Entity
from pipeline.components.governing import Steps, governing_of
from pipeline.components.structure import Structure, structure_of
from pipeline.taxonomy import RELATION_LABELS

REACH: Final = 12
"""Candidates of one label looked at before the anchor."""
OVERALL: Final = re.compile("[全我本](?:[省市县区州盟旗国]|自治区)|全局|全所|各地|各[市县区]")
"""Words for the whole area or body: the figure is not that of the unit named last."""
_LISTED: Final = frozenset({"、", ",", "和", "及", "与", "以及"})


@dataclass(frozen=True, slots=True)
class Decision:
    """The question which of the candidates, the nearest first, the anchor belongs with."""

    label: str
    anchor: Entity
    candidates: list[Entity]
    last: Entity | None
    """The entity of the anchor's label before it."""


@dataclass(frozen=True, slots=True)
class View:
    """A document as the features see it."""

    structure: Structure
    by_label: dict[str, list[Entity]]
    keys: dict[str, str]
    places: dict[str, tuple[int, int, int]]
    """The (clause, sentence, line) of each entity."""
    counts: Counter[str]
    runs: dict[str, tuple[int, int]]
    steps: Steps
    starts: dict[str, list[int]]
    """Start offsets of the entities of each label, in order; labels in alphabetical order."""
    most: dict[str, int]
    """How often the most frequent candidate of each label stands in the text."""
    longest: int
    """Days of the longest period."""
    beside: tuple[frozenset[int], frozenset[int]]
    """Where quantities start, and where they end."""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.structure.text


def view_of(text: str, entities: Sequence[Entity]) -> View:
    """Gather once a document what its features are made of."""
    by_label: dict[str, list[Entity]] = {label: [] for label in RELATION_LABELS.values()}
    for entity in sorted(entities, key=lambda e: e.start):
        by_label.setdefault(entity.label, []).append(entity)
    keys = {e.id: identity(text, e) for e in entities}
    counts = Counter(keys.values())
    quantities = by_label["QUANTITY"]
    structure = structure_of(text)
    return View(
        structure,
        by_label,
        keys,
        {
            e.id: (structure.clause(e.start), structure.sentence(e.start), structure.line(e.start))
            for e in entities
        },
        counts,
        runs_of(text, by_label),
        governing_of(text, entities),
        {label: [e.start for e in es] for label, es in sorted(by_label.items())},
        {label: max((counts[keys[e.id]] for e in es), default=1) for label, es in by_label.items()},
        max(map(days_of, by_label["DATE"]), default=0),
        (frozenset(q.start for q in quantities), frozenset(q.end for q in quantities)),
    )


def identity(text: str, entity: Entity) -> str:
    """Return what makes two mentions one candidate: the agency's name, the period, the operation's words."""
    if entity.label == "AGENCY":
        return str(entity.attributes.get("name") or text[entity.start : entity.end])
    if entity.label == "DATE" and (entity.attributes.get("from") or entity.attributes.get("to")):
        return f"{entity.attributes.get('from')}..{entity.attributes.get('to')}"
    if entity.label == "CAMPAIGN":
        return text[entity.start : entity.end].strip("“”")
    return entity.id if entity.label in {"MEASURE", "QUANTITY"} else text[entity.start : entity.end]


def runs_of(text: str, by_label: dict[str, list[Entity]]) -> dict[str, tuple[int, int]]:
    """Return (position, length) of each entity in its list of like entities joined by 、 or 和."""
    runs: dict[str, tuple[int, int]] = {}
    for entities in by_label.values():
        run: list[Entity] = []
        for entity in [*entities, None]:
            if entity and run and text[run[-1].end : entity.start] in _LISTED:
                run.append(entity)
                continue
            runs |= {e.id: (i, len(run)) for i, e in enumerate(run)}
            run = [entity] if entity else []
    return runs


def days_of(entity: Entity) -> int:
    """Return the days of a period, 0 where an end is not known."""
    first, last = entity.attributes.get("from"), entity.attributes.get("to")
    if not isinstance(first, str) or not isinstance(last, str):
        return 0
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
