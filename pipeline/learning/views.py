"""A sample with its links at hand: what questions about a corpus are asked of."""

import re
from collections import defaultdict
from functools import cached_property

from pipeline.annotation import Entity
from pipeline.components.structure import Structure, structure_of
from pipeline.learning.samples import Sample

Span = tuple[int, int]


class View:
    """One sample, with the entities that each entity is linked to and where each stands."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.text = sample.text
        self.quantities = sample.labelled("QUANTITY")
        self.measures = sample.labelled("MEASURE")
        self.agencies = sample.labelled("AGENCY")
        self.dates = sample.labelled("DATE")
        by_id = {e.id: e for e in sample.entities}
        self._to: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        self._from: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        for r in sample.relations:
            self._to[r.head, r.label].append(by_id[r.child])
            self._from[r.child, r.label].append(by_id[r.head])

    @cached_property
    def structure(self) -> Structure:
        """Where the lines, sentences and clauses begin."""
        return structure_of(self.text)

    def to(self, entity: Entity, label: str) -> list[Entity]:
        """Return the entities that a measure is linked to."""
        return self._to.get((entity.id, label), [])

    def heads(self, entity: Entity, label: str) -> list[Entity]:
        """Return the measures that are linked to an entity."""
        return self._from.get((entity.id, label), [])

    def figures(self) -> list[tuple[Entity, Entity]]:
        """Return each measure with each of its quantities."""
        return [(m, q) for m in self.measures for q in self.to(m, "AMOUNT")]

    def words(self, entity: Entity) -> str:
        """Return the words of an entity."""
        return self.text[entity.start : entity.end]

    def before(self, entity: Entity, size: int) -> str:
        """Return up to `size` characters before an entity, within its sentence."""
        start, _ = self.structure.sentence_span(entity.start)
        return self.text[max(start, entity.start - size) : entity.start]

    def clause_before(self, entity: Entity) -> str:
        """Return the clause up to an entity."""
        start, _ = self.structure.clause_span(entity.start)
        return self.text[start : entity.start]

    def outside(self, pattern: re.Pattern[str]) -> list[Span]:
        """Return the matches of a pattern that touch no quantity and no date."""
        taken = [(e.start, e.end) for e in self.sample.entities if e.label in {"QUANTITY", "DATE"}]
        return [
            m.span()
            for m in pattern.finditer(self.text)
            if not any(a < m.end() and m.start() < b for a, b in taken)
        ]
