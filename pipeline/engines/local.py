"""The engine of one machine: in this process, or in worker processes."""

from collections.abc import Generator, Iterable
from functools import partial
from pathlib import Path

from pipeline.engines import Item, Outcome
from pipeline.engines.tasks import Task, each
from pipeline.reading.document import Document
from pipeline.record import Record
from pipeline.vetting import vet


def extract(
    items: Iterable[Item],
    model: Path,
    *,
    workers: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
) -> Generator[Outcome]:
    """Yield the outcome of each item in order; the same bytes for any number of workers.

    Documents go through the model one by one: in batches they share matrix products, whose last digits
    depend on the batch, for a gain of less than a tenth.
    """
    vet(model)
    return each(items, partial(extractor, model), workers=workers, timeout=timeout, memory=memory)


def extractor(model: Path) -> Task[list[Record]]:
    """Load a model and return what extracts the records of a document."""
    from pipeline.model import extract_documents, load

    nlp = load(model)

    def task(document: Document) -> list[Record]:
        return next(extract_documents(nlp, [document]))

    return task
