"""Annotated samples: the exchange form of the record contract, one JSON object a document."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import CommandError, Code, SampleError


@dataclass(slots=True)
class Entity:
    """A labelled span; `start` and `end` are character offsets into the sample's text, end exclusive."""

    id: str
    label: str
    start: int
    end: int
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled arc from a MEASURE (`head`) to the entity `child`, both by entity id."""

    head: str
    child: str
    label: str


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


def sample_files(path: Path) -> list[Path]:
    """Return the sample files under a file or folder, sorted; raises CommandError where there are none."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in {".txt", ".jsonl"})
    if not files:
        raise CommandError(Code.NO_INPUT, f"no annotated samples (.txt markup or .jsonl) in {path}")
    return files


def read_samples(paths: Iterable[Path]) -> Iterator[Sample]:
    """Read samples from markup and JSONL files; raises SampleError at the first fault."""
    from pipeline.learning.markup import compile_sample

    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    yield from_json(line, str(path), number)
        else:
            yield compile_sample(text, str(path))


def load_split(path: Path, *splits: str) -> list[Sample]:
    """Return the samples under `path` whose header names one of `splits` (all where none is given)."""
    samples = list(read_samples(sample_files(path)))
    return [s for s in samples if not splits or s.meta.get("split", "train") in splits]
