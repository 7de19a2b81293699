"""Annotated samples: the exchange form of the record contract, one JSON object a document."""

import json
from dataclasses import dataclass, field

from pipeline.annotation import Entity, Relation
from pipeline.errors import SampleError


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
        entities = [
            Entity(
                e.pop("id"), e.pop("label"), e.pop("start"), e.pop("end"), e
            )  # what is left are the attributes
            for e in map(dict, data["entities"])
        ]
        relations = [Relation(r["head"], r["child"], r["label"]) for r in data["relations"]]
        return Sample(
            data["id"],
            data["text"],
            data.get("published"),
            data.get("source"),
            entities,
            relations,
            data.get("meta", {}),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SampleError(f"is no annotated sample: {error!r}", file=file, line=number) from error
