"""The engine of one machine: in this process, or in worker processes."""

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines import Item, Outcome
from pipeline.errors import Code
from pipeline.reading.document import Document
from pipeline.reading.formats import Reject

if TYPE_CHECKING:
    from spacy.language import Language


def extract(
    items: Iterable[Item], model: Path, *, workers: int = 1, timeout: float | None = None
) -> Generator[Outcome]:
    """Yield the outcome of each item in order; the same bytes for any number of workers.

    Documents go through the model one by one: in batches they share matrix products, whose last digits
    depend on the batch, for a gain of less than a tenth. A document that takes longer than `timeout`
    seconds is rejected; only a process of its own can be stopped, so one worker runs apart then too.
    """
    if workers > 1 or timeout is not None:
        from pipeline.engines.workers import extract_in_workers

        return extract_in_workers(items, model, workers, timeout)
    from pipeline.model import load

    nlp = load(model)
    return (item if isinstance(item, Reject) else process(nlp, item) for item in items)


def process(nlp: "Language", document: Document) -> Outcome:
    """Return the records of one document; whatever goes wrong in it concerns this document only."""
    from pipeline.model import extract_documents

    try:
        return next(extract_documents(nlp, [document]))
    except Exception as error:
        return refused(document, Code.PROCESSING, f"cannot be processed: {error!r:.300}; please report it")


def refused(document: Document, code: Code, why: str) -> Reject:
    """Return the reject of a document that was read but gave no records."""
    return Reject(document.source, code, f"the document {document.id} {why}")
