"""Annotated samples: the exchange form of the record contract, one JSON object a document."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.annotation import Entity, Relation
from pipeline.errors import SampleError, reason
from pipeline.learning.exchange.fields import is_day, type_faults

CERTAINTY: Final = "certainty"
"""The name in `meta` of the certainty of a prediction; who has corrected it takes it away."""


@dataclass(slots=True)
class Sample:
    """One annotated document. `meta` holds the header fields that are no part of the contract."""

    id: str
    text: str
    published: str | None
    source: str | None
    entities: list[Entity]
    relations: list[Relation]
    meta: dict[str, str] = field(default_factory=dict)

    def words(self, entity: Entity) -> str:
        """Return the text of an entity's span."""
        return self.text[entity.start : entity.end]

    def labelled(self, label: str) -> list[Entity]:
        """Return the entities of one label in text order."""
        return [entity for entity in self.entities if entity.label == label]


def to_json(sample: Sample) -> str:
    """Return the sample as one line of JSON (RECORDS contract, attributes beside the offsets)."""
    return json.dumps(
        {
            "id": sample.id,
            "text": sample.text,
            "published": sample.published,
            "source": sample.source,
            "meta": sample.meta,
            "entities": [
                {"id": e.id, "label": e.label, "start": e.start, "end": e.end, **e.attributes}
                for e in sample.entities
            ],
            "relations": [{"head": r.head, "child": r.child, "label": r.label} for r in sample.relations],
        },
        ensure_ascii=False,
    )


def from_json(line: str, file: str = "", number: int = 0) -> Sample:
    """Read one JSON line; raises SampleError with file and line where it is no sample."""
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            raise TypeError("not an object")
        text, header = data["text"], {name: data.get(name) for name in ("published", "source")}
        meta = data.get("meta") or {}
        if not all(isinstance(value, str) for value in (text, data["id"], *meta.values())):
            raise TypeError("id, text and what meta holds are strings")
        if not all(value is None or isinstance(value, str) for value in header.values()):
            raise TypeError("published and source are strings or null")
        if header["published"] and not is_day(header["published"]):
            raise ValueError(f"published is no day YYYY-MM-DD: {header['published']!r}")
        entities = [_entity(dict(entity), len(text)) for entity in data["entities"]]
        relations = [Relation(r["head"], r["child"], r["label"]) for r in data["relations"]]
        return Sample(
            data["id"], text, header["published"], header["source"], entities, relations, dict(meta)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SampleError(f"is no annotated sample: {reason(error)}", file=file, line=number) from error


def _entity(data: dict[str, Any], length: int) -> Entity:
    """Return an entity of a text of `length` characters; ValueError for a wrong place or attribute."""
    start, end = data.pop("start"), data.pop("end")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= length):
        raise ValueError(f"a span from {start!r} to {end!r} in a text of {length} characters")
    entity = Entity(data.pop("id"), data.pop("label"), start, end, data)  # what is left are the attributes
    for fault in type_faults(entity.label, entity.attributes):
        raise ValueError(f"the {entity.label} {entity.id} {fault}")
    return entity
