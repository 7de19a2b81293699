"""One shape for what all formats hold, so that samples can be made, compared and written alike."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.annotation import Entity, Relation
from pipeline.errors import SampleError
from pipeline.learning.exchange.defaults import fill
from pipeline.learning.exchange.fields import FIELDS, is_day, ordered, type_faults
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.offsets import RawSpan, place
from pipeline.learning.samples import Sample
from pipeline.taxonomy import RELATION_LABELS


@dataclass(slots=True)
class RawDocument:
    """A document as a tool's file gives it; `file` is how messages name it."""

    id: str
    text: str
    file: str
    spans: list[RawSpan] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    published: str | None = None
    source: str | None = None
    meta: dict[str, str] = field(default_factory=dict)


def header(data: Any) -> dict[str, Any]:
    """Return id, published, source and meta from what a tool kept of a sample's header."""
    known = data if isinstance(data, dict) else {}
    meta = known.get("meta")
    return {
        **{name: str(known[name]) for name in ("id", "published", "source") if known.get(name) is not None},
        "meta": {str(k): str(v) for k, v in meta.items()} if isinstance(meta, dict) else {},
    }


def header_of(sample: Sample) -> dict[str, Any]:
    """Return the header of a sample for a tool's file."""
    named = {"id": sample.id, "published": sample.published, "source": sample.source, "meta": sample.meta}
    return {name: value for name, value in named.items() if value is not None}


def finish(raw: RawDocument, findings: Findings) -> Sample | None:
    """Make the sample of a document; None, and every fault reported, where it is not sound in itself."""
    before = len(findings.faults)
    placed = place(raw.text, raw.spans)
    if not placed.text.strip():
        findings.fault("has no text", file=raw.file)
    try:
        placed.text.encode()
    except UnicodeEncodeError:
        findings.fault("has half a character (a lone surrogate) in its text", file=raw.file)
    if raw.published and not is_day(raw.published):
        findings.fault(f"was published on {raw.published!r}, which is no day YYYY-MM-DD", file=raw.file)
    entities = []
    for span, where in zip(raw.spans, placed.spans, strict=True):
        if where:
            entities.append(Entity(span.id, span.label, *where, dict(span.attributes)))
        else:
            _misplaced(raw, span, findings)
        for message in type_faults(span.label, span.attributes):
            findings.fault(message, file=raw.file, span=raw.text[max(0, span.start) : span.end])
    ids = Counter(span.id for span in raw.spans)
    for id_ in [i for i, n in ids.items() if n > 1]:
        findings.fault(f"has several spans with the id {id_}", file=raw.file)
    for relation in raw.relations:
        if not {relation.head, relation.child} <= ids.keys():
            ends = f"{relation.head} to {relation.child}"
            findings.fault(f"has a {relation.label} from {ends}: no such span", file=raw.file)
    if len(findings.faults) > before:
        return None
    if placed.counting and entities:
        words = placed.text[entities[0].start : entities[0].end]
        others = f" and {len(entities) - 1} more" if len(entities) > 1 else ""
        findings.note(f"{others}: offsets put right ({placed.counting})".strip(), file=raw.file, span=words)
    fill(placed.text, entities, raw.relations, raw.published, raw.meta.get("region"))
    sample = Sample(raw.id, placed.text, raw.published, raw.source, entities, raw.relations, raw.meta)
    return canonical(sample)


def _misplaced(raw: RawDocument, span: RawSpan, findings: Findings) -> None:
    there = raw.text[max(0, span.start) : max(0, span.end)].replace("\n", "\\n")[:40]
    place_ = f"{span.label} {span.id} at {span.start}–{span.end}"
    if span.start >= span.end:
        message = f"is empty ({place_})"
    elif not 0 <= span.start < span.end <= len(raw.text):
        message = f"is outside the text of {len(raw.text)} characters ({place_})"
    else:
        message = f"does not stand where the file says: there is «{there}» ({place_})"
    findings.fault(message, file=raw.file, span=span.words or there)


def canonical(sample: Sample) -> Sample:
    """Return the same sample with entities numbered in text order and relations sorted, each once."""
    in_order = sorted(sample.entities, key=lambda e: (e.start, e.end, e.label))
    ids = {e.id: f"e{n}" for n, e in enumerate(in_order, 1)}
    entities = [Entity(ids[e.id], e.label, e.start, e.end, ordered(e.label, e.attributes)) for e in in_order]
    labels = list(RELATION_LABELS)

    def key(relation: Relation) -> tuple[int, int, str, int]:
        known = labels.index(relation.label) if relation.label in labels else len(labels)
        return int(relation.head[1:]), known, relation.label, int(relation.child[1:])

    relations = {Relation(ids[r.head], ids[r.child], r.label) for r in sample.relations}
    return replace(sample, entities=entities, relations=sorted(relations, key=key))


def incomplete(entity: Entity) -> list[str]:
    """Return the attributes that an entity still needs: type and category, unit, a bound."""
    a = entity.attributes
    missing = [n for n in ("type", "category") if entity.label == "MEASURE" and a.get(n) is None]
    if entity.label == "QUANTITY":
        missing += ["unit"] * (not a.get("unit")) + ["value"] * (a.get("low") is a.get("high") is None)
    return missing


def unknown_fields(entity: Entity) -> list[str]:
    """Return the names of attributes that the label does not carry."""
    return [name for name in entity.attributes if name not in FIELDS.get(entity.label, ())]


def attribute_faults(sample: Sample, file: str = "") -> Iterator[SampleError]:
    """Yield each attribute that is missing, of a wrong type, unknown, or a value yet to be stated."""
    for entity in sample.entities:
        absent = [n for n in FIELDS.get(entity.label, ()) if n not in entity.attributes]
        messages = [f"has no {name}" for name in absent]
        messages += type_faults(entity.label, entity.attributes)
        messages += [f"has the unknown attribute {name!r}" for name in unknown_fields(entity)]
        if entity.label == "QUANTITY" and not absent:
            messages += [f"needs a {name}" for name in incomplete(entity)]
        for message in messages:
            line = sample.text.count("\n", 0, entity.start) + 1
            yield SampleError(message, file=f"{file} text line", line=line, span=sample.words(entity))
