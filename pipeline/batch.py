"""A run from inputs to records: what `run` does, for callers from Python."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pipeline.engines import Engine, Item
from pipeline.reading.formats import Reject
from pipeline.record import Record
from pipeline.sinks.confidence import confident
from pipeline.sinks.jsonl import JsonLines

FIRST: Final = 12
"""Figures that a summary shows."""


@dataclass(slots=True)
class Summary:
    """What a run gave."""

    documents: int = 0
    records: int = 0
    rejected: int = 0
    left_out: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    first: list[Record] = field(default_factory=list)

    def add(self, records: Iterable[Record]) -> None:
        """Count records."""
        for record in records:
            self.records += 1
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
    min_confidence: float = 0.0,
    unbroken: Callable[[], AbstractContextManager[Any]] = nullcontext,
) -> Summary:
    """Write the records of the items to the sink, behind what it holds already; every write is `unbroken`."""
    summary = Summary()
    with sink:
        summary.add(sink.kept())
        rest = islice(items, sink.done.items, None)
        with closing(engine(rest, model, workers=workers, timeout=timeout)) as outcomes:
            for outcome in outcomes:
                with unbroken():
                    if isinstance(outcome, Reject):
                        sink.add([], outcome)
                    else:
                        kept = confident(outcome, min_confidence) if min_confidence else outcome
                        sink.add(kept, left_out=len(outcome) - len(kept))
                        summary.add(kept)
    done = sink.done
    summary.rejected, summary.left_out = done.rejected, done.left_out
    summary.documents = done.items - done.rejected
    return summary


def identity(paths: Iterable[Path], model: Path, options: dict[str, Any]) -> str:
    """Return what two runs share exactly where one can go on with the other's output."""
    digest = hashlib.sha256(json.dumps([[str(p) for p in paths], options]).encode())
    for file in sorted(p for p in model.rglob("*") if p.is_file()):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
