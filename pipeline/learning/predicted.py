"""Predictions as annotated samples, to be corrected and learned from: the least certain documents first."""

from collections.abc import Generator, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from spacy.language import Language

from pipeline.annotation import Entity
from pipeline.engines import Item
from pipeline.engines.tasks import Task, each
from pipeline.learning.exchange.fields import FIELDS
from pipeline.learning.exchange.shape import canonical
from pipeline.learning.masking_samples import masked_sample
from pipeline.learning.samples import CERTAINTY, Sample, to_json
from pipeline.learning.sound import sound
from pipeline.model import load, prepare
from pipeline.progress import Advance, silent
from pipeline.reading.document import Document
from pipeline.reading.raw import Reject
from pipeline.sinks.files import whole_file
from pipeline.vetting import vet


def predicted(nlp: Language, document: Document) -> Sample:
    """Return what the pipeline finds in a document, as far as a sample may hold it.

    `meta` tells its certainty, between 0 and 1, and what was left out.
    """
    doc = nlp(prepare(nlp, document))
    found: list[Entity] = doc._.entities
    sample = Sample(
        id=document.id,
        text=document.text.rstrip("\n"),  # as import leaves it
        published=document.published.isoformat() if document.published else None,
        source=document.source or None,
        entities=[_plain(e, doc._.categories.get(e.id, {})) for e in found],
        relations=list(doc._.relations),
        meta={CERTAINTY: f"{certainty(found):.4f}"},
    )
    return canonical(sound(sample))


def certainty(entities: Iterable[Entity]) -> float:
    """Return the mean confidence of the measures: the share of figures expected to be right; 1 for none."""
    sure = [e.attributes.get("confidence", 1.0) for e in entities if e.label == "MEASURE"]
    return sum(sure) / len(sure) if sure else 1.0


def predict_samples(
    items: Iterable[Item],
    model: Path,
    *,
    workers: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
    mask_names: bool = False,
) -> Generator[Sample | Reject]:
    """Yield the sample of each item, in order, worked out where and under the limits that records are."""
    vet(model)
    start = partial(predictor, model, mask_names=mask_names)
    return each(items, start, workers=workers, timeout=timeout, memory=memory)


def predictor(model: Path, *, mask_names: bool) -> Task[Sample]:
    """Load a model and return what makes the sample of a document."""
    nlp = load(model)

    def task(document: Document) -> Sample:
        sample = predicted(nlp, document)
        return masked_sample(sample) if mask_names else sample

    return task


def write_samples(
    outcomes: Generator[Sample | Reject], path: Path, advance: Advance = silent
) -> tuple[int, int]:
    """Write the samples as JSON Lines, the least certain first; return how many they are, and the rejects.

    What is under way is on the disk: memory does not grow with the documents.
    """
    places: list[tuple[float, int]] = []
    rejected = 0
    with whole_file(path) as working, TemporaryFile() as spool, closing(outcomes):
        for outcome in outcomes:
            advance()
            if isinstance(outcome, Reject):
                rejected += 1
                continue
            places.append((float(outcome.meta[CERTAINTY]), spool.tell()))
            spool.write(to_json(outcome).encode("utf-8", "replace") + b"\n")
        with open(working, "wb") as out:
            for _, start in sorted(places):
                spool.seek(start)
                out.write(spool.readline())
    return len(places), rejected


def _plain(entity: Entity, categories: dict[str, float]) -> Entity:
    """Return an entity with the attributes that its label carries, and no scores."""
    known: dict[str, Any] = dict(entity.attributes)
    if categories:
        known["category"] = max(categories, key=lambda c: categories[c])
    attributes = {name: known[name] for name in FIELDS[entity.label] if name in known}
    return Entity(entity.id, entity.label, entity.start, entity.end, attributes)
