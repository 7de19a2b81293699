"""What is found, as a sample that `check` finds sound: the rest is put right or left out."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.annotation import Entity, Relation
from pipeline.learning.checking import at_edge, needs_level, title_spans
from pipeline.learning.samples import Sample

LEFT_OUT = "left_out"
"""The name in `meta` of the words of what was left out."""


def sound(sample: Sample) -> Sample:
    """Return the sample without what `check` faults; `meta` names the spans that were left out.

    Marks and spaces at the edges of spans are cut. Left out are spans inside 《…》, spans that overlap,
    police bodies without a level, figures without a measure and figures of a measure that is left out; a
    body, day or operation that is left out gives its links to the nearest equal mention.
    """
    kept = {e.id: e for e in _allowed(sample)}
    relations = [r for r in _relinked(sample, kept) if {r.head, r.child} <= kept.keys()]
    heads: dict[str, Relation] = {}
    for relation in relations:
        if relation.label == "AMOUNT":
            heads.setdefault(relation.child, relation)
    relations = [r for r in relations if r.label != "AMOUNT" or heads[r.child] is r]
    entities = [e for e in kept.values() if e.label != "QUANTITY" or e.id in heads]
    stay = {e.id for e in entities}
    gone = [sample.words(e).replace("\n", " ") for e in sample.entities if e.id not in stay]
    meta = sample.meta | ({LEFT_OUT: "; ".join(gone)} if gone else {})
    return replace(sample, entities=entities, relations=relations, meta=meta)


def _allowed(sample: Sample) -> Iterator[Entity]:
    """Yield the entities, cut at their edges, that the rules for a single span allow."""
    titles, last = title_spans(sample.text), 0
    for found in sorted(sample.entities, key=lambda e: (e.start, e.end)):
        entity = _cut(sample.text, found)
        inside = any(a < entity.end and entity.start < b for a, b in titles)
        whole = last <= entity.start < entity.end and "\n" not in sample.words(entity)
        if whole and not inside and not needs_level(entity):
            last = entity.end
            yield entity


def _cut(text: str, entity: Entity) -> Entity:
    """Return the entity without marks and spaces at its edges, and at those of what it quotes."""
    start, end = _bare(text, entity.start, entity.end)
    if (start, end) == (entity.start, entity.end):
        return entity
    attributes = dict(entity.attributes)
    for name in {"action", "object"} & attributes.keys():
        words = attributes[name]
        attributes[name] = words[slice(*_bare(words, 0, len(words)))]
    return replace(entity, start=start, end=end, attributes=attributes)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and at_edge(text[start:end]):
        if at_edge(text[start] + "_"):
            start += 1
        else:
            end -= 1
    return start, end


def _relinked(sample: Sample, kept: dict[str, Entity]) -> Iterator[Relation]:
    """Yield the relations; one to a mention that is left out runs to the nearest that says the same."""
    by_id = {e.id: e for e in sample.entities}
    seen = set()
    for relation in sample.relations:
        child, head = by_id[relation.child], by_id[relation.head]
        named = child.label in {"AGENCY", "DATE", "CAMPAIGN"}
        same = [e for e in kept.values() if _equal(sample, e, child)] if named else []
        if same and child.id not in kept:
            child = min(same, key=lambda e: abs(e.start - head.start))
        linked = replace(relation, child=child.id)
        if linked not in seen:
            seen.add(linked)
            yield linked


def _equal(sample: Sample, one: Entity, other: Entity) -> bool:
    """Tell whether two mentions are of one body, period or operation."""
    if one.label != other.label or one.attributes != other.attributes:
        return False
    return one.label != "CAMPAIGN" or sample.words(one) == sample.words(other)
