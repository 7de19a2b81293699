"""A run from inputs to records: what `run` does, for callers from Python."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import astuple, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pipeline.engines import Engine, Item
from pipeline.progress import Advance, silent
from pipeline.reading.raw import Reject
from pipeline.record import Record
from pipeline.sinks.confidence import confident
from pipeline.sinks.jsonl import JsonLines
from pipeline.sinks.manifest import Account
from pipeline.sinks.masking import masked
from pipeline.survey.duplicates import Marks
from pipeline.survey.survey import Survey

FIRST: Final = 12
"""Figures that a summary shows."""


@dataclass(slots=True)
class Summary:
    """What a run gave.

    Categories and first figures leave duplicates out: what several outlets report happened once.
    """

    documents: int = 0
    records: int = 0
    duplicates: int = 0
    rejected: int = 0
    left_out: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    first: list[Record] = field(default_factory=list)

    def add(self, records: Iterable[Record]) -> None:
        """Count records."""
        for record in records:
            self.records += 1
            if record.doc.duplicate_of is not None:
                self.duplicates += 1
                continue
            self.categories[record.category.label] += 1
            if record.quantity and len(self.first) < FIRST:
                self.first.append(record)


def run_batch(
    items: Iterable[Item],
    engine: Engine,
    model: Path,
    sink: JsonLines,
    *,
    workers: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
    min_confidence: float = 0.0,
    mask_names: bool = False,
    found: Survey | None = None,
    unbroken: Callable[[], AbstractContextManager[Any]] = nullcontext,
    complete: Callable[[Summary], None] = lambda _: None,
    advance: Advance = silent,
) -> Summary:
    """Write the records of the items to the sink, behind what it holds already; every write is `unbroken`.

    With a survey (`found`) of the same items duplicates are marked. `complete` gets the summary when all is
    written and before anything takes its final name: what it raises leaves a run that can be resumed.
    `advance` hears of each item that is done.
    """
    summary = Summary()
    marks = found.marks if found else {}
    with sink:
        summary.add(sink.kept())
        summary.causes.update(sink.kept_causes())
        rest = islice(found.checked(items) if found else items, sink.done.items, None)
        with closing(engine(rest, model, workers=workers, timeout=timeout, memory=memory)) as outcomes:
            for outcome in outcomes:
                advance()
                with unbroken():
                    if isinstance(outcome, Reject):
                        sink.add([], outcome)
                        summary.causes[outcome.cause] += 1
                        continue
                    kept = confident(outcome, min_confidence) if min_confidence else outcome
                    kept = marked(kept, marks.get(sink.done.items))
                    kept = masked(kept) if mask_names else kept
                    sink.add(kept, left_out=len(outcome) - len(kept))
                    summary.add(kept)
        done = sink.done
        summary.rejected, summary.left_out = done.rejected, done.left_out
        summary.documents = done.items - done.rejected
        complete(summary)
    return summary


def marked(records: list[Record], marks: Marks | None) -> list[Record]:
    """Return the records of a document, each with the original of where it stands, if there is one."""
    if marks is None:
        return records
    return [
        r.model_copy(update={"doc": r.doc.model_copy(update={"duplicate_of": marks.at(r.sentence.start)})})
        for r in records
    ]


def identity(inputs: Iterable[Account], model: dict[str, Any], settings: dict[str, Any]) -> str:
    """Return what two runs share exactly where one can go on with the other's output."""
    all_of_it = [[astuple(account) for account in inputs], model, settings]
    return hashlib.sha256(json.dumps(all_of_it).encode()).hexdigest()
