"""A run with everything but the model: a stub engine makes a record of each line.

As a script: `python tests/stub.py FOLDER OUTPUT WORKERS [--resume]`.
"""

import sys
import time
from collections.abc import Generator, Iterable
from pathlib import Path

from pipeline.batch import Summary, identity, run_batch
from pipeline.engines import Item, Outcome
from pipeline.engines.tasks import Task, each
from pipeline.errors import PipelineError
from pipeline.inputs import Inputs, input_paths
from pipeline.reading.document import Document
from pipeline.record import Record
from pipeline.sinks.jsonl import open_sink
from pipeline.sinks.manifest import manifest, manifest_of, write_manifest
from pipeline.survey.survey import survey

SECONDS = 0.002
"""What a document takes."""


def records_of(document: Document) -> list[Record]:
    """Return a record for each line."""
    measure = {
        "text": "",
        "start": 0,
        "end": 0,
        "action": "",
        "object": "",
        "type": "other",
        "status": "done",
    }
    doc = {"id": document.id, "source": document.source, "title": document.title, "sha256": document.sha256}
    doc |= {"published": None, "columns": dict(document.columns) or None}
    return [
        Record.model_validate(
            {
                "id": f"{document.id}#{number}",
                "doc": doc,
                "sentence": {"text": line, "start": 0, "end": len(line)},
                "measure": measure | {"confidence": 1.0},
                "category": {"label": "other", "confidence": 1.0, "scores": {}},
            }
            | dict.fromkeys(("quantity", "agency", "date", "campaign", "part_of"))
        )
        for number, line in enumerate(document.text.splitlines(), 1)
        if line
    ]


def start() -> Task[list[Record]]:
    def task(document: Document) -> list[Record]:
        time.sleep(SECONDS)
        return records_of(document)

    return task


def extract(
    items: Iterable[Item],
    model: Path,
    *,
    workers: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
) -> Generator[Outcome]:
    """Be an engine."""
    return each(items, start, workers=workers, timeout=timeout, memory=memory)


def run(folder: Path, output: Path, workers: int = 1, *, resume: bool = False) -> Summary:
    """Do what the command does."""
    inputs = Inputs(input_paths([str(folder)]))
    found = survey(inputs.items())  # in this process: starting others takes longest
    accounts = list(inputs.accounts.values())

    def complete(summary: Summary) -> None:
        documents = {
            "found": found.found,
            "read": summary.documents,
            "rejected": summary.rejected,
            "causes": dict(sorted(summary.causes.items())),
        }
        records = {"written": summary.records}
        write_manifest(manifest_of(output), manifest(accounts, {}, {}, documents, records))

    sink = open_sink(str(output), None, identity(accounts, {}, {}), resume=resume)
    return run_batch(inputs.items(), extract, folder, sink, workers=workers, found=found, complete=complete)


if __name__ == "__main__":
    try:
        run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), resume="--resume" in sys.argv)
    except PipelineError as error:
        sys.exit(str(error))
