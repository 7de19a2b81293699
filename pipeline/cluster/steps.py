"""What is done to a partition, on whatever machine: it is surveyed, later its records are written.

Each step keeps one process with a document in hand, as `--workers` does on one machine: it loads the model
once, for all partitions that come, and what a document does to it concerns this document only.
"""

import os
import socket
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.batch import run_batch
from pipeline.cluster.folder import Folder
from pipeline.cluster.partitions import Partition
from pipeline.engines import Item, Outcome
from pipeline.engines.local import extractor
from pipeline.engines.tasks import Start, T
from pipeline.engines.workers import Crew
from pipeline.errors import Code, CommandError
from pipeline.inputs import Inputs
from pipeline.reading.raw import Opening, Reject
from pipeline.record import Record
from pipeline.sinks.files import GrowingFile
from pipeline.sinks.jsonl import JsonLines
from pipeline.sinks.manifest import Account, model_identity, versions
from pipeline.sinks.stored import stored_records
from pipeline.sinks.tables.export import export_records
from pipeline.sinks.texts import Texts
from pipeline.survey.sketch import Sketch
from pipeline.survey.survey import Survey, sketcher, texts_kept
from pipeline.vetting import vet


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for all partitions; `here` is the working directory, from which paths are."""

    here: Path
    opening: Opening
    folder: Folder
    model: Path
    model_sha256: str
    versions: dict[str, str | None]
    min_confidence: float = 0.0
    mask_names: bool = False
    timeout: float | None = None
    memory: int | None = None
    texts: Path | None = None


def surveyor(order: Order) -> "Surveyor":
    """Make the survey ready in this process; raises CommandError where the machine is not as the first is."""
    _settle(order)
    return Surveyor(order)


class Surveyor:
    """Reads a partition: gives the account of each input and a sketch or a reject of each document."""

    def __init__(self, order: Order) -> None:
        self.opening = order.opening
        self.text = Texts(order.texts).write if order.texts else None
        self.crew = _crew(partial(sketcher, with_text=self.text is not None), order)

    def __call__(self, job: Partition) -> tuple[list[Account], list[Sketch | Reject]]:
        """Survey one partition."""
        inputs = Inputs(list(job.paths), self.opening)
        sketches = list(texts_kept(self.crew.outcomes(inputs.items()), self.text))
        return list(inputs.accounts.values()), sketches

    def close(self) -> None:
        """End its process."""
        self.crew.close()


def writer(order: Order) -> "Writer":
    """Load the model in a process of this one; raises CommandError where it is not that of the run."""
    _settle(order)
    if not order.folder.path.is_dir():
        raise CommandError(
            Code.OUTPUT, f"{socket.gethostname()} does not see {order.folder.path}: write to shared storage"
        )
    vet(order.model)
    if model_identity(order.model)["sha256"] != order.model_sha256:
        raise CommandError(
            Code.BAD_MODEL, f"the model {order.model} on {socket.gethostname()} is not that of the run"
        )
    return Writer(order)


class Writer:
    """Writes the records of a partition, whole or not at all."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.crew: Crew[list[Record]] = _crew(partial(extractor, order.model), order)

    def __call__(self, job: tuple[Partition, Survey]) -> str:
        """Work on one partition and return its name."""
        partition, found = job
        order, folder = self.order, self.order.folder
        lines = folder.temporary(f"{partition.name}.jsonl")
        rejects = folder.temporary(f"{partition.name}.rejects.jsonl")
        summary = run_batch(
            Inputs(list(partition.paths), order.opening).items(),
            self._engine,
            order.model,
            JsonLines(GrowingFile(lines), GrowingFile(rejects, optional=True)),
            min_confidence=order.min_confidence,
            mask_names=order.mask_names,
            found=found,
        )
        records = lines
        if folder.ending == ".parquet":
            records = lines.with_suffix(".parquet")
            export_records(stored_records(str(lines)), records)
            lines.unlink()
        folder.take(partition.name, records, rejects, summary)
        return partition.name

    def _engine(
        self,
        items: Iterable[Item],
        model: Path,
        *,
        workers: int = 1,
        timeout: float | None = None,
        memory: int | None = None,
    ) -> Generator[Outcome]:
        return self.crew.outcomes(items)

    def close(self) -> None:
        """End its process."""
        self.crew.close()


def _crew(start: Start[T], order: Order) -> Crew[T]:
    return Crew(start, 1, order.timeout, order.memory)


def _settle(order: Order) -> None:
    """Go to the working directory of the run and see that the same libraries are at work."""
    host = socket.gethostname()
    try:
        os.chdir(order.here)
    except OSError as error:
        raise CommandError(
            Code.NO_INPUT,
            f"{host} does not see the folder {order.here} ({error.strerror}): start in shared storage",
        ) from None
    own = versions()
    other = [f"{name} {own.get(name)}" for name in order.versions if own.get(name) != order.versions[name]]
    if other:
        raise CommandError(
            Code.WORKERS, f"{host} has {', '.join(other)}, unlike the first machine: install the same"
        )
